"""What happens in the lab a moment later: the end of an operation, a step of a backup job."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count


class Schedule:
    """Actions with their time. Nothing runs by itself: every request first settles what has come due."""

    def __init__(self) -> None:
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, moment: datetime, action: Callable[[], None]) -> None:
        """Plan an action; those of the same moment keep their order."""
        heapq.heappush(self._due, (moment, next(self._order), action))

    def settle(self, now: datetime) -> None:
        """Run everything that is due, in order of time."""
        while self._due and self._due[0][0] <= now:
            _, _, action = heapq.heappop(self._due)
            action()
