"""The connection test in the window: rows that settle, certificates to read, a proxy to sign in to, and the proxy that Qt finds."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyQuery
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from backup_doctor.arm.cloud import Cloud
from backup_doctor.arm.memory import Memory
from backup_doctor.arm.wire import Wire
from backup_doctor.arm.wire.hops import Place, Step
from backup_doctor.arm.wire.proxies import ProxyAsks, ProxySignIn
from backup_doctor.core.model import Status
from backup_doctor.lab.running import RunningLab
from backup_doctor.ui.app import Parts
from backup_doctor.ui.connection_errands import recall_proxy
from backup_doctor.ui.dialogs.connection_test import ConnectionTestDialog, ConnectionTestSheet
from backup_doctor.ui.dialogs.proxy_sign_in import ProxySignInDialog, ProxySignInSheet
from backup_doctor.ui.pages.page import Scrolling
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.system_proxy import find_system_proxy, first_usable
from tests.helpers.keyrings import StubbornStore, WindowsStore, using
from tests.helpers.proxies import BASIC, PASSWORD, USER, Listener, Proxy, TlsFront
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard, type_text

Opened = Callable[..., ConnectionTestSheet]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, parts: Parts) -> None:
    """After the window's own fixture, which shuts every way out by a dead proxy."""
    for name in list(os.environ):
        if name.casefold().endswith("_proxy") or name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Trusted by those who are told to."""
    return trustme.CA(organization_name="Contoso Root")


@pytest.fixture(scope="module")
def arm(lab: RunningLab, authority: trustme.CA) -> Iterator[str]:
    """The lab as ``https://arm.test:port``."""
    with closing(TlsFront(authority, int(lab.endpoint.rpartition(":")[2]), "arm.test")) as front:
        yield f"https://arm.test:{front.port}"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """Lets everybody through until it is taught other manners."""
    with closing(Proxy()) as running:
        yield running


@pytest.fixture
def opened(wizard: Wizard, arm: str, authority: trustme.CA, tmp_path: Path) -> Opened:
    """Opens the dialog on a private cloud behind a proxy."""

    def open_it(proxy: str, *, trusted: bool = True, wait: bool = True) -> ConnectionTestSheet:
        root = tmp_path / "root.pem"
        authority.cert_pem.write_to_path(root)
        wizard.flow.wire = Wire(lambda _: proxy, ca_file=str(root) if trusted else "")
        dialog = ConnectionTestDialog(wizard.kit, Cloud("https://arm.test", arm, f"{arm}/.default", arm), wizard.window)
        dialog.open()
        sheet = dialog.sheet
        assert isinstance(sheet, ConnectionTestSheet)
        if wait:
            wizard.qtbot.waitUntil(lambda: not sheet.is_busy, timeout=PATIENCE)
        return sheet

    return open_it


def words(sheet: ConnectionTestSheet) -> str:
    """All that its rows say."""
    return "\n".join(f"{row.title.text()}: {row.seen.toPlainText()}" for row in sheet.rows.values())


def test_every_hop_settles_and_the_whole_can_be_copied(opened: Opened, proxy: Proxy) -> None:
    sheet = opened(proxy.url)
    assert sheet.outcome.plain() == "Azure can be reached from here: nothing blocks the way."
    assert [row.hop.status for row in sheet.rows.values() if row.hop] == [Status.OK, Status.SKIPPED, Status.OK, Status.OK, Status.OK] * 2
    assert f"Connection: The proxy {proxy.url} lets us through to arm.test." in words(sheet)
    sheet.copy.button.click()
    copied = QGuiApplication.clipboard().text()
    assert "Sign-in host: arm.test" in copied and "SHA-256:" in copied and "nothing blocks the way" in copied


def test_a_certificate_that_is_not_trusted_is_shown_at_once(opened: Opened, proxy: Proxy) -> None:
    sheet = opened(proxy.url, trusted=False)
    row = sheet.rows[Place.MANAGEMENT, Step.CERTIFICATE]
    assert "Contoso Root" in row.seen.toPlainText() and "certificate store" in row.advice.toPlainText()
    assert row.certificates.isVisible() and "SHA-256:" in row.certificates.plain
    row.opener.click()
    assert not row.certificates.isVisible()
    assert "Something blocks the way" in sheet.outcome.plain()


def test_a_certificate_that_is_fine_is_shown_when_wanted(opened: Opened, proxy: Proxy) -> None:
    row = opened(proxy.url).rows[Place.SIGN_IN, Step.CERTIFICATE]
    assert not row.certificates.isVisible()
    row.opener.click()
    assert "Valid for: arm.test" in row.certificates.plain


