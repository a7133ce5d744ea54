"""An Azure at the seam of carrying out, which is the wire there: it answers as it is told and remembers what it was sent."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from backup_doctor.core.carrying_out import Answer, Condition, OutcomeUnknown, Tools, Watch, Watched, carry_out, undo
from backup_doctor.core.facts import Vm
from backup_doctor.core.journal import Entry, Journal
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Stage, StepRecord, Undertaking
from tests.helpers.diagnoses import VM

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DONE = Answer(200, "id-1", NOON)
ACCEPTED = Answer(202, "id-2", NOON, status_url="https://arm/operations/1", result_url="https://arm/operations/1?monitor=true")

Turn = Answer | BaseException | Callable[[], Awaitable[Answer]]
"""What happens to a request: an answer, an error, or something that takes its time."""


def refused(words: str = "refused", *, status: int = 403, passes: bool = False, wait: float = 0) -> CouldNotLook:
    """Azure says no."""
    error = CouldNotLook(verbatim(words))
    error.status, error.passes, error.wait = status, passes, wait
    return error


def lost(words: str = "lost", *, passes: bool = False) -> OutcomeUnknown:
    """Nobody says what became of it."""
    error = OutcomeUnknown(verbatim(words))
    error.passes = passes
    return error


async def never() -> Answer:
    """No answer comes; the caller is cancelled."""
    await asyncio.get_running_loop().create_future()
    raise AssertionError("nobody answers")


@dataclass
class FakeAzure:
    """Answers ``send`` and ``follow`` per request, turn by turn; without a turn left, all goes well."""

    turns: dict[str, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    """By method and last name of the path: ``DELETE lock``; following it: ``follow DELETE lock``."""
    sent: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    on_send: Callable[[str], None] = lambda _name: None

    async def send(self, request: Request) -> Answer:
        """See `core.carrying_out.Azure`."""
        name = name_of(request)
        self.sent.append(name)
        self.on_send(name)
        return await self._turn(name)

    async def follow(self, request: Request, status_url: str, result_url: str) -> Answer:
        """See `core.carrying_out.Azure`."""
        self.followed.append(status_url or result_url)
        return await self._turn(f"follow {name_of(request)}")

    async def _turn(self, name: str) -> Answer:
        left = self.turns.get(name)
        turn = left.pop(0) if left else DONE
        if isinstance(turn, Answer):
            return turn
        if isinstance(turn, BaseException):
            raise turn
        return await turn()


def name_of(request: Request) -> str:
    """``DELETE lock``."""
    return f"{request.method} {request.path.rpartition('/')[2]}"


def request(method: str, name: str) -> Request:
    """A request about something below the VM."""
    body = {"properties": {"of": name}} if method in ("PUT", "PATCH") else None
    return Request(method, f"{VM}/things/{name}", "2024-07-01", body)


def step(what: str, **more: Any) -> Step:
    """A step with the request ``METHOD name``; with an empty one it only waits."""
    method, _, name = what.partition(" ")
    sends = request(method, name) if what else None
    return Step(title=verbatim(what or "wait"), request=sends, **more)


def plan(*steps: Step) -> Plan:
    """A plan of these steps."""
    return Plan(steps, Risk.SAFE, verbatim("None."), verbatim("Nothing."), verbatim("Not needed."))


def seeing(*looks: Watched | CouldNotLook) -> Watch:
    """A watch that sees this, look by look; the last one for good."""
    left = list(looks)

    async def watch(_vm: Vm, _record: StepRecord) -> Watched:
        look = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(look, CouldNotLook):
            raise look
        return look

    return watch


GOOD = Watched(True, verbatim("well"))
BAD = Watched(True, verbatim("badly"), good=False)
NOT_YET = Watched(False, verbatim("waiting"))


def condition(holds: bool | CouldNotLook) -> Condition:
    """A condition that holds or not, or cannot be looked at."""

    async def look(_vm: Vm) -> bool:
        if isinstance(holds, CouldNotLook):
            raise holds
        return holds

    return look


@dataclass
class Bench:
    """A journal and a fake Azure to work with."""

    folder: Path
    azure: FakeAzure = field(default_factory=FakeAzure)
    watches: Mapping[str, Watch] = field(default_factory=lambda: {"watch": seeing(GOOD)})
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    approves: bool = True
    interval: float = 0
    seen: list[list[str]] = field(default_factory=list)
    """The stages at every report of progress."""

    @property
    def journal(self) -> Journal:
        return Journal(self.folder / "journal")

    def begin(self, *steps: Step) -> Entry:
        """Write a plan down."""
        return self.journal.begin(VM, "cause/remedy", verbatim("A remedy"), plan(*steps), "test")

    def carry_out(self, *steps: Step, cut_short: bool = False) -> Undertaking:
        """Begin a plan and carry it out, or cancel it where it waits for ever."""
        with self.begin(*steps) as entry:
            return self._run(entry, carry_out(entry, self.tools()), cut_short)

    def resume(self, undertaking: Undertaking, *, cut_short: bool = False) -> Undertaking:
        """Go on with it as another process would: by the journal alone."""
        with self.journal.resume(undertaking.id) as entry:
            return self._run(entry, carry_out(entry, self.tools()), cut_short)

    def undo(self, undertaking: Undertaking, *, cut_short: bool = False) -> Undertaking:
        """Take it back as another process would."""
        with self.journal.resume(undertaking.id) as entry:
            return self._run(entry, undo(entry, self.tools()), cut_short)

    def _run(self, entry: Entry, work: Awaitable[None], cut_short: bool) -> Undertaking:
        async def cancelled() -> None:
            task = asyncio.ensure_future(work)
            for _ in range(20):  # as far as it comes without waiting for anybody
                await asyncio.sleep(0)
            assert not task.done(), "nothing made it wait"
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                return
            raise AssertionError("it swallowed the cancellation")

        async def whole() -> None:
            await work

        asyncio.run(cancelled() if cut_short else whole())
        told = self.told(entry.undertaking)
        assert [_written(record) for record in told.steps] == [_written(record) for record in entry.undertaking.steps]
        assert (told.outcome, told.undoing) == (entry.undertaking.outcome, entry.undertaking.undoing)
        return told

    def told(self, undertaking: Undertaking) -> Undertaking:
        """What the journal tells of it."""
        return next(item for item in self.journal.undertakings() if item.id == undertaking.id)

    def tools(self) -> Tools:
        """What carrying out takes."""

        async def approve(_step: Step) -> bool:
            return self.approves

        def progress(undertaking: Undertaking) -> None:
            self.seen.append(stages(undertaking))

        return Tools(self.azure, lambda: cast(Vm, None), self.watches, self.conditions, approve, self.interval, self.folder / "logs", progress)


def _written(record: StepRecord) -> StepRecord:
    """The record without what is shown only."""
    return replace(record, parts=(), said=None if record.stage is Stage.WATCHING else record.said)


def stages(undertaking: Undertaking) -> list[str]:
    """How far each step has come."""
    return [record.stage.value for record in undertaking.steps]
