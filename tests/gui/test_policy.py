"""What the organisation has laid down, in the window: it holds, and every control that it takes away says so in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.policy import NO_HISTORY, NO_REMEMBERING, NO_REPAIRS, NO_RUN_COMMAND, Policy, closed
from backup_doctor.core.policy_settings import judge
from backup_doctor.lab.identity import TENANT_ID
from backup_doctor.lab.running import RunningLab
from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.dialogs.proxy_sign_in import ProxySignInSheet
from backup_doctor.ui.dialogs.settings import SettingsSheet
from backup_doctor.ui.steps import START
from backup_doctor.ui.widgets.inside_card import InsideCard
from backup_doctor.ui.widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TENANT
from tests.helpers.qt_wizard import PATIENCE, Wizard

Made = Callable[[Policy], Parts]


@pytest.fixture
def under(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """Makes a window under a policy."""
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    monkeypatch.setattr("webbrowser.open", lambda *_args, **_kwargs: False)
    make_application()
    made: list[Parts] = []

    def make(policy: Policy) -> Parts:
        parts = Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log", policy=policy)
        made.append(parts)
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        return parts

    yield make
    for parts in made:
        assert parts.close()


def test_repairs_cannot_be_allowed(qtbot: QtBot, under: Made) -> None:
    """Not in the demo tenant either, so that it shows what is to be expected."""
    parts = under(Policy(repairs=False, methods=frozenset()))
    parts.kit.flow.explore()
    qtbot.waitUntil(lambda: parts.kit.state.session is not None, timeout=PATIENCE)
    switch = parts.window.header.repairs
    assert not switch.isEnabled()
    assert "your organisation allows no repairs" in parts.window.stack.page(START).subtitle.text()
    assert switch.toolTip() == switch.accessibleDescription() == str(NO_REPAIRS)
    parts.kit.repairs.allow(True)
    session = parts.kit.state.session
    assert session is not None
    assert (parts.kit.repairs.allowed, session.gateway.repairs_allowed) == (False, False)
    assert not session.gateway.policy.repairs


def test_without_a_policy_they_can(qtbot: QtBot, under: Made, lab: RunningLab) -> None:
    parts = under(Policy())
    Wizard(qtbot, parts, lab).sign_in()
    assert parts.window.header.repairs.isEnabled()
    parts.kit.repairs.allow(True)
    assert parts.kit.repairs.allowed


def test_every_remedy_says_so_and_its_plan_can_be_looked_at(qtbot: QtBot, under: Made, lab: RunningLab) -> None:
    parts = under(Policy(repairs=False))
    Wizard(qtbot, parts, lab).diagnose("extension-stuck")
    qtbot.waitUntil(lambda: bool(parts.kit.repairs.offers), timeout=PATIENCE)
    planned = [offer for offer in parts.kit.repairs.offers.values() if offer.plan is not None]
    assert planned
    assert {offer.is_available for offer in planned} == {False}
    assert NO_REPAIRS in {offer.reason for offer in planned}
    assert parts.kit.state.session is not None
    assert not parts.kit.state.session.gateway.policy.repairs, "nor would the gateway let it pass"


def test_nobody_looks_inside(under: Made) -> None:
    parts = under(Policy(run_command=False))
    card = InsideCard(parts.kit, parts.window)
    assert not card.box.isEnabled()
    assert card.words.toPlainText() == str(NO_RUN_COMMAND)


def test_nothing_is_remembered(qtbot: QtBot, under: Made) -> None:
    parts = under(Policy(remembering=False))
    parts.kit.settings.remember = True
    form = parts.window.page.form  # type: ignore[attr-defined]  # it is the page to sign in
    assert not form.remember.isEnabled()
    parts.kit.flow.access.read_memory()
    qtbot.waitUntil(lambda: parts.kit.flow.access.keeping is not None, timeout=PATIENCE)
    assert form.where.text() == str(NO_REMEMBERING)
    assert not parts.kit.settings.remember
    assert not form.remembers
    sheet = ProxySignInSheet(parts.kit, None, parts.window)
    assert not sheet.remember.isEnabled()


def test_only_the_ways_that_are_allowed_can_be_chosen(under: Made) -> None:
    parts = under(judge({"SignInMethods": "device,cli"}, "here"))
    page = parts.window.page
    methods, form = page.methods, page.form  # type: ignore[attr-defined]  # it is the page to sign in
    chosen = [method for row, method in enumerate(methods.methods) if methods.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled]
    assert chosen == [Method.DEVICE, Method.CLI]
    assert methods.method is Method.DEVICE, "not the browser, which is usual"
    assert form.method is Method.DEVICE
    assert "the only ways to sign in are cli, device" in form.limits.text()
    assert parts.window.bar.primary.isEnabled()


def test_nobody_signs_in_where_the_policy_cannot_be_read(under: Made) -> None:
    parts = under(closed("/somewhere/policy.ini", "Permission denied"))
    page = parts.window.page
    form = page.form  # type: ignore[attr-defined]  # it is the page to sign in
    assert not parts.window.bar.primary.isEnabled()
    form.submit()
    assert parts.kit.flow.access.signing_in is None
    assert "nobody can sign in" in form.limits.text()
    assert "/somewhere/policy.ini" in parts.window.banners.policy.plain()
    assert page.explore.isEnabled()  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(("cloud", "shown"), [("china", "china"), ("https://management.example.com", CUSTOM)])
def test_tenant_and_cloud_stand_and_cannot_be_changed(under: Made, cloud: str, shown: str) -> None:
    parts = under(judge({"Tenant": TENANT_ID, "Cloud": cloud}, "here"))
    parts.kit.settings.cloud, parts.kit.settings.tenant = "public", "contoso.com"
    form = parts.window.page.form  # type: ignore[attr-defined]  # it is the page to sign in
    fields = form.fields
    assert (fields.value(CLOUD), fields.value(TENANT)) == (shown, TENANT_ID)
    for name in (CLOUD, TENANT, *((ENDPOINT,) if shown == CUSTOM else ())):
        field = fields.field(name)
        assert field is not None
        assert not field.editor.isEnabled()
    fields.write(TENANT, "contoso.com")
    order = fields.order()
    assert order.tenant == TENANT_ID
    assert order.cloud.name in ("china", cloud)
    assert form.limits.text().count("Set by your organisation") == 2


def test_no_history_is_kept(qtbot: QtBot, under: Made, lab: RunningLab) -> None:
    parts = under(Policy(history=False))
    parts.kit.settings.keeps_history = True
    Wizard(qtbot, parts, lab).diagnose("extension-stuck")
    qtbot.waitUntil(lambda: bool(parts.kit.repairs.offers), timeout=PATIENCE)
    assert parts.kit.state.diagnosis is not None
    assert not parts.kit.history.folder.exists()


def test_the_settings_say_what_is_laid_down(under: Made) -> None:
    forbidden = dict.fromkeys(("AllowHistory", "AllowRemembering", "AllowUpdateCheck"), "0")
    policy = judge({**forbidden, "Language": "ru", "AllowRepairs": "?"}, "/somewhere/policy.ini")
    parts = under(policy)
    assert parts.kit.words.language.code == "ru"
    parts.kit.words.use("en")
    sheet = SettingsSheet(parts.kit, parts.window)
    assert not sheet.keep.isEnabled()
    assert not sheet.keep.isChecked()
    assert sheet._kept.text() == str(NO_HISTORY)
    assert sheet._accounts.text() == str(NO_REMEMBERING)
    assert not sheet.updates.box.isEnabled()
    assert "Set by your organisation" in sheet.updates.words.toPlainText()
    told = sheet._policy.toPlainText()
    for words in ("/somewhere/policy.ini", "AllowHistory", "AllowRepairs", "“?”", "(Language)"):
        assert words in told
    assert "As your organisation has set" in sheet.language.box.itemText(0)


def test_where_nothing_is_laid_down_nothing_is_said(under: Made) -> None:
    parts = under(Policy())
    sheet = SettingsSheet(parts.kit, parts.window)
    assert not sheet._policy.isVisibleTo(sheet)
    assert parts.window.banners.policy.isHidden()
    assert parts.window.page.form.limits.isHidden()  # type: ignore[attr-defined]  # it is the page to sign in
