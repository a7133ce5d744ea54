#!/usr/bin/env bash
# Writes the list of what is shipped (SBOM, CycloneDX 1.6, JSON): sbom.sh OUT SITE_PACKAGES [PYTHON_VERSION]
# The folder may be that of a Python for Windows: only its metadata is read.
set -euo pipefail
out=$(realpath "$1") site=$(realpath "$2") python=${3:-}
cd "$(dirname "$0")"
. ../environment.sh

TOOL=$WORK/sbom
PYTHON=${PYTHON:-/usr/bin/python3}

# On Windows a venv has other folders, and its Python does not read the paths of this shell.
bin=bin
command -v cygpath >/dev/null && bin=Scripts && site=$(cygpath --windows "$site")

# The builds for Windows and for Linux may come here at the same moment; Git's shell on Windows has no flock and makes but one.
if command -v flock >/dev/null; then
    exec 9>"$WORK/sbom.lock"
    flock 9
fi
if [ ! -f "$TOOL/.ready" ] || [ requirements.lock -nt "$TOOL/.ready" ]; then
    "$PYTHON" -m venv --clear "$TOOL"
    "$TOOL/$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
    touch "$TOOL/.ready"
fi
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
# A Python without packages, but for a line that leads to those of the folder.
"$TOOL/$bin/python" -m venv --without-pip "$bare"
echo "$site" >"$("$bare/$bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/shipped.pth"
"$TOOL/$bin/cyclonedx-py" environment --output-reproducible --pyproject "$ROOT/pyproject.toml" --spec-version 1.6 --output-file "$bare/all.json" "$bare"
"$TOOL/$bin/python" sbom.py "$bare/all.json" "$site" "$VERSION" "$out" ${python:+"$python"}
