"""The program's own window in a process of its own, led to one moment and closed there. Run by tests/gui/test_closing.py.

Its argument is a JSON document: where Azure is, what to do, and whether it is the second start.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from typing import cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.lab.running import LabVm, RunningLab
from backup_doctor.ui.app import Parts, make_application, run_window
from backup_doctor.ui.fleet import Phase
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.window import Window
from tests.helpers.qt_repairs import Repairing

given: dict[str, str] = json.loads(sys.argv[1])
PATIENCE = 60
REMEDY = "vm-no-internet-access/allow-storage"


def wait(condition: Callable[[], object], timeout: int = PATIENCE * 1000) -> None:
    """What `QtBot` does, outside of pytest."""
    end = time.monotonic() + timeout / 1000
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"the window did not get to {given['moment']}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def lead(wizard: Repairing) -> None:
    """To the moment; what is under way there is not waited for."""
    moment, flow, state = given["moment"], wizard.flow, wizard.state
    if moment == "listing":
        wizard.type_sign_in(given["token"], given["endpoint"])
        wizard.press_sign_in()
        wait(lambda: flow.is_listing)
        return
    wizard.sign_in()
    if moment == "failures":
        wizard.vm_page.views.setCurrentIndex(1)
        view = wizard.vm_page.fleet
        assert view is not None
        wait(lambda: view.fleet.phase is Phase.READ)
        view.head.examine.click()
        return
    if moment == "settings":
        wizard.kit.settings.language = "ru"
        wizard.kit.settings.appearance = Appearance.DARK
        wizard.window.resize(720, 560)
        return
    if moment == "killed":
        kill_while_saving(wizard)
    wizard.choose("nsg-denies-storage")
    wizard.window.bar.primary.click()
    if moment == "diagnosis":
        wait(lambda: state.run is not None and bool(state.run.findings))
        return
    wizard.finish()
    if moment == "pdf":
        wizard.summary_page().export_pdf(Path("report.pdf"))
        return
    wizard.know_offers()
    wizard.allow()
    if moment == "plan":
        wizard.plan(REMEDY)
        return
    wizard.carry_out(REMEDY)
    wait(lambda: wizard.repairs.current is not None and wizard.repairs.current.steps[0].may_have_changed)


def kill_while_saving(wizard: Repairing) -> None:
    """Nothing is asked of the program any more: it is ended in the middle of writing its settings."""
    Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
    settings = wizard.kit.settings
    for number in count():
        settings.language = "ru"
        settings.endpoint = f"https://{number}.example"
        settings.save()


def main() -> int:
    """Run the window, and close it at the moment; the second start only says what it finds."""

    def begin() -> None:
        (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window))
        parts = cast(Parts, SimpleNamespace(window=window, kit=window.kit))
        vms = (LabVm(given["vm"], "nsg-denies-storage"),)
        lab = cast(RunningLab, SimpleNamespace(endpoint=given["endpoint"], token=given["token"], vms=vms))
        wizard = Repairing(cast(QtBot, SimpleNamespace(waitUntil=lambda condition, timeout=PATIENCE * 1000: wait(condition, timeout))), parts, lab)
        try:
            if given["moment"] == "look":
                look(wizard)
            else:
                lead(wizard)
            sys.stdout.write("closing\n")
            sys.stdout.flush()
        except Exception:  # else only the program's own log would have it
            traceback.print_exc()
        finally:
            window.quit()

    make_application()
    QTimer.singleShot(500, begin)
    return run_window(demo=False, exit_after_paint=False, started=None)


def look(wizard: Repairing) -> None:
    """What the next start knows."""
    settings = wizard.kit.settings
    wizard.sign_in()
    wait(lambda: wizard.repairs._news is not None)
    told = {
        "language": settings.language,
        "appearance": settings.appearance.value,
        "size": [wizard.window.width(), wizard.window.height()],
        "open": [item.remedy for item in wizard.repairs.open_items],
        "damaged": [str(path) for path in wizard.repairs.damaged],
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    sys.exit(main())
