"""A diagnosis on screen: rows settle in place, can be cancelled, looked at again, and show what Azure says literally."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from backup_doctor.catalogue.symptoms import causes_of
from backup_doctor.core.environment import NOT_KNOWN
from backup_doctor.core.model import Cause, Check, Evidence, Finding, Status, Verdict, failed, ok, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.flow import CANCELLED
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.run import Run
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.check_row import CheckRow
from backup_doctor.ui.widgets.rail import NOTE
from backup_doctor.ui.widgets.text import Prose
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "windows-agent-stopped"
AGENT = "windows-agent-unresponsive"


@pytest.fixture
def waiting(wizard: Wizard) -> Run:
    """A run that has been started by hand: nothing lands unless the test says so."""
    wizard.reach_symptom(SCENARIO)
    run = wizard.state.start_run()
    wizard.flow.run_started.emit()
    return run


def page_of(wizard: Wizard) -> CausePage:
    page = wizard.window.page
    assert isinstance(page, CausePage)
    return page


def evidence(value: str, wizard: Wizard) -> Evidence:
    moment = wizard.state.vms[0].last_backup_at
    assert moment is not None
    return Evidence("GET https://management.example.com/x", "11111111-aaaa", moment, "$.properties.state", value)


def test_the_whole_run_finds_the_stopped_agent(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    assert {check.id for check in run.checks} == set(run.findings)
    assert wizard.state.diagnosis is not None
    assert wizard.state.diagnosis.root_cause == AGENT
    assert wizard.state.diagnosis.environment != NOT_KNOWN
    page = wizard.cause_page(AGENT)
    assert page.verdict is Verdict.CONFIRMED
    assert [row.words.toPlainText() for row in page.rows] == [wizard.kit.render(run.findings[row.check.id].text) for row in page.rows]


def test_start_goes_to_the_first_cause_and_every_row_is_looking(wizard: Wizard, waiting: Run) -> None:
    page = page_of(wizard)
    assert page.cause is waiting.causes[0]
    assert {row.words.toPlainText() for row in page.rows} == {"Looking…"}
    assert page.verdict is None
    assert not wizard.state.reachable(Step(Kind.SUMMARY))


def test_a_row_settles_in_place_as_its_finding_lands(wizard: Wizard, waiting: Run) -> None:
    page = page_of(wizard)
    before = [row.check.id for row in page.rows]
    landed = page.rows[1].check
    wizard.state.land(landed, ok(verbatim("All is well."), evidence("up", wizard)))
    assert [row.check.id for row in page.rows] == before
    assert page.rows[1].words.toPlainText() == "All is well."
    assert page.rows[0].words.toPlainText() == "Looking…"
    assert page.verdict is None


def test_a_finding_that_nobody_waits_for_is_ignored(wizard: Wizard, waiting: Run) -> None:
    check = page_of(wizard).rows[0].check
    wizard.state.land(check, ok(verbatim("first")))
    wizard.state.land(check, failed(verbatim("late")))
    assert waiting.findings[check.id].text == verbatim("first")


def test_cancelling_answers_at_once_and_keeps_what_has_landed(qtbot: QtBot, parts: Parts) -> None:
    with start([SCENARIO], faults=[Fault.parse("slow/30:locks")]) as slow:
        parts.window.show()
        wizard = Wizard(qtbot, parts, slow)
        page = wizard.reach_symptom(SCENARIO)
        page.no_code.click()
        wizard.window.bar.primary.click()
        locks = "resource-group-lock"
        qtbot.waitUntil(lambda: wizard.state.run is not None and wizard.state.run.verdict(wizard.state.causes[0]) is not None, timeout=PATIENCE)
        wizard.press(Qt.Key.Key_Escape)
        assert wizard.flow.activity is None
        run = wizard.state.run
        assert run is not None and run.finished is not None and not run.waiting
        assert run.verdict(run.causes[0]) is not Verdict.UNKNOWN
        unseen = [row for row in wizard.cause_page(locks).rows if row.finding is not None and row.finding.text == CANCELLED]
        assert unseen and all(row.look.isEnabled() for row in unseen)
        assert wizard.state.diagnosis is not None
        assert wizard.state.reachable(Step(Kind.SUMMARY))


def test_one_row_can_be_looked_at_again_and_sees_what_has_changed(qtbot: QtBot, parts: Parts) -> None:
    with start([SCENARIO]) as lab:
        parts.window.show()
        wizard = Wizard(qtbot, parts, lab)
        before = wizard.diagnose(SCENARIO)
        page = wizard.cause_page(AGENT)
        row = page.rows[0]
        others = {identity: finding for identity, finding in before.findings.items() if identity != row.check.id}
        assert row.finding is not None and row.finding.status is Status.FAILED
        old = row.finding
        row.look.click()
        assert row.finding is None
        assert row.words.toPlainText() == "Looking…"
        after = wizard.finish()
        assert after.findings[row.check.id] is not old
        assert {identity: after.findings[identity] for identity in others} == others


def test_a_whole_page_can_be_looked_at_again(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    old = dict(run.findings)
    page = wizard.cause_page(AGENT)
    page.again.click()
    assert run.waiting == {row.check.id for row in page.rows}
    assert page.verdict is None, "what was found before counts no longer"
    assert wizard.state.diagnosis is None
    assert not page.again.isEnabled()
    wizard.finish()
    changed = {identity for identity, finding in run.findings.items() if finding is not old[identity]}
    assert changed == {row.check.id for row in page.rows}


def test_after_a_repair_its_cause_is_looked_at_again_and_what_that_brings_about(waiting: Run) -> None:
    whole = replace(waiting, causes=causes_of(None))
    for repaired, looked_at in (
        ("resource-group-lock", {"resource-group-lock", "restore-point-limit"}),
        ("restore-point-limit", {"restore-point-limit"}),
    ):
        checks = whole.touched_by(f"{repaired}/whatever")
        assert checks == [check for cause in whole.causes if cause.id in looked_at for check in cause.checks]


def test_what_can_be_repaired_goes_into_the_diagnosis(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    wizard.qtbot.waitUntil(lambda: bool(wizard.kit.repairs.offers), timeout=PATIENCE)
    diagnosis = wizard.state.diagnosis
    assert diagnosis is not None and diagnosis.root is not None
    assert {remedy.id for remedy in diagnosis.root.remedies} == {name for name in wizard.kit.repairs.offers if name.startswith(f"{AGENT}/")} != set()


def test_a_machine_that_is_not_there_is_told_at_the_top_and_can_be_left(qtbot: QtBot, wizard: Wizard, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "backup_doctor")
    page = wizard.sign_in()
    page.filter.setText(str(VmId(wizard.lab.subscription, "rg-nowhere", "ghost")))
    wizard.window.bar.primary.click()
    qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
    wizard.symptom_page.no_code.click()
    wizard.window.bar.primary.click()
    qtbot.waitUntil(lambda: wizard.state.run_error is not None, timeout=PATIENCE)
    assert wizard.window.banners.run_error.isVisible()
    assert "ghost" in wizard.window.banners.run_error.words.toPlainText()
    log_file = wizard.parts.kit.log_file
    assert wizard.window.banners.run_error.plain().endswith(f"Log: {log_file}")
    assert wizard.window.banners.run_error.log_line.isVisible()
    assert any("told in the window" in message and "ghost" in message for message in caplog.messages), "the log that is named keeps the words"
    assert wizard.state.run is None, "there is nothing to report on a machine that is not there"
    assert wizard.window.step == Step(Kind.SYMPTOM)
    wizard.window.go(Step(Kind.VM))
    wizard.choose(SCENARIO)
    assert not wizard.window.banners.run_error.isVisible()


def test_a_missing_permission_is_named_and_can_be_copied(wizard: Wizard, waiting: Run) -> None:
    page = page_of(wizard)
    row = page.rows[0]
    missing = Permission("Microsoft.Authorization/locks/read", "/subscriptions/x")
    wizard.state.land(row.check, unknown(verbatim("No right to read locks."), missing=missing))
    row.opener.click()
    assert row._details is not None
    row._details.copy_missing.button.click()
    assert missing.action in QGuiApplication.clipboard().text()
    assert missing.scope in QGuiApplication.clipboard().text()


def test_an_open_row_shows_why_it_matters_and_its_evidence_to_copy(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    row = wizard.cause_page(AGENT).rows[0]
    finding = run.findings[row.check.id]
    assert not row.is_open
    row.opener.click()
    assert row.is_open
    QApplication.processEvents()
    shown = "\n".join(block.toPlainText() for block in row.findChildren(Prose) if block.isVisible())
    seen = finding.evidence[0]
    assert all(part in shown for part in (seen.request, seen.request_id, seen.path, seen.value))
    assert row._details is not None
    row._details.copy.button.click()
    copied = QGuiApplication.clipboard().text()
    assert all(part in copied for part in (seen.request, seen.request_id, seen.path, seen.value, wizard.kit.render(row.check.title)))
    row.opener.click()
    assert not row.is_open


def test_the_words_of_azure_are_shown_literally(wizard: Wizard) -> None:
    run = wizard.diagnose("hostile-names")
    job = wizard.state.last_job
    assert job is not None and job.job is not None and "<img" in job.job.words.value
    for cause in run.causes:
        page = wizard.cause_page(cause.id)
        for row in page.rows:
            row.opener.click()
        rich = [label.text() for label in page.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText and "<" in label.text()]
        assert rich == []
    wizard.window.go(Step(Kind.SYMPTOM))
    assert "<img" in wizard.symptom_page.last_job.words.toPlainText()


def test_a_very_long_message_is_cut_on_the_row_and_whole_in_the_copy(wizard: Wizard, waiting: Run) -> None:
    row = page_of(wizard).rows[0]
    long = "x" * 50_000
    wizard.state.land(row.check, failed(verbatim(long), evidence(long, wizard)))
    row.opener.click()
    assert len(row.words.toPlainText()) < 2_000
    assert row._details is not None
    row._details.copy.button.click()
    assert long in QGuiApplication.clipboard().text()


def test_ticks_of_manual_steps_go_into_the_diagnosis(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    manual = wizard.cause_page(AGENT).manual_rows[0]
    manual.tick.click()
    assert wizard.state.diagnosis is not None
    assert wizard.state.diagnosis.done_by_hand == {manual.manual.id}
    manual.tick.click()
    assert wizard.state.diagnosis.done_by_hand == frozenset()


def test_a_cause_that_does_not_apply_says_so_and_offers_no_steps(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    page = wizard.cause_page("linux-agent-outdated")
    assert page.not_applicable.isVisible()
    assert not any(row.isVisible() for row in page.manual_rows)


def test_a_cause_nobody_chose_to_look_at_is_not_said_to_be_inapplicable_and_keeps_its_manual_steps(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "extension-stuck") as shown:
        run = shown.diagnose("extension-stuck")
        page = shown.cause_page("vss-or-com-failure")
        assert run.verdict(page.cause) is Verdict.NOT_APPLICABLE, "for reports: nothing was checked"
        assert "inside the VM" in page.not_applicable.plain()
        assert "does not apply" not in page.not_applicable.plain()
        assert page.chip.accessibleName() == "Not checked"
        assert all(row.isVisible() for row in page.rows)
        assert page.manual_rows and all(row.isVisible() for row in page.manual_rows)
        rail = shown.window.rail
        told = {rail.item(row).text(): rail.item(row).data(NOTE) for row in range(rail.count())}
        assert told[str(page.cause.title)] == "Not checked"
        assert told["Linux cannot freeze its file systems for the snapshot"] == "Not applicable"


def test_a_check_that_breaks_is_told_as_one_that_could_not_look(wizard: Wizard, waiting: Run) -> None:
    row: CheckRow = page_of(wizard).rows[0]
    check: Check = row.check
    wizard.state.land(check, Finding(Status.UNKNOWN, verbatim("The log says why.")))
    assert row.words.toPlainText() == "The log says why."
    assert row._status.text() == "Unknown"


def test_a_new_run_starts_with_clean_pages(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    first: Cause = wizard.state.causes[0]
    old = wizard.cause_page(first.id)
    wizard.window.go(Step(Kind.SYMPTOM))
    wizard.window.bar.primary.click()
    wizard.finish()
    assert wizard.cause_page(first.id) is not old


def test_marks_that_turn_the_writing_round_are_made_visible(wizard: Wizard, waiting: Run) -> None:
    row = page_of(wizard).rows[0]
    wizard.state.land(row.check, failed(verbatim("lock \u202egpj.exe"), evidence("x", wizard)))
    assert row.words.toPlainText() == "lock \N{REPLACEMENT CHARACTER}gpj.exe"


def test_what_was_chosen_for_the_report_outlives_the_page(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    wizard.summary_page().report.redact.setChecked(True)
    wizard.cause_page(AGENT)
    wizard.kit.theme.use(Appearance.DARK)
    assert wizard.summary_page().report.redact.isChecked(), "an unmasked report would leave the house"


def test_ticks_are_kept_when_the_same_machine_is_checked_again(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    wizard.state.tick(f"{AGENT}/restart-services", True)
    wizard.flow.start()
    wizard.finish()
    assert wizard.state.done_by_hand == {f"{AGENT}/restart-services"}
