#!/bin/sh
# Installs Cordboard Agent for this user: the command in ~/.local/bin, an entry in the menu, and the links cordboard-agent: and ipsc6-agent-launch:.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
node=$(command -v node) || { echo "Node.js 20.19 or newer is needed." >&2; exit 1; }
[ -f "$here/dist/main.js" ] || { echo "$here/dist/main.js is not there: npm run build" >&2; exit 1; }
bin="$HOME/.local/bin"
apps="${XDG_DATA_HOME:-$HOME/.local/share}/applications"
mkdir -p "$bin" "$apps"
printf '#!/bin/sh\nexec "%s" "%s/dist/main.js" "$@"\n' "$node" "$here" > "$bin/cordboard-agent"
chmod 755 "$bin/cordboard-agent"
cat > "$apps/cordboard-agent.desktop" <<ENTRY
[Desktop Entry]
Type=Application
Name=Cordboard Agent
Exec="$bin/cordboard-agent" %u
Terminal=false
Categories=Network;Telephony;
MimeType=x-scheme-handler/cordboard-agent;x-scheme-handler/ipsc6-agent-launch;
ENTRY
if command -v xdg-mime > /dev/null; then
  xdg-mime default cordboard-agent.desktop x-scheme-handler/cordboard-agent x-scheme-handler/ipsc6-agent-launch
else
  echo "xdg-mime is not there: links that start the program are not set up." >&2
fi
echo "Installed: $bin/cordboard-agent"
