"""Loads the binding of Qt, and takes back what that does to everything loaded after it."""

from __future__ import annotations

import builtins


def load_binding() -> None:
    """Load PySide without its own ``__import__``.

    PySide 6.11 puts one in the place of Python's. Of every module that is loaded afterwards, the Azure SDK's too, it reads the source to see
    whether PySide is named there, and keeps all the lines: that held the first picture up by a tenth, and took 13 MB once the SDK was loaded.
    Only ``from __feature__ import …`` and star imports from PySide need it, and nothing here uses either.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401  # this is what replaces it

    builtins.__import__ = plain
