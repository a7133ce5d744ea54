"""Proves that no library of Wine or of the build machine came along: ``origin.py PROGRAM INPUT…``.

Every executable file of the frozen program must be, byte for byte, one of the inputs; except our own programs.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

OURS = {"backup-doctor.exe", "backup-doctor-window.exe"}


def executables(folder: Path) -> Iterator[Path]:
    """Programs and libraries below a folder."""
    return (path for path in folder.rglob("*") if path.suffix.casefold() in {".dll", ".exe", ".pyd"})


def digest(path: Path) -> str:
    """Of the content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Tell what is of unknown origin."""
    program, *inputs = map(Path, sys.argv[1:])
    known = {digest(path) for folder in inputs for path in executables(folder)}
    shipped = [path for path in executables(program) if path.name not in OURS]
    unknown = [path for path in shipped if digest(path) not in known]
    for path in unknown:
        print(f"not from the inputs: {path}", file=sys.stderr)
    print(f"{len(shipped)} libraries, {len(unknown)} of unknown origin")
    return 1 if unknown or not shipped else 0


if __name__ == "__main__":
    sys.exit(main())
