#!/bin/sh
# Installs Cordboard Agent for this user: an application in ~/Applications that answers to the links cordboard-agent: and ipsc6-agent-launch:.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
node=$(command -v node) || { echo "Node.js 20.19 or newer is needed." >&2; exit 1; }
[ -f "$here/dist/main.js" ] || { echo "$here/dist/main.js is not there: npm run build" >&2; exit 1; }
app="$HOME/Applications/Cordboard Agent.app"
mkdir -p "$HOME/Applications"
rm -rf "$app"
# A script application is handed the link; a plain executable in a bundle is not.
osacompile -o "$app" \
  -e 'on run' \
  -e "do shell script quoted form of \"$node\" & \" \" & quoted form of \"$here/dist/main.js\" & \" > /dev/null 2>&1 &\"" \
  -e 'end run' \
  -e 'on open location this_link' \
  -e "do shell script quoted form of \"$node\" & \" \" & quoted form of \"$here/dist/main.js\" & \" \" & quoted form of this_link & \" > /dev/null 2>&1 &\"" \
  -e 'end open location'
plist="$app/Contents/Info.plist"
buddy=/usr/libexec/PlistBuddy
$buddy -c 'Add :CFBundleIdentifier string org.cordboard.agent' "$plist" 2> /dev/null || $buddy -c 'Set :CFBundleIdentifier org.cordboard.agent' "$plist"
$buddy -c 'Add :CFBundleURLTypes array' -c 'Add :CFBundleURLTypes:0 dict' -c 'Add :CFBundleURLTypes:0:CFBundleURLName string Cordboard Agent' \
  -c 'Add :CFBundleURLTypes:0:CFBundleURLSchemes array' -c 'Add :CFBundleURLTypes:0:CFBundleURLSchemes:0 string cordboard-agent' \
  -c 'Add :CFBundleURLTypes:0:CFBundleURLSchemes:1 string ipsc6-agent-launch' "$plist"
echo "Installed: $app"
