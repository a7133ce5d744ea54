"""What a screen reader says of its own accord: findings as they land, errors, and the end of what was waited for."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from backup_doctor.core.text import Text
from backup_doctor.core.words import STATUS
from backup_doctor.ui.app import Parts
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.ticket import headline
from tests.helpers.qt_repairs import Repairing, repairing
from tests.helpers.qt_wizard import PATIENCE

SCENARIO = "healthy-windows"
FINDING = Text("", "{title}: {status}. {finding}")


def test_a_diagnosis_and_a_backup_can_be_heard(qtbot: QtBot, parts: Parts, said: list[str]) -> None:
    with repairing(qtbot, parts, SCENARIO) as wizard:
        run = wizard.diagnose(SCENARIO)
        page = wizard.window.page
        assert isinstance(page, CausePage)
        for check in page.cause.checks:
            finding = run.findings[check.id]
            assert wizard.kit.render(FINDING.format(title=check.title, status=STATUS[finding.status], finding=finding.text)) in said
        diagnosis = wizard.state.diagnosis
        assert diagnosis is not None
        end = f"All checks are done. {wizard.kit.render(headline(diagnosis))}"
        assert said.count(end) == 1
        _hear_a_backup(wizard, said)
        assert said.count(end) == 1, "the checks that follow a repair speak for themselves"


def _hear_a_backup(wizard: Repairing, said: list[str]) -> None:
    wizard.know_offers()
    wizard.allow()
    page = wizard.back_up_page()
    page.card.start.click()
    wizard.qtbot.waitUntil(lambda: bool(page.job.tasks), timeout=PATIENCE)
    wizard.window.go(Step(Kind.VM))
    wizard.end()
    assert f"The backup of {wizard.vm(SCENARIO).name} has ended." in said, "on whichever page one is"


def test_pages_and_errors_can_be_heard(qtbot: QtBot, parts: Parts, said: list[str]) -> None:
    with repairing(qtbot, parts, SCENARIO) as wizard:
        wizard.type_sign_in("wrong", wizard.lab.endpoint)
        wizard.press_sign_in()
        qtbot.waitUntil(lambda: wizard.flow.access.signing_in is None, timeout=PATIENCE)
        assert wizard.sign_in_page.error.isVisible()
        told, _, where = wizard.sign_in_page.error.plain().partition("\nLog: ")
        assert where, "the log is named where the message is copied"
        assert told in said, "and not read out"
        wizard.sign_in()
        assert "Virtual machine" in said
