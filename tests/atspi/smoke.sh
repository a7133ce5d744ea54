#!/bin/sh
# Starts a bus for accessibility and the window, then smoke.py. Runs below dbus-run-session and xvfb-run, see `make atspi`.
set -u
cd "$(dirname "$0")/../.." || exit 1
BACKUP_DOCTOR_SMOKE=$(mktemp -d)
XDG_RUNTIME_DIR=$BACKUP_DOCTOR_SMOKE
export BACKUP_DOCTOR_SMOKE XDG_RUNTIME_DIR QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
/usr/libexec/at-spi-bus-launcher --launch-immediately &
bus=$!
"${PYTHON:-.venv/bin/python}" tests/atspi/window.py &
window=$!
timeout 600 /usr/bin/python3 tests/atspi/smoke.py
result=$?
kill "$window" "$bus" 2>/dev/null
wait "$window" "$bus" 2>/dev/null
rm -rf "$BACKUP_DOCTOR_SMOKE"
exit "$result"
