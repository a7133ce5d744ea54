"""The bridge to the worker: one ending per job, on the GUI thread, after the clean-up; nothing blocks."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from backup_doctor.ui.worker import Bridge, Job, Report
from tests.helpers.logfail import LogWatch


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


class Endings:
    """What a job has told, in order, and on which thread."""

    def __init__(self, job: Job) -> None:
        self.told: list[object] = []
        self.threads: set[int] = set()
        job.done.connect(lambda result: self._note(("done", result)))
        job.failed.connect(lambda error: self._note(("failed", str(error))))
        job.cancelled.connect(lambda: self._note("cancelled"))
        job.progress.connect(lambda news: self._note(news))

    def _note(self, what: object) -> None:
        self.told.append(what)
        self.threads.add(threading.get_ident())


async def forever(_: Report) -> None:
    await asyncio.Event().wait()


def test_a_job_reports_in_order_and_ends_once_on_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    async def count(report: Report) -> str:
        for number in range(1000):
            report(number)
        return "counted"

    job = bridge.submit(count)
    endings = Endings(job)
    with qtbot.waitSignal(job.ended):
        pass
    assert endings.told == [*range(1000), ("done", "counted")]
    assert endings.threads == {threading.get_ident()}


def test_the_window_turns_to_its_events_between_many_messages(qtbot: QtBot, bridge: Bridge) -> None:
    beats: list[int] = []

    async def count(report: Report) -> None:
        for number in range(60):
            report(number)

    job = bridge.submit(count)
    seen: list[int] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(len(seen)))

    def note(number: object) -> None:
        assert isinstance(number, int)
        seen.append(number)
        time.sleep(0.003)

    job.progress.connect(note)
    heart.start(1)
    with qtbot.waitSignal(job.ended):
        time.sleep(0.05)  # all of them are there by now
    heart.stop()
    assert seen == list(range(60))
    assert len([beat for beat in beats if 0 < beat < 60]) >= 3, "the timer had its turn while messages were left"


def test_a_message_that_fails_takes_no_other_with_it(qtbot: QtBot, bridge: Bridge) -> None:
    told: list[str] = []

    def fail() -> None:
        raise LookupError("no such thing")

    with qtbot.captureExceptions() as caught:
        bridge.post(fail)
        bridge.post(lambda: told.append("the next"))
        qtbot.waitUntil(lambda: told == ["the next"])
    assert [str(error) for _, error, _ in caught] == ["no such thing"]


def test_the_work_itself_runs_on_another_thread(qtbot: QtBot, bridge: Bridge) -> None:
    async def where(_: Report) -> int:
        return threading.get_ident()

    job = bridge.submit(where)
    with qtbot.waitSignal(job.done) as done:
        pass
    assert done.args[0] != threading.get_ident()


def test_an_error_arrives_as_it_was_raised(qtbot: QtBot, bridge: Bridge) -> None:
    async def fail(_: Report) -> None:
        raise LookupError("no such thing")

    job = bridge.submit(fail)
    endings = Endings(job)
    with qtbot.waitSignal(job.ended):
        pass
    assert endings.told == [("failed", "no such thing")]


def test_cancelled_comes_after_the_work_has_cleaned_up(qtbot: QtBot, bridge: Bridge) -> None:
    steps: list[str] = []

    async def tidy(report: Report) -> None:
        report("started")
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            steps.append("cleaned up")

    job = bridge.submit(tidy)
    job.cancelled.connect(lambda: steps.append("cancelled"))
    with qtbot.waitSignal(job.progress):
        pass
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert steps == ["cleaned up", "cancelled"]


def test_a_job_cancelled_before_it_began_never_runs(qtbot: QtBot, bridge: Bridge) -> None:
    ran: list[bool] = []

    async def work(_: Report) -> None:
        ran.append(True)

    bridge.call(lambda: time.sleep(0.05))  # so that the cancellation is there first
    job = bridge.submit(work)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert ran == []


def test_closing_ends_what_is_in_flight_and_says_nothing_more(qtbot: QtBot) -> None:
    bridge = Bridge()
    jobs = [bridge.submit(forever) for _ in range(50)]
    endings = [Endings(job) for job in jobs]
    assert bridge.close()
    qtbot.wait(20)
    assert [ending.told for ending in endings] == [[] for _ in jobs]


def test_what_was_to_be_closed_with_the_loop_is_closed(qtbot: QtBot) -> None:
    bridge = Bridge()
    closed: list[str] = []

    async def cleanup() -> None:
        closed.append("connection")

    bridge.at_close(cleanup)
    bridge.submit(forever)
    assert bridge.close()
    assert closed == ["connection"]


def test_where_nothing_was_asked_for_nothing_is_closed(qtbot: QtBot) -> None:
    bridge = Bridge()
    closed: list[str] = []

    async def cleanup() -> None:
        closed.append("connection")

    bridge.at_close(cleanup)
    assert bridge.close()
    assert closed == [], "there is no loop to have opened anything, and starting one takes its time"


def test_a_failing_clean_up_does_not_keep_the_others_from_theirs(qtbot: QtBot, log_watch: LogWatch) -> None:
    log_watch.expect("clean-up failed")
    bridge = Bridge()
    closed: list[str] = []

    async def broken() -> None:
        raise OSError("gone")

    async def cleanup() -> None:
        closed.append("second")

    bridge.at_close(broken)
    bridge.at_close(cleanup)
    bridge.submit(forever)
    assert bridge.close()
    assert closed == ["second"]


def test_work_that_will_not_stop_does_not_hold_up_the_end(qtbot: QtBot) -> None:
    bridge = Bridge()
    release = threading.Event()
    entered = threading.Event()

    async def stubborn(_: Report) -> None:
        entered.set()
        release.wait(20)  # blocks the loop itself, which no cancellation can reach

    bridge.submit(stubborn)
    assert entered.wait(5)
    assert not bridge.close(timeout=0.05)
    release.set()
    assert bridge.close()


def test_after_closing_new_work_is_dropped(qtbot: QtBot) -> None:
    bridge = Bridge()
    bridge.close()
    job = bridge.submit(forever)
    job.cancel()
    assert bridge.close()
