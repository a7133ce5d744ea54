"""Packs the frozen program: ``python -m installer.windows.pack setup|msi|zip PROGRAM OUT [VERSION]``.

Runs on Windows too. NSIS must be on the path, for the MSI wixl. Signed is what the hook signs that BACKUP_DOCTOR_SIGN names:
a command that takes a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from installer.contents import ROOT  # first: it also shows the way to the package
from installer.windows import msi
from installer.words import lang_strings

from backup_doctor import __version__  # isort: skip

ICON = ROOT / "build" / "installer" / "backup-doctor.ico"


def main() -> None:
    """Make the one that the command line names."""
    what, program, out = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    version = sys.argv[4] if len(sys.argv) > 4 else __version__
    {"setup": setup, "msi": package, "zip": archive}[what](program, out, version)


def removal(program: Path) -> Iterator[str]:
    """What takes the files away again, one by one, and then the folders that are empty: never more than was installed."""
    paths = sorted(program.rglob("*"))
    installed = {path: str(path.relative_to(program)).replace("/", "\\").replace("$", "$$") for path in paths}
    yield from (f'Delete "$INSTDIR\\{name}"\n' for path, name in installed.items() if path.is_file())
    yield from (f'RMDir "$INSTDIR\\{name}"\n' for path, name in reversed(installed.items()) if path.is_dir())


def setup(program: Path, out: Path, version: str) -> None:
    """The setup program, by NSIS."""
    files, words = out.with_suffix(".files.nsh"), out.with_suffix(".words.nsh")
    files.write_text("".join(removal(program)), "utf-8")
    words.write_text(lang_strings(), "utf-8")
    pictures = {"ICON": ICON, "SIDE": ICON.with_suffix(".bmp")}
    defined = {"VERSION": version, "DIST": program, "OUT": out, "FILES": files, "WORDS": words, "SLASH": os.sep, **pictures}
    if hook := os.environ.get("BACKUP_DOCTOR_SIGN"):
        defined["SIGN"] = hook
    if os.name != "nt":
        defined["TARGET"] = "amd64-unicode"
    # -WX: a warning is a word that one language lacks, or a file that nobody packs.
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in defined.items())]
    subprocess.run([*command, ROOT / "installer" / "windows" / "setup.nsi"], check=True)
    for made in (files, words):
        made.unlink()


def package(program: Path, out: Path, version: str) -> None:
    """The MSI, by wixl."""
    source = out.with_suffix(".wxs")
    source.write_text(msi.source(program, ICON, version, source.parent), "utf-8")
    subprocess.run(["wixl", "--arch", "x64", "--output", out, source], check=True)
    source.unlink()
    if hook := os.environ.get("BACKUP_DOCTOR_SIGN"):
        subprocess.run([hook, out], check=True)


def archive(program: Path, out: Path, version: str) -> None:
    """The program in a folder, to be unpacked anywhere."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for path in sorted(program.rglob("*")):
            file.write(path, Path(f"backup-doctor-{version}") / path.relative_to(program))


if __name__ == "__main__":
    main()
