"""One step: asked for, written down, sent, followed, waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from ..files import CannotWrite, make_private_folder, write_whole
from ..journal import Entry
from ..model import CouldNotLook
from ..plan import Request, Step
from ..text import Text
from ..text import lazy_translate as translate
from ..undertaking import Stage, StepRecord
from .azure import Answer, Forgotten, OutcomeUnknown
from .tools import Tools, Watch, Watched

LONGEST_WAIT = 300
"""Seconds that Azure may ask us to wait before a request is sent again; what takes longer is for the user to decide."""

NOBODY_KNOWS = translate("Repair", "The connection was lost while this was being sent. It is not known whether Azure carried it out.")


def may_pass(error: CouldNotLook) -> bool:
    """Whether the reason may pass by itself, soon enough to wait for it."""
    return error.passes and error.wait <= LONGEST_WAIT


def refusal(record: StepRecord, error: CouldNotLook) -> dict[str, object]:
    """Azure's answer where it refused the request. What it answered when it accepted one stays, however that went on."""
    if record.stage is not Stage.SENDING or not error.status:
        return {}
    return {"status": error.status, "request_id": request_id_of(error)}


def request_id_of(error: CouldNotLook) -> str:
    """By which Azure finds the request that it refused; empty where none was sent."""
    return next((evidence.request_id for evidence in error.evidence), "")


class StepRun:
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
        for left in reversed(range(self._step.tries)):  # pragma: no branch: the last try returns or raises
            try:
                await self._attempt(request)
                return
            except CouldNotLook as error:
                if not left or not self._is_worth_a_try(error):
                    raise
                stage = record.stage if isinstance(error, OutcomeUnknown) else Stage.PLANNED
                self._note(stage, said=error.text, **refusal(record, error))
                await asyncio.sleep(max(self._tools.interval, error.wait))

    def _is_worth_a_try(self, error: CouldNotLook) -> bool:
        """What Azure has accepted, or may have, is sent again only if that does no harm."""
        begun = self._record.accepted is not None or isinstance(error, OutcomeUnknown)
        return may_pass(error) and (self._step.repeatable or not begun)

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
    text = translate("Repair", "Not finished within {limit}. Last seen: {last}")
    return text.format(limit=step.limit, last=last)


def _at(document: Mapping[str, object] | None, path: str) -> str:
    place: object = document
    for name in path.split("."):
        place = place.get(name) if isinstance(place, Mapping) else None
    return place if isinstance(place, str) else ""
