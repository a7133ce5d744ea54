"""Tonight's failures: which backups failed, what examining each of them has brought, and the verbs of both."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from .. import __version__
from ..core.fleet import Begun, Ended, Examined, FailedVm, Failures, FleetRun, Group, Remarked, Slowed, grouped
from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from . import fleet_errands
from .activities import Activity
from .flow import Flow
from .state import State
from .worker import Work

if TYPE_CHECKING:
    from ..arm.signin import Session

PERIODS = (12, 24, 48)
"""Hours to look back."""

NOT_EXAMINED = translate("Fleet", "Not examined.")


class Phase(StrEnum):
    """How far it has come."""

    UNREAD = "unread"
    READING = "reading"
    FAILED = "failed"
    """They could not be read; `Fleet.error` says why."""
    READ = "read"
    """It is known which backups failed, and not yet why."""
    EXAMINING = "examining"
    EXAMINED = "examined"
    """Also where it was given up: what had landed stays."""


class Fleet(QObject):
    """What is known of tonight's failures. One for the session: another one starts with nothing."""

    changed = Signal()
    """Another phase, or another span of time."""
    landed = Signal()
    """A VM is being looked at, has been, or all of them wait."""
    written = Signal(Path)
    could_not_write = Signal(Text)

    def __init__(self, state: State, flow: Flow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._flow = state, flow
        self._session: Session | None = state.session
        self._activity: Activity | None = None
        self._total = 0
        """VMs in the examination that goes on."""
        self.hours = PERIODS[1]
        self._forget()
        state.session_changed.connect(self._session_changed)

    def _forget(self) -> None:
        self.phase = Phase.UNREAD
        self.failures: Failures | None = None
        self.error: Text | None = None
        """Why they could not be read, or the examination could not go on."""
        self.remarks: list[Text] = []
        """What Azure's answers leave out, in words."""
        self.examined: dict[str, Examined] = {}
        """By the VM's id, see `key_of`."""
        self.looked_at: set[str] = set()
        """Ids of those that are being looked at now."""
        self.slowed: Slowed | None = None
        self._slowed_at = 0.0
        self._began = self._ended = datetime.now(UTC)

    @property
    def failed(self) -> tuple[FailedVm, ...]:
        """The VMs whose backups failed."""
        return () if self.failures is None else self.failures.failed

    @property
    def waiting(self) -> list[FailedVm]:
        """Those that nothing has come of yet."""
        return [failed for failed in self.failed if key_of(failed.vm) not in self.examined]

    @property
    def groups(self) -> list[Group]:
        """Those that have been examined, by cause, the biggest group first."""
        return grouped([self.examined[key] for failed in self.failed if (key := key_of(failed.vm)) in self.examined])

    @property
    def run(self) -> FleetRun | None:
        """What exports are made of: those without a result say so. None before the failures are known."""
        if self.failures is None:
            return None
        not_yet = [Examined(failed, error=NOT_EXAMINED) for failed in self.waiting]
        results = [*self.examined.values(), *not_yet]
        return FleetRun.of(self.failures, results, self.remarks, version=__version__, started=self._began, finished=self._ended)

    @property
    def subscriptions(self) -> int:
        """Over how many subscriptions the failures spread."""
        return len({failed.vm.subscription.casefold() for failed in self.failed})

    @property
    def is_busy(self) -> bool:
        """Whether something is being waited for."""
        return self._activity is not None

    @property
    def progress(self) -> tuple[int, int]:
        """How many of how many have landed in the examination that goes on."""
        return (0, self._total) if self._activity is None else (self._activity.done, self._total)

    @property
    def seconds(self) -> float:
        """How long that has been going on."""
        return 0.0 if self._activity is None else self._activity.seconds

    @property
    def wait(self) -> Text | None:
        """Why everything waits now; None once that wait is over."""
        if self.slowed is None or time.monotonic() - self._slowed_at > self.slowed.seconds:
            return None
        return self.slowed.text

    def look_back(self, hours: int) -> None:
        """Choose another span of time, and read it."""
        if hours != self.hours:
            self.hours = hours
            self.read()

    def read(self) -> None:
        """Ask anew which backups have failed; what was found out about them goes."""
        session = self._state.session
        self.cancel()
        if session is None:
            return
        self._forget()
        self.phase = Phase.READING
        since = timedelta(hours=self.hours)
        self._begin(
            translate("Fleet", "Reading which backups have failed…"),
            lambda report: fleet_errands.read_failures(session, since, report),
            self._read,
            self._could_not_read,
            lambda: self._could_not_read(translate("Fleet", "Reading the failed backups was cancelled.")),
        )

    def examine(self) -> None:
        """Diagnose those that have not been yet; once all have been, all of them anew."""
        session, failed = self._state.session, self.waiting or list(self.failed)
        if session is None or self.is_busy or not failed:
            return
        for each in failed:
            self.examined.pop(key_of(each.vm), None)
        self.phase, self.error, self.slowed = Phase.EXAMINING, None, None
        self._begin(
            translate("Fleet", "Examining %n virtual machine(s)…", "", 0).counted(len(failed)),
            lambda report: fleet_errands.examine(session, failed, report),
            lambda _: self._end(None),
            self._end,
            lambda: self._end(None),
            total=len(failed),
        )

    def cancel(self) -> None:
        """Give up what is being waited for; what has landed stays."""
        if self._activity is not None:
            self._flow.give_up(self._activity)

    def save(self, file: Path, content: bytes) -> None:
        """Write an export; `written` or `could_not_write` follows."""
        what = translate("Fleet", "Writing the file…")
        self._flow.begin(what, lambda _: fleet_errands.write(file, content), self.written.emit, self.could_not_write.emit, of_vm=False)

    def _begin(
        self,
        what: Text,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[Text], None],
        cancelled: Callable[[], None],
        *,
        total: int = 0,
    ) -> None:
        self._total = total
        self.changed.emit()  # drawn first, for that takes thrice as long once the worker is at work
        self._activity = self._flow.begin(what, work, done, failed, progress=self._heard, cancelled=cancelled, of_vm=False)
        self._activity.total = total
        self._flow.activity_changed.emit()

    def _heard(self, news: object) -> None:
        match news:
            case Begun():
                self.looked_at.add(key_of(news.failed.vm))
            case Ended():
                self._land(news)
            case Slowed():
                self.slowed, self._slowed_at = news, time.monotonic()
            case Remarked():
                self.remarks.append(news.text)
        self.landed.emit()

    def _land(self, news: Ended) -> None:
        key = key_of(news.examined.failed.vm)
        self.looked_at.discard(key)
        self.examined[key] = news.examined
        if self._activity is not None:
            self._activity.done += 1
            self._flow.activity_changed.emit()

    def _read(self, failures: object) -> None:
        self._activity = None
        self.failures, self.phase = cast(Failures, failures), Phase.READ
        self._ended = datetime.now(UTC)
        self.changed.emit()

    def _could_not_read(self, error: Text) -> None:
        self._activity = None
        self.error, self.phase = error, Phase.FAILED
        self.changed.emit()

    def _end(self, error: Text | None) -> None:
        self._activity = None
        self.looked_at.clear()
        self.slowed = None
        self.error = error
        self.phase = Phase.EXAMINED if self.examined else Phase.READ
        self._ended = datetime.now(UTC)
        self.changed.emit()

    @Slot()
    def _session_changed(self) -> None:
        if self._session is not self._state.session:
            self._session = self._state.session
            self.cancel()
            self._forget()
            self.changed.emit()


def key_of(vm: VmId) -> str:
    """What tells VMs apart, whatever the letter case."""
    return str(vm).casefold()
