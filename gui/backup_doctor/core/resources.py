"""Where the files that ship with the program lie: beside the package when installed, at the top of the tree when developing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def resource(*parts: str) -> Path:
    """A file or folder of ``resources/`` (icons, fonts, style, report template)."""
    return _folder("resources").joinpath(*parts)


def translations() -> Path:
    """The folder of the ``.ts`` files."""
    return _folder("translations")
