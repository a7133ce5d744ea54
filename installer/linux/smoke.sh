#!/usr/bin/env bash
# Installs the .deb that build.sh made, for real, uses it and takes it off again. Everything must hold, or the exit code is not 0.
# Needs root. Pictures and results are left in build/installer/tried/linux.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/environment.sh

NAME=backup-doctor_${VERSION}_amd64
TRIED=$WORK/tried/linux
PLACE="$TRIED/Отчёты и диагнозы"
PYTHON=$ROOT/.venv/bin/python
PAGES=(/usr/share/man/man1/backup-doctor.1.gz /usr/share/man/ru/man1/backup-doctor.1.gz)

[ "$(id -u)" = 0 ] || die "run smoke.sh as root: it installs a package"
[ -f "$OUT/$NAME.deb" ] || die "there is no $NAME.deb; run installer/linux/build.sh"
mkdir -p "$PLACE"
home=$(mktemp -d)
ended() {
    [ -z "${display:-}" ] || kill "$display" 2>/dev/null || true
    rm -rf "$home"
}
trap ended EXIT

# alone COMMAND…: with a home of its own and nothing of this one.
alone() {
    env -i HOME="$home" PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"
}

everything() {
    find / -xdev \( -path /proc -o -path /sys -o -path /tmp -o -path /var/cache -o -path "$ROOT" \) -prune -o -iname '*backup-doctor*' -print 2>/dev/null | LC_ALL=C sort
}

install_it() {
    dpkg-query --show backup-doctor 2>/dev/null && die "backup-doctor is installed here already"
    rm -rf "$TRIED"
    mkdir -p "$PLACE"
    everything >"$TRIED/before.txt"
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends --option Dpkg::Use-Pty=0 "$OUT/$NAME.deb" >"$TRIED/install.log" 2>&1 ||
        { tail "$TRIED/install.log"; die "apt-get could not install it"; }
    dpkg --verify backup-doctor
    for page in "${PAGES[@]}"; do gzip --test "$page"; done
    [ "$(alone backup-doctor --version)" = "backup-doctor $VERSION" ] || die "another version is on the PATH"
}

# The libraries that are not brought along come from packages that are named as dependencies.
libraries() {
    local lost
    lost=$(find /usr/lib/backup-doctor -type f \( -name '*.so*' -o -name backup-doctor \) -print0 |
        LD_LIBRARY_PATH=/usr/lib/backup-doctor/lib:/usr/lib/backup-doctor/lib/PySide6/Qt/lib xargs -0 ldd 2>/dev/null | grep 'not found' || true)
    [ -z "$lost" ] || die "libraries are missing: $lost"
}

# What must be the same as in the source: what was counted, and what the lab said.
counted() {
    grep -E '^([0-9]+ causes|language|lab (diagnosis|repair))' "$1"
}

self_test() {
    alone backup-doctor self-test >"$TRIED/self-test.txt"
    grep -q '^self-test passed' "$TRIED/self-test.txt" || die "no word of the self-test"
    "$PYTHON" -m backup_doctor self-test >"$TRIED/self-test-of-source.txt"
    diff <(counted "$TRIED/self-test.txt") <(counted "$TRIED/self-test-of-source.txt") || die "the frozen program knows less than the source"
}

