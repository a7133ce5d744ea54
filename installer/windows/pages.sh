# shellcheck shell=bash
# To be sourced by smoke.sh: what a person sees, the window and the pages of setup.exe, gone through by keyboard, with a picture of each.

# window FOLDER LOCALE PICTURE: starts the program as the shortcut does and takes a picture; `close_window` closes it.
window() {
    LC_ALL=$2 wine "$1/backup-doctor-window.exe" </dev/null >/dev/null 2>&1 &
    wait_for_window
    import -window root "$TRIED/$3.png"
}

# Until it is there and has drawn what comes after the first picture.
wait_for_window() {
    for _ in $(seq 300); do
        sleep 0.2
        xdotool search --onlyvisible --name 'Backup Doctor' >/dev/null 2>&1 && { sleep 4; return 0; }
    done
    die "no window"
}

close_window() {
    xdotool key alt+F4
    for _ in $(seq 100); do
        sleep 0.2
        xdotool search --onlyvisible --name 'Backup Doctor' >/dev/null 2>&1 || { sleep 1; return 0; }
    done
    die "the window does not close"
}

look() {
    window "$@"
    close_window
}

# shows NAME PICTURE: waits for a window of this name, lets it be drawn.
shows() {
    for _ in $(seq 100); do
        sleep 0.2
        xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && break
    done
    sleep 1
    import -window root "$2"
}

press() {
    xdotool key --delay 50 "$@"
}

# pages SETUP FOLDER LOCALE: installs into FOLDER and removes it again; pictures in $TRIED, named after the locale.
pages() {
    local setup=$1 folder=$2 pictures=$TRIED/$3
    mkdir -p "$pictures"
    LC_ALL=$3 wine "$setup" </dev/null >/dev/null 2>&1 &
    shows 'Installer Language' "$pictures/1-language.png"
    press Return
    shows 'Backup Doctor' "$pictures/2-welcome.png"
    press Return
    shows 'Backup Doctor' "$pictures/3-parts.png"
    press Return
    shows 'Backup Doctor' "$pictures/4-folder.png"
    press Return
    for _ in $(seq 600); do
        [ -e "$folder/uninstall.exe" ] && break
        sleep 0.2
    done
    sleep 3
    import -window root "$pictures/5-done.png"
    press Return # with the tick that starts the program
    wait %% || die "setup.exe, gone through by hand, has failed"
    wait_for_window
    import -window root "$pictures/6-started.png"
    close_window
    LC_ALL=$3 wine "$folder/uninstall.exe" </dev/null >/dev/null 2>&1 # goes on from a copy of itself
    shows 'Backup Doctor' "$pictures/7-remove.png"
    press Return
    gone_soon "$folder/uninstall.exe"
    sleep 2
    import -window root "$pictures/8-removed.png"
    press Return
    gone_soon "$folder"
    rm -rf "$DATA"
    left "setup.exe, gone through by hand,"
    montage "$pictures"/*.png -tile 4x -geometry 640x450+4+4 "$pictures.png"
}
