"""Commands run in this process, against a lab."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backup_doctor.core.journal import Journal
from backup_doctor.core.places import journal_folder


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one document on stdout."""
        document: dict[str, Any] = json.loads(self.out)
        return document


Command = Callable[..., Outcome]
"""A command line, without the program's name; with a lab before it, the connection to that is added, with a policy it holds."""


def user_journal() -> Journal:
    """The journal that commands keep."""
    return Journal(journal_folder())
