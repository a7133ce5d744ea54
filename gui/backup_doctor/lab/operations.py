"""Long-running operations: begun now, carried out a moment later, polled until then."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .answers import ArmError, Json

Effect = Callable[[], Json | None]
"""What an operation does when it completes; returns its result, or raises ArmError when it fails."""


@dataclass(slots=True)
class Operation:
    """One operation and what became of it."""

    id: str
    started: datetime
    ended: datetime | None = None
    result: Json | None = None
    error: ArmError | None = None

    @property
    def status(self) -> str:
        """Azure's word for how far it is."""
        if self.ended is None:
            return "InProgress"
        return "Succeeded" if self.error is None else "Failed"

    def carry_out(self, effect: Effect, now: datetime) -> None:
        """Let it happen."""
        try:
            self.result = effect()
        except ArmError as error:
            self.error = error
        self.ended = now


class Operations:
    """All operations by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Operation] = {}

    def begin(self, now: datetime) -> Operation:
        """A new operation, in progress."""
        operation = Operation(str(uuid.uuid4()), now)
        self._by_id[operation.id] = operation
        return operation

    def find(self, identity: str) -> Operation | None:
        """The operation with this id; None when there is none."""
        return self._by_id.get(identity.casefold())
