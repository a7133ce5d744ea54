"""kill -9 at every request and at every line of the journal: the journal tells the truth, and the plan can be finished or undone.

What came of every kill is printed into docs/repairs-killed.md.
"""

from __future__ import annotations

import copy
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from backup_doctor.catalogue import job_watch
from backup_doctor.core.api_versions import COMPUTE, LOCKS
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.resource_id import group_scope
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage, StepRecord, Undertaking
from backup_doctor.lab.answers import Json
from backup_doctor.lab.breaking.backup import stall_clean_up
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.locks import CAN_NOT_DELETE, LOCK_TYPE, lock_id
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import own_collections_of
from backup_doctor.lab.world import World
from tests.helpers.killing import NEVER, Hangman, Kill, Scene, hangman, killed
from tests.helpers.repairs import plan_of, resumed, stages, undo_of
from tests.helpers.worlds import Break, Lab

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such kill on Windows")

BACKUP_GROUP = "AzureBackupRG_westeurope_1"


def lock_the_vm(world: World, vm: VirtualMachine) -> None:
    world.add_lock(vm.id.group_scope, "keep", CAN_NOT_DELETE, "Ask Ada before you lift it")


def lock_the_points(world: World, vm: VirtualMachine) -> None:
    fill_restore_points(world, vm)
    world.add_lock(group_scope(vm.id.subscription, BACKUP_GROUP), "keep", CAN_NOT_DELETE, "Ask Ada before you lift it")


def extension_behind_a_lock(lab: Lab) -> Plan:
    """A lock lifted, the extension deleted, the lock put back."""
    path = lock_id(lab.vm.group_scope, "keep")
    back = Request("PUT", path, LOCKS, {"properties": {"level": CAN_NOT_DELETE, "notes": "Ask Ada before you lift it"}})
    steps = (
        Step(verbatim("Lift the lock"), Request("DELETE", path, LOCKS), undo=back),
        Step(verbatim("Remove the extension"), Request("DELETE", f"{lab.vm}/extensions/VMSnapshot", COMPUTE)),
        Step(verbatim("Put the lock back"), back, restores=0, watch="lock-is-there"),
    )
    return Plan(steps, Risk.DISRUPTIVE, verbatim(""), verbatim(""), verbatim(""))


def safe_unlock(lab: Lab) -> Plan:
    """The remedy itself; only that it does not wait four hours for a clean-up that never comes in this world."""
    plan = plan_of(lab, "resource-group-lock/unlock-and-lock-again")
    return replace(plan, steps=tuple(replace(step, limit=timedelta(0)) if step.watch == "clean-up" else step for step in plan.steps))


@dataclass(frozen=True)
class Case:
    """A plan, and the world it is for."""

    title: str
    broken: tuple[Break, ...]
    make: Callable[[Lab], Plan]
    steps: tuple[str, ...]
    """What its steps are called in the table."""
    leftovers: Callable[[World, VirtualMachine], object]
    """What the plan is to remove."""


CASES = {
    "extension": Case(
        "An extension behind a lock",
        (lock_the_vm,),
        extension_behind_a_lock,
        ("lift the lock", "delete the extension", "put the lock back"),
        lambda _world, vm: vm.extension("VMSnapshot"),
    ),
    "unlock": Case(
        "Safe unlock",
        (lock_the_points, stall_clean_up),
        safe_unlock,
        ("lift the lock", "back up", "wait for the clean-up", "delete the collection", "put the lock back"),
        own_collections_of,
    ),
}


@dataclass(frozen=True)
class Row:
    """What came of one kill."""

    where: str
    journal: str
    finished: str
    again: str
    undone: str


