"""How long the window stands still at a time, on the whole walk through the lab, and what it was at meanwhile.

Run: ``make bench``, or ``python tests/bench/frames.py [--top N]``. The lab is a process of its own and takes its time to answer, as Azure
does: in this one it would take the interpreter from the window. Prints the longest pauses, and one JSON line. A pause is the time
between two beats of a timer of 5 ms on the GUI thread; its cause is what most of the samples of that thread's stack, taken every 5 ms
meanwhile by another thread, have in common. The processor's time of the GUI thread is told too: on a busy machine a pause is longer
than what the program has computed in it. Goal: none over 100 ms.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.resource_id import VmId
from backup_doctor.ui import collector, errands
from backup_doctor.ui.app import SWITCH_SECONDS, Parts, make_application
from backup_doctor.ui.fleet import Phase
from backup_doctor.ui.pages.page import Page
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.pages.summary import SummaryPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.pages.vms import VmPage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TOKEN

P = TypeVar("P", bound=Page)

BEAT_MS = 5
SAMPLE_SECONDS = 0.005
GOAL_MS = 100.0
PATIENCE = 120.0
LATENCY_MS = 50
SCENARIO = "windows-agent-stopped"
FLEET = 1_400
"""VMs of the lab's fleet, of which 20 have failed."""


@dataclass(frozen=True)
class Pause:
    """The window did not turn to its events for so long."""

    ms: float
    cpu_ms: float
    """Of it, what the GUI thread itself has computed."""
    where: str
    """The step of the walk."""
    cause: str


