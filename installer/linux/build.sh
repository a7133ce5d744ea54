#!/usr/bin/env bash
# Makes the Linux package from the locked packages: PyInstaller, then a .deb and the same files as .tar.xz. See installer/linux/README.md.
# PYTHON=… names another Python than the system's. LEVEL=0 packs quickly and large, for a trial.
set -euo pipefail
cd "$(dirname "$0")"
. ../environment.sh

PYTHON=${PYTHON:-/usr/bin/python3}
MADE=$WORK/linux
FROZEN=$MADE/dist/backup-doctor
TREE=$MADE/tree
PROGRAM=$TREE/usr/lib/backup-doctor
SHARE=$TREE/usr/share
NAME=backup-doctor_${VERSION}_amd64
LEVEL=${LEVEL:-6}

# Files are as old as the commit they are made from, so that the same commit makes the same package.
SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || stat --format=%Y "$ROOT/pyproject.toml")
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

install_locked() {
    "$MADE/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$1"
}

packages() {
    rm -rf "$MADE"
    mkdir -p "$MADE"
    "$PYTHON" -m venv "$MADE/venv"
    "$PYTHON" ../trust/shipped.py >"$MADE/shipped.lock"
    install_locked "$MADE/shipped.lock"
    install_locked requirements.lock
}

freeze() {
    "$MADE/venv/bin/python" -m PyInstaller --noconfirm --distpath "$MADE/dist" --workpath "$MADE/work" ../backup-doctor.spec >"$MADE/freezing.log" 2>&1 ||
        { tail -30 "$MADE/freezing.log"; die "PyInstaller failed"; }
}

trust() {
    local site version
    site=$("$MADE/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
    version=$("$MADE/venv/bin/python" -c 'import platform; print(platform.python_version())')
    "$PYTHON" ../trust/licences.py "$FROZEN/lib/backup_doctor/resources/licences/shipped.txt" --packages "$site" --python "$version"
    ../trust/sbom.sh "$OUT/$NAME.cdx.json" "$site" "$version"
}

icons() {
    local folder=$SHARE/icons/hicolor size
    for size in 16 24 32 48 64 128 256; do
        mkdir -p "$folder/${size}x$size/apps"
        "$MADE/venv/bin/python" ../icon.py "$folder/${size}x$size/apps/backup-doctor.png" "$size"
    done
}

manuals() {
    local code folder
    for code in en ru; do
        folder=$SHARE/man/man1
        [ "$code" = en ] || folder=$SHARE/man/$code/man1
        mkdir -p "$folder"
        "$PYTHON" manual.py "$code" | gzip --best --no-name >"$folder/backup-doctor.1.gz"
    done
}

# In a changelog a Debian package says what changed in it; ours is written for people and goes along as it is.
documents() {
    local folder=$SHARE/doc/backup-doctor
    mkdir -p "$folder"
    cp copyright "$folder/copyright"
    gzip --best --no-name --stdout "$ROOT/CHANGELOG.md" >"$folder/changelog.gz"
}

stage() {
    rm -rf "$TREE"
    mkdir -p "$(dirname "$PROGRAM")" "$TREE/usr/bin" "$SHARE/applications"
    cp -a "$FROZEN" "$PROGRAM"
    ln -s ../lib/backup-doctor/backup-doctor "$TREE/usr/bin/backup-doctor"
    cp backup-doctor.desktop "$SHARE/applications/"
    icons
    manuals
    documents
    chmod -R u=rwX,go=rX "$TREE"
    find "$PROGRAM/lib" -type f -exec chmod a-x {} +
}

# Which packages the libraries that were left out are in: read from every program file of the tree.
depends() {
    mkdir -p "$MADE/debian"
    cp control "$MADE/debian/control"
    (cd "$MADE" && find tree/usr/lib/backup-doctor -type f \( -name '*.so*' -o -name backup-doctor \) -print0 |
        xargs -0 dpkg-shlibdeps -O --ignore-missing-info -ltree/usr/lib/backup-doctor/lib -ltree/usr/lib/backup-doctor/lib/PySide6/Qt/lib \
            2>"$MADE/shlibdeps.log" | sed -n 's/^shlibs:Depends=//p')
}

package() {
    local needed
    needed=$(depends)
    [ -n "$needed" ] || { tail -5 "$MADE/shlibdeps.log"; die "dpkg-shlibdeps found no dependencies"; }
    mkdir -p "$TREE/DEBIAN"
    cat >"$TREE/DEBIAN/control" <<END
$(sed -n '/^Package/,$p' control)
Version: $VERSION
$(grep '^Section\|^Priority\|^Maintainer' control)
Installed-Size: $(du -sk --exclude=DEBIAN "$TREE" | cut -f1)
Depends: $needed
Recommends: gnome-keyring | kwalletmanager
Description: finds out why the backup of an Azure VM failed, and proves it
 A desktop troubleshooter for administrators: it walks the causes that Azure
 documents for an error code, checks each one live and shows the evidence.
 It changes nothing until repairs are allowed and a plan is confirmed.
 .
 Brings its own Python and Qt. Window and command line, English and Russian.
END
    (cd "$TREE" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    chmod 644 "$TREE/DEBIAN"/*
    dpkg-deb --root-owner-group -Zxz "-z$LEVEL" --build "$TREE" "$OUT/$NAME.deb" >/dev/null
    rm -rf "$TREE/DEBIAN"
}

tarball() {
    tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --directory "$(dirname "$PROGRAM")" backup-doctor |
        xz --threads=2 "-$LEVEL" >"$OUT/$NAME.tar.xz"
}

# Single steps can be named, to try them again.
[ $# -gt 0 ] || set -- packages freeze trust stage package tarball
for step in "$@"; do
    "$step"
    lap "$step"
done
(cd "$TREE" && find usr -type f -printf '%s %p\n' | LC_ALL=C sort -k2) >"$WORK/linux-files.txt"
echo "$(wc -l <"$WORK/linux-files.txt") files, $(du -sm "$TREE" | cut -f1) MB installed; the list is in ${WORK#"$ROOT"/}/linux-files.txt"
ls -l "$OUT/$NAME".*
