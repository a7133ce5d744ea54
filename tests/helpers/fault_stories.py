"""Whole stories on the command line while something goes wrong at one chosen request, and what has to be true at their end."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from backup_doctor.cli.main import run
from backup_doctor.core.journal import Journal
from backup_doctor.core.places import journal_folder
from backup_doctor.lab.faults import Fault, Faults
from backup_doctor.lab.locks import LOCK_TYPE
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.lab.world import World
from tests.helpers.troubles import shape
from tests.helpers.worlds import Lab, serving

Place = tuple[str, int]
"""A request without what differs from run to run, and the how-manieth of its like."""

SCENARIO = "nsg-denies-storage"

CODES = {"diagnose": (0, 1, 3, 4), "repair": (0, 1, 3, 5), "back up": (0, 1, 3, 5)}
"""The exit codes that are documented for each story."""


class Dealer(Faults):
    """Lets one fault strike at one place, or from there on, or everything for a while."""

    def __init__(self, kind: str = "", place: Place | None = None, *, onward: bool = False, times: int = 0, first: bool = False) -> None:
        """Say what strikes where.

        Args:
            place: None is everywhere.
            onward: also everything after that.
            times: how often at most; 0 is without end.
            first: only the first of each kind of request.
        """
        super().__init__(())
        self.fault = Fault.parse(f"{kind}:/") if kind else None
        self.place, self.onward, self.times, self.first = place, onward, times, first
        self.seen: list[Place] = []
        self.struck = 0
        self._counts: Counter[str] = Counter()
        self._guard = Lock()
        self._open = False

    def strike(self, target: str) -> Fault | None:
        with self._guard:
            line = shape(target.partition("?")[0])  # what is asked for may hold the time of day
            self._counts[line] += 1
            here = (line, self._counts[line])
            self.seen.append(here)
            if self.fault is None or (self.times and self.struck >= self.times):
                return None
            hit = (self.place is None and (not self.first or self._counts[line] == 1)) or here == self.place or self._open
            self._open |= hit and self.onward
            self.struck += hit
            return self.fault if hit else None

    def calm(self) -> None:
        """From now on nothing goes wrong any more."""
        with self._guard:
            self.fault = None


@dataclass(frozen=True)
class Ending:
    """How a story ended."""

    code: int
    err: str
    document: Any
    """What was put out; None where there is nothing."""
    world: object
    """What counts of the world afterwards."""


@contextmanager
def troubled(dealer: Faults, *, ahead: timedelta = timedelta(0)) -> Iterator[Lab]:
    """A world with one VM that no backup gets out of, and what goes wrong on the way to it.

    Args:
        ahead: how much Azure's clock is ahead of this computer's.
    """
    world = World() if not ahead else World(clock=lambda: World().now() + ahead)
    world.pace = timedelta(0)
    vm = all_scenarios()[SCENARIO].build(world)
    with serving(world, vm, dealer=dealer) as lab:
        yield lab


@dataclass
class Theatre:
    """Plays stories, each in a world and a home of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    number: int = 0
    calm: dict[str, tuple[Ending, list[Place]]] = field(default_factory=dict)

    def undisturbed(self, story: str) -> tuple[Ending, list[Place]]:
        """The end as it ought to be, and every request on the way there."""
        if story not in self.calm:
            dealer = Dealer()
            with self.stage(dealer) as scene:
                ending = scene.play(story)
                self.calm[story] = ending, sorted(set(dealer.seen))
        return self.calm[story]

    @contextmanager
    def stage(self, dealer: Dealer, *, ahead: timedelta = timedelta(0)) -> Iterator[Scene]:
        """A world with one VM that no backup gets out of.

        Args:
            ahead: how much Azure's clock is ahead of this computer's.
        """
        self.number += 1
        home = self.folder / str(self.number)
        home.mkdir()
        self.monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
        with troubled(dealer, ahead=ahead) as lab:
            self.monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
            yield Scene(lab, home, dealer)


