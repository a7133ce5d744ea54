"""The morning after: the fault is found, repaired, proved by a backup, and reported."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from backup_doctor.core.model import Verdict
from backup_doctor.core.report import loads
from backup_doctor.core.undertaking import Outcome
from backup_doctor.ui.app import Parts
from backup_doctor.ui.backing_up import BACK_UP_NOW
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_wizard import PATIENCE

EXTENSION = "backup-extension-load-failure"
DELETE = f"{EXTENSION}/delete-extension"


def test_a_stuck_extension_is_removed_and_the_vm_backed_up_again(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    with repairing(qtbot, parts, "extension-stuck") as wizard:
        wizard.look("extension-stuck")
        assert wizard.state.diagnosis is not None and wizard.state.diagnosis.root_cause == EXTENSION
        wizard.allow()
        wizard.done(DELETE)
        wizard.dialog.close()
        wizard.know_offers()

        page = wizard.back_up_page()
        page.card.start.click()
        qtbot.waitUntil(lambda: bool(page.job.tasks), timeout=PATIENCE)
        wizard.end()
        wizard.know_offers()
        assert page.outcome.plain().startswith("Backed up")

        summary = wizard.summary_page()
        assert summary.verdict.plain().startswith("Fixed, and backed up since: Azure Backup's extension fails to update or load")
        summary.save_json(tmp_path / "diagnosis.json")
        saved = loads((tmp_path / "diagnosis.json").read_bytes())
        assert [(action.remedy, action.state) for action in saved.actions] == [(DELETE, Outcome.DONE), (BACK_UP_NOW, Outcome.DONE)]
        assert {cause.verdict for cause in saved.causes} <= {Verdict.RULED_OUT, Verdict.NOT_APPLICABLE}

        wizard.window.bar.primary.click()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        with qtbot.waitSignal(summary.pdf_written, timeout=PATIENCE):
            dialog.selectFile(str(tmp_path / "report.pdf"))
            dialog.accept()
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes())).pages)
        assert wizard.kit.render(saved.actions[0].title) in " ".join(text.split())
        assert all(sent.request_id in "".join(text.split()) for action in saved.actions for sent in action.sent)