@dataclass
class Trial:
    """Kills one plan, again and again, each time in a new world."""

    case: Case
    hangman: Hangman
    folder: Path
    number: int = 0
    plan: Plan | None = None

    def scene(self, kill: Kill) -> AbstractContextManager[Scene]:
        self.number += 1
        return killed(self.hangman, kill, self.case.broken, self._planned, self.folder / str(self.number))

    def _planned(self, lab: Lab) -> Plan:
        """Made once: the worlds are all alike."""
        self.plan = self.plan or self.case.make(lab)
        return self.plan

    def places(self) -> list[Kill]:
        """Every change, every poll and every line of the journal of an undisturbed run, and the first look after each change.
        What only reads changes nothing, so before and after are one there."""
        with self.scene(NEVER) as scene:
            assert (scene.code, scene.undertaking.outcome) == (0, Outcome.DONE)
            self._is_right(scene)
            requests, lines = list(scene.service.arrived), scene.lines
        numbered = list(enumerate(pairwise(["", *requests]), 1))
        changes = [Kill(number, acted) for number, (_, line) in numbered if _matters(line) for acted in (False, True)]
        looks = [Kill(number) for number, (last, line) in numbered if not _matters(line) and _matters(last)]
        at_requests = sorted((*changes, *looks), key=lambda kill: kill.request)
        return at_requests + [Kill(line=line, half=half) for line in range(1, lines + 1) for half in (True, False)]

    def row(self, kill: Kill) -> Row:
        """Kill there twice: once it is finished, once it is undone."""
        with self.scene(kill) as scene:
            where, told = self._where(scene, kill), scene.undertaking
            _tells_the_truth(scene)
            before = len(scene.service.arrived)
            finished = resumed(scene.lab, told, scene.folder)
            assert finished.outcome is Outcome.DONE, stages(finished)
            self._is_right(scene)
            _is_over(scene, finished)
            again = self._sent_again(scene, before)
        with self.scene(kill) as scene:
            assert stages(scene.undertaking) == stages(told)
            undone = undo_of(scene.lab, scene.undertaking, scene.folder)
            assert undone.outcome is (Outcome.DONE if told.outcome else Outcome.UNDONE), stages(undone)
            assert locks_of(scene.lab) == scene.locks
            _is_over(scene, undone)
        return Row(where, _in_words(told), _in_words(finished), again, _in_words(undone))

    def _is_right(self, scene: Scene) -> None:
        """The end the plan promises: the lock is as it was, and what was to go is gone."""
        machine = scene.lab.world.machine(scene.lab.vm)
        assert machine is not None
        assert not self.case.leftovers(scene.lab.world, machine)
        assert locks_of(scene.lab) == scene.locks

    def _where(self, scene: Scene, kill: Kill) -> str:
        if kill.line:
            return f"{'in the middle of' if kill.half else 'after'} line {kill.line} of the journal"
        request, current = scene.service.arrived[kill.request - 1], scene.undertaking.current
        assert current is not None
        step = self.case.steps[scene.undertaking.steps.index(current)]
        if not _matters(request):
            return f"{step}: at a look"
        kind = "poll" if request.startswith("GET") else request.partition(" ")[0]
        return f"{step}: {kind}, {'after' if kill.acted else 'before'} Azure acted"

    def _sent_again(self, scene: Scene, before: int) -> str:
        """Which requests were sent twice; what was being followed is not among them, nor what must not be."""
        twice = []
        for name, record in zip(self.case.steps, scene.undertaking.steps, strict=True):
            first, later = (sum(_is_of(record, line) for line in part) for part in _split(scene.service.arrived, before))
            if first and later:
                assert record.stage is Stage.SENDING and record.step.repeatable
                twice.append(name)
            assert first + later <= (2 if record.step.repeatable else 1)
        return ", ".join(twice) or "·"


def _tells_the_truth(scene: Scene) -> None:
    """What the journal says right after the kill is no more and no less than what the world has seen."""
    told, service = scene.undertaking, scene.service
    assert scene.code == -signal.SIGKILL
    assert scene.journal.damaged() == []
    assert [item.id for item in scene.journal.open_items()] == ([] if told.outcome else [told.id])
    for record in told.steps:
        came, done = (sum(_is_of(record, line) for line in lines) for lines in (service.arrived, service.acted))
        if record.step.request is None:
            continue
        match record.stage:
            case Stage.PLANNED | Stage.SKIPPED:
                assert came == 0, "it was sent before it was written down"
            case Stage.SENDING:
                assert came <= 1 and record.accepted is None
            case _:
                assert done == 1, "it is called done and was not"


