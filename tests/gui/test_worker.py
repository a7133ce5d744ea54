"""The bridge to the worker: one ending per job, on the GUI thread, after the clean-up; nothing blocks."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.ui import worker
from backup_doctor.ui.worker import DRAWN_MS, TURN_SECONDS, Bridge, Job, Report
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


class Slate(QWidget):
    """Notes when it is drawn."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._told.append("drawn")


def test_work_can_wait_until_the_window_has_drawn(qtbot: QtBot, bridge: Bridge) -> None:
    told: list[str] = []
    slate = Slate(told)
    qtbot.addWidget(slate)
    slate.show()
    qtbot.waitUntil(lambda: "drawn" in told)
    told.clear()

    async def work(_: Report) -> None:
        told.append("begun")

    slate.update()
    with qtbot.waitSignal(bridge.submit(work, once_drawn=True).ended):
        pass
    assert told == ["drawn", "begun"]


async def never(_: Report) -> None:
    pytest.fail("nobody wants it any more")


def test_work_that_waits_for_the_picture_can_be_cancelled(qtbot: QtBot, bridge: Bridge) -> None:
    job = bridge.submit(never, once_drawn=True)
    endings = Endings(job)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert endings.told == ["cancelled"]


def test_work_that_waits_for_the_picture_is_left_out_when_the_window_closes(qtbot: QtBot) -> None:
    bridge = Bridge()
    bridge.submit(never, once_drawn=True)
    threads = threading.active_count()
    assert bridge.close()
    qtbot.wait(4 * DRAWN_MS)
    assert threading.active_count() == threads


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
    at_once = TURN_SECONDS / 0.003 + 1
    assert all(after - before <= at_once for before, after in pairwise(beats)), "and after each batch"


def test_the_window_is_woken_once_for_all_that_is_posted_meanwhile(qtbot: QtBot, bridge: Bridge) -> None:
    wakes: list[None] = []
    told: list[int] = []
    bridge._wake.connect(lambda: wakes.append(None), Qt.ConnectionType.DirectConnection)

    def tell(posted: int) -> None:
        for number in range(len(told), posted):
            bridge.post(partial(told.append, number))
        qtbot.waitUntil(lambda: told == list(range(posted)))

    tell(100)
    assert len(wakes) == 1
    tell(101)
    assert len(wakes) == 2, "and again for what comes later"


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


def test_to_cancel_what_has_ended_says_nothing_more(qtbot: QtBot, bridge: Bridge) -> None:
    async def work(_: Report) -> str:
        return "done"

    job = bridge.submit(work)
    endings = Endings(job)
    with qtbot.waitSignal(job.done):
        pass
    job.cancel()
    with qtbot.waitSignal(bridge.submit(work).done):
        pass  # by now the loop has heard of the cancelling too
    assert endings.told == [("done", "done")]


def test_cancelling_waits_for_nothing(qtbot: QtBot, bridge: Bridge) -> None:
    entered, release, free = threading.Event(), threading.Event(), threading.Event()

    async def hold(_: Report) -> None:
        entered.set()
        release.wait(5)  # holds the loop itself, as loading a module may
        free.set()

    job = bridge.submit(hold)
    assert entered.wait(5)
    job.cancel()
    assert not free.is_set()
    with qtbot.waitSignal(job.ended):
        release.set()


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


def test_what_was_said_but_not_heard_before_closing_is_heard_no_more(qtbot: QtBot) -> None:
    bridge = Bridge()
    told: list[str] = []
    bridge.post(lambda: told.append("too late"))
    bridge.close()
    qtbot.wait(20)
    assert told == []


def test_what_was_to_be_closed_with_the_loop_is_closed(qtbot: QtBot) -> None:
    bridge = Bridge()
    closed: list[str] = []

    async def cleanup() -> None:
        closed.append("connection")

    bridge.at_close(cleanup)
    bridge.submit(forever)
    assert bridge.close()
    assert closed == ["connection"]


def test_what_is_in_flight_ends_before_the_connection_it_uses_is_closed(qtbot: QtBot) -> None:
    bridge = Bridge()
    begun = threading.Event()
    ended: list[str] = []

    async def work(_: Report) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("work")

    async def cleanup() -> None:
        ended.append("connection")

    bridge.at_close(cleanup)
    bridge.submit(work)
    assert begun.wait(5)
    assert bridge.close()
    assert ended == ["work", "connection"]


def test_what_cleans_up_for_ever_keeps_no_other_connection_open(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch) -> None:
    log_watch.expect("clean-up failed")
    monkeypatch.setattr(worker, "CLEANUP_SECONDS", 0.05)
    bridge = Bridge()
    begun = threading.Event()
    closed: list[str] = []

    async def work(_: Report) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()

    async def endless() -> None:
        await asyncio.Event().wait()

    async def cleanup() -> None:
        closed.append("connection")

    bridge.at_close(endless)
    bridge.at_close(cleanup)
    bridge.submit(work)
    assert begun.wait(5)
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


@pytest.mark.parametrize("worked", [False, True])
def test_after_closing_new_work_is_dropped(qtbot: QtBot, worked: bool) -> None:
    bridge = Bridge()
    if worked:
        bridge.submit(forever)
    assert bridge.close()
    threads = threading.active_count()
    job = bridge.submit(forever)
    job.cancel()
    assert bridge.close()
    assert threading.active_count() == threads


def test_what_fails_while_the_window_closes_is_no_error_of_the_log(qtbot: QtBot) -> None:
    bridge, begun = Bridge(), threading.Event()

    async def failing_late(report: Report) -> None:
        begun.set()
        try:
            await forever(report)
        finally:
            raise ValueError("late")

    bridge.submit(failing_late)
    qtbot.waitUntil(begun.is_set)
    assert bridge.close()
    del bridge
    gc.collect()  # asyncio complains of what nobody has looked at when it goes
