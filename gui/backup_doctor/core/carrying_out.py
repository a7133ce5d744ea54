"""Carries a plan out, step by step: written down, sent, followed, waited for; and takes it back.

Nothing here says that a remedy has helped. That is for its cause's checks, which the caller runs again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from .facts import Vm
from .files import CannotWrite, make_private_folder, write_whole
from .journal import Entry
from .model import CouldNotLook
from .plan import Request, Step
from .text import Text
from .text import lazy_translate as translate
from .undertaking import Outcome, Stage, StepRecord, Undertaking

log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at something awaited says."""

    over: bool
    text: Text
    good: bool = True
    """How it ended, once it is over."""
    parts: tuple[tuple[str, str], ...] = ()
    """See `StepRecord.parts`."""


Watch = Callable[[Vm, StepRecord], Awaitable[Watched]]
"""One look at what a step waits for. It may raise `CouldNotLook`: then it looks again later."""

Condition = Callable[[Vm], Awaitable[bool]]
"""Whether a step is to be carried out. It may raise `CouldNotLook`: then the plan stops there."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What carrying out takes."""

    azure: Azure
    vm: Callable[[], Vm]
    """The VM with nothing remembered: every look is a new one."""
    watches: Mapping[str, Watch]
    conditions: Mapping[str, Condition]
    approve: Callable[[Step], Awaitable[bool]]
    """Puts `Step.asks` to the user."""
    interval: float
    """Seconds between two looks, and before a request is sent again."""
    folder: Path
    """Where `Step.saves` go."""
    progress: Callable[[Undertaking], None]
    """Called after every change."""


LONGEST_WAIT = 300
"""Seconds that Azure may ask us to wait before a request is sent again; what takes longer is for the user to decide."""


async def carry_out(entry: Entry, tools: Tools) -> None:
    """Do what is left of an undertaking, up to its end or to the first step that fails; that one is tried anew the next time.

    It stays open where a step failed or waited in vain and something is left to finish or to take back, and where this is cancelled:
    then the journal tells how far it came. Nothing is done to one that has ended, nor to one that is being taken back: `undo` goes
    on with that.

    Raises:
        CannotWrite: the journal's disk is full; nothing was sent that is not written down.
        CouldNotLook: another version of the program began it, and this one does not know how to wait for one of its steps.
    """
    undertaking = entry.undertaking
    if not undertaking.is_open or undertaking.undoing:
        return
    _require_known(undertaking, tools)
    for record in undertaking.steps:
        if record.is_settled:
            continue
        try:
            await _Step(entry, record, tools).run()
        except CouldNotLook as error:
            log.info("%s stopped at %s: %s", undertaking.id, record.step.title, error)
            stage = record.stage if isinstance(error, OutcomeUnknown) else Stage.FAILED
            entry.note(record, stage, said=error.text, **_refusal(record, error))
        if not record.is_settled:
            if undertaking.is_over:
                entry.close(Outcome.FAILED)
            tools.progress(undertaking)
            return
        tools.progress(undertaking)
    entry.close(Outcome.DONE)
    tools.progress(undertaking)


async def undo(entry: Entry, tools: Tools) -> None:
    """Take back what can be taken back, the last step first. It stays open where that fails.

    Nothing is done to one that has ended with nothing left to take back.

    Raises:
        CannotWrite: as for `carry_out`.
    """
    undertaking = entry.undertaking
    if not undertaking.is_open and not undertaking.undoable:
        return
    if not undertaking.undoing:
        entry.begin_undo()
    for record in undertaking.undoable:
        try:
            await _take_back(entry, record, tools)
        except CouldNotLook as error:
            said = {"undo_status": error.status, "undo_request_id": _id_of(error)} if error.status else {}
            entry.note(record, Stage.UNDOING, said=error.text, **said)
            tools.progress(undertaking)
            return
        tools.progress(undertaking)
    entry.close(Outcome.UNDONE)
    tools.progress(undertaking)


