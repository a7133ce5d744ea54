"""The colours of the window: one table of tokens for each look, from which palette, style sheet and icons are made.

What every look must keep (`tests/gui/test_colours.py`): words stand out from what they stand on by 4.5 : 1, glyphs and borders
by 3 : 1 (WCAG 2.2 AA); in high contrast words do so by 7 : 1 (AAA), and what is only a hairline elsewhere counts as a border.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """What a colour means. Each names a token, and ``<tone>_soft`` the quiet background that goes with it."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    INFO = "info"
    QUIET = "dim"


CONTRAST: Final = "contrast-"
"""How the names of the looks in high contrast begin."""

TOKENS: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "bg": "#f4f6f9", "card": "#ffffff", "text": "#1b1f24", "dim": "#57606b", "line": "#d5dbe3", "edge": "#808a96", "off": "#d5dbe3",
        "accent": "#0f5fc2", "accent_hover": "#0c4fa3", "on": "#ffffff", "hover": "#e9eef4", "selected": "#dbe9fb", "button": "#ffffff",
        "ok": "#0c6b38", "ok_soft": "#e3f4ea", "warning": "#7d4f00", "warning_soft": "#fdf1dc", "error": "#ad1f19", "error_soft": "#fce9e7",
        "info": "#0f5fc2", "info_soft": "#e6f0fc", "dim_soft": "#eceff3",
    },
    "dark": {
        "bg": "#15181c", "card": "#1e2227", "text": "#e7eaee", "dim": "#a3adb9", "line": "#353b43", "edge": "#707a86", "off": "#353b43",
        "accent": "#6ab0ff", "accent_hover": "#8cc3ff", "on": "#0a1522", "hover": "#2a3037", "selected": "#1d3557", "button": "#272c33",
        "ok": "#5fd991", "ok_soft": "#15301f", "warning": "#ecbb5b", "warning_soft": "#352912", "error": "#ff948b", "error_soft": "#3d1c1b",
        "info": "#6ab0ff", "info_soft": "#172a42", "dim_soft": "#2a2f36",
    },
    "contrast-light": {
        "bg": "#ffffff", "card": "#ffffff", "text": "#000000", "dim": "#2b2b2b", "line": "#595959", "edge": "#4d4d4d", "off": "#e0e0e0",
        "accent": "#003a8c", "accent_hover": "#00245a", "on": "#ffffff", "hover": "#e6e6e6", "selected": "#d6e4ff", "button": "#ffffff",
        "ok": "#004d22", "ok_soft": "#f0fff5", "warning": "#5c3900", "warning_soft": "#fffaf0", "error": "#8a0f0a", "error_soft": "#fff5f4",
        "info": "#003a8c", "info_soft": "#f2f7ff", "dim_soft": "#f2f2f2",
    },
    "contrast-dark": {
        "bg": "#000000", "card": "#000000", "text": "#ffffff", "dim": "#dedede", "line": "#a6a6a6", "edge": "#b8b8b8", "off": "#2e2e2e",
        "accent": "#7dd3ff", "accent_hover": "#b8e8ff", "on": "#000000", "hover": "#262626", "selected": "#003052", "button": "#000000",
        "ok": "#7df0a7", "ok_soft": "#001f0d", "warning": "#ffd24a", "warning_soft": "#241900", "error": "#ffb5af", "error_soft": "#2e0705",
        "info": "#7dd3ff", "info_soft": "#001a2e", "dim_soft": "#1f1f1f",
    },
}  # fmt: skip
