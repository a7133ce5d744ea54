"""The summary: the verdict, what to do next, and reports that can be saved without losing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.diagnosis import CauseResult, CheckResult
from backup_doctor.core.model import Status, Verdict, unknown
from backup_doctor.core.report import loads
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome
from backup_doctor.ui.app import Parts
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.ticket import headline
from backup_doctor.ui.widgets.text import Prose
from tests.helpers.diagnoses import sample
from tests.helpers.qt_access import nameless
from tests.helpers.qt_repairs import Repairing, repairing
from tests.helpers.qt_wizard import PATIENCE, Wizard

AGENT = "windows-agent-unresponsive"
STUCK = "extension-stuck"
EXTENSION = "backup-extension-load-failure"
DELETE = f"{EXTENSION}/delete-extension"
UNLOCK = "resource-group-lock/unlock-for-good"


def words_of(widget: QWidget) -> str:
    """Everything a part of the page says in blocks of words."""
    return "\n".join(block.toPlainText() for block in widget.findChildren(Prose) if block.isVisibleTo(widget))


@pytest.fixture
def repaired(qtbot: QtBot, parts: Parts) -> Iterator[Repairing]:
    """The stuck extension has been removed, and the checks were run again."""
    with repairing(qtbot, parts, STUCK) as wizard:
        wizard.look(STUCK)
        wizard.allow()
        wizard.done(DELETE)
        wizard.dialog.close()
        wizard.know_offers()
        yield wizard


def backed_up(wizard: Repairing) -> None:
    """Back up once, to the end."""
    wizard.back_up_page().card.start.click()
    wizard.end()
    wizard.know_offers()


def test_the_verdict_names_the_root_cause_and_leads_to_its_page(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    assert "The Windows VM agent does not answer" in page.verdict.plain()
    page.next_steps.findChildren(QPushButton)[0].click()
    assert (wizard.window.step.kind, wizard.window.step.cause) == (Kind.CAUSE, AGENT)


def test_a_healthy_machine_has_no_cause(wizard: Wizard) -> None:
    wizard.diagnose("healthy-windows")
    assert "No cause found" in wizard.summary_page().verdict.plain()


def test_what_could_not_be_looked_at_is_listed_and_names_the_missing_permission_once(wizard: Wizard) -> None:
    wizard.diagnose("no-permission-for-locks")
    page = wizard.summary_page()
    assert page._not_looked_card.isVisible()
    assert wizard.state.diagnosis is not None
    lacking = [check for check in wizard.state.diagnosis.findings(Status.UNKNOWN) if check.finding.missing is not None]
    assert len(lacking) > 0
    assert words_of(page.not_looked).count("Microsoft.Authorization/locks/read") == 1


def test_one_reason_for_many_checks_is_given_once_and_names_the_first_of_them(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "windows-agent-stopped") as wizard:
        wizard.reach_symptom("windows-agent-stopped")
        wizard.fail("403:/virtualMachines/")
        wizard.window.bar.primary.click()
        wizard.finish()
        told = words_of(wizard.summary_page().not_looked)
        assert wizard.state.diagnosis is not None
        lacking = [check for check in wizard.state.diagnosis.findings(Status.UNKNOWN) if check.finding.missing is not None]
        assert len(lacking) > 5
        assert told.count("Microsoft.Compute/virtualMachines/read") == 1
        assert str(lacking[0].title) in told
        assert " more checks." in told


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_pdf_is_written_in_the_language_chosen_on_the_page(qtbot: QtBot, wizard: Wizard, tmp_path: Path, code: str) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    page.report.choose(code)
    path = tmp_path / "summary.pdf"
    with qtbot.waitSignal(page.pdf_written, timeout=PATIENCE):
        page.export_pdf(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert f"/Lang({code}".encode() in path.read_bytes().replace(b" ", b"")
    assert str(path) in page.outcome.plain()
    assert page.outcome.open_file.isVisible()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_lost(qtbot: QtBot, wizard: Wizard, tmp_path: Path) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    nowhere = tmp_path / "none" / "summary.pdf"
    with qtbot.waitSignal(page.pdf_failed, timeout=PATIENCE):
        page.export_pdf(nowhere)
    assert str(nowhere) in page.outcome.plain()
    assert not page.outcome.open_file.isVisible()
    page.save_json(nowhere)
    assert str(nowhere) in page.outcome.plain()
    assert wizard.state.diagnosis is not None
    page.save_json(tmp_path / "diagnosis.json")
    assert "Saved" in page.outcome.plain()


def test_the_saved_json_reads_back_as_the_same_diagnosis(wizard: Wizard, tmp_path: Path) -> None:
    wizard.diagnose("windows-agent-stopped")
    manual = wizard.cause_page(AGENT).manual_rows[0]
    manual.tick.click()
    path = tmp_path / "diagnosis.json"
    wizard.summary_page().save_json(path)
    read = loads(path.read_bytes())
    assert read.root_cause == AGENT
    assert read.done_by_hand == {manual.manual.id}
    assert wizard.state.diagnosis is not None
    assert (read.vm, read.started, read.finished) == (wizard.state.diagnosis.vm, wizard.state.diagnosis.started, wizard.state.diagnosis.finished)


def test_the_text_for_a_ticket_is_plain_and_complete(wizard: Wizard) -> None:
    run = wizard.diagnose("windows-agent-stopped")
    wizard.summary_page().report.ticket.button.click()
    text = QGuiApplication.clipboard().text()
    assert str(run.subject.id) in text
    assert "UserErrorGuestAgentStatusUnavailable" in text
    assert all(wizard.kit.render(cause.title) in text for cause in run.causes)
    assert "<" not in text


def test_the_timeline_begins_with_the_failed_job(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    lines = [words.toPlainText() for words in page.timeline.findChildren(Prose)]
    assert "the backup job started" in lines[0]
    assert "this diagnosis ended" in lines[-1]


def test_the_report_is_in_the_language_of_the_window_until_the_user_chooses(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    report = wizard.summary_page().report
    wizard.kit.words.use("ru")
    qtbot.waitUntil(lambda: report.language_code == "ru")
    report.choose("en")
    wizard.kit.words.use("en")
    wizard.kit.words.use("ru")
    qtbot.wait(10)
    assert report.language_code == "en"


def test_without_a_repair_nothing_is_said_to_have_been_changed(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    page.report.ticket.button.click()
    assert not page.undertaken.isVisible()
    assert not page.changes.isVisible()
    assert "What was changed" not in QGuiApplication.clipboard().text()


def test_what_the_checks_rule_out_is_fixed_but_only_a_backup_proves_it(repaired: Repairing) -> None:
    page = repaired.summary_page()
    assert page.verdict.plain().startswith("Put right, but not backed up yet: Azure Backup's extension fails to update or load\n")
    link = page.next_steps.findChildren(QPushButton)[-1]
    link.click()
    assert repaired.window.step == Step(Kind.BACK_UP)
    backed_up(repaired)
    assert repaired.summary_page().verdict.plain().startswith("Fixed, and backed up since:")


def test_a_cause_that_is_still_there_is_not_fixed(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STUCK) as wizard:
        wizard.look(STUCK)
        wizard.allow()
        machine = wizard.lab.world.machine(wizard.vm(STUCK))
        assert machine is not None
        stuck = machine.backup_extension
        assert stuck is not None

        def come_back() -> None:
            """It is there again before the checks run."""
            current = wizard.repairs.current
            if current is not None and current.outcome is Outcome.DONE and machine.backup_extension is None:
                machine.extensions.append(stuck)

        wizard.repairs.progressed.connect(come_back)
        wizard.carry_out(DELETE)
        wizard.end()
        wizard.dialog.close()
        assert wizard.summary_page().verdict.plain().startswith("Not fixed: Azure Backup's extension fails to update or load\n")


def test_a_backup_alone_is_no_repair(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "windows-agent-stopped") as wizard:
        wizard.look("windows-agent-stopped")
        wizard.allow()
        backed_up(wizard)
        assert wizard.summary_page().verdict.plain().startswith("Root cause: ")


def test_the_checks_stand_before_and_after(repaired: Repairing) -> None:
    words = words_of(repaired.summary_page().changes)
    assert "Before: Failed." in words
    assert "Now: OK. " in words


def test_every_step_is_listed_with_its_request_and_the_id_azure_gave_it(repaired: Repairing) -> None:
    page = repaired.summary_page()
    run = repaired.state.run
    assert run is not None
    sent = run.actions[0].steps[0].sent
    assert sent is not None and sent.request_id
    words = words_of(page.undertaken)
    for said in (sent.request, sent.request_id, "Done", "Nothing is left to undo.", "The checks will show whether it helped."):
        assert said in words


def test_the_timeline_tells_repairs_and_backups_in_their_order(repaired: Repairing) -> None:
    backed_up(repaired)
    lines = [words.toPlainText().partition(": ")[2] for words in repaired.summary_page().timeline.findChildren(Prose)]
    assert lines == [
        "the backup job started",
        "the backup job failed",
        "this diagnosis started",
        "“Remove the backup extension” begun",
        "“Remove the backup extension” carried out",
        "“Back up now” begun",
        "“Back up now” carried out",
        "this diagnosis ended",
    ]


def test_the_ticket_says_what_was_changed(repaired: Repairing) -> None:
    backed_up(repaired)
    page = repaired.summary_page()
    page.report.ticket.button.click()
    text = QGuiApplication.clipboard().text()
    run = repaired.state.run
    assert run is not None
    assert all(sent.request in text and sent.request_id in text for action in run.actions for sent in action.sent)
    assert "A backup on demand has completed since." in text
    assert "Failed before, OK now." in text
    page.report.redact.setChecked(True)
    page.report.ticket.button.click()
    assert run.subject.id.name not in QGuiApplication.clipboard().text()


def test_a_lifted_lock_is_put_back_from_here(qtbot: QtBot, parts: Parts) -> None:
    scenario = "restore-points-locked"
    with repairing(qtbot, parts, scenario) as wizard:
        wizard.look(scenario)
        wizard.allow()
        assert wizard.done(UNLOCK).outcome is Outcome.DONE
        wizard.dialog.close()
        page = wizard.summary_page()
        (decision,) = page.undertaken.decisions
        assert page.verdict.plain().startswith("Put right, but not backed up yet: ")
        assert "was lifted and is not back" in words_of(page.undertaken)
        assert nameless(wizard.window) == []
        with qtbot.waitActive(wizard.window):
            wizard.window.activateWindow()
        wizard.tab_to(decision.undo)
        wizard.press(Qt.Key.Key_Return)
        wizard.end()
        wizard.dialog.close()
        assert wizard.state.run is not None
        assert [action.state for action in wizard.state.run.actions] == [Outcome.UNDONE]
        qtbot.waitUntil(lambda: "was lifted and is back" in words_of(page.undertaken), timeout=PATIENCE)
        assert page.verdict.plain().startswith("Not fixed: ")


def test_an_undertaking_that_stopped_is_finished_from_here(qtbot: QtBot, parts: Parts) -> None:
    scenario = "restore-points-locked"
    with repairing(qtbot, parts, scenario) as wizard:
        wizard.look(scenario)
        wizard.allow()
        wizard.fail("409:/backup?")
        assert wizard.done(UNLOCK).is_open
        wizard.dialog.close()
        wizard.mend()
        wizard.know_open_items(1)
        page = wizard.summary_page()
        (decision,) = page.undertaken.decisions
        wizard.repairs.allow(False)
        assert not decision.finish.isEnabled()
        wizard.repairs.allow(True)
        decision.finish.click()
        wizard.end()
        wizard.dialog.close()
        assert wizard.state.run is not None
        assert [action.state for action in wizard.state.run.actions] == [Outcome.DONE]


def test_where_nothing_could_be_looked_at_nothing_is_said_to_be_found_or_not() -> None:
    blind = CheckResult("lock/1", verbatim("No lock"), unknown(verbatim("Not allowed to look.")))
    diagnosis = replace(sample(), causes=(CauseResult("lock", verbatim("Lock"), Verdict.UNKNOWN, (blind,)),), root_cause=None, actions=())
    assert str(headline(diagnosis)) == "Nothing could be checked"
