"""Who sends changes to Azure, as carrying out sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..model import CouldNotLook
from ..plan import Request


@dataclass(frozen=True, slots=True)
class Answer:
    """What Azure said to a request, or at the end of the operation it began."""

    status: int
    request_id: str
    at: datetime
    """By Azure's clock."""
    result: Mapping[str, object] | None = None
    """The document it ended with."""
    status_url: str = ""
    """Where to follow it (``Azure-AsyncOperation``); empty once it is over."""
    result_url: str = ""
    """The same as ``Location``."""
    output: bytes = b""
    """What the script inside the VM handed out for a file."""

    @property
    def is_pending(self) -> bool:
        """Whether Azure is still at work on it."""
        return bool(self.status_url or self.result_url)


class OutcomeUnknown(CouldNotLook):
    """The request may have reached Azure, and nobody said what became of it."""


class Forgotten(OutcomeUnknown):
    """Nobody can be asked any more how the operation went: Azure knows no such operation."""


class Azure(Protocol):
    """Who sends changes; `arm.changes` does."""

    async def send(self, request: Request) -> Answer:
        """Send one request, once.

        Raises:
            OutcomeUnknown: the connection broke, no answer came in time, or it was Azure's own trouble.
            CouldNotLook: Azure refused, or the request never left: nothing was changed.
        """

    async def follow(self, request: Request, status_url: str, result_url: str) -> Answer:
        """Wait for the end of the operation a request began.

        Raises:
            Forgotten: it cannot be followed, now or later.
            OutcomeUnknown: nobody can be asked at the moment how far it is.
            CouldNotLook: the operation failed.
        """
