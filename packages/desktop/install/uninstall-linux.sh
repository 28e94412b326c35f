#!/bin/sh
# Takes away what install-linux.sh put there; settings and log stay in ~/.config/cordboard-agent.
set -eu
rm -f "$HOME/.local/bin/cordboard-agent" "${XDG_DATA_HOME:-$HOME/.local/share}/applications/cordboard-agent.desktop"
echo "Removed."
