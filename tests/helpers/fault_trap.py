"""Trouble on the wire that waits until a story has come to where it is to strike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Lock

from backup_doctor.lab.faults import Fault, Faults
from tests.helpers.troubles import shape


class Trap(Faults):
    """Lets one fault strike at a request, counted from when it is set; what comes before is not disturbed."""

    def __init__(self, kind: str = "", at: int = 1, *, onward: bool = False, first: bool = False) -> None:
        """Say what strikes where.

        Args:
            kind: as the lab takes it (`lab.faults`); empty: the token ends there, and only the user's new one is good from then on.
            at: at which request.
            onward: also everything after that.
            first: only the first of each kind of request, wherever.
        """
        super().__init__(())
        self.fault = Fault.parse(f"{kind}:/") if kind else None
        self.at, self.onward, self.first = at, onward, first
        self.is_set = self.is_calm = False
        self.struck = 0
        self.revoke: Callable[[], None] = lambda: None
        self._asked: Counter[str] = Counter()
        self._guard = Lock()

    def strike(self, target: str) -> Fault | None:
        with self._guard:
            if not self.is_set or self.is_calm:
                return None
            line = shape(target.partition("?")[0])
            self._asked[line] += 1
            number = self._asked.total()
            hit = self._asked[line] == 1 if self.first else number == self.at or (self.onward and number > self.at)
            self.struck += hit
        if hit and self.fault is None:
            self.revoke()
        return self.fault if hit else None

    def calm(self) -> None:
        """From now on nothing goes wrong any more."""
        self.is_calm = True
