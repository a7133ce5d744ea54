"""Two nights of an administrator: the whole window, the real SDK, a VM that is broken in a known way."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from backup_doctor.cli.main import run
from backup_doctor.core.diagnosis import SymptomSource
from backup_doctor.core.model import Status, Verdict
from backup_doctor.core.report import loads
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.manual_row import ManualRow
from tests.helpers.qt_wizard import PATIENCE, Wizard

MAIL = """Добрый день! Ночью снова упало задание, портал пишет:
Код ошибки: backupoperationfailedv2, «Произошла внутренняя ошибка архивации. Повторите операцию через несколько минут»."""


def exported(wizard: Wizard, file: Path) -> str:
    """Export the PDF from the summary and read its text."""
    page = wizard.summary_page()
    with wizard.qtbot.waitSignal(page.pdf_written, timeout=PATIENCE):
        page.export_pdf(file)
    return " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_a_stopped_agent_from_the_sign_in_to_the_report(wizard: Wizard, qtbot: QtBot, tmp_path: Path) -> None:
    wizard.reach_symptom("windows-agent-stopped")
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.complaint.source) == ("UserErrorGuestAgentStatusUnavailable", SymptomSource.LAST_JOB)
    wizard.window.bar.primary.click()
    wizard.finish()

    diagnosis = wizard.state.diagnosis
    assert diagnosis is not None
    assert [(cause.id, cause.verdict) for cause in diagnosis.causes][:5] == [
        ("vm-no-internet-access", Verdict.RULED_OUT),
        ("windows-agent-unresponsive", Verdict.CONFIRMED),
        ("linux-agent-outdated", Verdict.NOT_APPLICABLE),
        ("snapshot-status-unavailable", Verdict.RULED_OUT),
        ("backup-extension-load-failure", Verdict.RULED_OUT),
    ]
    assert {cause.verdict for cause in diagnosis.causes[5:]} <= {Verdict.RULED_OUT, Verdict.NOT_APPLICABLE}
    row = wizard.cause_page("windows-agent-unresponsive").rows[0]
    assert row.words.toPlainText().startswith("The agent does not report to Azure.")
    wizard.kit.words.use("ru")
    qtbot.waitUntil(lambda: row.words.toPlainText().startswith("Агент не выходит на связь"), timeout=PATIENCE)

    page = wizard.summary_page()
    assert "Агент ВМ в Windows не отвечает" in exported(wizard, tmp_path / "ru.pdf")
    page.save_json(tmp_path / "diagnosis.json")
    assert loads((tmp_path / "diagnosis.json").read_bytes()).root_cause == "windows-agent-unresponsive"
    assert run(["report", str(tmp_path / "diagnosis.json"), "--pdf", str(tmp_path / "en.pdf"), "--lang", "en"]) == 0
    assert "The Windows VM agent does not answer" in PdfReader(tmp_path / "en.pdf").pages[0].extract_text()


def test_a_lock_found_from_a_pasted_mail_and_a_report_for_strangers(wizard: Wizard, tmp_path: Path) -> None:
    page = wizard.reach_symptom("restore-points-locked")
    page.from_paste.click()
    page.pasted.box.setPlainText(MAIL)
    wizard.window.bar.primary.click()
    wizard.finish()

    diagnosis = wizard.state.diagnosis
    assert diagnosis is not None
    assert (diagnosis.symptom.code, diagnosis.symptom.source) == ("BackUpOperationFailedV2", SymptomSource.PASTED)
    assert diagnosis.root_cause == "resource-group-lock"
    assert diagnosis.findings(Status.UNKNOWN) == []

    wizard.cause_page("resource-group-lock").findChildren(ManualRow)[0].tick.click()
    assert wizard.state.diagnosis is not None
    assert wizard.state.diagnosis.done_by_hand == {"resource-group-lock/find-lock"}
    wizard.summary_page().report.redact.setChecked(True)
    printed = exported(wizard, tmp_path / "masked.pdf")
    vm = wizard.vm("restore-points-locked")
    for name in (vm.name, vm.subscription, "no-delete"):
        assert name not in printed
    assert "VM-1" in printed


def test_a_look_inside_is_chosen_and_seen(wizard: Wizard) -> None:
    page = wizard.reach_symptom("healthy-windows")
    assert not page.inside.box.isChecked()
    page.inside.box.click()
    wizard.window.bar.primary.click()
    run_ = wizard.finish()
    assert run_.findings["vss-or-com-failure/writers"].status is Status.OK
    wizard.window.go(Step(Kind.VM))
    assert not wizard.choose("healthy-linux").inside.box.isChecked(), "every VM starts with no"
