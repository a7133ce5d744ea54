"""Whole stories while something goes wrong: each ends in a truthful sentence, window or exit code, and nothing is lost.

The suite tries a few places of each; with ``BACKUP_DOCTOR_FAULTS=1`` it tries every one, with 2 every other one. `make faults` does that, and
writes what came of it into docs/faults.md.
"""

from __future__ import annotations

import faulthandler
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from backup_doctor.arm import changes
from tests.helpers.fault_stories import CODES, Dealer, Place, Theatre, complaints, statuses
from tests.helpers.fault_table import ASKED, STEP, TABLE

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wire:
    """Something that happens on the way to Azure."""

    title: str
    kind: str
    """As the lab takes it (`lab.faults`)."""
    onward: bool = False
    stories: tuple[str, ...] = tuple(CODES)

    def __str__(self) -> str:
        return self.title


A_WHILE = 6
"""Requests that are lost before the network comes back: a backup's job is waited for as long as it may take, which is a day."""


WIRES = (
    Wire("the connection is lost before Azure acts, once", "reset"),
    Wire("the answer is lost after Azure acted, once", "lost"),
    Wire("the network goes away and stays away", "reset", onward=True),
    Wire("the token expires", "401", onward=True),
    Wire("Azure has trouble of its own from then on (503)", "503", onward=True),
    Wire("Azure throttles from then on and asks to wait an hour (429)", "429/3600", onward=True, stories=("diagnose",)),
    Wire("a page of somebody else's answers instead, once", "html"),
    Wire("half an answer arrives, once", "broken"),
)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(changes, "LONGEST_SILENCE", 1)  # seconds instead of ten minutes until a poll that nobody answers is given up
        monkeypatch.setattr(changes, "LONGEST_PAUSE", 0.1)
        yield Theatre(tmp_path_factory.mktemp("theatre"), monkeypatch)


@pytest.fixture(autouse=True)
def _patience(hygiene: None) -> None:
    """Every request in turn takes longer than a test may that hangs."""
    if ASKED:
        faulthandler.cancel_dump_traceback_later()


def chosen(places: list[Place], turn: int) -> list[Place]:
    """Every so manieth; another one first for each fault, so that together they come about."""
    return places[turn % STEP :: STEP]


@pytest.mark.parametrize(("wire", "story"), [(wire, story) for wire in WIRES for story in wire.stories], ids=str)
def test_at_every_request_in_turn(theatre: Theatre, wire: Wire, story: str) -> None:
    calm, places = theatre.undisturbed(story)
    wrong: list[str] = []
    for place in chosen(places, WIRES.index(wire)):
        dealer = Dealer(wire.kind, place, onward=wire.onward, times=A_WHILE if wire.onward and story == "back up" else 0)
        with theatre.stage(dealer) as scene:
            ending = scene.play(story)
            assert dealer.struck, "what never strikes proves nothing"
            found = [f"{place}: {words}" for words in complaints(story, scene, ending, calm)]
        TABLE.add(wire.title, story, str(int(ending.code)), found)
        wrong += found
    assert wrong == []


@pytest.mark.parametrize("story", CODES)
def test_a_storm_of_throttling_that_passes_changes_nothing(theatre: Theatre, story: str) -> None:
    calm, _ = theatre.undisturbed(story)
    dealer = Dealer("429/1", first=True)
    with theatre.stage(dealer) as scene:
        ending = scene.play(story)
        found = list(complaints(story, scene, ending, calm))
    TABLE.add("every question is throttled the first time (429, Retry-After: 1)", story, str(int(ending.code)), found)
    assert (found, ending.code) == ([], calm.code)
    assert dealer.struck > 10


@pytest.mark.parametrize("ahead", [DAY, -DAY], ids=["this computer is a day behind", "this computer is a day ahead"])
def test_a_clock_that_is_a_day_off_changes_no_finding(theatre: Theatre, ahead: timedelta) -> None:
    calm, _ = theatre.undisturbed("diagnose")
    with theatre.stage(Dealer(), ahead=ahead) as scene:
        ending = scene.play("diagnose")
        found = list(complaints("diagnose", scene, ending, calm))
    found += [f"{check} says {status}" for check, status in statuses(ending.document).items() if status != statuses(calm.document)[check]]
    TABLE.add(f"this computer's clock is a day {'behind' if ahead > timedelta(0) else 'ahead'}", "diagnose", str(int(ending.code)), found)
    assert (found, messages(ending.document)) == ([], messages(calm.document))


def messages(document: object) -> list[str]:
    """What every check says, ages among it; but for the moments themselves, and for the minute that may lie between two runs."""
    assert isinstance(document, dict)
    said = [f"{check['id']}: {check['message']}" for cause in document["causes"] for check in cause["checks"]]
    return [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d+ (second|minute)s? ago", "*", words) for words in said]


@pytest.mark.parametrize("ahead", [DAY, -DAY], ids=["this computer is a day behind", "this computer is a day ahead"])
@pytest.mark.parametrize("kind", ["", "lost"], ids=["answered", "answer lost"])
def test_a_backup_is_followed_by_azures_clock(theatre: Theatre, ahead: timedelta, kind: str) -> None:
    calm, places = theatre.undisturbed("back up")
    post = next(place for place in places if place[0].startswith("POST") and place[0].endswith("/backup"))
    dealer = Dealer(kind, post) if kind else Dealer()
    with theatre.stage(dealer, ahead=ahead) as scene:
        ending = scene.play("back up")
        found = list(complaints("back up", scene, ending, calm))
        (told,) = scene.journal.undertakings()
        said = str(told.steps[0].said)
    if "none was started" in said:
        found.append(said)
    off = f"this computer's clock is a day {'behind' if ahead > timedelta(0) else 'ahead'}{', and an answer is lost' if kind else ''}"
    TABLE.add(off, "back up", str(int(ending.code)), found)
    assert found == []
