"""All remedies by their id."""

from __future__ import annotations

from ..core.model import Remedy
from .back_up import cause as back_up_again
from .causes import cause
from .codes import ALL


def all_remedies() -> list[Remedy]:
    """Every remedy of every cause, in the order of the causes, and last the backup itself."""
    return [remedy for identity in ALL for remedy in cause(identity).remedies] + back_up_again.remedies


def remedy_of(identity: str) -> Remedy | None:
    """The remedy ``CAUSE/REMEDY``; None where there is none of that id."""
    return next((remedy for remedy in all_remedies() if remedy.id == identity), None)
