"""What has been done to the VM, as reports tell it: made from an undertaking of the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from .text import Text
from .text import lazy_translate as translate
from .undertaking import Outcome, Stage, StepRecord, Undertaking

if TYPE_CHECKING:
    from .plan import Request


@dataclass(frozen=True, slots=True)
class Sent:
    """A changing request that left, or was about to when the program lost sight of it."""

    request: str
    """Method and full URL: ``DELETE https://…``."""
    status: int | None
    """HTTP status of the answer; None where there was none."""
    request_id: str

    @property
    def method(self) -> str:
        return self.request.partition(" ")[0]

    @property
    def path(self) -> str:
        """The path of the URL, unquoted; empty where there is none."""
        try:
            return unquote(urlsplit(self.request.partition(" ")[2]).path)
        except ValueError:  # a doctored file: brackets that are no IPv6 address
            return ""

    @property
    def starts_backup(self) -> bool:
        """Whether it asks for a backup on demand."""
        return _starts_backup(self.method, self.path)

    @property
    def was_refused(self) -> bool:
        """Whether Azure said no right away."""
        return self.status is not None and self.status >= 400

    @property
    def lock(self) -> str:
        """Name of the lock that it makes or removes; empty for any other request."""
        before, marker, name = self.path.rpartition("/providers/Microsoft.Authorization/locks/")
        return name if marker and before and "/" not in name else ""


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One step as it went."""

    title: Text
    stage: Stage
    sent: Sent | None
    """None for a step that only waits, or was never sent."""
    taken_back: Sent | None = None
    """The request that took it back; None where none was sent."""
    said: Text | None = None
    """What it waited for, or why it did not end well."""

    @property
    def request(self) -> str:
        """What was sent; empty where nothing was."""
        return "" if self.sent is None else self.sent.request


@dataclass(frozen=True, slots=True)
class Action:
    """A remedy that was carried out, wholly or in part."""

    remedy: str
    """Its id."""
    title: Text
    started: datetime
    finished: datetime
    """When it ended; while it is open, when it was looked at."""
    steps: tuple[ActionStep, ...]
    state: Outcome | None
    """None where it is still open."""
    outcome: Text
    undo: Text
    """What of it can still be taken back, or that nothing can or has to be."""

    @property
    def is_open(self) -> bool:
        return self.state is None

    @property
    def sent(self) -> tuple[Sent, ...]:
        """Every request that left, in order: what was done, then what took it back, the last step first."""
        done = [step.sent for step in self.steps if step.sent is not None]
        return (*done, *(step.taken_back for step in reversed(self.steps) if step.taken_back is not None))


def action_of(undertaking: Undertaking, endpoint: str = "") -> Action:
    """The account of an undertaking as it stands now.

    Args:
        endpoint: the ARM endpoint it is sent to; without it the requests have no host.
    """
    now = datetime.now(UTC)
    return Action(
        remedy=undertaking.remedy,
        title=undertaking.title,
        started=undertaking.begun.replace(microsecond=0),
        finished=(undertaking.ended or now).replace(microsecond=0),
        steps=tuple(_step(record, endpoint) for record in undertaking.steps),
        state=undertaking.outcome,
        outcome=outcome_in_words(undertaking),
        undo=undo_in_words(undertaking),
    )


def _step(record: StepRecord, endpoint: str) -> ActionStep:
    request, undo = record.step.request, record.step.undo
    left = request is not None and record.began is not None
    went_back = undo is not None and (record.stage is Stage.UNDOING or bool(record.undo_request_id))
    return ActionStep(
        record.step.title,
        record.stage,
        _sent(request, endpoint, record.status, record.request_id) if request is not None and left else None,
        _sent(undo, endpoint, record.undo_status, record.undo_request_id) if undo is not None and went_back else None,
        record.said,
    )


def _sent(request: Request, endpoint: str, status: int, request_id: str) -> Sent:
    """As it went over the wire: with its host, and its path quoted."""
    url = f"{endpoint.rstrip('/')}{quote(request.path, safe='/;')}?api-version={request.api_version}"
    return Sent(f"{request.method} {url}", status or None, request_id)


def outcome_in_words(undertaking: Undertaking) -> Text:
    """How it ended, without any claim that it has helped: that is for the checks."""
    match undertaking.outcome:
        case Outcome.DONE:
            if any(record.stage is Stage.UNKNOWN for record in undertaking.steps):
                return translate("Repair", "Carried out, but it is not known whether one of the steps took effect.")
            if all(_backs_up(record.step.request) for record in undertaking.steps):
                return translate("Repair", "The backup has completed.")
            return translate("Repair", "Carried out. The checks will show whether it helped.")
        case Outcome.UNDONE:
            return _taken_back(undertaking)
        case Outcome.LEFT:
            return translate("Repair", "Left unfinished by the user's decision.")
        case Outcome.FAILED | None:  # pragma: no branch: there is no other outcome
            return _stopped(undertaking)


def _backs_up(request: Request | None) -> bool:
    return request is not None and _starts_backup(request.method, request.path)


def _starts_backup(method: str, path: str) -> bool:
    return method == "POST" and "/protecteditems/" in path.casefold() and path.casefold().endswith("/backup")


_STOPPED = (Stage.SENDING, Stage.FOLLOWING, Stage.WATCHING, Stage.FAILED, Stage.UNKNOWN)


def _taken_back(undertaking: Undertaking) -> Text:
    stopped = next((record for record in undertaking.steps if record.stage in _STOPPED and record.said is not None), None)
    lasting = any(record.may_have_changed and record.step.request is not None and record.stage is not Stage.UNDONE for record in undertaking.steps)
    if stopped is not None and not lasting:
        text = translate("Repair", "Stopped at “{step}”, and what had been done was undone. The reason: {reason}")
        return text.format(step=stopped.step.title, reason=stopped.said)
    if stopped is not None:
        text = translate("Repair", "Stopped at “{step}”, and undone as far as possible. The reason: {reason}")
        return text.format(step=stopped.step.title, reason=stopped.said)
    return translate("Repair", "Undone as far as possible.") if lasting else translate("Repair", "Undone.")


def _stopped(undertaking: Undertaking) -> Text:
    record = undertaking.current
    if record is None or record.said is None:
        return translate("Repair", "Not finished.")
    return translate("Repair", "Stopped at “{step}”: {reason}").format(step=record.step.title, reason=record.said)


def undo_in_words(undertaking: Undertaking) -> Text:
    """What can still be taken back."""
    left = undertaking.undoable
    if not left:
        return translate("Repair", "Nothing is left to undo.")
    return translate("Repair", "Can still be undone: {steps}.").format(steps=_listed(record.step.title for record in left))


def _listed(titles: Iterable[Text]) -> Text:
    first, *others = (translate("Repair", "“{title}”").format(title=title) for title in titles)
    listed = first
    for title in others:
        #: a list of steps, growing to the right
        listed = translate("Repair", "{first}, {next}").format(first=listed, next=title)
    return listed


def locks_in_words(action: Action, *, missing: bool = False) -> list[Text]:
    """What has become of every lock that was lifted.

    Args:
        missing: whether to leave out those that are certainly in place.
    """
    lifted = [(step, step.sent) for step in action.steps if step.sent is not None and step.sent.method == "DELETE" and step.sent.lock]
    return [_lock_in_words(step, sent) for step, sent in lifted if not (missing and _is_in_place(step, sent))]


def _is_in_place(step: ActionStep, sent: Sent) -> bool:
    return step.stage is Stage.UNDONE or _was_refused(step, sent)


def _was_refused(step: ActionStep, sent: Sent) -> bool:
    return step.stage is Stage.FAILED and sent.was_refused


def _lock_in_words(step: ActionStep, sent: Sent) -> Text:
    if _was_refused(step, sent):
        return translate("Repair", "Lock {lock} was not lifted.").format(lock=sent.lock)
    if step.stage is Stage.UNDONE:
        return translate("Repair", "Lock {lock} was lifted and is back.").format(lock=sent.lock)
    if step.stage is Stage.DONE:
        return translate("Repair", "Lock {lock} was lifted and is not back.").format(lock=sent.lock)
    return translate("Repair", "Whether lock {lock} is in place is not known.").format(lock=sent.lock)
