"""What is waited for: each ends once, the youngest is given up first, and nothing of what was given up is heard any more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.text import Text, verbatim
from backup_doctor.ui.activities import Activities, Activity
from backup_doctor.ui.worker import Bridge, Report, Work
from tests.helpers.logfail import LogWatch


class Bench:
    """Activities, and what has been heard of them."""

    def __init__(self, bridge: Bridge) -> None:
        self.activities = Activities(bridge, bridge)
        self.told: list[object] = []
        self.shown: list[int] = []
        """How many were going on at each change."""
        self.faults: list[BaseException] = []
        self.activities.activity_changed.connect(lambda: self.shown.append(len(self.activities.activities)))
        self.activities.fault.connect(self.faults.append)

    def begin(self, work: Work, name: str = "it") -> Activity:
        def failed(text: Text) -> None:
            self.told.append(f"{name} failed: {text}")

        def cancelled() -> None:
            self.told.append(f"{name} cancelled, {len(self.activities.activities)} left")

        def done(result: object) -> None:
            self.told.append(f"{name} done: {result}")

        return self.activities.begin(verbatim(name), work, done, failed, progress=self.told.append, cancelled=cancelled)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bridge = Bridge()
    yield Bench(bridge)
    assert bridge.close()


async def forever(_: Report) -> None:
    await asyncio.Event().wait()


async def stubborn(report: Report) -> str:
    """Ends well although nobody wants it any more."""
    report("begun")
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        report("late news")
    return "late"


async def failing_late(report: Report) -> None:
    await stubborn(report)
    raise CouldNotLook(verbatim("late trouble"))


def test_the_youngest_is_shown_and_given_up_first(bench: Bench) -> None:
    for name in ("first", "second"):
        bench.begin(forever, name)
    for left in ("second", "first"):
        activity = bench.activities.activity
        assert activity is not None and str(activity.what) == left
        bench.activities.cancel()
    assert bench.told == ["second cancelled, 1 left", "first cancelled, 0 left"]
    assert bench.shown == [1, 2, 1, 0]
    bench.activities.cancel()
    assert len(bench.told) == 2, "there is nothing left to give up"


def test_what_has_ended_cannot_be_given_up_once_more(bench: Bench) -> None:
    activity = bench.begin(forever)
    bench.activities.give_up(activity)
    bench.activities.give_up(activity)
    assert bench.told == ["it cancelled, 0 left"]


def test_what_comes_to_its_end_is_told_once_and_shown_no_longer(qtbot: QtBot, bench: Bench) -> None:
    async def count(report: Report) -> int:
        report("one")
        return 1

    activity = bench.begin(count)
    with qtbot.waitSignal(activity.job.ended):
        pass
    assert bench.told == ["one", "it done: 1"]
    assert bench.shown == [1, 0]


@pytest.mark.parametrize("work", [forever, stubborn, failing_late])
def test_nothing_of_what_was_given_up_is_heard_any_more(qtbot: QtBot, bench: Bench, work: Work) -> None:
    activity = bench.begin(work)
    if work is not forever:
        qtbot.waitUntil(lambda: bench.told == ["begun"])
    with qtbot.waitSignal(activity.job.ended):  # it is stopped, and not only forgotten
        bench.activities.give_up(activity)
        assert bench.told[-1] == "it cancelled, 0 left", "at once"
    assert [told for told in bench.told if told != "begun"] == ["it cancelled, 0 left"]
    assert bench.shown == [1, 0]
    assert bench.faults == []


def test_what_the_worker_itself_gives_up_is_told_too(qtbot: QtBot, bench: Bench) -> None:
    activity = bench.begin(forever)
    with qtbot.waitSignal(activity.job.ended):
        activity.job.cancel()
    assert bench.told == ["it cancelled, 0 left"]


def test_what_azure_says_is_told_in_its_words(qtbot: QtBot, bench: Bench) -> None:
    async def refused(_: Report) -> None:
        raise CouldNotLook(verbatim("Not allowed to look."))

    with qtbot.waitSignal(bench.begin(refused).job.ended):
        pass
    assert bench.told == ["it failed: Not allowed to look."]
    assert bench.faults == []


def test_an_error_nobody_expected_is_logged_shown_and_told(qtbot: QtBot, bench: Bench, log_watch: LogWatch) -> None:
    log_watch.expect("unexpected in the worker")
    error = LookupError("no such thing")

    async def broken(_: Report) -> None:
        raise error

    with qtbot.waitSignal(bench.begin(broken).job.ended):
        pass
    assert bench.told == ["it failed: Backup Doctor itself failed here. The log says why."]
    assert bench.faults == [error]
