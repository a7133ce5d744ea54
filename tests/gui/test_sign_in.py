"""Signing in: what goes wrong stays on screen, and secrets stay in memory or in the password store."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.memory import RememberedAccount
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.sign_in_errands import Help
from backup_doctor.ui.steps import Kind
from backup_doctor.ui.widgets.method_fields import CLIENT, CLOUD, CUSTOM, ENDPOINT, SECRET, TENANT, TOKEN
from backup_doctor.ui.widgets.text import Label
from tests.helpers.fake_entra import OTHER_TENANT, PRINCIPAL, STRANGER_TENANT
from tests.helpers.qt_access import nameless
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import PATIENCE, Wizard, written


def test_a_token_signs_in_and_the_header_tells_who_and_where(wizard: Wizard) -> None:
    wizard.sign_in()
    assert wizard.state.session is not None
    assert wizard.window.step.kind is Kind.VM
    account = wizard.state.session.account
    shown = [label.text() for label in wizard.window.header.findChildren(type(wizard.window.header._account))]
    assert account.user in shown
    assert any(account.tenant in text for text in shown)


def test_a_bad_token_is_told_in_words_that_stay_and_can_be_copied(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in_page
    wizard.type_sign_in("not-a-token", wizard.lab.endpoint)
    wizard.press_sign_in()
    qtbot.waitUntil(page.error.isVisible, timeout=PATIENCE)
    page.error.copy.button.click()
    assert wizard.state.sign_in_error is not None
    said = wizard.kit.render(wizard.state.sign_in_error)
    assert said in QGuiApplication.clipboard().text()
    wizard.kit.words.use("ru")
    wizard.kit.words.use("en")
    qtbot.wait(10)
    assert page.error.isVisible()
    assert page.error.words.toPlainText() == said


@pytest.mark.parametrize("endpoint", ["http://management.example.com", "nonsense", "https://user@host/"])
def test_an_endpoint_that_may_not_have_the_token_is_refused_before_anything_is_sent(wizard: Wizard, endpoint: str) -> None:
    wizard.type_sign_in(wizard.lab.token, endpoint)
    wizard.press_sign_in()
    assert wizard.sign_in_page.form.error.isVisible()
    assert wizard.flow.activity is None


def test_the_token_is_in_no_file_and_not_on_screen(qtbot: QtBot, wizard: Wizard, tmp_path: Path) -> None:
    wizard.sign_in()
    wizard.kit.settings.save()
    assert wizard.lab.token not in written(tmp_path)
    wizard.window.go(wizard.state.steps()[0])
    assert wizard.token_field().value == ""
    assert wizard.lab.token not in repr(wizard.state.session)


def test_a_secret_is_typed_unseen_until_it_is_looked_at(wizard: Wizard) -> None:
    wizard.sign_in_page.methods.choose(Method.TOKEN)
    field = wizard.token_field()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    field.look.trigger()
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal


def test_the_cloud_and_its_endpoint_are_remembered(wizard: Wizard) -> None:
    wizard.sign_in()
    assert (wizard.kit.settings.cloud, wizard.kit.settings.endpoint) == ("custom", wizard.lab.endpoint)


def test_enter_in_the_token_field_signs_in(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.type_sign_in(wizard.lab.token, wizard.lab.endpoint)
    wizard.token_field().line.setFocus()
    wizard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)


def test_paste_takes_the_token_from_the_clipboard(wizard: Wizard) -> None:
    QGuiApplication.clipboard().setText("  abc.def.ghi\n")
    wizard.sign_in_page.methods.choose(Method.TOKEN)
    wizard.token_field().paste.trigger()
    assert wizard.token_field().value == "abc.def.ghi"


def test_signing_in_can_be_cancelled_and_tried_again(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows"], latency=0.5) as slow:
        parts.window.show()
        wizard = Wizard(qtbot, parts, slow)
        wizard.type_sign_in(slow.token, slow.endpoint)
        wizard.press_sign_in()
        assert wizard.window.bar.cancel.isVisible()
        wizard.press(Qt.Key.Key_Escape)
        assert wizard.flow.activity is None
        assert wizard.state.session is None
        assert wizard.window.isVisible()
        assert not wizard.window.bar.cancel.isVisible()


def test_signing_out_forgets_everything_that_came_with_the_session(wizard: Wizard) -> None:
    wizard.reach_symptom("windows-agent-stopped")
    wizard.window.go(wizard.state.steps()[0])
    wizard.sign_in_page.signed_in.sign_out.click()
    assert (wizard.state.session, wizard.state.vms, wizard.state.vm, wizard.state.complaint) == (None, [], None, None)
    assert [step for step in wizard.state.steps() if wizard.state.reachable(step)] == [wizard.state.steps()[0]]


def test_the_demo_tenant_needs_one_press(qtbot: QtBot, wizard: Wizard, lab: RunningLab) -> None:
    wizard.sign_in_page.explore.click()
    qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
    assert len(wizard.state.vms) == len(lab.vms)


@pytest.mark.parametrize(
    ("method", "missing"),
    [(Method.SECRET, TENANT), (Method.CERTIFICATE, TENANT), (Method.TOKEN, TOKEN)],
)
def test_what_is_missing_is_said_and_has_the_keyboard_before_anything_is_sent(wizard: Wizard, method: Method, missing: str) -> None:
    page = wizard.sign_in_page
    page.methods.choose(method)
    wizard.press_sign_in()
    field = page.form.fields.field(missing)
    assert field is not None and field.editor.hasFocus()
    assert page.form.error.isVisible()
    assert wizard.flow.activity is None
    page.form.fields.write(missing, "x")
    assert not page.form.error.isVisible()


def test_every_form_has_names_for_everything_and_fits_a_small_window(wizard: Wizard) -> None:
    page = wizard.sign_in_page
    wizard.window.resize(900, 640)
    for code in ("en", "ru"):
        wizard.kit.words.use(code)
        for method in page.methods.methods:
            page.methods.choose(method)
            QApplication.processEvents()
            assert nameless(wizard.window) == [], method
            area = page._area
            inner = None if area is None else area.widget()
            assert area is not None and inner is not None and inner.width() <= area.viewport().width(), (code, method)


def test_the_last_way_is_chosen_again_at_the_next_start_without_its_secrets(qtbot: QtBot, qapp: QApplication, office: Office, tmp_path: Path) -> None:
    office.fill_principal()
    office.press_enter()
    office.wait_until_in()
    assert office.wizard.parts.close()
    again = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    page = Wizard(qtbot, again, office.wizard.lab).sign_in_page
    fields = page.form.fields
    assert page.methods.method is Method.SECRET
    assert (fields.value(CLOUD), fields.value(TENANT), fields.value(SECRET)) == ("custom", office.entra.person.home, "")
    assert "right-secret" not in written(tmp_path)
    assert again.close()


def test_the_browser_opens_once_and_everything_goes_on_by_itself(office: Office) -> None:
    office.sign_in(Method.BROWSER)
    assert len(office.browser.opened) == 1
    assert office.wizard.window.step.kind is Kind.VM
    session = office.wizard.state.session
    assert session is not None and session.account.user == office.entra.person.name


def test_waiting_for_the_browser_says_so_and_a_device_code_is_one_press_away(office: Office) -> None:
    office.browser.goes_on = False
    office.fill(Method.BROWSER)
    office.press_enter()
    waiting = office.page.waiting
    office.qtbot.waitUntil(waiting.isVisible, timeout=PATIENCE)
    assert "browser" in waiting.advice.text()
    waiting.device.click()
    office.wait_until_in()
    assert office.entra.count("devicecode") == 1


def test_escape_gives_up_waiting_and_the_form_is_as_it_was(office: Office) -> None:
    office.browser.goes_on = False
    office.fill(Method.BROWSER, **{TENANT: "contoso.example"})
    office.press_enter()
    office.qtbot.waitUntil(office.page.waiting.isVisible, timeout=PATIENCE)
    office.wizard.press(Qt.Key.Key_Escape)
    assert office.access.signing_in is None
    assert not office.page.waiting.isVisible()
    assert office.page.form.isVisible() and office.page.form.isEnabled()
    assert office.page.form.fields.value(TENANT) == "contoso.example"


def test_a_wrong_secret_is_explained_with_its_code_and_entras_own_words(office: Office) -> None:
    office.fill_principal("wrong-secret")
    office.press_enter()
    said = office.wait_for_trouble()
    assert "AADSTS7000215" in office.page.error.title.toPlainText()
    assert "Who can fix it" in said
    assert "AADSTS7000215" in office.page.error.said.toPlainText()
    office.page.error.copy.button.click()
    assert QGuiApplication.clipboard().text() == said
    assert "wrong-secret" not in said
    assert office.page.form.fields.value(CLIENT) == PRINCIPAL, "what was typed can be put right"


def test_why_a_sign_in_failed_is_in_view_also_in_a_low_window(office: Office) -> None:
    window = office.wizard.window
    window.resize(window.minimumSize())
    office.fill_principal("wrong-secret")
    office.page.show_widget(office.page.form.sign_in_button)
    assert office.page.heading.visibleRegion().isEmpty(), "the form was filled in at the end of the page"
    office.press_enter()
    office.wait_for_trouble()
    assert not office.page.error.title.visibleRegion().isEmpty()


def test_the_wrong_tenant_is_put_right_from_the_message(office: Office) -> None:
    office.fill(Method.BROWSER, **{TENANT: STRANGER_TENANT})
    office.press_enter()
    office.wait_for_trouble()
    office.page.error.buttons[Help.TENANT].click()
    field = office.page.form.fields.field(TENANT)
    assert field is not None and field.editor.hasFocus()


def test_a_sign_in_that_fails_leaves_the_session_and_the_run_alone(office: Office) -> None:
    office.sign_in(Method.BROWSER)
    before = office.wizard.state.session
    office.wizard.choose("windows-agent-stopped")
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.fill_principal("wrong-secret")
    office.press_enter()
    office.wait_for_trouble()
    assert office.wizard.state.session is before
    assert office.wizard.state.vm is not None


def test_another_tenant_of_the_account_is_entered_without_a_prompt(office: Office) -> None:
    office.sign_in(Method.BROWSER)
    office.wizard.window.go(office.wizard.state.steps()[0])
    card = office.page.signed_in
    row = card.tenants.findData(OTHER_TENANT)
    assert row >= 0
    card.tenants.setCurrentIndex(row)
    card.switch.click()
    office.qtbot.waitUntil(lambda: _tenant(office) == OTHER_TENANT, timeout=PATIENCE)
    office.wait_until_in()
    assert len(office.browser.opened) == 1


def _tenant(office: Office) -> str:
    session = office.wizard.state.session
    return "" if session is None else session.account.tenant_id


def test_a_remembered_account_signs_in_with_one_press(office: Office) -> None:
    office.fill_principal()
    office.page.form.remember.setChecked(True)
    office.press_enter()
    office.wait_until_in()
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.wizard.flow.sign_out()
    office.qtbot.waitUntil(lambda: len(office.page.accounts.rows) == 1, timeout=PATIENCE)
    row = office.page.accounts.rows[0]
    shown = " ".join(label.text() for label in row.findChildren(Label))
    assert "Contoso" in shown or office.entra.person.home in shown
    row.sign_in_button.click()
    office.wait_until_in()
    assert office.entra.count("client_credentials") >= 2


def test_a_remembered_account_whose_secret_is_gone_only_wants_the_secret(office: Office) -> None:
    office.fill_principal()
    office.page.form.remember.setChecked(True)
    office.press_enter()
    office.wait_until_in()
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.wizard.flow.sign_out()
    office.qtbot.waitUntil(lambda: len(office.page.accounts.rows) == 1, timeout=PATIENCE)
    for item in [item for item, value in office.store.content.items() if "right-secret" in value]:
        del office.store.content[item]
    office.fill(Method.BROWSER, **{CLOUD: "public", TENANT: "elsewhere.example"})
    office.page.accounts.rows[0].sign_in_button.click()
    assert "is not kept on this computer any more" in office.wait_for_trouble()
    fields = office.page.form.fields
    assert (office.page.methods.method, fields.method) == (Method.SECRET, Method.SECRET)
    assert [fields.value(name) for name in (CLOUD, ENDPOINT, TENANT, CLIENT, SECRET)] == [
        CUSTOM,
        office.wizard.lab.endpoint,
        office.entra.person.home,
        PRINCIPAL,
        "",
    ]
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "right-secret")
    office.wizard.press(Qt.Key.Key_Return)
    office.wait_until_in()
    office.qtbot.waitUntil(lambda: any("right-secret" in value for value in office.store.content.values()), timeout=PATIENCE)


def test_the_subscription_last_worked_in_stands_first_the_next_time_and_hides_nothing(office: Office) -> None:
    def chooser() -> QComboBox:
        return office.wizard.vm_page.picker.facets.subscription

    def offered() -> list[str]:
        return [chooser().itemData(row) for row in range(chooser().count())]

    archive = office.wizard.lab.world.subscription("Archive")
    office.fill_principal()
    office.page.form.remember.setChecked(True)
    office.press_enter()
    office.wait_until_in()
    vm = office.wizard.state.vms[0].id
    assert offered() == ["", archive, vm.subscription]
    office.wizard.flow.choose_vm(vm)
    office.qtbot.waitUntil(lambda: office.access.last_subscription == vm.subscription, timeout=PATIENCE)
    assert offered() == ["", archive, vm.subscription], "nothing moves while it is in use"
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.wizard.flow.sign_out()
    office.access.read_memory()
    office.qtbot.waitUntil(lambda: any(account.subscription for account in office.access.accounts or ()), timeout=PATIENCE)
    office.page.accounts.rows[0].sign_in_button.click()
    office.wait_until_in()
    assert offered() == ["", vm.subscription, archive]
    assert chooser().currentData() == ""


def test_forgetting_an_account_asks_first_and_leaves_nothing(office: Office) -> None:
    office.fill_principal()
    office.page.form.remember.setChecked(True)
    office.press_enter()
    office.wait_until_in()
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.qtbot.waitUntil(lambda: len(office.page.accounts.rows) == 1, timeout=PATIENCE)
    assert any("right-secret" in value for value in office.store.content.values())
    office.page.accounts.rows[0].forget.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog) and isinstance(dialog.sheet, QuestionSheet)
    dialog.sheet.yes.click()
    office.qtbot.waitUntil(lambda: office.access.accounts == (), timeout=PATIENCE)
    assert not office.page.accounts.isVisible()
    assert office.wizard.state.session is None
    assert not any("right-secret" in value or PRINCIPAL in value for value in office.store.content.values())


def test_without_the_tick_nothing_is_remembered(office: Office) -> None:
    office.sign_in(Method.BROWSER)
    assert office.access.signed_in is not None and office.access.signed_in.account is None
    assert office.store.content == {}


def test_an_account_of_a_cloud_that_is_none_is_refused_in_words(office: Office) -> None:
    odd = RememberedAccount("0", Method.CLI, user="anna", cloud="ftp://nowhere")
    office.access.sign_in_remembered(odd)
    assert "ftp://nowhere" in office.wait_for_trouble()
