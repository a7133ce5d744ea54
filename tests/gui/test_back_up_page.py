"""Back up again: what is said beforehand, the job as it goes, and its end in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.catalogue.back_up import BACKUP_ACTION
from backup_doctor.core.diagnosis import NO_CODE, SymptomSource
from backup_doctor.core.undertaking import Outcome, Undertaking
from backup_doctor.lab.backup import end_job, make_job
from backup_doctor.lab.build import vault_of
from backup_doctor.lab.protection import item_of
from backup_doctor.ui.app import Parts
from backup_doctor.ui.backing_up import BACK_UP_NOW
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.pages.back_up import BackUpPage
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.qt_access import nameless
from tests.helpers.qt_repairs import Repairing, repairing
from tests.helpers.qt_wizard import PATIENCE

HEALTHY = "healthy-windows"
SILENT = "windows-agent-stopped"
LOCKED = "restore-points-locked"
UNLOCK = "resource-group-lock/unlock-for-good"

Look = Callable[[str], Repairing]


@pytest.fixture
def look(qtbot: QtBot, parts: Parts) -> Iterator[Look]:
    """Looks at a VM that plays a scenario, in a lab of its own."""
    opened: list[AbstractContextManager[Repairing]] = []

    def look(scenario: str) -> Repairing:
        lab = repairing(qtbot, parts, scenario)
        wizard = lab.__enter__()
        opened.append(lab)
        wizard.look(scenario)
        return wizard

    yield look
    for lab in opened:
        lab.__exit__(None, None, None)


def ready(wizard: Repairing) -> BackUpPage:
    """The page, with repairs allowed."""
    wizard.allow()
    return wizard.back_up_page()


def backed_up_before(wizard: Repairing, scenario: str, times: int) -> None:
    """So many backups on demand have ended in the last hours."""
    world = wizard.lab.world
    machine = world.machine(wizard.vm(scenario))
    assert machine is not None
    item = item_of(world, machine)
    assert item is not None
    for number in range(times):
        began = world.now() - timedelta(hours=number + 1)
        job = make_job(vault_of(item), f"00000000-0000-4000-8000-{number:012}", machine.id, began, user_triggered=True)
        end_job(job, "Completed", ("Completed", "Completed"), began + timedelta(minutes=5))
        world.store.put(job)


def hold(wizard: Repairing) -> None:
    """From now on a job takes as long as the test wants."""
    wizard.lab.world.pace = timedelta(minutes=1)


def let_go(wizard: Repairing) -> None:
    """Jobs that were held end now."""
    world = wizard.lab.world
    with world.lock:
        world.pace, world.now = timedelta(seconds=0.1), lambda: datetime.now(UTC) + timedelta(minutes=20)


def end(wizard: Repairing, page: BackUpPage) -> Undertaking:
    """Wait for the end, the checks after it, and what the page asks then."""
    wizard.end()
    wizard.know_offers()
    wizard.qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
    assert wizard.state.run is not None
    return list(wizard.state.run.undertakings.values())[-1]


def running(wizard: Repairing, page: BackUpPage) -> None:
    """Start a backup and wait until its tasks are seen."""
    page.card.start.click()
    wizard.qtbot.waitUntil(lambda: bool(page.job.tasks), timeout=PATIENCE)


def note(wizard: Repairing) -> str:
    """What the rail says of the backup."""
    row = wizard.state.steps().index(Step(Kind.BACK_UP))
    return str(wizard.window.rail.item(row).data(Qt.ItemDataRole.AccessibleTextRole)).partition(", ")[2]


def test_today_s_backups_are_counted(look: Look) -> None:
    wizard = look(HEALTHY)
    assert "0 backup" in wizard.back_up_page().card.facts.plain()
    backed_up_before(wizard, HEALTHY, 2)
    wizard.flow.start()
    wizard.finish()
    wizard.know_offers()
    assert "2 backup" in wizard.back_up_page().card.facts.plain()


@pytest.mark.parametrize(("times", "available", "words"), [(3, True, "Azure supports 3 a day"), (9, False, "takes no more than 9")])
def test_too_many_backups_are_warned_of_and_then_refused(look: Look, times: int, available: bool, words: str) -> None:
    wizard = look(HEALTHY)
    backed_up_before(wizard, HEALTHY, times)
    wizard.flow.start()
    wizard.finish()
    wizard.know_offers()
    page = ready(wizard)
    assert page.card.start.isEnabled() is available
    assert words in page.card.facts.plain() + page.card.reason.toPlainText()


def test_a_snapshot_may_pause_a_linux_file_system(look: Look) -> None:
    assert "may pause" in look("healthy-linux").back_up_page().card.facts.plain()


def test_read_only_is_said_and_the_switch_is_offered_on_the_spot(look: Look) -> None:
    wizard = look(HEALTHY)
    page = wizard.back_up_page()
    assert not page.card.start.isEnabled()
    assert "Read-only" in page.card.reason.toPlainText()
    page.card.allow.click()
    wizard.sheet(QuestionSheet).yes.click()
    assert page.card.start.isEnabled()
    assert not page.card.allow.isVisible()
    assert not page.card.reason.isVisible()


def test_without_the_permission_the_button_says_which_is_missing(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, HEALTHY) as wizard:
        wizard.lab.world.deny(BACKUP_ACTION, f"/subscriptions/{wizard.lab.subscription}")
        wizard.look(HEALTHY)
        page = ready(wizard)
        assert not page.card.start.isEnabled()
        assert BACKUP_ACTION.casefold() in page.card.reason.toPlainText().casefold()


def test_while_another_backup_runs_none_is_started_and_it_can_be_asked_again(look: Look) -> None:
    page = ready(look("backup-running"))
    assert not page.card.start.isEnabled()
    assert "A backup of this VM is running" in page.card.reason.toPlainText()
    assert page.card.again.isVisible()


def test_the_plan_can_be_read_first(look: Look) -> None:
    wizard = look(HEALTHY)
    page = wizard.back_up_page()
    assert page.card.request.plain.startswith("POST /")
    page.card.plan.click()
    assert wizard.sheet(PlanSheet).offer.remedy.id == BACK_UP_NOW
    wizard.dialog.close()


def test_a_backup_runs_to_its_end_and_goes_into_the_report(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    running(wizard, page)
    assert [row.name for row in page.job.tasks] == ["Take Snapshot", "Transfer data to vault"]
    assert note(wizard) == "Running…"
    assert page.job.stop.isVisible()
    assert not page.card.isVisible()
    assert end(wizard, page).outcome is Outcome.DONE
    assert [row.state for row in page.job.tasks] == ["Completed", "Completed"]
    assert page.outcome.plain() == "Backed up\nThe backup job ended: Completed."
    assert not page.job.stop.isVisible()
    assert not page.diagnose.isVisible()
    assert page.card.start.isEnabled(), "there may be another"
    assert "1 backup" in page.card.facts.plain()
    assert note(wizard) == "Backed up"
    assert wizard.state.diagnosis is not None
    assert [action.remedy for action in wizard.state.diagnosis.actions] == [BACK_UP_NOW]


def test_a_backup_that_fails_names_its_error_and_leads_to_its_diagnosis(look: Look) -> None:
    wizard = look(SILENT)
    wizard.state.set_complaint(NO_CODE)
    wizard.flow.start()
    wizard.finish()
    wizard.know_offers()
    page = ready(wizard)
    running(wizard, page)
    assert end(wizard, page).outcome is Outcome.FAILED
    assert page.outcome.plain().startswith("The backup failed\nAzure says UserErrorGuestAgentStatusUnavailable")
    first = wizard.state.run
    page.diagnose.click()
    wizard.finish()
    run = wizard.state.run
    assert run is not None and run is not first
    assert (run.complaint.code, run.complaint.source) == ("UserErrorGuestAgentStatusUnavailable", SymptomSource.LAST_JOB)
    assert wizard.window.step.kind is Kind.CAUSE
    assert [action.remedy for action in run.actions] == [BACK_UP_NOW]
    assert wizard.back_up_page().outcome.plain().startswith("The backup failed"), "the new run knows how the last backup ended"


def test_a_job_that_cannot_be_read_is_said_so(look: Look) -> None:
    wizard = look(SILENT)
    page = ready(wizard)
    running(wizard, page)
    end(wizard, page)
    assert wizard.state.run is not None
    wizard.state.run.failed_backups.clear()  # as in a run that has taken the backup over from an earlier one
    wizard.fail("403:/backupJobs/")
    page.appear()
    wizard.qtbot.waitUntil(lambda: "could not be read" in page.outcome.plain(), timeout=PATIENCE)
    assert "The backup job ended: Failed" in page.outcome.plain()
    assert not page.diagnose.isVisible()


def test_the_first_failure_after_a_lock_was_lifted_is_expected(look: Look) -> None:
    wizard = look(LOCKED)
    wizard.allow()
    wizard.fail("409:/backup?")
    stopped = wizard.done(UNLOCK)
    assert stopped.is_open, "the lock is lifted, and its own backup was refused"
    wizard.dialog.close()
    wizard.mend()
    wizard.know_open_items(1)
    wizard.repairs.leave(stopped.id)
    wizard.know_open_items(0)
    wizard.know_offers()
    page = wizard.back_up_page()
    assert "expected to fail" in page.card.facts.plain()
    running(wizard, page)
    assert end(wizard, page).outcome is Outcome.FAILED
    assert page.outcome.plain().startswith("The backup failed; this first failure is expected\n")
    assert "UserErrorRpCollectionLimitReached" in page.outcome.plain()
    wizard.qtbot.waitUntil(page.card.start.isEnabled, timeout=PATIENCE)
    running(wizard, page)
    assert end(wizard, page).outcome is Outcome.DONE


def test_under_a_lock_no_clean_up_is_promised(look: Look) -> None:
    facts = look(LOCKED).back_up_page().card.facts.plain()
    assert "lift the lock first" in facts
    assert "sets off the clean-up" not in facts


def test_no_failure_is_expected_where_no_lock_was_lifted(look: Look) -> None:
    wizard = look("points-full")
    page = ready(wizard)
    running(wizard, page)
    end(wizard, page)
    assert "UserErrorRpCollectionLimitReached" in page.outcome.plain()
    assert page.outcome.plain().startswith("The backup failed\n")


def test_waiting_can_be_stopped_and_taken_up_again(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    hold(wizard)
    running(wizard, page)
    page.job.stop.click()
    wizard.qtbot.waitUntil(page.follow.isVisible, timeout=PATIENCE)
    wizard.know_open_items(1)
    assert page.outcome.plain().startswith("No longer followed\nThe backup may still be running in Azure")
    assert not page.card.isVisible(), "no second one beside it"
    assert [row.name for row in page.job.tasks] == ["Take Snapshot", "Transfer data to vault"]
    assert note(wizard) == "End not seen"
    page.follow.click()
    let_go(wizard)
    assert end(wizard, page).outcome is Outcome.DONE
    assert page.outcome.plain().startswith("Backed up")
    assert wizard.state.diagnosis is not None
    assert len(wizard.state.diagnosis.actions) == 1, "one backup, however often it was taken up"


def test_a_backup_that_nobody_wants_to_follow_can_be_left(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    hold(wizard)
    running(wizard, page)
    page.job.stop.click()
    wizard.qtbot.waitUntil(page.leave.isVisible, timeout=PATIENCE)
    page.leave.click()
    wizard.qtbot.waitUntil(lambda: not page.outcome.isVisible(), timeout=PATIENCE)
    wizard.know_open_items(0)


def test_the_bar_leads_back_to_a_backup_that_runs(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    hold(wizard)
    running(wizard, page)
    wizard.window.go(Step(Kind.SYMPTOM))
    wizard.window.bar.cancel.click()
    assert wizard.window.step == Step(Kind.BACK_UP)
    assert wizard.repairs.is_busy, "looking at it does not stop it"
    wizard.repairs.stop()
    wizard.end()


def test_language_follows_while_the_job_is_on_screen(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    running(wizard, page)
    end(wizard, page)
    assert "second" in page.job.time.text()
    wizard.kit.words.use("ru")
    wizard.qtbot.waitUntil(lambda: "секунд" in page.job.time.text(), timeout=PATIENCE)
    assert [row.name for row in page.job.tasks] == ["Take Snapshot", "Transfer data to vault"], "Azure's words are not translated"


def test_everything_is_reached_and_pressed_by_keyboard_and_has_a_name(look: Look) -> None:
    wizard = look(HEALTHY)
    page = ready(wizard)
    hold(wizard)
    wizard.tab_to(page.card.start)
    wizard.press(Qt.Key.Key_Return)
    wizard.qtbot.waitUntil(lambda: bool(page.job.tasks), timeout=PATIENCE)
    assert nameless(wizard.window) == []
    wizard.tab_to(page.job.stop)
    wizard.press(Qt.Key.Key_Return)
    wizard.qtbot.waitUntil(page.follow.isVisible, timeout=PATIENCE)
    assert nameless(wizard.window) == []
    for button in (page.follow, page.leave):
        wizard.tab_to(button)


@pytest.fixture
def elsewhere(qtbot: QtBot) -> Iterator[Callable[[], None]]:
    """Puts another window in front."""
    other = QWidget()

    def front() -> None:
        with qtbot.waitActive(other):
            other.show()
            other.activateWindow()

    yield front
    other.close()


def test_the_window_asks_for_attention_where_there_is_no_tray(look: Look, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[QWidget] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(QApplication, "alert", asked.append)
    wizard = look(HEALTHY)
    page = ready(wizard)
    running(wizard, page)
    end(wizard, page)
    assert asked == [], "whoever looks at it needs no notice"
    page.card.start.click()
    elsewhere()
    end(wizard, page)
    assert asked == [wizard.window]


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the platform of the tests has no tray
def test_a_message_of_the_system_tells_the_end(look: Look, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def show(_tray: QSystemTrayIcon, _title: str, words: str, *_rest: Any) -> None:
        said.append(words)

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    wizard = look(SILENT)
    page = ready(wizard)
    page.card.start.click()
    elsewhere()
    end(wizard, page)
    assert said == [f"The backup of {wizard.vm(SILENT).name} has failed."]