# A diagnosis as a script asks for it: JSON, a PDF in Russian, a folder with Cyrillic and spaces, the documented exit code.
diagnosis() {
    local vm code=0
    vm=$("$PYTHON" -c 'from backup_doctor.lab.running import start
with start(["windows-agent-stopped"]) as lab: print(lab.vms[0].id)')
    (cd "$PLACE" && alone backup-doctor diagnose --demo --vm "$vm" --format json --lang ru --pdf "сводка № 1.pdf" --output "диагноз.json") || code=$?
    [ "$code" = 1 ] || die "diagnose ended with $code instead of 1"
    "$PYTHON" -c 'import json, sys; found = json.load(open(sys.argv[1], encoding="utf-8"))["root_cause"]; sys.exit(found != "windows-agent-unresponsive")' \
        "$PLACE/диагноз.json" || die "the installed command line did not find the cause"
    pdftotext "$PLACE/сводка № 1.pdf" - | grep 'Агент' >/dev/null || die "the PDF has no Russian text"
}

licences() {
    local file=/usr/lib/backup-doctor/lib/backup_doctor/resources/licences/shipped.txt
    for word in 'GNU LESSER GENERAL PUBLIC LICENSE' 'PYTHON SOFTWARE FOUNDATION' 'SIL OPEN FONT LICENSE' 'Compiled into typst'; do
        grep -q "$word" "$file" || die "the licences lack: $word"
    done
}

open_display() {
    Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$TRIED/display" 2>/dev/null &
    display=$!
    for _ in $(seq 100); do [ ! -s "$TRIED/display" ] || break; sleep 0.1; done
    DISPLAY=:$(cat "$TRIED/display")
    export DISPLAY
}

# window LOCALE: starts it as the desktop does, watches what it connects to, takes a picture and ends it.
window() {
    local shown='' pid
    alone DISPLAY="$DISPLAY" LC_ALL="$1" strace --follow-forks --quiet=all --trace=connect,sendto,sendmsg --output "$TRIED/network-$1.txt" \
        backup-doctor >"$TRIED/window-$1.txt" 2>&1 &
    pid=$!
    for _ in $(seq 600); do
        shown=$(xdotool search --onlyvisible --name 'Backup Doctor' 2>/dev/null | tail -1) && [ -n "$shown" ] && break
        sleep 0.2
    done
    [ -n "$shown" ] || die "no window in $1: $(cat "$TRIED/window-$1.txt")"
    sleep 5
    import -window root "$TRIED/window-$1.png"
    kill "$(xdotool getwindowpid "$shown")"
    for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    ! kill -0 "$pid" 2>/dev/null || die "the window in $1 does not end"
    strangers "$TRIED/network-$1.txt"
}

# Sockets of this machine and loopback are nobody else's; anything more is traffic that nobody asked for.
strangers() {
    local found
    [ -s "$1" ] || die "strace has seen nothing"
    found=$(grep -E 'sa_family=AF_INET6?' "$1" | grep -vE 'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"' || true)
    [ -z "$found" ] || die "it speaks to somebody at its start: $found"
}

in_both_languages() {
    open_display
    window en_US.UTF-8
    window ru_RU.UTF-8
    cmp --silent "$TRIED/window-en_US.UTF-8.png" "$TRIED/window-ru_RU.UTF-8.png" && die "both languages look the same"
    return 0
}

start_time() {
    for _ in 1 2 3; do alone DISPLAY="$DISPLAY" backup-doctor --exit-after-paint; done | tee "$TRIED/first-paint.txt"
}

# What the program has kept for its user is the user's; everything else must be gone.
remove_it() {
    DEBIAN_FRONTEND=noninteractive apt-get purge --quiet --quiet --yes --option Dpkg::Use-Pty=0 backup-doctor >"$TRIED/purge.log" 2>&1 ||
        { tail "$TRIED/purge.log"; die "apt-get could not remove it"; }
    everything | diff "$TRIED/before.txt" - || die "something is left"
    if [ -e /usr/bin/backup-doctor ] || [ -e /usr/lib/backup-doctor ]; then die "it is still there"; fi
}

# The same files, unpacked where they need no root.
tarball() {
    mkdir "$home/где угодно"
    tar --extract --xz --file "$OUT/$NAME.tar.xz" --directory "$home/где угодно"
    alone "$home/где угодно/backup-doctor/backup-doctor" self-test | grep -q '^self-test passed' || die "the program of the tarball does not work"
}

# Single steps can be named, to try them again; they go by the order of this list.
[ $# -gt 0 ] || set -- install_it libraries self_test diagnosis licences in_both_languages start_time remove_it tarball
for step in "$@"; do
    try "$step" "$step"
done
ls -l "$OUT/$NAME".*
echo "Pictures: ${TRIED#"$ROOT"/}/window-*.png"
