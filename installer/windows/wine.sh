# shellcheck shell=bash disable=SC2034
# To be sourced after environment.sh: a Wine of our own, with a home of its own, which no setting of this user reaches.

export HOME=$WORK/home WINEPREFIX=$WORK/prefix WINEARCH=win64 WINEDEBUG=-all LANG=C.UTF-8
unset LC_ALL LC_MESSAGES LANGUAGE
# wbemprox: Python's platform.platform() asks WMI, which aborts. mscms: ours, see wine/mscms.c.
export WINEDLLOVERRIDES="mscoree,mshtml=d;winemenubuilder.exe=d;wbemprox=d;mscms=n;winedbg.exe=d"
PROFILE=$WINEPREFIX/drive_c/users/$(id -un)
mkdir -p "$HOME"

# path FILE: as Windows programs name it.
path() {
    echo "Z:${1//\//\\}"
}

# win PROGRAM [ARGUMENT…]: a Windows program; its exit code. Python for Windows dies under Wine unless stdin is open and stdout a pipe.
win() {
    wine "$@" </dev/null 2>&1 | { grep --text --line-buffered --invert-match --extended-regexp 'wine32 is missing|multiarch needs|execute "dpkg|apt-get install wine32' || true; }
    return "${PIPESTATUS[0]}"
}

# screen WIDTHxHEIGHT: a display for everything that follows; `no_screen` ends it, and all of this Wine.
screen() {
    rm -f "$WORK/display"
    Xvfb -displayfd 5 -screen 0 "$1x24" -nolisten tcp 5>"$WORK/display" >/dev/null 2>&1 &
    SCREEN=$!
    trap no_screen EXIT
    for _ in $(seq 50); do
        [ -s "$WORK/display" ] && break
        sleep 0.1
    done
    DISPLAY=:$(cat "$WORK/display")
    export DISPLAY
}

no_screen() {
    wineserver -k 2>/dev/null || true
    kill "$SCREEN" 2>/dev/null || true
}
