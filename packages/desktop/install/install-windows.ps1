# Installs Cordboard Agent for this user: a shortcut in the Start menu, and the links cordboard-agent: and ipsc6-agent-launch:. Needs no administrator.
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $PSScriptRoot
$node = (Get-Command node -ErrorAction SilentlyContinue).Source
if (-not $node) { throw 'Node.js 20.19 or newer is needed.' }
$main = Join-Path $here 'dist\main.js'
if (-not (Test-Path $main)) { throw "$main is not there: npm run build" }
$menu = [Environment]::GetFolderPath('Programs')
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut((Join-Path $menu 'Cordboard Agent.lnk'))
$shortcut.TargetPath = $node
$shortcut.Arguments = "`"$main`""
# 7: minimised, so that no console is in the way.
$shortcut.WindowStyle = 7
$shortcut.Save()
foreach ($scheme in 'cordboard-agent', 'ipsc6-agent-launch') {
  $key = "HKCU:\Software\Classes\$scheme"
  New-Item -Path "$key\shell\open\command" -Force | Out-Null
  Set-ItemProperty -Path $key -Name '(default)' -Value 'URL:Cordboard Agent'
  Set-ItemProperty -Path $key -Name 'URL Protocol' -Value ''
  Set-ItemProperty -Path "$key\shell\open\command" -Name '(default)' -Value "`"$node`" `"$main`" `"%1`""
}
Write-Output "Installed: the Start menu has Cordboard Agent."
