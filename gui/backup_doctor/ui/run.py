"""A diagnosis as the window follows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .. import __version__
from ..core.action import Action, action_of
from ..core.diagnosis import Complaint, Diagnosis, Subject, conclude
from ..core.environment import NOT_KNOWN, Environment
from ..core.verdict import verdict_of, was_left_out
from .backing_up import BACK_UP_NOW

if TYPE_CHECKING:
    from ..core.facts import Vm
    from ..core.model import Cause, Check, Finding, Verdict
    from ..core.offer import Offer
    from ..core.text import Text
    from ..core.undertaking import Undertaking


@dataclass(frozen=True, slots=True)
class FailedBackup:
    """What Azure says of a backup that was started here and failed; neither complaint nor error before its job has been read."""

    complaint: Complaint | None = None
    error: Text | None = None
    """Why the job could not be read."""


@dataclass(slots=True)
class Run:
    """A diagnosis under way or done."""

    subject: Subject
    complaint: Complaint
    causes: tuple[Cause, ...]
    started: datetime
    looks_inside: bool = False
    finished: datetime | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    """Ids of the checks that are being looked at."""
    vm: Vm | None = None
    """The VM with all that the last look has asked; None before, and where that look was given up."""
    offers: dict[str, Offer] = field(default_factory=dict)
    """The causes' remedies by their id; none while something is being looked at."""
    undertakings: dict[str, Undertaking] = field(default_factory=dict)
    """What has been done to the VM, by id, in order."""
    before: dict[str, Finding] = field(default_factory=dict)
    """What the checks that were run again after a remedy had found before the first one."""
    failed_backups: dict[str, FailedBackup] = field(default_factory=dict)
    """By the id of the undertaking that started them."""
    backups_today: int | None = None
    """Backups on demand in the last 24 hours; None where they could not be read."""
    endpoint: str = ""
    """The ARM endpoint that is asked."""
    environment: Environment = NOT_KNOWN

    @property
    def actions(self) -> tuple[Action, ...]:
        """What has been done to the VM, as reports tell it."""
        return tuple(action_of(undertaking, self.endpoint) for undertaking in self.undertakings.values())

    @property
    def checks(self) -> list[Check]:
        """All checks, in the order of the pages."""
        return [check for cause in self.causes for check in cause.checks]

    def touched_by(self, remedy: str) -> list[Check]:
        """The checks of the remedy's cause, and of those that this cause brings about; a backup may have changed anything."""
        if remedy == BACK_UP_NOW:
            return self.checks
        cause = remedy.partition("/")[0]
        return [check for each in self.causes if each.id == cause or cause in each.upstream for check in each.checks]

    def verdict(self, cause: Cause) -> Verdict | None:
        """What is known of a cause; None until all its checks have landed."""
        ids = [check.id for check in cause.checks]
        if self.waiting.intersection(ids) or not all(identity in self.findings for identity in ids):
            return None
        return verdict_of([self.findings[identity] for identity in ids])

    def left_out(self, cause: Cause) -> bool:
        """Whether a cause has no verdict only because nobody chose to look."""
        return self.verdict(cause) is not None and was_left_out([self.findings[check.id] for check in cause.checks])

    def diagnosis(self, done_by_hand: Collection[str]) -> Diagnosis | None:
        """The conclusion; None while something is still being looked at."""
        if self.finished is None or self.waiting:
            return None
        return conclude(
            self.subject,
            self.complaint,
            self.causes,
            self.findings,
            version=__version__,
            started=self.started,
            finished=self.finished,
            done_by_hand=frozenset(done_by_hand),
            offers=self.offers,
            actions=self.actions,
            before=self.before,
            environment=self.environment,
        )
