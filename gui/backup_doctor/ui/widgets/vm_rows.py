"""What the rows of the list of VMs say: put into words a few at a time, so that the window has its turn in between."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..kit import Kit
from ..vm_list import VmList
from .vm_columns import Cells, Column, is_failing, key_of, moment, urgency

if TYPE_CHECKING:
    from ...arm.vm_list.news import VmRow

_AT_ONCE = 64
"""Rows taken in between two looks at the clock."""


class VmRows:
    """The rows of a `VmList` by number, as far as they have been taken in."""

    def __init__(self, kit: Kit) -> None:
        self.words = Cells(kit)
        self.words.refresh()
        self.follow(VmList(), reading=False)

    def follow(self, rows: VmList, *, reading: bool) -> None:
        """Begin anew with this list.

        Args:
            reading: whether backups may still come.
        """
        self.list, self.words.reading = rows, reading
        self.cells: list[tuple[str, ...]] = []
        self.keys: list[str] = []
        """All that can be found of a row, case-folded."""
        self.failing: list[bool] = []
        self.failures = 0
        """How many rows have a failed backup."""
        self.has_agents = False
        """Whether any row names a version of the VM agent."""
        self._urgencies: list[str] = []
        self._stale: deque[int] = deque()
        """Rows that say something else since they were taken in."""

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def has_more(self) -> bool:
        """Whether rows have come or changed that are not taken in."""
        return bool(self._stale) or len(self.cells) < len(self.list.rows)

    def renew(self, numbers: Iterable[int]) -> None:
        """These rows say something else than when they were taken in."""
        known = len(self.cells)
        self._stale.extend(number for number in numbers if number < known)

    def set_reading(self, reading: bool) -> None:
        """Whether backups may still come: rows without one say so."""
        if reading != self.words.reading:
            self.words.reading = reading
            self.renew(number for number, row in enumerate(self.list.rows[: len(self.cells)]) if not row.last_backup)

    def take_in(self, seconds: float) -> bool:
        """Put rows into words, for about so long.

        Returns:
            Whether rows that were taken in before say something else now.
        """
        until = time.perf_counter() + seconds
        changed = False
        while self.has_more and time.perf_counter() < until:
            for _ in range(min(_AT_ONCE, len(self._stale))):
                self._say_again(self._stale.popleft())
                changed = True
            for row in self.list.rows[len(self.cells) : len(self.cells) + _AT_ONCE]:
                self._say(row)
        return changed

    def sort(self, order: list[int], column: int | None, *, descending: bool) -> None:
        """Put these numbers in order.

        Args:
            column: None for failing backups first.
        """
        if column is None:
            order.sort(key=self._urgencies.__getitem__)
        elif column == Column.BACKUP:
            rows = self.list.rows
            order.sort(key=lambda number: moment(rows[number]), reverse=descending)
        else:
            keys = [cells[column].casefold() for cells in self.cells]
            order.sort(key=keys.__getitem__, reverse=descending)

    def _say(self, row: VmRow) -> None:
        cells = self.words.of(row)
        self.cells.append(cells)
        self.keys.append(key_of(row, cells))
        self._urgencies.append(urgency(row))
        self.failing.append(is_failing(row))
        self.failures += self.failing[-1]
        self.has_agents = self.has_agents or bool(row.agent)

    def _say_again(self, number: int) -> None:
        row = self.list.rows[number]
        was_failing, self.failing[number] = self.failing[number], is_failing(row)
        self.cells[number] = cells = self.words.of(row)
        self.keys[number] = key_of(row, cells)
        self._urgencies[number] = urgency(row)
        self.failures += self.failing[number] - was_failing