def _is_over(scene: Scene, ended: Undertaking) -> None:
    """The journal can still be read, tells the same, and leaves nothing open."""
    journal = scene.journal
    assert (journal.damaged(), journal.open_items()) == ([], [])
    assert [stages(told) for told in journal.undertakings()] == [stages(ended)]


def _is_of(record: StepRecord, line: str) -> bool:
    request = record.step.request
    return request is not None and line.startswith(f"{request.method} {request.path}?")


def _split(lines: list[str], at: int) -> tuple[list[str], list[str]]:
    return lines[:at], lines[at:]


def _matters(line: str) -> bool:
    """Whether a request changes something or asks how far an operation is."""
    changes = not line.startswith("GET") and not line.partition("?")[0].casefold().endswith(("/backupstatus", "/resources"))
    return changes or "/operation" in line


def locks_of(lab: Lab) -> list[Json]:
    return copy.deepcopy(lab.world.store.of_type(LOCK_TYPE))


def _in_words(undertaking: Undertaking) -> str:
    return f"{', '.join(stages(undertaking))} — {undertaking.outcome or 'open'}"


@pytest.fixture(scope="module")
def executioner() -> Iterator[Hangman]:
    with hangman() as one:
        yield one


@pytest.fixture(scope="module")
def trials(executioner: Hangman, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Row]]:
    """The rows of a case, each killed once however many tests look at them."""

    @cache
    def rows(name: str) -> list[Row]:
        trial = Trial(CASES[name], executioner, tmp_path_factory.mktemp(name))
        return [trial.row(kill) for kill in trial.places()]

    return rows


@pytest.fixture(autouse=True)
def _jobs_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was never begun need not be waited for."""
    monkeypatch.setattr(job_watch, "APPEARS", timedelta(0))


@pytest.mark.parametrize("name", CASES)
def test_a_plan_survives_a_kill_at_every_place(name: str, trials: Callable[[str], list[Row]]) -> None:
    rows = trials(name)
    known = {row.journal.partition(" — ")[0] for row in rows}
    reached = {stage for row in known for stage in row.split(", ")}
    assert {"planned", "sending", "following", "watching", "done"} <= reached, "a kill that never struck there proves nothing"


def test_the_documentation_shows_what_came_of_every_kill(golden: Callable[[str, str], None], trials: Callable[[str], list[Row]]) -> None:
    golden("docs/repairs-killed.md", "\n".join(page(trials)) + "\n")


def page(trials: Callable[[str], list[Row]]) -> Iterator[str]:
    """The page, generated: no cell in it is typed by hand."""
    yield "# Repairs, killed"
    yield ""
    yield "A process carries out a plan against the lab and is ended with `kill -9`: at every change it asks for and at every poll, before Azure"
    yield "has acted on it and after that but before it answers; at a look; and at every line it writes into its journal."
    yield "Each time a new process finishes what is left, and in a second world it takes it back instead."
    yield "`make golden` makes this page anew, and a test fails when it no longer tells the truth."
    yield ""
    yield "*Journal*: how far each step has come, as the journal tells it right after the kill."
    yield "Finished, what the plan was to remove is gone, and the lock is there again exactly as it was; undone, the lock is too."
    yield "*Twice*: what had to be sent a second time because its answer was lost, which does no harm."
    yield "A backup is never sent twice, and an operation that Azure has begun is followed and not repeated."
    for name, case in CASES.items():
        yield ""
        yield f"## {case.title}"
        yield ""
        yield f"Steps: {', '.join(case.steps)}."
        yield ""
        yield "| killed | journal | finished | twice | undone |"
        yield "|---|---|---|---|---|"
        for row in dict.fromkeys(trials(name)):
            yield f"| {row.where} | {row.journal} | {row.finished} | {row.again} | {row.undone} |"
