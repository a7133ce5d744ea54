"""Repairs through the window: shown before they are done, followed while they are, and never left half done unnoticed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.journal import Journal
from backup_doctor.core.model import Status, Verdict
from backup_doctor.core.offer import Offer
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage
from backup_doctor.lab.locks import CAN_NOT_DELETE, make_lock
from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.dialogs.open_items import OpenItemsSheet
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.progress import ProgressSheet
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.qt_access import nameless
from tests.helpers.qt_repairs import Repairing, repairing, signed_in
from tests.helpers.qt_wizard import PATIENCE

STUCK = "extension-stuck"
EXTENSION = "backup-extension-load-failure"
DELETE = f"{EXTENSION}/delete-extension"
SILENT = "windows-agent-stopped"
AGENT = "windows-agent-unresponsive"
UNHEARD = "503:/operations/"
"""What Azure is at work on never comes to its end."""
REDEPLOY = f"{AGENT}/redeploy-vm"


@pytest.fixture
def stuck(qtbot: QtBot, parts: Parts) -> Iterator[Repairing]:
    """A VM whose backup extension is stuck; the checks are over."""
    with repairing(qtbot, parts, STUCK) as wizard:
        wizard.look(STUCK)
        yield wizard


@pytest.fixture
def silent(qtbot: QtBot, parts: Parts) -> Iterator[Repairing]:
    """A VM whose agent does not answer; the checks are over."""
    with repairing(qtbot, parts, SILENT) as wizard:
        wizard.look(SILENT)
        yield wizard


def test_a_whole_repair_by_keyboard(stuck: Repairing, qtbot: QtBot) -> None:
    card = stuck.card(DELETE)
    stuck.tab_to(card.plan)
    stuck.press(Qt.Key.Key_Return)
    plan = stuck.sheet(PlanSheet)
    assert not plan.carry_out.isEnabled()
    stuck.tab_to(plan.allow)
    stuck.press(Qt.Key.Key_Return)
    question = stuck.sheet(QuestionSheet)
    assert question.close_button.hasFocus(), "Enter means Cancel"
    stuck.tab_to(question.yes)
    stuck.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is plan.window())
    assert stuck.sheet(PlanSheet) is plan
    stuck.tab_to(plan.carry_out)
    stuck.press(Qt.Key.Key_Return)
    progress = stuck.sheet(ProgressSheet)
    stuck.end()
    assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.DONE
    run = stuck.state.run
    assert run is not None
    assert [run.verdict(cause) for cause in run.causes if cause.id == EXTENSION] == [Verdict.RULED_OUT]
    assert progress.back_up.isVisible()
    stuck.tab_to(progress.back_up)
    stuck.press(Qt.Key.Key_Return)
    assert stuck.window.step == Step(Kind.BACK_UP)


def test_rail_page_and_report_follow_a_repair(stuck: Repairing, qtbot: QtBot) -> None:
    page = stuck.cause_page(EXTENSION)
    stuck.allow()
    stuck.done(DELETE)
    stuck.dialog.close()
    assert page.verdict is Verdict.RULED_OUT
    row = stuck.state.steps().index(Step(Kind.CAUSE, EXTENSION))
    assert "Ruled out" in stuck.window.rail.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
    stuck.know_offers()
    assert not stuck.card(DELETE).plan.isEnabled(), "there is nothing left to repair"
    assert stuck.card(DELETE).done.isVisible()
    diagnosis = stuck.state.diagnosis
    assert diagnosis is not None
    assert [(action.remedy, action.state) for action in diagnosis.actions] == [(DELETE, Outcome.DONE)]
    assert diagnosis.before[f"{EXTENSION}/backup-extension"].status is Status.FAILED
    assert any(remedy.id == DELETE for cause in diagnosis.causes for remedy in cause.remedies)


def test_what_was_done_stays_in_the_report_when_the_vm_is_checked_anew(stuck: Repairing) -> None:
    stuck.allow()
    stuck.done(DELETE)
    stuck.dialog.close()
    stuck.flow.start()
    stuck.finish()
    assert stuck.state.diagnosis is not None
    assert [action.remedy for action in stuck.state.diagnosis.actions] == [DELETE]


def test_before_and_after_stand_side_by_side(stuck: Repairing) -> None:
    stuck.allow()
    progress = stuck.carry_out(DELETE)
    stuck.end()
    assert f"{EXTENSION}/backup-extension" in [check.id for check in progress.result.changed]
    assert progress.result._before.accessibleName() == "Confirmed"
    assert progress.result._after.accessibleName() == "Ruled out"


def test_the_switch_says_what_it_means_once_and_cancel_is_what_enter_means(stuck: Repairing, qtbot: QtBot) -> None:
    switch = stuck.window.header.repairs
    assert (switch.text(), switch.isChecked()) == ("Read-only", False)
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert stuck.sheet(QuestionSheet).close_button.hasFocus()
    stuck.press(Qt.Key.Key_Return)
    stuck.alone()
    assert not stuck.repairs.allowed and not switch.isChecked()
    switch.click()
    stuck.sheet(QuestionSheet).yes.click()
    assert (switch.text(), switch.isChecked()) == ("Repairs allowed", True)
    assert stuck.state.session is not None and stuck.state.session.gateway.repairs_allowed
    switch.click()
    assert not stuck.state.session.gateway.repairs_allowed
    stuck.alone()
    switch.click()
    assert stuck.repairs.allowed, "asked once in a session"


def test_every_session_starts_read_only(stuck: Repairing) -> None:
    stuck.allow()
    stuck.flow.sign_out()
    assert not stuck.repairs.allowed
    assert not stuck.window.header.repairs.isEnabled()
    stuck.window.go(Step(Kind.SIGN_IN))
    stuck.sign_in()
    assert not stuck.repairs.allowed and not stuck.repairs.explained


def test_nothing_is_carried_out_while_read_only(stuck: Repairing) -> None:
    stuck.repairs.begin(stuck.offer(DELETE))
    assert not stuck.repairs.is_busy


def test_a_plan_shows_its_requests_in_three_spellings_to_copy(stuck: Repairing) -> None:
    plan = stuck.plan(DELETE)
    (step,) = plan.plan.steps
    assert step.request is not None
    session = stuck.state.session
    assert session is not None
    spellings = (step.request.line, step.request.as_az(session.account.cloud.endpoint), step.request.as_powershell())
    for number, spelling in enumerate(spellings):
        plan.steps.tabs.setCurrentIndex(number)
        plan.steps.copy.button.click()
        assert spelling in QGuiApplication.clipboard().text()
        if number:
            assert plan.steps.script.words.toPlainText() == QGuiApplication.clipboard().text()
    plan.steps.tabs.setCurrentIndex(0)
    row = plan.steps.rows[0]
    assert row.exact is not None and row.exact.isVisible() and not plan.steps.script.isVisible()


def test_a_silent_agent_makes_the_way_inside_unavailable_and_says_what_works(silent: Repairing) -> None:
    card = silent.card(f"{AGENT}/restart-agent")
    assert not card.plan.isEnabled()
    assert "it is silent" in card.state.words.toPlainText()
    assert "serial console" in card.state.words.toPlainText()


def test_a_missing_permission_is_named_and_can_be_copied_and_saved_as_a_role(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    action = "Microsoft.Compute/virtualMachines/extensions/delete"
    with repairing(qtbot, parts, STUCK) as wizard:
        wizard.lab.world.deny(action, "/")
        wizard.look(STUCK)
        wizard.allow()
        card = wizard.card(DELETE)
        assert action in card.state.words.toPlainText()
        assert card.missing.well.copy is not None
        card.missing.well.copy.button.click()
        assert action in QGuiApplication.clipboard().text()
        card.missing.save_role(tmp_path / "role.json")
        assert action in json.loads((tmp_path / "role.json").read_text("utf-8"))["Actions"]
        plan = wizard.plan(DELETE)
        assert plan.notice.isVisible() and not plan.carry_out.isEnabled()
        assert [wizard.kit.render(text) for _, _, text in plan.permissions._states] == ["Missing"]
        plan.closing.emit()


def test_what_destroys_something_asks_for_the_name_and_never_follows_enter(silent: Repairing, qtbot: QtBot) -> None:
    silent.allow()
    plan = silent.plan(REDEPLOY)
    vm = silent.vm(SILENT).name
    assert plan.name.isVisible() and not plan.carry_out.isEnabled()
    plan.name.setText(vm[:-1])
    assert not plan.carry_out.isEnabled()
    plan.name.setFocus()
    plan.name.setText(vm.upper())
    assert plan.carry_out.isEnabled()
    stuck_here = [plan.name, plan.carry_out]
    for widget in stuck_here:
        widget.setFocus()
        silent.press(Qt.Key.Key_Return)
        assert silent.dialog.sheet is plan and not silent.repairs.is_busy
    QTest.keyClick(plan.carry_out, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: silent.repairs.is_busy, timeout=PATIENCE)
    silent.end()


def test_what_changed_since_the_plan_was_made_is_noticed_before_anything_is_sent(stuck: Repairing) -> None:
    stuck.allow()
    plan = stuck.plan(DELETE)
    stuck.lab.world.store.put(make_lock(stuck.vm(STUCK).group_scope, "stop", CAN_NOT_DELETE))
    plan.carry_out.click()
    progress = stuck.sheet(ProgressSheet)
    stuck.end()
    assert "Nothing was sent" in progress.outcome.words.toPlainText()
    assert "stop" in progress.outcome.words.toPlainText()
    assert stuck.state.run is not None and not stuck.state.run.undertakings


def test_cancelling_before_the_first_request_leaves_nothing_open(stuck: Repairing, qtbot: QtBot) -> None:
    stuck.allow()
    stuck.fail("slow/30:GET /subscriptions")
    progress = stuck.carry_out(DELETE)
    assert progress.stop.text().replace("&", "") == "Cancel"
    progress.stop.click()
    qtbot.waitUntil(lambda: not stuck.repairs.is_busy, timeout=PATIENCE)
    assert "Nothing was sent" in progress.outcome.words.toPlainText()
    assert Journal(stuck.repairs.journal).undertakings() == []


def test_stopping_tells_the_truth_and_what_is_left_can_be_finished(stuck: Repairing, qtbot: QtBot) -> None:
    stuck.allow()
    stuck.fail(UNHEARD)
    progress = stuck.carry_out(DELETE)
    qtbot.waitUntil(lambda: progress.rows[0].state.source == "Azure is carrying it out", timeout=PATIENCE)
    assert progress.stop.text().replace("&", "") == "Stop waiting"
    assert "continues there" in progress.words.text()
    progress.stop.click()
    stuck.know_open_items(1)
    assert stuck.window.banners.open_items.isVisibleTo(stuck.window)
    assert progress.decision.isVisible()
    stuck.mend()
    progress.decision.finish.click()
    stuck.end()
    assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.DONE
    stuck.know_open_items(0)
    assert not stuck.window.banners.open_items.isVisibleTo(stuck.window)


def test_closing_the_dialog_stops_nothing(stuck: Repairing, qtbot: QtBot) -> None:
    stuck.allow()
    stuck.fail(UNHEARD)
    stuck.carry_out(DELETE)
    qtbot.waitUntil(lambda: stuck.repairs.current is not None and stuck.repairs.current.steps[0].stage is Stage.FOLLOWING, timeout=PATIENCE)
    stuck.press(Qt.Key.Key_Escape)
    stuck.alone()
    assert stuck.repairs.is_busy
    assert stuck.window.bar.cancel.text().replace("&", "") == "Show…"
    stuck.press(Qt.Key.Key_Escape)
    assert stuck.repairs.is_busy, "Escape shows it, and does not stop it"
    assert stuck.sheet(ProgressSheet).is_live
    stuck.sheet(ProgressSheet).stop.click()
    stuck.end()


def test_the_window_asks_before_it_closes_on_a_repair(stuck: Repairing, qtbot: QtBot) -> None:
    stuck.allow()
    stuck.fail(UNHEARD)
    stuck.carry_out(DELETE)
    stuck.dialog.close()
    stuck.window.close()
    assert stuck.window.isVisible()
    stuck.sheet(QuestionSheet).yes.click()
    assert not stuck.window.isVisible()


def test_a_refusal_before_anything_has_changed_leaves_nothing_open(stuck: Repairing) -> None:
    stuck.allow()
    stuck.fail("400:DELETE /subscriptions")
    progress = stuck.carry_out(DELETE)
    stuck.end()
    assert "Stopped at" in progress.outcome.words.toPlainText()
    assert progress.rows[0].said.toPlainText()
    assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.FAILED
    assert not progress.decision.isVisible()


def test_a_step_that_fails_half_way_can_be_tried_again(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "restore-points-locked") as wizard:
        wizard.look("restore-points-locked")
        wizard.allow()
        wizard.fail("400:PUT /subscriptions")
        progress = wizard.carry_out("resource-group-lock/unlock-and-lock-again")
        wizard.end()
        assert progress.undertaking is not None and progress.undertaking.is_open
        assert progress.rows[-1].state.source == "Failed"
        assert progress.decision.finish.text().replace("&", "") == "Try again"
        wizard.mend()
        progress.decision.finish.click()
        wizard.end()
        assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.DONE
        wizard.know_open_items(0)
        wizard.dialog.close()


def test_what_was_done_can_be_taken_back(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "nsg-denies-storage") as wizard:
        wizard.look("nsg-denies-storage")
        wizard.allow()
        progress = wizard.carry_out("vm-no-internet-access/allow-storage")
        wizard.end()
        verdicts = [progress.result.verdict]
        progress.decision.undo.click()
        wizard.end()
        assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.UNDONE
        assert [*verdicts, progress.result.verdict] == [Verdict.RULED_OUT, Verdict.CONFIRMED]
        assert not progress.back_up.isVisible()
        wizard.dialog.close()


def test_a_lost_connection_leaves_an_open_item_that_the_next_start_finishes(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_application()
    first = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    with repairing(qtbot, first, STUCK) as wizard:
        wizard.look(STUCK)
        wizard.allow()
        wizard.fail("reset:DELETE /subscriptions")
        undertaking = wizard.done(DELETE)
        assert undertaking.is_open
        wizard.dialog.close()
        wizard.mend()
        assert first.close()
        second = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
        again = signed_in(qtbot, second, wizard.lab)
        again.know_open_items(1)
        assert again.window.banners.open_items.isVisibleTo(again.window)
        again.window.banners.show_open.click()
        sheet = again.sheet(OpenItemsSheet)
        (item,) = sheet.cards
        request = undertaking.steps[0].step.request
        assert request is not None and request.line in item.to_finish.words.toPlainText()
        assert not item.decision.finish.isEnabled(), "read-only"
        again.allow()
        item.decision.finish.click()
        progress = again.sheet(ProgressSheet)
        again.end()
        assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.DONE
        again.know_open_items(0)
        again.dialog.close()
        assert second.close()


def test_an_open_item_can_be_left_after_a_question(stuck: Repairing, qtbot: QtBot) -> None:
    stuck.allow()
    stuck.fail("reset:DELETE /subscriptions")
    progress = stuck.carry_out(DELETE)
    stuck.end()
    progress.decision.leave.click()
    stuck.sheet(QuestionSheet).yes.click()
    qtbot.waitUntil(lambda: progress.undertaking is not None and progress.undertaking.outcome is Outcome.LEFT, timeout=PATIENCE)
    stuck.know_open_items(0)
    assert not progress.decision.isVisible()
    assert stuck.state.run is not None and [action.state for action in stuck.state.run.actions] == [Outcome.LEFT]


def test_what_another_window_is_at_and_what_is_damaged_is_said(stuck: Repairing, qtbot: QtBot) -> None:
    offer = stuck.offer(DELETE)
    assert offer.plan is not None
    folder = stuck.repairs.journal
    with Journal(folder).begin(stuck.vm(STUCK), DELETE, offer.remedy.title, offer.plan, "test"):
        (folder / "20261122T031245Z-0123456789ab.jsonl").write_text("{broken\n", "utf-8")
        stuck.repairs.refresh_open_items()
        qtbot.waitUntil(lambda: bool(stuck.repairs.in_use and stuck.repairs.damaged), timeout=PATIENCE)
        stuck.window.banners.show_open.click()
        sheet = stuck.sheet(OpenItemsSheet)
        assert "sharepoint-01" in sheet.in_use.words.toPlainText()
        assert "0123456789ab" in sheet.damaged.words.toPlainText()
        assert sheet.cards == []
        sheet.closing.emit()


def asking(offer: Offer) -> Offer:
    """The same plan with a last resort in it."""
    assert offer.plan is not None
    step = replace(offer.plan.steps[0], asks=verbatim("Really?"))
    return replace(offer, plan=replace(offer.plan, steps=(step,)))


@pytest.mark.parametrize(("answer", "stage"), [(True, Stage.DONE), (False, Stage.SKIPPED)])
def test_a_last_resort_waits_for_its_answer(stuck: Repairing, qtbot: QtBot, answer: bool, stage: Stage) -> None:
    stuck.allow()
    stuck.window.dialogs.show_plan(asking(stuck.offer(DELETE)))
    stuck.sheet(PlanSheet).carry_out.click()
    progress = stuck.sheet(ProgressSheet)
    qtbot.waitUntil(progress.question.isVisible, timeout=PATIENCE)
    assert progress.question.words.toPlainText() == "Really?"
    (progress.yes if answer else progress.no).click()
    stuck.end()
    assert progress.undertaking is not None and progress.undertaking.steps[0].stage is stage


def rich_words(widget: QWidget) -> list[str]:
    """Words that would be read as markup."""
    return [label.text() for label in widget.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText and "<" in label.text()]


def test_hostile_names_stay_plain_and_never_get_into_a_script(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "hostile-names") as wizard:
        wizard.look("hostile-names")
        run = wizard.state.run
        assert run is not None
        planned = [offer for offer in wizard.repairs.offers.values() if offer.plan is not None]
        assert planned
        for offer in planned:
            wizard.window.dialogs.show_plan(offer)
            plan = wizard.sheet(PlanSheet)
            for number in (1, 2):
                plan.steps.tabs.setCurrentIndex(number)
                lines = plan.steps.plain().splitlines()
                assert all(line.startswith(("#", "az rest ", "Invoke-AzRestMethod ")) or not line for line in lines), lines
            assert rich_words(wizard.dialog) == []
            plan.closing.emit()
        for cause in run.causes:
            page = wizard.cause_page(cause.id)
            assert rich_words(page) == []


def test_an_open_dialog_follows_language_and_colours(stuck: Repairing, qtbot: QtBot) -> None:
    plan = stuck.plan(DELETE)
    stuck.kit.words.use("ru")
    qtbot.waitUntil(lambda: plan.steps.copy.button.text() == "Копировать")
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        stuck.kit.theme.use(appearance)
        QApplication.processEvents()
        assert nameless(stuck.dialog) == []
    plan.closing.emit()


def test_every_control_of_a_plan_is_met_by_tab(stuck: Repairing) -> None:
    plan = stuck.plan(DELETE)
    for widget in (plan.steps.tabs, plan.steps.copy.button, plan.allow, plan.close_button):
        stuck.tab_to(widget)
    plan.closing.emit()


def test_a_look_that_was_given_up_offers_nothing_and_says_so(stuck: Repairing) -> None:
    card = stuck.card(DELETE)
    stuck.fail("slow/30:GET /subscriptions")
    stuck.window.page.again.click()  # type: ignore[attr-defined]  # the page of a cause has it
    assert not card.plan.isEnabled()
    stuck.flow.cancel()
    assert "was stopped" in card.state.words.toPlainText()
    assert not card.plan.isEnabled()


def test_plans_and_open_items_need_no_sideways_scrolling_at_twice_the_text_size(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_application()
    usual = qapp.font()
    large = QFont(usual)
    large.setPointSizeF(20)  # the window's own is 10
    qapp.setFont(large)
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    try:
        with repairing(qtbot, made, STUCK) as wizard:
            wizard.look(STUCK)
            wizard.plan(DELETE)
            assert overhang(wizard) == 0
            wizard.dialog.close()
            wizard.allow()
            wizard.fail("reset:DELETE /subscriptions")
            wizard.done(DELETE)
            assert overhang(wizard) == 0
            wizard.dialog.close()
            wizard.know_open_items(1)
            wizard.repairs.allow(False)
            wizard.window.banners.show_open.click()
            assert overhang(wizard) == 0
            wizard.dialog.close()
            assert made.close()
    finally:
        qapp.setFont(usual)


def overhang(wizard: Repairing) -> int:
    """How far the dialog on top could be scrolled sideways at its smallest useful size."""
    dialog = wizard.dialog
    dialog.resize(640, 520)
    QApplication.processEvents()
    return dialog.sheet._area.horizontalScrollBar().maximum()
