"""A language nobody speaks: every sentence of ours in brackets, with other letters and four tenths longer.

What is on screen without brackets was never given to a translator; what is cut off would be cut off in German.
"""

from __future__ import annotations

import re

from backup_doctor.core.language import Language
from backup_doctor.core.text import Text

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
_LETTERS = str.maketrans("aceiouysznACEIOUYSZNDL", "áčéíóúýšžñÁČÉÍÓÚÝŠŽÑĎĽ")
_GAP = re.compile(r"(\{[^}]*\}|%n|\n)")


class Pseudo(Language):
    """English, made recognisable."""

    def __init__(self) -> None:
        super().__init__("en")
        self.values: set[str] = set()
        """What was shown as it is: names, codes, what Azure said."""

    def render(self, text: Text) -> str:
        shown = super().render(text)
        if not text.context:
            self.values.add(shown)
        return shown

    def _form(self, text: Text) -> str:
        if not text.context:
            return text.source
        return self._counted(pseudo(text.source), text.n)


def pseudo(source: str) -> str:
    """A sentence in it. Gaps, counts and mnemonics stay what they are."""
    parts = _GAP.split(source)
    letters = sum(len(part) for part in parts[::2])
    said = "".join(part.translate(_LETTERS) if number % 2 == 0 else part for number, part in enumerate(parts))
    return f"{OPEN}{said}{_filling(round(letters * LONGER))}{CLOSE}"


def _filling(length: int) -> str:
    """Words to break lines at, of the length of usual ones."""
    return (" łóñġ" * (length // 5 + 1))[:length].rstrip() if length else ""


def unmarked(words: str) -> str:
    """What of some words stands outside all brackets."""
    depth, left = 0, []
    for character in words:
        if character == OPEN:
            depth += 1
        elif character == CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            left.append(character)
    return "".join(left).strip()
