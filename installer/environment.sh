# shellcheck shell=bash disable=SC2034
# To be sourced: what the scripts of installer/ share.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OUT=$ROOT/build/installers
WORK=$ROOT/build/installer
VERSION=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$ROOT/gui/backup_doctor/__init__.py")
mkdir -p "$OUT" "$WORK"

_since=$SECONDS

# lap WHAT: says how long it took since the last lap.
lap() {
    printf '== %-42s %4d s\n' "$1" $((SECONDS - _since))
    _since=$SECONDS
}

# die WHY
die() {
    echo "installer: $1" >&2
    exit 1
}

# try WHAT COMMAND [ARGUMENT…]: carries out one step and says how long it took. Not to be used in a condition: bash would go on after a failure.
try() {
    local what=$1
    shift
    "$@"
    lap "$what"
}
