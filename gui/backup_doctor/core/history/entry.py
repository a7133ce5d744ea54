"""A kept diagnosis in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..aftermath import BackedUp, backed_up, is_put_right, root_before
from ..diagnosis import CauseResult, Diagnosis
from ..model import Verdict
from ..resource_id import VmId
from ..text import Text


class Fixed(StrEnum):
    """What has become of the cause, as far as that diagnosis knew."""

    NOTHING = "nothing"
    """There was nothing to put right."""
    NO = "no"
    RULED_OUT = "ruled_out"
    """The checks rule it out after a repair; no backup has proved it."""
    YES = "yes"
    """And a backup has completed since."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What the list shows of a diagnosis; the whole is read when it is opened."""

    name: str
    """Of its file."""
    vm: VmId
    started: datetime
    finished: datetime
    code: str | None
    cause: Text | None
    """Title of the root cause: of the one that stands, else of the one that was put right."""
    verdict: Verdict | None
    """On that cause; None where there is none."""
    unseen: bool
    """Whether something could not be looked at."""
    fixed: Fixed
    demo: bool
    """Whether it is about a VM of the demo tenant."""

    @property
    def at(self) -> datetime:
        """The moment that counts in the list."""
        return self.finished


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is there and cannot be shown: damaged, or of a newer version. It stays until the user deletes it."""

    name: str
    at: datetime
    """When the file was last written."""
    text: Text
    """Why."""


def entry_of(diagnosis: Diagnosis, name: str, *, demo: bool = False) -> HistoryEntry:
    """The line of a diagnosis."""
    cause = _cause(diagnosis)
    return HistoryEntry(
        name=name,
        vm=diagnosis.vm.id,
        started=diagnosis.started,
        finished=diagnosis.finished,
        code=diagnosis.symptom.code,
        cause=None if cause is None else cause.title,
        verdict=None if cause is None else cause.verdict,
        unseen=any(result.verdict is Verdict.UNKNOWN for result in diagnosis.causes),
        fixed=_fixed(diagnosis),
        demo=demo,
    )


def _cause(diagnosis: Diagnosis) -> CauseResult | None:
    if diagnosis.root is not None:
        return diagnosis.root
    return root_before(diagnosis) if is_put_right(diagnosis) else None


def _fixed(diagnosis: Diagnosis) -> Fixed:
    if is_put_right(diagnosis):
        return Fixed.YES if backed_up(diagnosis) is BackedUp.YES else Fixed.RULED_OUT
    return Fixed.NO if diagnosis.root is not None else Fixed.NOTHING
