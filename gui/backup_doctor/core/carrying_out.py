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
from .files import write_whole
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


class Azure(Protocol):
    """Who sends changes; `arm.changes` does."""

    async def send(self, request: Request) -> Answer:
        """Send one request, once.

        Raises:
            OutcomeUnknown: the connection broke, or no answer came in time.
            CouldNotLook: Azure refused, or the request never left.
        """

    async def follow(self, request: Request, status_url: str, result_url: str) -> Answer:
        """Wait for the end of the operation a request began.

        Raises:
            OutcomeUnknown: nobody can be asked how far it is.
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


async def carry_out(entry: Entry, tools: Tools) -> None:
    """Do what is left of an undertaking, up to its end or to the first step that fails; that one is tried anew the next time.

    It stays open where a step failed or waited in vain and something is left to finish or to take back, and where this is cancelled:
    then the journal tells how far it came.
    One that is being taken back is not finished any more: `undo` goes on with it.

    Raises:
        CannotWrite: the journal's disk is full; nothing was sent that is not written down.
    """
    undertaking = entry.undertaking
    for record in undertaking.steps:
        if record.is_settled:
            continue
        try:
            await _Step(entry, record, tools).run()
        except CouldNotLook as error:
            log.info("%s stopped at %s: %s", undertaking.id, record.step.title, error)
            entry.note(record, Stage.FAILED if not isinstance(error, OutcomeUnknown) else record.stage, said=error.text)
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

    Raises:
        CannotWrite: as for `carry_out`.
    """
    undertaking = entry.undertaking
    if not undertaking.undoing:
        entry.begin_undo()
    for record in undertaking.undoable:
        request = record.step.undo
        assert request is not None
        entry.note(record, Stage.UNDOING, said=None)
        tools.progress(undertaking)
        try:
            answer = await _sent(tools, request, UNDO_TRIES)
            if answer.is_pending:
                await tools.azure.follow(request, answer.status_url, answer.result_url)
        except CouldNotLook as error:
            entry.note(record, Stage.UNDOING, said=error.text)
            tools.progress(undertaking)
            return
        entry.note(record, Stage.UNDONE)
        tools.progress(undertaking)
    entry.close(Outcome.UNDONE)
    tools.progress(undertaking)


NOBODY_KNOWS = translate("Repair", "The connection was lost while this was sent. Whether Azure carried it out is not known.")

UNDO_TRIES = 5
"""The operation that is taken back may still be under way, which Azure answers with a conflict."""


async def _sent(tools: Tools, request: Request, tries: int) -> Answer:
    """Send it, and again while Azure refuses for a reason that passes."""
    for left in range(tries - 1, -1, -1):
        try:
            return await tools.azure.send(request)
        except OutcomeUnknown:
            raise
        except CouldNotLook as error:
            if not left or not error.passes:
                raise
            await asyncio.sleep(tools.interval)
    raise AssertionError("tries is at least 1")


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
        if self._record.stage is not Stage.WATCHING and self._step.request is not None:
            await self._request(self._step.request)
        if self._record.stage is Stage.UNKNOWN and not self._step.watch:
            return
        if self._step.watch:
            await self._wait()
        else:
            self._done()

    async def _is_wanted(self) -> bool:
        step = self._step
        if step.only_if and not await self._tools.conditions[step.only_if](self._tools.vm()):
            return False
        return step.asks is None or await self._tools.approve(step)

    async def _request(self, request: Request) -> None:
        record = self._record
        if record.stage is Stage.FOLLOWING:
            await self._follow(request)
            return
        if record.stage is Stage.SENDING and not self._step.repeatable:
            self._note(Stage.UNKNOWN, said=NOBODY_KNOWS)
            return
        self._note(Stage.SENDING, began=datetime.now(UTC), accepted=None, said=None)
        answer = await _sent(self._tools, request, self._step.tries)
        stage = Stage.FOLLOWING if answer.is_pending else Stage.SENDING
        urls = {"status_url": answer.status_url, "result_url": answer.result_url}
        self._note(stage, accepted=answer.at, status=answer.status, request_id=answer.request_id, **urls)
        if answer.is_pending:
            await self._follow(request)
        else:
            self._keep(answer)

    async def _follow(self, request: Request) -> None:
        self._keep(await self._tools.azure.follow(request, self._record.status_url, self._record.result_url))

    def _keep(self, answer: Answer) -> None:
        """Take from the answer what later steps and the user need."""
        if self._step.saves:
            file = self._tools.folder / self._step.saves
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, answer.output)
            self._record.said = translate("Repair", "Saved: {file}").format(file=str(file))
        if self._step.keeps:
            self._note(self._record.stage, kept=_at(answer.result, self._step.keeps))

    async def _wait(self) -> None:
        """Look until it is over; what cannot be looked at now is looked at again."""
        watch = self._tools.watches[self._step.watch]
        unsure = self._record.stage is Stage.UNKNOWN
        if self._record.stage is not Stage.WATCHING:
            began = {} if self._record.began is not None else {"began": datetime.now(UTC)}
            self._note(Stage.WATCHING, **began)
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
        if unsure and not seen.good:
            self._note(Stage.UNKNOWN, said=seen.text)
        elif seen.good:
            self._note(Stage.DONE, said=seen.text)
        else:
            self._note(Stage.FAILED, said=seen.text)

    def _give_up(self, text: Text) -> None:
        """Waited in vain: a tolerant step is over, any other goes on waiting when it is taken up again."""
        self._note(Stage.FAILED if self._step.tolerant else Stage.WATCHING, said=text)

    async def _look(self, watch: Watch) -> Watched:
        try:
            return await watch(self._tools.vm(), self._record)
        except CouldNotLook as error:
            return Watched(False, error.text)

    def _done(self) -> None:
        self._note(Stage.DONE, said=self._record.said)

    def _say(self, text: Text) -> None:
        """Progress is shown, not written down."""
        self._record.said = text
        self._tools.progress(self._entry.undertaking)

    def _note(self, stage: Stage, **changes: object) -> None:
        self._entry.note(self._record, stage, **changes)
        if stage is Stage.DONE and self._step.restores is not None:
            restored = self._entry.undertaking.steps[self._step.restores]
            self._entry.note(restored, Stage.UNDONE)
        self._tools.progress(self._entry.undertaking)


def _too_long(step: Step, last: Text) -> Text:
    text = translate("Repair", "Not over within {limit}. Seen last: {last}")
    return text.format(limit=step.limit, last=last)


def _at(document: Mapping[str, object] | None, path: str) -> str:
    place: object = document
    for name in path.split("."):
        place = place.get(name) if isinstance(place, Mapping) else None
    return place if isinstance(place, str) else ""