@dataclass
class Scene:
    """A lab and a home."""

    lab: Lab
    home: Path
    dealer: Dealer

    def play(self, story: str) -> Ending:
        """One story from the sign-in to the report."""
        vm = ("--vm", str(self.lab.vm))
        match story:
            case "diagnose":
                return self.told("diagnose", *vm)
            case "repair":
                return self.told("fix", *vm, "--remedy", "vm-no-internet-access/allow-storage", "--apply")
            case _:
                return self.told("fix", *vm, "--remedy", "back-up-again/back-up-now", "--apply")

    def told(self, *words: str, to_file: bool = True) -> Ending:
        """Run a command.

        Args:
            to_file: whether what it has to say goes into a file, else to a stdout that nobody reads.
        """
        out, err = self.home / f"{words[0]}.json", io.StringIO()
        out.unlink(missing_ok=True)
        connection = ("--auth", "token", "--arm", self.lab.endpoint, "--format", "json", *(("--output", str(out)) if to_file else ()))
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            try:
                code = run([*words, *connection])
            except SystemExit as stop:
                code = int(stop.code or 0)
        document = json.loads(out.read_bytes()) if out.exists() else None
        return Ending(code, err.getvalue(), document, self.state())

    def state(self) -> object:
        """What a repair changes, what it must not change, and how many backups were begun."""
        world = self.lab.world
        return copy.deepcopy(
            {
                "rules": [
                    rule["name"]
                    for group in world.store.of_type("Microsoft.Network/networkSecurityGroups")
                    for rule in group["properties"]["securityRules"]
                ],
                "locks": world.store.of_type(LOCK_TYPE),
                "changes": sum(line.startswith(("PUT", "DELETE", "PATCH")) for line in self.lab.seen),
            }
        )

    @property
    def journal(self) -> Journal:
        return Journal(journal_folder())

    def settle(self) -> Ending | None:
        """The trouble is over, and what stands open is finished, or undone where that was under way; None where nothing stands open."""
        self.dealer.calm()
        items = self.journal.open_items()
        assert len(items) <= 1
        return self.told("journal", "--undo" if items[0].undoing else "--finish", items[0].id) if items else None


def complaints(story: str, scene: Scene, ending: Ending, calm: Ending) -> Iterator[str]:
    """What is not true, or lost, at the end of a story."""
    if ending.code not in CODES[story]:
        yield f"exit code {ending.code}"
    if "Traceback" in ending.err:
        yield "a traceback instead of a sentence"
    if ending.document is None and not ending.err.strip():
        yield f"neither a result nor a sentence: {ending.err[:80]!r}"
    yield from _left_over(scene.home)
    yield from _diagnosed(ending, calm) if story == "diagnose" else _repaired(story, scene, ending, calm)


def _left_over(home: Path) -> Iterator[str]:
    yield from (f"half a file: {path.name}" for path in home.rglob("*.part"))
    yield from (f"no whole PDF: {path.name}" for path in home.rglob("*.pdf") if not path.read_bytes().rstrip().endswith(b"%%EOF"))


def _diagnosed(ending: Ending, calm: Ending) -> Iterator[str]:
    if ending.document is None:
        if ending.code != 3:
            yield f"no document, and exit code {ending.code}"
        return
    before, after = statuses(calm.document), statuses(ending.document)
    for check, status in after.items():
        if status not in (before.get(check, status), "unknown"):  # where the last job cannot be read, every cause is looked at
            yield f"{check} says {status}"
    verdicts = {cause["verdict"] for cause in ending.document["causes"]}
    due = 1 if verdicts & {"confirmed", "suspected"} else 4 if "unknown" in verdicts else 0
    if ending.code != due:
        yield f"exit code {ending.code} where the causes say {due}"


def statuses(document: Any) -> dict[str, str]:
    """The status of every check in a diagnosis."""
    return {check["id"]: check["status"] for cause in document["causes"] for check in cause["checks"]}


def _repaired(story: str, scene: Scene, ending: Ending, calm: Ending) -> Iterator[str]:
    """Afterwards what stands open can be finished, nothing was done twice, and what was not written down was not done."""
    kept = scene.journal
    if kept.damaged():
        yield "a damaged journal"
    told, changes = kept.undertakings(), changes_in(ending)
    if changes and not told:
        yield "something was changed that stands in no journal"
    if ending.code == 0 and kept.open_items():
        yield "done, and something stands open"
    if any(item.is_open for item in told) and not ending.err and ending.document is None:
        yield "something stands open and nobody was told"
    settled = scene.settle()
    if settled is not None and settled.code not in (0, 1, 5):
        yield f"finishing it ended with {settled.code}: {settled.err[:200]}"
    if scene.journal.open_items():
        yield "it cannot be finished"
    last = settled or ending
    if any(item.undoing for item in scene.journal.undertakings()):
        if changes_in(last) and len(rules_in(last)) >= len(rules_in(calm)):
            yield "it was undone, and the rule is there"
    elif scene.journal.undertakings() and story == "repair" and ending.code in (0, 1) and rules_in(last) != rules_in(calm):
        yield f"the rules are {rules_in(last)}"
    if len(rules_in(last)) > len(rules_in(calm)):
        yield "a rule was made twice"


def changes_in(ending: Ending) -> int:
    """How many changing requests arrived."""
    assert isinstance(ending.world, dict)
    return int(ending.world["changes"])


def rules_in(ending: Ending) -> list[str]:
    """The security rules of the world."""
    assert isinstance(ending.world, dict)
    return sorted(ending.world["rules"])


Choice = Callable[[list[Place]], list[Place]]
"""Which places are tried."""