async def _take_back(entry: Entry, record: StepRecord, tools: Tools) -> None:
    """Send the request that takes a step back, and follow it. It may be sent twice: it says how things were."""
    request = record.step.undo
    assert request is not None
    entry.note(record, Stage.UNDOING, said=None, undo_status=0, undo_request_id="")
    tools.progress(entry.undertaking)
    for left in reversed(range(UNDO_TRIES)):
        try:
            answer = await tools.azure.send(request)
            break
        except CouldNotLook as error:
            if not left or not _may_pass(error):
                raise
            await asyncio.sleep(max(tools.interval, error.wait))
    seen = {"undo_status": answer.status, "undo_request_id": answer.request_id}
    if answer.is_pending:
        entry.note(record, Stage.UNDOING, **seen)
        await tools.azure.follow(request, answer.status_url, answer.result_url)
    entry.note(record, Stage.UNDONE, **seen)


NOBODY_KNOWS = translate("Repair", "The connection was lost while this was sent. Whether Azure carried it out is not known.")

UNDO_TRIES = 5
"""The operation that is taken back may still be under way, which Azure answers with a conflict."""


def _may_pass(error: CouldNotLook) -> bool:
    return error.passes and error.wait <= LONGEST_WAIT


def _refusal(record: StepRecord, error: CouldNotLook) -> dict[str, object]:
    """Azure's answer where it refused the request. What it answered when it accepted one stays, however that went on."""
    if record.stage is not Stage.SENDING or not error.status:
        return {}
    return {"status": error.status, "request_id": _id_of(error)}


def _id_of(error: CouldNotLook) -> str:
    return next((evidence.request_id for evidence in error.evidence), "")


def _require_known(undertaking: Undertaking, tools: Tools) -> None:
    """What this version cannot wait for must not be begun."""
    steps = [record.step for record in undertaking.steps if not record.is_settled]
    watched = all(not step.watch or step.watch in tools.watches for step in steps)
    if not watched or any(step.only_if and step.only_if not in tools.conditions for step in steps):
        raise CouldNotLook(translate("Repair", "Another version of the program began this. Only that one can finish it."))