class Heart:
    """Beats on the GUI thread; notes what kept it."""

    def __init__(self) -> None:
        self.pauses: list[Pause] = []
        self.where = ""
        self._thread = threading.get_ident()
        self._samples: list[tuple[float, str]] = []
        self._stopped = threading.Event()
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._sampler.start()

    def stop(self) -> None:
        self._timer.stop()
        self._stopped.set()
        self._sampler.join()

    def _beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        gap = 1e3 * (now - self._last) - BEAT_MS
        if gap > 20:
            self.pauses.append(Pause(gap, 1e3 * (cpu - self._last_cpu), self.where, self._cause(self._last)))
        self._samples.clear()
        self._last, self._last_cpu = now, cpu

    def _cause(self, since: float) -> str:
        stacks = [stack for at, stack in list(self._samples) if at >= since]
        return Counter(stacks).most_common(1)[0][0] if stacks else "?"

    def _sample(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            frame = sys._current_frames().get(self._thread)
            self._samples.append((time.perf_counter(), _told(frame)))


def _told(frame: FrameType | None) -> str:
    """The innermost places of ours, the innermost last; Qt itself leaves no frame."""
    places: list[str] = []
    while frame is not None and len(places) < 5:
        code = frame.f_code
        if "backup_doctor" in code.co_filename or "tests/bench" in code.co_filename:
            places.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " > ".join(reversed(places))


class Walk:
    """From the sign-in to the report, as fast as Azure answers."""

    def __init__(self, parts: Parts, heart: Heart, folder: Path) -> None:
        self.window, self.kit, self.heart, self.folder = parts.window, parts.kit, heart, folder

    def warm_up(self, parts: Parts) -> None:
        """What the program loads beside while the user chooses how to sign in."""
        with self._at("warm up"):
            ended: list[bool] = []
            parts.bridge.submit(lambda _: _load()).ended.connect(lambda: ended.append(True))
            self._wait(lambda: ended)

    def run(self, lab: dict[str, Any]) -> None:
        """All of it."""
        state, flow = self.kit.state, self.kit.flow
        with self._at("sign in"):
            self._enter(lab)
        with self._at("choose"):
            page = self._page(VmPage)
            page.filter.setText(next(vm["id"] for vm in lab["vms"] if vm["scenario"] == SCENARIO))
            self.window.bar.primary.click()
            self._wait(lambda: state.last_job is not None)
            assert isinstance(self.window.page, SymptomPage)
        with self._at("diagnose"):
            self.window.bar.primary.click()
            self._wait(lambda: state.run is not None and state.run.finished is not None and not state.run.waiting and flow.activity is None)
        for step in state.steps():
            with self._at(f"page {step.cause or step.kind}"):
                self.window.go(step)
                self._turn(0.2)
        with self._at("open all rows"):
            self.window.go(next(step for step in state.steps() if step.kind is Kind.CAUSE))
            for row in getattr(self.window.page, "rows", []):
                row.opener.click()
                self._turn(0.02)
        self._write()

    def _write(self) -> None:
        written: list[Path] = []
        with self._at("PDF"):
            self.window.go(Step(Kind.SUMMARY))
            page = self._page(SummaryPage)
            page.pdf_written.connect(written.append)
            page.export_pdf(self.folder / "report.pdf")
            self._wait(lambda: bool(written))
        with self._at("resize"):
            for width in range(900, 1300, 40):
                self.window.resize(width, 700)
                self._turn(0.02)

    def _enter(self, lab: dict[str, Any]) -> None:
        flow, state = self.kit.flow, self.kit.state
        flow.sign_out()
        self.window.go(Step(Kind.SIGN_IN))
        page = self._page(SignInPage)
        page.methods.choose(Method.TOKEN)
        self._turn(0.02)
        for name, words in ((CLOUD, CUSTOM), (ENDPOINT, lab["endpoint"]), (TOKEN, lab["token"])):
            page.form.fields.write(name, words)
            self._turn(0.02)
        self.window.bar.primary.click()
        self._wait(lambda: state.session is not None and state.vms_complete and flow.activity is None)

    def fleet(self, lab: dict[str, Any]) -> None:
        """Twenty failures of a large tenant."""
        with self._at("list 1,400 VMs"):
            self._enter(lab)
        page = self._page(VmPage)
        with self._at("tonight's failures"):
            page.views.setCurrentIndex(1)
            view = page.fleet
            assert view is not None
            self._wait(lambda: view.fleet.phase is Phase.READ)
        with self._at("examine 20 VMs"):
            view.head.examine.click()
            self._wait(lambda: view.fleet.phase is Phase.EXAMINED)
        with self._at("a VM of the fleet"):
            view.picked.emit(VmId.parse(str(view.fleet.failed[0].vm)))
            self._turn(0.5)

    @contextmanager
    def _at(self, where: str) -> Iterator[None]:
        self.heart.where = where
        yield
        self._turn(0.05)

    def _page(self, kind: type[P]) -> P:
        page = self.window.page
        assert isinstance(page, kind), page
        return page

    def _wait(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(self.heart.where)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _turn(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._wait(lambda: time.monotonic() >= end)


async def _load() -> None:
    """As `_after_paint` does."""
    await errands.warm_up()
    await errands.load_pages()
    collector.spare()


@contextmanager
def azure(*arguments: str) -> Iterator[dict[str, Any]]:
    """A lab: where it is, its token and its VMs."""
    command = [sys.executable, "-m", "backup_doctor", "lab", "--latency", str(LATENCY_MS), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told: dict[str, Any] = json.loads(process.stdout.readline())
            yield told
        finally:
            process.terminate()


def main() -> None:
    """Walk, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--top", type=int, default=12, metavar="N")
    top = parser.parse_args().top
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as folder, azure() as demo, azure("--fleet", str(FLEET)) as fleet:
        parts = Parts(application, Path(folder, "settings.ini"), Path(folder, "bench.log"))
        parts.window.show()
        QApplication.processEvents()
        gc.freeze()  # as the program does once its window stands
        heart = Heart()
        walk = Walk(parts, heart, Path(folder))
        walk.warm_up(parts)
        walk.run(demo)
        walk.fleet(fleet)
        heart.stop()
        parts.close()
    longest = sorted(heart.pauses, key=lambda pause: -pause.ms)[:top]
    for pause in longest:
        print(f"{pause.ms:7.1f} ms  cpu {pause.cpu_ms:7.1f}  {pause.where:32} {pause.cause}")
    over = [pause for pause in heart.pauses if pause.ms > GOAL_MS]
    over_cpu = [pause for pause in heart.pauses if pause.cpu_ms > GOAL_MS]
    worst = longest[0].ms if longest else 0.0
    told = {
        "longest_ms": round(worst, 1),
        "longest_computing_ms": round(max((pause.cpu_ms for pause in heart.pauses), default=0.0), 1),
        "over_100_ms": len(over),
        "over_100_ms_computing": len(over_cpu),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
