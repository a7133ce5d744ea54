"""Tells whether what goes into the installers has changed since they were last built and tried: exit code 0 if so, 1 if not.

CI asks it. A fresh clone knows no earlier state, and the last commit is no measure: several may be pushed at once, or an earlier one may have
failed. So a digest of everything that decides what is packed and how it is tried lies in tried.txt, written where all trials passed
(``make installers``) and committed with the change.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STAMP = HERE / "tried.txt"
INPUTS = (
    "LICENSE",
    "gui/backup_doctor/__main__.py",
    "gui/backup_doctor/catalogue/causes/__init__.py",
    "gui/backup_doctor/cli/self_test.py",
    "gui/backup_doctor/core/places.py",
    "gui/backup_doctor/core/resources.py",
    "gui/backup_doctor/lab/scenarios/__init__.py",
    "pyproject.toml",
    "requirements.lock",
)
"""Beside this folder."""


def inputs() -> Iterator[Path]:
    """Files that decide about the installers, in a fixed order. Pages for readers and what Python leaves behind do not."""
    yield from (ROOT / name for name in INPUTS)
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and path != STAMP and path.suffix not in {".md", ".pyc"}:
            yield path


def digest() -> str:
    """Of their names and contents."""
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ROOT).as_posix()}\n" for path in inputs())
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def main() -> int:
    """Compare, or with ``--tried`` write the stamp."""
    if sys.argv[1:] == ["--tried"]:
        STAMP.write_text(f"{digest()}\n", "utf-8")
        return 0
    same = STAMP.is_file() and STAMP.read_text("utf-8").strip() == digest()
    print("The installers were tried as they stand." if same else "What goes into the installers has changed since they were tried.")
    return 1 if same else 0


if __name__ == "__main__":
    sys.exit(main())
