"""The steps of the wizard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a step of the wizard is about."""

    SIGN_IN = "sign-in"
    VM = "vm"
    SYMPTOM = "symptom"
    CAUSE = "cause"
    BACK_UP = "back-up"
    SUMMARY = "summary"
    HISTORY = "history"
    PAST = "past"
    COMPARISON = "comparison"


SIDE_PAGES = (Kind.HISTORY, Kind.PAST, Kind.COMPARISON)
"""What can always be looked at and is no part of the walk: it does not stand in the rail."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the rail."""

    kind: Kind
    cause: str = ""
    """The cause's id, for `Kind.CAUSE`."""


START = Step(Kind.SIGN_IN)
"""Where everybody begins."""
