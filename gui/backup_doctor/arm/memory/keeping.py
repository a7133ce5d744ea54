"""Where something is kept, in words."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.text import Text


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether it outlives the program, and where."""

    kept: bool
    words: Text
    """One or two whole sentences for the sign-in page."""
    may_open: bool = False
    """Whether there is a store that does not open now, and may when it is tried again."""


class StoreFailed(Exception):
    """A password store, or the encrypted store of the tokens, did not do it. Carries the reason for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text
