"""Accuracy, measured: every scenario of the lab diagnosed, what was found against what is wrong, printed into docs/accuracy.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.symptoms import ALL
from backup_doctor.core.model import Verdict
from backup_doctor.lab.scenario import Scenario
from backup_doctor.lab.scenarios import all_scenarios
from tests.helpers.diagnosed import everything

SCENARIOS = {name: module.scenario for name, module in sorted(all_scenarios().items())}
CAUSES = [cause.id for cause in catalogue()]
NONE = "none"
STANDING = (Verdict.CONFIRMED, Verdict.SUSPECTED)

FEWEST_SCENARIOS, FEWEST_NEAR_MISSES = 60, 2


def test_the_lab_has_enough_worlds() -> None:
    assert len(SCENARIOS) >= FEWEST_SCENARIOS


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_is_shown_and_has_worlds_that_only_look_like_it(cause: str) -> None:
    assert [name for name, scenario in SCENARIOS.items() if scenario.root_cause == cause] != [], "no world has this root cause"
    missed = [name for name, scenario in SCENARIOS.items() if cause in scenario.near_miss_of]
    assert len(missed) >= FEWEST_NEAR_MISSES, f"only {missed} have it in near_miss_of"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_near_miss_accuses_nobody_falsely(name: str) -> None:
    found = {cause.id: cause.verdict for cause in everything(name)[0].causes}
    assert [cause for cause in SCENARIOS[name].near_miss_of if found[cause] is Verdict.CONFIRMED] == []
    assert SCENARIOS[name].root_cause not in SCENARIOS[name].near_miss_of


def test_the_documentation_shows_what_was_measured(golden: Callable[[str, str], None]) -> None:
    golden("docs/accuracy.md", "\n".join(page()) + "\n")


def page() -> Iterator[str]:
    """The page, generated: no number in it is typed by hand."""
    right = sum(found(name) == expected(scenario) for name, scenario in SCENARIOS.items())
    yield "# Accuracy"
    yield ""
    yield f"{len(SCENARIOS)} worlds of the lab were diagnosed with every cause examined; {right} came to the root cause that was built into them."
    yield "Rules and worlds were written from the same published facts: this measures that they agree, not how often Azure surprises both."
    yield "A world that lacks a fault counts as `none`. `make golden` makes this page anew, and a test fails when it no longer tells the truth."
    yield ""
    yield "## Built in (rows) and found (columns)"
    yield ""
    yield from matrix()
    yield ""
    yield "## By cause"
    yield ""
    yield "*Shown*: worlds in which it is the root, and how many of them were found. *Look-alikes*: worlds that only look like it,"
    yield "and in how many of them it was taken for the root."
    yield ""
    yield from by_cause()
    yield ""
    yield "## The worlds"
    yield ""
    yield from worlds()


def expected(scenario: Scenario) -> str:
    return scenario.root_cause or NONE


@cache
def found(name: str) -> str:
    return everything(name)[0].root_cause or NONE


def matrix() -> Iterator[str]:
    names = [*ALL, NONE]
    count = Counter((expected(scenario), found(name)) for name, scenario in SCENARIOS.items())
    yield f"| | {' | '.join(str(number) for number in range(1, len(names) + 1))} |"
    yield f"|---|{'---:|' * len(names)}"
    for number, row in enumerate(names, 1):
        yield f"| {number} `{row}` | {' | '.join(str(count[row, column] or '·') for column in names)} |"


def by_cause() -> Iterator[str]:
    yield "| cause | shown | found | look-alikes | accused |"
    yield "|---|---:|---:|---:|---:|"
    for cause in ALL:
        shown = [name for name, scenario in SCENARIOS.items() if scenario.root_cause == cause]
        alike = [name for name, scenario in SCENARIOS.items() if cause in scenario.near_miss_of]
        accused = [name for name in alike if found(name) == cause]
        yield f"| `{cause}` | {len(shown)} | {sum(found(name) == cause for name in shown)} | {len(alike)} | {len(accused)} |"


def worlds() -> Iterator[str]:
    yield "| world | what is the matter | root cause | looks like | confidence |"
    yield "|---|---|---|---|---|"
    for name, scenario in SCENARIOS.items():
        alike = ", ".join(f"`{cause}`" for cause in scenario.near_miss_of) or "·"
        yield f"| `{name}` | {scenario.title} | `{found(name)}` | {alike} | {everything(name)[0].confidence.value} |"
