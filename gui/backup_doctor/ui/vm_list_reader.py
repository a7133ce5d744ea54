"""Reads the list of virtual machines, page by page, into the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.text import lazy_translate as translate
from . import errands

if TYPE_CHECKING:
    from .activities import Activities, Activity
    from .state import State


class VmListReader:
    """One reading at a time."""

    def __init__(self, activities: Activities, state: State) -> None:
        self._activities, self._state = activities, state
        self._reading: Activity | None = None
        """The last one, also once it has ended."""

    @property
    def is_going_on(self) -> bool:
        """Whether the list is being read."""
        return self._reading in self._activities.activities

    def start(self) -> None:
        """Read it anew."""
        session, state = self._state.session, self._state
        if session is None:
            return
        if self._reading is not None and self.is_going_on:
            self._activities.give_up(self._reading)  # two readings would tell every machine twice
        state.forget_vms()
        self._reading = self._activities.begin(
            translate("Flow", "Reading the virtual machines…"),
            lambda report: errands.list_vms(session, report),
            lambda _: state.end_vms(),
            state.end_vms,
            progress=self._take_in,
            of_vm=False,
            cancelled=lambda: state.end_vms(translate("Flow", "Reading the virtual machines was cancelled. What had arrived is shown.")),
        )

    def _take_in(self, news: object) -> None:
        from ..arm.vm_list.news import BackupsCame, FellBack, RowsCame, Waits  # not for the first picture

        match news:
            case RowsCame():
                self._state.add_vms(news.rows)
            case BackupsCame():
                self._state.join_backups(news.backups)
            case Waits():
                self._state.wait_for_vms(news)
            case FellBack():
                self._state.note_vms(news.text)