class Silent(Listener):
    """Takes connections and says nothing."""

    def serve(self, client: socket.socket) -> None:
        while client.recv(65536):
            pass


def test_it_can_be_stopped_and_run_again(opened: Opened, proxy: Proxy, wizard: Wizard, qtbot: QtBot) -> None:
    with closing(Silent()) as silent:
        sheet = opened(f"http://127.0.0.1:{silent.port}", wait=False)
        qtbot.waitUntil(lambda: len(sheet.hops) == 4, timeout=PATIENCE)
        assert sheet.stop.isVisible() and not sheet.again.isVisible()
        sheet.stop.click()
        assert not sheet.is_busy and "Stopped" in sheet.outcome.plain()
        assert "Not checked: stopped." in words(sheet)
    wizard.flow.wire = Wire(lambda _: proxy.url)
    sheet.again.click()
    qtbot.waitUntil(lambda: not sheet.is_busy, timeout=PATIENCE)
    assert len(sheet.hops) == len(sheet.rows)


def test_closing_it_ends_the_test(opened: Opened, wizard: Wizard) -> None:
    with closing(Silent()) as silent:
        sheet = opened(f"http://127.0.0.1:{silent.port}", wait=False)
        dialog = sheet.window()
        assert isinstance(dialog, QDialog)
        dialog.reject()
        assert wizard.flow.activity is None


def asking(qtbot: QtBot) -> ProxySignInSheet:
    """The dialog that asks for the proxy's password, once it has the keyboard."""
    found: list[ProxySignInSheet] = []

    def ready() -> bool:
        sheet = getattr(QApplication.activeModalWidget(), "sheet", None)
        if isinstance(sheet, ProxySignInSheet) and sheet.first_field().hasFocus():
            found.append(sheet)
        return bool(found)

    qtbot.waitUntil(ready, timeout=PATIENCE)
    return found[0]


def test_a_proxy_that_asks_can_be_signed_in_to_by_keyboard(opened: Opened, proxy: Proxy, wizard: Wizard, qtbot: QtBot) -> None:
    proxy.manners.authorization = BASIC
    sheet = opened(proxy.url)
    assert sheet.proxy.isVisible() and "asks for a user name and a password" in words(sheet)
    sheet.proxy.click()
    dialog = asking(qtbot)
    assert not dialog.sign_in_button.isEnabled() and nameless(dialog.window()) == []
    type_text(dialog.user.line, USER)
    wizard.press(Qt.Key.Key_Tab)
    assert dialog.password.line.hasFocus()
    type_text(dialog.password.line, PASSWORD)
    wizard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not sheet.is_busy and sheet.asks is None, timeout=PATIENCE)
    assert "nothing blocks the way" in sheet.outcome.plain()
    assert wizard.flow.wire.proxy_sign_in == ProxySignIn(USER, PASSWORD, proxy.url)
    assert PASSWORD not in sheet.plain() + words(sheet)


def test_a_wrong_password_is_said_and_the_user_is_kept(opened: Opened, proxy: Proxy, wizard: Wizard, qtbot: QtBot) -> None:
    proxy.manners.authorization = BASIC
    sheet = opened(proxy.url)
    wizard.flow.wire.proxy_sign_in = ProxySignIn(USER, "wr0ng", proxy.url)
    sheet.again.click()
    qtbot.waitUntil(lambda: not sheet.is_busy, timeout=PATIENCE)
    assert "did not accept" in words(sheet)
    assert "wr0ng" not in sheet.plain() + words(sheet)
    sheet.proxy.click()
    dialog = asking(qtbot)
    assert dialog.user.value == USER and dialog.password.line.text() == ""
    assert "may lock the account" in dialog.intro.toPlainText()
    dialog.closing.emit()


def filled(wizard: Wizard, proxy: str) -> ProxySignInSheet:
    """The dialog as the user leaves it who wants the password remembered."""
    dialog = ProxySignInDialog(wizard.kit, wizard.window, ProxyAsks(proxy, ("Basic",), refused=False))
    dialog.open()
    sheet = dialog.sheet
    assert isinstance(sheet, ProxySignInSheet)
    sheet.user.line.setText(USER)
    sheet.password.line.setText(PASSWORD)
    sheet.remember.setChecked(True)
    return sheet


