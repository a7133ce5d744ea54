"""Agent versions, compared as numbers: as text 2.2.9 would beat 2.2.53."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = re.compile(r"\d+(?:\.\d+){1,5}")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A dotted version."""

    numbers: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """Read a version; None for ``Unknown`` and other words."""
        found = _NUMBERS.fullmatch(text.strip())
        return cls(tuple(map(int, found[0].split(".")))) if found else None

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers))
