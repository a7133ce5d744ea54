"""Whole stories in the window while something goes wrong on the wire: truthful at their end, nothing lost, and there is a way on.

As in test_faults.py the suite tries a few places of each, and ``BACKUP_DOCTOR_FAULTS`` more of them.
"""

from __future__ import annotations

import faulthandler
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from backup_doctor.arm import changes
from backup_doctor.catalogue import job_watch
from backup_doctor.core.undertaking import Outcome
from backup_doctor.ui.app import Parts
from backup_doctor.ui.backing_up import Phase
from backup_doctor.ui.run import Run
from backup_doctor.ui.steps import Kind, Step
from tests.helpers import fault_judge as judge
from tests.helpers.fault_table import ASKED, STEP, TABLE
from tests.helpers.fault_trap import Trap
from tests.helpers.fault_window import Evening, House, put_away, statuses

STORIES = {"diagnose": 38, "repair": 29, "back up": 44}
"""How many requests each takes at least: from the sign-in to the end of the checks, or from the confirmation to the end of the checks after it."""

SIGNING_IN = (("diagnose", 1), ("diagnose", 2))
"""Requests of the sign-in itself: what is refused there is typed in anew."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wire:
    """Something that happens on the way to Azure."""

    title: str
    kind: str
    onward: bool = False
    stays: bool = True
    """Whether the user signs in again."""

    def __str__(self) -> str:
        return self.title


WIRES = (
    Wire("the connection is lost before Azure acts, once", "reset"),
    Wire("the answer is lost after Azure acted, once", "lost"),
    Wire("the network goes away and comes back later", "reset", onward=True),
    Wire("the token expires, and the user signs in again", ""),
    Wire("the token expires, and the user goes on without", "", stays=False),
    Wire("Azure has trouble of its own and gets over it (503)", "503", onward=True),
    Wire("Azure throttles and asks to wait an hour (429)", "429/3600", onward=True),
)


@dataclass
class Calm:
    """The undisturbed end."""

    before: dict[str, str]
    after: dict[str, str]
    """Once the repair is done."""
    words: list[str]


CALM: list[Calm] = []


@pytest.fixture
def house(qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    if ASKED:
        faulthandler.cancel_dump_traceback_later()  # every request in turn takes longer than a test may that hangs
    monkeypatch.setattr(changes, "LONGEST_SILENCE", 1)  # seconds instead of ten minutes until a poll that nobody answers is given up
    monkeypatch.setattr(changes, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(job_watch, "APPEARS", timedelta(0))  # what was never begun need not be waited for
    with qtbot.waitActive(parts.window):
        parts.window.show()
        parts.window.activateWindow()
    yield House(qtbot, parts)


@pytest.fixture
def calm(house: House) -> Calm:
    """Found out once."""
    if not CALM:
        with house.evening(Trap(at=0)) as evening:
            CALM.append(undisturbed(evening))
        house.kept += 1
    return CALM[0]


def undisturbed(evening: Evening) -> Calm:
    """A diagnosis and a repair as they ought to be."""
    run = evening.diagnose(disturbed=False)
    assert run is not None
    before, words = statuses(run), said(run)
    evening.walk.allow()
    undertaking = evening.carry_out(disturbed=False).undertaking
    assert undertaking is not None and undertaking.outcome is Outcome.DONE
    return Calm(before, statuses(run), words)


def said(run: Run) -> list[str]:
    """What every check says, but for the moments themselves."""
    told = [f"{identity}: {finding.text}" for identity, finding in sorted(run.findings.items())]
    return [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:[\d.]+\+00:00|\d+:\d\d:[\d.]+ ago", "*", words) for words in told]


def play(house: House, evening: Evening, story: str, calm: Calm) -> tuple[str, list[str]]:
    """One story to its end, and from there to the end that it ought to have had; how it ended, and what was wrong."""
    match story:
        case "diagnose":
            run = evening.diagnose()
            ending, found = judge.told(evening, run, calm.before), list(judge.diagnosed(evening, run, calm.before))
            house.kept += run is not None
            if ending != "as undisturbed":
                found += judge.tried_again(evening, calm.before)
                house.kept += 1
            return ending, [*found, *judge.is_in_history(evening, house.kept)]
        case "repair":
            assert evening.diagnose(disturbed=False) is not None
            evening.walk.allow()
            rules, sheet = evening.rules, evening.carry_out()
            undertaking = sheet.undertaking
            ending = "nothing was sent" if undertaking is None else str(undertaking.outcome or "open")
            found = list(judge.repaired(evening, sheet, calm.before, calm.after))
            return ending, [*found, *judge.repaired_again(evening, sheet, rules, calm.after)]
        case _:
            assert evening.diagnose(disturbed=False) is not None
            evening.walk.allow()
            evening.back_up()
            phase = judge.phase_in(evening)
            ending = "not begun" if phase is Phase.NONE else phase.value
            return ending, [*judge.backed_up(evening), *judge.backed_up_again(evening)]


FEW = {("lost", "repair"): 9, ("reset", "back up"): 12, ("", "repair"): 5}
"""Where the suite tries it, by the kind and the story: it has little time, and the command line tries the others there."""


def places(wire: Wire, story: str) -> range:
    """The requests at which it strikes."""
    if ASKED:
        return range(1 + WIRES.index(wire) % STEP, STORIES[story] + 1, STEP)
    at = FEW.get((wire.kind, story), 0) if wire.stays and wire.onward == (wire.kind == "reset") else 0
    return range(at, at + bool(at))


def test_what_was_done_stays_in_the_report_although_the_next_look_cannot_start(house: House) -> None:
    trap = Trap("reset", onward=True)
    with house.evening(trap) as evening:
        CALM.append(undisturbed(evening))
        assert evening.walk.state.run is not None
        done = dict(evening.walk.state.run.undertakings)
        put_away()
        trap.is_set = True
        evening.walk.window.go(Step(Kind.SYMPTOM))
        assert evening.start() is None and evening.walk.window.banners.run_error.isVisible()
        trap.calm()
        run = evening.again()
        found = [] if done and run.undertakings == done else ["the report does not know what was changed"]
    TABLE.add("the network goes away and comes back later", "window: repair, and look again", "told", found)
    assert found == []


@pytest.mark.parametrize(("wire", "story"), [(wire, story) for wire in WIRES for story in STORIES if places(wire, story)], ids=str)
def test_at_every_request_in_turn(house: House, calm: Calm, wire: Wire, story: str) -> None:
    wrong: list[str] = []
    missed = 0
    for at in places(wire, story):
        trap = Trap(wire.kind, at, onward=wire.onward)
        with house.evening(trap) as evening:
            evening.stays = wire.stays
            ending, found = play(house, evening, story, calm)
        if not trap.struck:  # what waits for Azure asks once more or once less
            missed += 1
            continue
        if not wire.kind and wire.stays and ending not in ("as undisturbed", "done", "failed") and (story, at) not in SIGNING_IN:
            found.append(f"it did not go on: {ending}")
        TABLE.add(wire.title, f"window: {story}", ending, found)
        wrong += [f"request {at}: {words}" for words in found]
    assert missed <= 1, "what never strikes proves nothing"
    assert wrong == []


@pytest.mark.parametrize("story", STORIES if ASKED else ["diagnose"])
def test_a_storm_of_throttling_that_passes_changes_nothing(house: House, calm: Calm, story: str) -> None:
    trap = Trap("429/1" if ASKED else "429/0", first=True)
    with house.evening(trap) as evening:
        ending, found = play(house, evening, story, calm)
    if ending != {"diagnose": "as undisturbed", "repair": "done", "back up": "failed"}[story]:
        found.append(f"it ended otherwise: {ending}")
    TABLE.add("every question is throttled the first time (429)", f"window: {story}", ending, found)
    assert found == []
    assert trap.struck > 10


@pytest.mark.parametrize(
    ("ahead", "story"),
    [(ahead, story) for ahead in (DAY, -DAY) for story in STORIES] if ASKED else [(DAY, "back up")],
    ids=lambda given: given if isinstance(given, str) else f"a day {'behind' if given > timedelta(0) else 'ahead'}",
)
def test_a_clock_that_is_a_day_off_changes_nothing(house: House, calm: Calm, ahead: timedelta, story: str) -> None:
    with house.evening(Trap(at=0), ahead=ahead) as evening:
        ending, found = play(house, evening, story, calm)
        run = evening.walk.state.run
        assert run is not None
        if story == "diagnose":
            found += [f"it says otherwise: {words}" for words in said(run) if words not in calm.words]
    if ending != {"diagnose": "as undisturbed", "repair": "done", "back up": "failed"}[story]:
        found.append(f"it ended otherwise: {ending}")
    TABLE.add(f"this computer's clock is a day {'behind' if ahead > timedelta(0) else 'ahead'}", f"window: {story}", ending, found)
    assert found == []