class _Step:
    """One step on its way."""

    def __init__(self, entry: Entry, record: StepRecord, tools: Tools) -> None:
        self._entry = entry
        self._record = record
        self._step = record.step
        self._tools = tools

    async def run(self) -> None:
        """Take it from wherever it is to its end."""
        if self._record.stage in (Stage.PLANNED, Stage.FAILED) and not await self._is_wanted():
            self._note(Stage.SKIPPED)
            return
        if self._record.stage is not Stage.WATCHING:
            if self._step.request is not None:
                await self._change(self._step.request)
            else:
                self._settle(began=datetime.now(UTC))
        if self._record.stage is Stage.WATCHING:
            await self._wait()

    async def _is_wanted(self) -> bool:
        step = self._step
        if step.only_if and not await self._tools.conditions[step.only_if](self._tools.vm()):
            return False
        return step.asks is None or await self._tools.approve(step)

    async def _change(self, request: Request) -> None:
        """Send the request and follow what it begins, or go on where that was broken off; again while the reason against it passes."""
        record = self._record
        if record.stage is Stage.FOLLOWING:
            try:
                await self._follow(request)
                return
            except Forgotten as error:
                self._note(Stage.SENDING, said=error.text, status_url="", result_url="")
        if record.stage is Stage.SENDING and not self._step.repeatable:
            self._lose_sight()
            return
        for left in reversed(range(self._step.tries)):
            try:
                await self._attempt(request)
                return
            except CouldNotLook as error:
                if not left or not self._is_worth_a_try(error):
                    raise
                stage = record.stage if isinstance(error, OutcomeUnknown) else Stage.PLANNED
                self._note(stage, said=error.text, **_refusal(record, error))
                await asyncio.sleep(max(self._tools.interval, error.wait))

    def _is_worth_a_try(self, error: CouldNotLook) -> bool:
        """What Azure has accepted, or may have, is sent again only if that does no harm."""
        begun = self._record.accepted is not None or isinstance(error, OutcomeUnknown)
        return _may_pass(error) and (self._step.repeatable or not begun)

    async def _attempt(self, request: Request) -> None:
        """Send it once. What an earlier sending may have done is not forgotten, whatever comes of this one."""
        self._note(
            Stage.SENDING,
            began=datetime.now(UTC),
            accepted=None,
            status=0,
            request_id="",
            status_url="",
            result_url="",
            doubtful=self._record.may_have_changed,
            said=None,
        )
        answer = await self._tools.azure.send(request)
        seen: dict[str, object] = {"accepted": answer.at, "status": answer.status, "request_id": answer.request_id}
        if not answer.is_pending:
            self._settle(**seen, **self._harvest(answer))
            return
        self._note(Stage.FOLLOWING, **seen, status_url=answer.status_url, result_url=answer.result_url)
        await self._follow(request)

    async def _follow(self, request: Request) -> None:
        record = self._record
        answer = await self._tools.azure.follow(request, record.status_url, record.result_url)
        self._settle(**self._harvest(answer))

    def _lose_sight(self) -> None:
        """It must not be sent twice. What waits for its effect, if anything does, may still tell."""
        self._note(Stage.WATCHING if self._step.watch else Stage.UNKNOWN, doubtful=True, said=NOBODY_KNOWS)

    def _settle(self, **seen: object) -> None:
        """The request has done its part, if there was one."""
        self._note(Stage.WATCHING if self._step.watch else Stage.DONE, **{"said": None, **seen})

    def _harvest(self, answer: Answer) -> dict[str, object]:
        """What later steps and the user need of the last answer. The file comes first: what is written down as done is there."""
        found: dict[str, object] = {}
        if self._step.keeps:
            found["kept"] = _at(answer.result, self._step.keeps)
        if self._step.saves:
            file = self._tools.folder / self._step.saves
            _save(file, answer.output)
            found["said"] = translate("Repair", "Saved: {file}").format(file=str(file))
        return found

    async def _wait(self) -> None:
        """Look until it is over; what cannot be looked at now is looked at again."""
        watch = self._tools.watches[self._step.watch]
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._step.limit.total_seconds()
        while True:
            seen = await self._look(watch)
            self._record.parts = seen.parts
            if seen.over:
                break
            if loop.time() >= ends:
                self._give_up(_too_long(self._step, seen.text))
                return
            self._say(seen.text)
            await asyncio.sleep(self._tools.interval)
        unsure = self._record.doubtful and self._record.accepted is None
        bad = Stage.UNKNOWN if unsure else Stage.FAILED
        self._note(Stage.DONE if seen.good else bad, said=seen.text)

    def _give_up(self, text: Text) -> None:
        """Waited in vain: a tolerant step is over, any other goes on waiting when it is taken up again."""
        self._note(Stage.FAILED if self._step.tolerant else Stage.WATCHING, said=text)

    async def _look(self, watch: Watch) -> Watched:
        try:
            return await watch(self._tools.vm(), self._record)
        except CouldNotLook as error:
            return Watched(False, error.text)

    def _say(self, text: Text) -> None:
        """Progress is shown, not written down."""
        self._record.said = text
        self._tools.progress(self._entry.undertaking)

    def _note(self, stage: Stage, **changes: object) -> None:
        self._entry.note(self._record, stage, **changes)
        self._tools.progress(self._entry.undertaking)


def _save(file: Path, content: bytes) -> None:
    """Into a folder of the user's own: what comes out of a VM is nobody else's business."""
    try:
        make_private_folder(file.parent)
    except OSError as error:
        raise CannotWrite(file, error) from error
    write_whole(file, content, private=True)


def _too_long(step: Step, last: Text) -> Text:
    text = translate("Repair", "Not over within {limit}. Seen last: {last}")
    return text.format(limit=step.limit, last=last)


def _at(document: Mapping[str, object] | None, path: str) -> str:
    place: object = document
    for name in path.split("."):
        place = place.get(name) if isinstance(place, Mapping) else None
    return place if isinstance(place, str) else ""
