#!/usr/bin/env bash
# Installs what build.sh made under Wine, for real, and uses it: setup.exe, the MSI and the zip. Everything must hold, or the exit code is not 0.
# Pictures and results are left in build/installer/tried/windows.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/environment.sh
. installer/windows/wine.sh
. installer/windows/pages.sh

SETUP=$OUT/backup-doctor-$VERSION-setup.exe
MSI=$OUT/backup-doctor-$VERSION.msi
ZIP=$OUT/backup-doctor-$VERSION-windows-x64.zip
PROGRAM=$WORK/dist/backup-doctor
PYTHON=$ROOT/.venv/bin/python
TRIED=$WORK/tried/windows
# A copy of the Windows that build.sh has made, so that nothing is there from an earlier trial that has failed.
CLEAN=$WINEPREFIX
export WINEPREFIX=$WORK/trial
PROFILE=$WINEPREFIX/drive_c/users/$(id -un)
INSTALLED="$PROFILE/AppData/Local/Programs/Backup Doctor"
FOR_ALL="$WINEPREFIX/drive_c/Program Files/Backup Doctor"
DATA=$PROFILE/AppData/Local/backup-doctor
MENU=AppData/Roaming/Microsoft/Windows
ENTRY='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BackupDoctor'

# windows_path FILE: as the installed Windows knows a file of its drive C. NSIS wants the folder behind /D= and _?= at the end of the line and
# without quotes, also where it has spaces: then this stands without quotes too, so that each of its words is an argument of its own.
windows_path() {
    local below=${1#"$WINEPREFIX/drive_c"}
    echo "C:${below//\//\\}"
}

# code EXPECTED PROGRAM [ARGUMENT…]: the program must end with this exit code. What it prints is lost: whatever it starts would hold a pipe open.
code() {
    local expected=$1 got=0
    shift
    wine "$@" </dev/null >/dev/null 2>&1 || got=$?
    [ "$got" = "$expected" ] || die "exit code $got instead of $expected: $*"
}

# printed EXPECTED FILE PROGRAM [ARGUMENT…]: the same, and what it prints goes to the file.
printed() {
    local expected=$1 file=$2 got=0
    shift 2
    win "$@" >"$file" || got=$?
    [ "$got" = "$expected" ] || die "exit code $got instead of $expected: $*, see $file"
}

there() {
    [ -e "$1" ] || die "missing: $1"
}

gone() {
    [ ! -e "$1" ] || die "still there: $1"
}

# A silent uninstaller goes on from a copy of itself: it has ended before its work is done.
gone_soon() {
    for _ in $(seq 120); do
        [ -e "$1" ] || return 0
        sleep 0.5
    done
    die "still there: $1"
}

shown_version() {
    win reg query "$ENTRY" /v DisplayVersion | tr -d '\r' | awk '$1 == "DisplayVersion" { print $3 }'
}

same_files() {
    local other
    other=$(diff --recursive --brief "$PROGRAM" "$1" | grep -v ': uninstall.exe$' || true)
    [ -z "$other" ] || die "$1 is not what was frozen: $other"
}

# Everything in the prefix, and every key of the registry that names us.
inventory() {
    wineserver --wait
    (cd "$WINEPREFIX/drive_c" && find . -not -path './users/*/Temp/*' -not -path './windows/temp/*' -not -path './windows/Installer*' | LC_ALL=C sort)
    (cd "$HOME" && find . -name '*.lnk')
    grep --text --ignore-case --no-filename 'backup.\?doctor' "$WINEPREFIX"/{system,user}.reg || true
}

# self_test FOLDER: the installed program examines itself, and has lost nothing of what the source has.
self_test() {
    printed 0 "$TRIED/self-test.txt" "$1/backup-doctor.exe" self-test
    grep -q '^self-test passed' "$TRIED/self-test.txt" || die "no word of the self-test"
    counted "$TRIED/self-test.txt" | diff "$TRIED/self-test-of-source.txt" - || die "the frozen program knows less than the source"
}

# What must be the same in every build: what was counted, and what the lab said.
counted() {
    tr -d '\r' <"$1" | grep -E '^([0-9]+ causes|language|lab )'
}

# A diagnosis as a script asks for it: JSON on stdout, a PDF in Russian, the documented exit code.
diagnosis() {
    local vm
    vm=$("$PYTHON" -c 'from backup_doctor.lab.running import start
with start(["windows-agent-stopped"]) as lab: print(lab.vms[0].id)')
    printed 1 "$TRIED/diagnosis.json" "$1/backup-doctor.exe" diagnose --demo --vm "$vm" --format json --lang ru --pdf "$(path "$TRIED/итог.pdf")"
    "$PYTHON" -c 'import json, sys; found = json.load(sys.stdin)["root_cause"]; sys.exit(found != "windows-agent-unresponsive")' <"$TRIED/diagnosis.json" ||
        die "the installed command line did not find the cause"
    pdftotext "$TRIED/итог.pdf" - | grep 'Агент' >/dev/null || die "the PDF has no Russian text"
    pdffonts "$TRIED/итог.pdf" | grep 'NotoSans' >/dev/null || die "the PDF lacks our fonts"
}

# The password store is found at run time, by name; and the window has had no complaint.
connected() {
    printed 0 "$TRIED/accounts.txt" "$INSTALLED/backup-doctor.exe" accounts --lang en
    grep -q 'Windows Credential Manager' "$TRIED/accounts.txt" || die "the installed program does not find the password store of Windows"
    if grep --text -E ' (WARNING|ERROR|CRITICAL) ' "$DATA"/Logs/*.log 2>/dev/null; then die "the window has complained"; fi
}

# An older version, as far as the installer is concerned: programs under the same names, and a library that the new version has no longer.
older_setup() {
    local old=$WORK/older
    mkdir -p "$old/lib"
    cp "$WORK/python/pythonw.exe" "$old/backup-doctor.exe"
    cp "$WORK/python/pythonw.exe" "$old/backup-doctor-window.exe"
    echo stale >"$old/lib/stale.dll"
    "$PYTHON" -m installer.windows.pack setup "$old" "$WORK/older-setup.exe" 0.0.1
}

upgrade() {
    code 0 "$WORK/older-setup.exe" /S
    [ "$(shown_version)" = 0.0.1 ] || die "the older version is not installed"
    there "$INSTALLED/lib/stale.dll"
    mkdir -p "$DATA"
    echo mine >"$INSTALLED/моё.txt"
    printf '[General]\nlanguage=ru\n' >"$DATA/kept.ini"
    code 0 "$SETUP" /S
    [ "$(shown_version)" = "$VERSION" ] || die "the version in the list of programs is not the new one"
    gone "$INSTALLED/lib/stale.dll"
    there "$INSTALLED/моё.txt"
    there "$DATA/kept.ini"
    mv "$INSTALLED/моё.txt" "$WORK/"
    same_files "$INSTALLED"
    there "$PROFILE/$MENU/Start Menu/Programs/Backup Doctor.lnk"
    there "$HOME/Backup Doctor.lnk"
    mv "$WORK/моё.txt" "$INSTALLED/"
}

refusals() {
    window "$INSTALLED" ru_RU.UTF-8 window-ru
    code 5 "$SETUP" /S
    # shellcheck disable=SC2046 # as windows_path says
    code 5 "$INSTALLED/uninstall.exe" /S _?=$(windows_path "$INSTALLED")
    there "$INSTALLED/backup-doctor.exe"
    there "$PROFILE/$MENU/Start Menu/Programs/Backup Doctor.lnk"
    close_window
    code 67 msiexec /i "$(path "$MSI")" /qn # 1603 as a Unix shell sees it
    gone "$FOR_ALL"
}

uninstall() {
    code 0 "$INSTALLED/uninstall.exe" /S
    gone_soon "$INSTALLED/uninstall.exe"
    sleep 1
    [ "$(ls -A "$INSTALLED")" = моё.txt ] || die "more is left than the user's own file: $(ls -A "$INSTALLED")"
    there "$DATA/kept.ini"
    rm -r "$INSTALLED" "$DATA"
    left "setup.exe"
}

# left WHAT: whether the computer is as it was before.
left() {
    inventory >"$TRIED/after.txt"
    diff "$TRIED/before.txt" "$TRIED/after.txt" >"$TRIED/left.txt" || { cat "$TRIED/left.txt"; die "$1 left something behind"; }
}

# Another folder, with letters and spaces that programs stumble over; and the data goes, too.
elsewhere() {
    local folder="$PROFILE/Мои программы/Доктор"
    # shellcheck disable=SC2046 # as windows_path says
    code 0 "$SETUP" /S /NODESKTOP /D=$(windows_path "$folder")
    there "$folder/backup-doctor.exe"
    gone "$HOME/Backup Doctor.lnk"
    self_test "$folder"
    mkdir -p "$DATA/history"
    echo '{}' >"$DATA/history/kept.json"
    code 0 "$folder/uninstall.exe" /S /REMOVEDATA
    gone_soon "$folder"
    rmdir "$PROFILE/Мои программы"
    gone "$DATA"
    left "setup.exe with /REMOVEDATA"
}

for_all() {
    code 0 msiexec /i "$(path "$MSI")" /qn
    same_files "$FOR_ALL"
    there "$PROFILE/$MENU/Start Menu/Programs/Backup Doctor.lnk" # Wine keeps those of all users there, too
    self_test "$FOR_ALL"
    code 6 "$SETUP" /S
    gone "$INSTALLED"
    code 0 msiexec /x "$(path "$MSI")" /qn
    gone "$FOR_ALL"
    rm -rf "$DATA"
    left "the MSI"
}

unpacked() {
    local folder="$WORK/Без установки и с пробелами"
    rm -rf "$folder"
    "$PYTHON" -m zipfile --extract "$ZIP" "$folder"
    same_files "$folder/backup-doctor-$VERSION"
    self_test "$folder/backup-doctor-$VERSION"
    rm -rf "$folder"
}

russian() {
    [ -d "$WORK/locale/ru_RU.UTF-8" ] || { mkdir -p "$WORK/locale" && localedef -i ru_RU -f UTF-8 "$WORK/locale/ru_RU.UTF-8"; }
    export LOCPATH=$WORK/locale
}

main() {
    rm -rf "$TRIED"
    mkdir -p "$TRIED"
    russian
    "$ROOT/.venv/bin/backup-doctor" self-test >"$TRIED/self-test-of-source.log"
    counted "$TRIED/self-test-of-source.log" >"$TRIED/self-test-of-source.txt"
    rm -rf "$WINEPREFIX" "$HOME"/*.lnk
    cp --archive "$CLEAN" "$WINEPREFIX"
    mkdir -p "$PROFILE/AppData/Local/Programs"
    screen 1280x900
    inventory >"$TRIED/before.txt"
    try "an older setup.exe" older_setup
    try "setup.exe over the older one" upgrade
    try "self-test of what setup.exe installed" self_test "$INSTALLED"
    try "diagnosis by the installed command line" diagnosis "$INSTALLED"
    try "window in English" look "$INSTALLED" en_US.UTF-8 window-en
    try "window in Russian; refusals while it runs" refusals
    try "password store, log" connected
    try "uninstalled" uninstall
    try "setup.exe into another folder, data removed" elsewhere
    try "MSI" for_all
    try "zip" unpacked
    try "the pages of setup.exe in Russian" pages "$SETUP" "$INSTALLED" ru_RU.UTF-8
    try "the pages of setup.exe in English" pages "$SETUP" "$INSTALLED" en_US.UTF-8
}

main