def test_a_password_that_was_remembered_is_known_at_the_next_start(wizard: Wizard, qtbot: QtBot) -> None:
    with using(WindowsStore()):
        sheet = filled(wizard, "http://proxy:8080")
        with qtbot.waitSignal(sheet.signed_in, timeout=PATIENCE):
            sheet.sign_in_button.click()
        wire = Wire()
        asyncio.run(recall_proxy(Memory(), wire))
    assert wire.proxy_sign_in == wizard.flow.wire.proxy_sign_in == ProxySignIn(USER, PASSWORD, "http://proxy:8080")


def test_a_password_that_could_not_be_remembered_holds_all_the_same_and_it_is_said(wizard: Wizard, qtbot: QtBot) -> None:
    with using(StubbornStore()) as store:
        store.refuses = ("",)
        sheet = filled(wizard, "http://proxy:8080")
        sheet.sign_in_button.click()
        qtbot.waitUntil(sheet.error.isVisible, timeout=PATIENCE)
    assert "still used until the program ends" in sheet.error.plain()
    assert wizard.flow.wire.proxy_sign_in == ProxySignIn(USER, PASSWORD, "http://proxy:8080")
    assert sheet.isVisible() and PASSWORD not in sheet.error.plain()
    sheet.closing.emit()


def test_a_password_that_was_given_meanwhile_is_not_replaced_by_the_remembered_one() -> None:
    with using(WindowsStore()):
        memory, wire = Memory(), Wire()
        memory.remember_proxy(ProxySignIn(USER, "old"))
        wire.proxy_sign_in = ProxySignIn(USER, "new")
        asyncio.run(recall_proxy(memory, wire))
    assert wire.proxy_sign_in == ProxySignIn(USER, "new")


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_fits_the_smallest_window_and_every_control_has_a_name(
    opened: Opened, proxy: Proxy, wizard: Wizard, look: Appearance, language: str
) -> None:
    wizard.kit.theme.use(look)
    wizard.kit.words.use(language)
    wizard.window.resize(900, 640)
    sheet = opened(proxy.url, trusted=False)
    assert nameless(sheet.window()) == []
    (area,) = sheet.findChildren(Scrolling)
    inner = area.widget()
    assert inner is not None and inner.width() <= area.viewport().width(), "nothing has to be scrolled sideways"
    assert sheet.again.geometry().right() < sheet.close_button.geometry().left()


def proxied(kind: QNetworkProxy.ProxyType, host: str = "proxy.contoso.com", port: int = 8080) -> QNetworkProxy:
    """One of the answers of a PAC file, as Qt hands it out."""
    return QNetworkProxy(kind, host, port)


_Kind = QNetworkProxy.ProxyType


@pytest.mark.parametrize(
    ("offered", "proxy"),
    [
        ([], None),
        ([proxied(_Kind.NoProxy)], None),
        ([proxied(_Kind.HttpProxy)], "http://proxy.contoso.com:8080"),
        ([proxied(_Kind.HttpCachingProxy), proxied(_Kind.NoProxy)], "http://proxy.contoso.com:8080"),
        ([proxied(_Kind.NoProxy), proxied(_Kind.HttpProxy)], None),
        ([proxied(_Kind.Socks5Proxy, port=1080), proxied(_Kind.HttpProxy)], "http://proxy.contoso.com:8080"),
        ([proxied(_Kind.Socks5Proxy, port=1080)], "socks5://proxy.contoso.com:1080"),
        ([proxied(_Kind.HttpProxy, "fd00::1", 3128)], "http://[fd00::1]:3128"),
        ([proxied(_Kind.FtpCachingProxy), proxied(_Kind.HttpProxy)], "http://proxy.contoso.com:8080"),
    ],
)
def test_the_first_way_of_a_pac_answer_that_can_be_gone_is_gone(offered: list[QNetworkProxy], proxy: str | None) -> None:
    assert first_usable(offered) == proxy


@pytest.mark.skipif(os.name != "posix", reason="elsewhere Qt asks the system and not the environment")
def test_what_qt_says_of_this_system_reaches_us(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_system_proxy("https://management.azure.com/") is None
    monkeypatch.setenv("https_proxy", "http://10.1.2.3:3128")
    assert find_system_proxy("https://management.azure.com/") == "http://10.1.2.3:3128"


def test_the_window_asks_qt_for_its_proxy(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(query: QNetworkProxyQuery) -> list[QNetworkProxy]:
        asked.append(query.url().toString())
        return [proxied(_Kind.HttpProxy)]

    monkeypatch.setattr("PySide6.QtNetwork.QNetworkProxyFactory.systemProxyForQuery", answer)
    assert parts.kit.flow.wire.route("https://management.azure.com/subscriptions/secret?x=y").proxy == "http://proxy.contoso.com:8080"
    assert asked == ["https://management.azure.com/"]
