"""Real requests over real TLS through real proxies, and the words for what stands in the way."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests
import trustme

from backup_doctor.arm.errors import AzureError, NotTrusted, ProxyTrouble, ProxyWantsPassword, Unreachable
from backup_doctor.arm.wire import Wire
from backup_doctor.arm.wire.proxies import ProxySignIn
from tests.helpers.proxies import BASIC, PASSWORD, USER, Listener, Manners, Proxy, TlsFront, dead_port

Trusting = Callable[[trustme.CA], None]


def get(wire: Wire, url: str) -> requests.Response:
    """Ask the lab for what it tells without a sign-in."""
    with closing(wire.session()) as session:
        return session.get(f"{url}/metadata/endpoints", timeout=20)


def caught(wire: Wire, url: str) -> AzureError:
    """The error that asking comes to."""
    with pytest.raises(AzureError) as found:
        get(wire, url)
    return found.value


def test_the_proxy_leads_to_a_host_that_only_it_knows(proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    assert get(Wire(lambda _: proxy.url), arm).status_code == 200
    assert proxy.manners.asked == [(arm.removeprefix("https://"), "")]


def test_a_proxy_of_the_environment_does_too(
    proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting(authority)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    assert get(Wire(), arm).status_code == 200


def test_a_host_that_no_proxy_excepts_is_sought_directly(proxy: Proxy, arm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", ".test")
    with pytest.raises(requests.ConnectionError, match=r"arm\.test"):  # no name server knows it
        get(Wire(), arm)
    assert proxy.manners.asked == []


def test_an_authority_that_the_system_does_not_trust_is_named(proxy: Proxy, arm: str) -> None:
    error = caught(Wire(lambda _: proxy.url), arm)
    assert isinstance(error, NotTrusted)
    assert "arm.test" in str(error) and "Contoso Root" in str(error)
    assert "root certificate of that issuer put into this computer's certificate store" in str(error)
    assert error.certificates[0].names == ("arm.test",)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_file_that_the_environment_names_is_trusted(
    variable: str, proxy: Proxy, arm: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "company.pem")
    monkeypatch.setenv(variable, str(tmp_path / "company.pem"))
    assert get(Wire(lambda _: proxy.url), arm).status_code == 200


def test_a_file_that_cannot_be_read_is_named_with_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    with pytest.raises(Unreachable, match=r"gone\.pem, which REQUESTS_CA_BUNDLE names"):
        Wire().session()


def test_a_file_without_certificates_is_named_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "note.pem").write_text("ask the help desk")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "note.pem"))
    with pytest.raises(Unreachable, match=r"note\.pem.* there is no certificate in it$"):
        Wire().session()


def test_nobody_can_switch_verification_off(proxy: Proxy, arm: str) -> None:
    with closing(Wire(lambda _: proxy.url).session()) as session:
        session.verify = False
        with pytest.raises(NotTrusted):
            session.get(arm, verify=False, timeout=20)


def test_the_roots_that_come_with_requests_are_not_trusted(
    proxy: Proxy, arm: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "bundle.pem")
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "bundle.pem"))
    assert isinstance(caught(Wire(lambda _: proxy.url), arm), NotTrusted), "what the company took out of its store stays out"


def test_a_host_that_is_slow_to_shake_hands_holds_up_no_other(proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    wire = Wire(lambda _: proxy.url)
    with closing(Silent()) as silent:
        waiting = threading.Thread(target=_fail, args=[wire, f"https://slow.test:{silent.port}"])
        waiting.start()
        silent.greeted.wait()
        assert get(wire, arm).status_code == 200
        assert waiting.is_alive()
    waiting.join()


class Silent(Listener):
    """Hears the first words of TLS and says nothing."""

    def __init__(self) -> None:
        self.greeted = threading.Event()
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        client.recv(1)
        self.greeted.set()
        while client.recv(65536):
            pass


def _fail(wire: Wire, url: str) -> None:
    with pytest.raises(AzureError):
        get(wire, url)


def test_the_process_around_is_left_as_it_was(proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    before = ssl.SSLContext
    get(Wire(lambda _: proxy.url), arm)
    assert ssl.SSLContext is before


def test_a_certificate_for_another_host_is_called_that(proxy: Proxy, lab_port: int, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    with closing(TlsFront(authority, lab_port, "portal.hotel.test")) as front:
        error = caught(Wire(lambda _: proxy.url), f"https://arm.test:{front.port}")
    assert isinstance(error, NotTrusted)
    assert "issued for other names: portal.hotel.test" in str(error)


def test_right_user_and_password_open_the_proxy(proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    wire.proxy_sign_in = ProxySignIn(USER, PASSWORD, proxy.url)
    assert get(wire, arm).status_code == 200


def test_a_password_given_later_serves_the_same_session(proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    with closing(wire.session()) as session:
        with pytest.raises(ProxyWantsPassword):
            session.get(arm, timeout=20)
        wire.proxy_sign_in = ProxySignIn(USER, PASSWORD)
        assert session.get(arm, timeout=20).status_code == 401  # the lab's word now: no token


def test_user_and_password_in_the_environment_open_it_too(
    proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting(authority)
    proxy.manners.authorization = BASIC
    monkeypatch.setenv("HTTPS_PROXY", f"http://CONTOSO%5Cbackup:s3cret-%D0%9F%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@127.0.0.1:{proxy.port}")
    assert get(Wire(), arm).status_code == 200


def test_a_proxy_that_wants_a_password_says_so(proxy: Proxy, arm: str) -> None:
    proxy.manners.authorization = BASIC
    error = caught(Wire(lambda _: proxy.url), arm)
    assert isinstance(error, ProxyWantsPassword)
    assert error.asks.takes_password and not error.asks.refused
    assert f"The proxy {proxy.url} asks for a user name and a password." in str(error)


def test_a_wrong_password_is_told_once_and_shown_nowhere(proxy: Proxy, arm: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    wire.proxy_sign_in = ProxySignIn(USER, "wr0ng-one", proxy.url)
    error = caught(wire, arm)
    assert isinstance(error, ProxyWantsPassword) and error.asks.refused
    assert "did not accept" in str(error)
    told = [word for _, word in proxy.manners.asked if word]
    assert len(told) == 1, "an account is locked after a few wrong passwords"
    shown = _everything(error) + caplog.text + repr(wire)
    assert "wr0ng-one" not in shown and told[0].removeprefix("Basic ") not in shown


def test_a_proxy_that_takes_windows_sign_in_only_is_not_offered_a_password(proxy: Proxy, arm: str) -> None:
    proxy.manners = Manners(authorization="Negotiate …", offers=("Negotiate", "NTLM"))
    error = caught(Wire(lambda _: proxy.url), arm)
    assert isinstance(error, ProxyWantsPassword)
    assert error.asks.schemes == ("Negotiate", "NTLM") and not error.asks.takes_password
    assert "only Negotiate, NTLM" in str(error)
    assert "Px or Cntlm" in str(error) and "let arm.test through without a sign-in" in str(error)


def test_a_dead_proxy_is_blamed_by_its_address(arm: str) -> None:
    dead = f"http://127.0.0.1:{dead_port()}"
    error = caught(Wire(lambda _: dead), arm)
    assert isinstance(error, ProxyTrouble)
    assert f"The proxy {dead}, from this computer's settings, does not answer" in str(error)


def test_a_dead_proxy_of_the_environment_is_blamed_with_its_variable(arm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:s3cret@127.0.0.1:{dead_port()}")
    error = caught(Wire(), arm)
    assert "which HTTPS_PROXY names, does not answer" in str(error)
    assert "s3cret" not in _everything(error)


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (403, "Blocked", "does not allow connections to arm.test (403 Blocked)."),
        (403, "", "does not allow connections to arm.test (403)."),
        (502, "Blocked", "could not reach arm.test (502 Blocked)."),
    ],
)
def test_a_proxy_that_lets_nobody_through_is_quoted(proxy: Proxy, arm: str, status: int, reason: str, words: str) -> None:
    proxy.manners.refuses = (status, reason)
    error = caught(Wire(lambda _: proxy.url), arm)
    assert isinstance(error, ProxyTrouble)
    assert words in str(error)


def test_a_proxy_that_is_itself_reached_over_tls_is_verified_too(
    proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting, tmp_path: Path
) -> None:
    with closing(TlsFront(authority, proxy.port, "localhost")) as secure:
        way = f"https://localhost:{secure.port}"
        untrusted = caught(Wire(lambda _: way), arm)
        trusting(authority)
        assert get(Wire(lambda _: way), arm).status_code == 200
    assert isinstance(untrusted, ProxyTrouble) and way in str(untrusted)


def test_a_setting_that_names_no_proxy_is_unreachable_in_words(arm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    assert "SOCKS" in str(caught(Wire(), arm))


def _everything(error: BaseException | None) -> str:
    """An error and all that it was made of, as a log would show it."""
    shown = ""
    while error is not None:
        shown += f"{error!r} {error} {vars(error)}"
        error = error.__cause__ or error.__context__
    return shown
