"""The part of requirements.lock that is shipped: what the program itself needs, without what only developers need.

``python installer/trust/shipped.py`` prints it, with hashes, for ``pip install --no-deps --require-hashes``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def normal(name: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """The packages that pyproject.toml names for everybody."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = (_NAME.match(given) for given in project["dependencies"])
    return {normal(name[0]) for name in names if name}


def shipped() -> dict[str, str]:
    """Name and entry of every package that the declared ones need, and those themselves. The lock says who needs whom (``# via``)."""
    entries = dict(_entries((ROOT / "requirements.lock").read_text("utf-8")))
    needed_by = {name: _needed_by(entry) for name, entry in entries.items()}
    taken = declared()
    while more := {name for name, users in needed_by.items() if users & taken} - taken:
        taken |= more
    if missing := taken - entries.keys():
        raise SystemExit(f"not in requirements.lock: {', '.join(sorted(missing))}; run: make lock")
    return {name: entry for name, entry in entries.items() if name in taken}


def _entries(lock: str) -> Iterator[tuple[str, str]]:
    for entry in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]:
        yield entry.partition("==")[0], entry


def _needed_by(entry: str) -> set[str]:
    _, _, via = entry.partition("# via")
    return {line.strip("# ") for line in via.splitlines()}


if __name__ == "__main__":
    sys.stdout.writelines(shipped().values())
