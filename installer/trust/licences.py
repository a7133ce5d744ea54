"""Collects the licence texts of everything that is shipped: ``licences.py OUT --packages SITE_PACKAGES [--python VERSION]``.

Fails where something is shipped without the text of its licence. OUT belongs into the frozen program, as
``lib/backup_doctor/resources/licences/shipped.txt``: there the window looks for it (Help, About Backup Doctor).
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

import shipped

sys.path.insert(0, str(shipped.ROOT / "gui"))

from backup_doctor.core.licences import Foreign, document, of_our_folders, of_package

TEXTS = Path(__file__).resolve().parent / "texts"
STARTER = "pyinstaller"


def installed(folder: Path) -> dict[str, Distribution]:
    """Every package in a folder, by its name."""
    return {shipped.normal(package.metadata["Name"]): package for package in distributions(path=[str(folder)])}


def parts(folder: Path, python: str) -> list[Foreign]:
    """What is shipped: the locked packages that this system needs, Python, and the small program that starts it."""
    packages = installed(folder)
    locked = shipped.shipped()
    if missing := [name for name, entry in locked.items() if name not in packages and ";" not in entry.partition("\n")[0]]:
        raise SystemExit(f"licences: not installed in {folder}: {', '.join(missing)}")
    listed = [of_package(packages[name]) for name in locked if name in packages]
    listed += [*of_our_folders(), Foreign("Python", python, "PSF-2.0", ((TEXTS / "Python.txt").read_text("utf-8"),))]
    if STARTER in packages:
        starter = of_package(packages[STARTER])
        name = "the starter of PyInstaller"
        listed.append(Foreign(name, starter.version, "GPL-2.0-or-later WITH Bootloader-exception", starter.texts))
    if bare := [part.name for part in listed if not part.texts]:
        raise SystemExit(f"licences: no text of the licence of {', '.join(bare)}")
    return listed


def main() -> None:
    """Write the file."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("out", type=Path)
    command.add_argument("--packages", type=Path, required=True, help="the site-packages that are shipped")
    command.add_argument("--python", default=platform.python_version(), help="version of the Python that is shipped")
    given = command.parse_args()
    listed = parts(given.packages, given.python)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(document(listed), "utf-8", newline="\n")
    print(f"licences of {len(listed)} parts, {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
