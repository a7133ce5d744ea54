"""Strangers: a sign-in host that leads elsewhere, an endpoint that wants Azure's own tokens, a program on this computer that speaks first."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.identity.browser import WayBack, free_port
from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.identity.open_session import SignInFailed, open_session
from backup_doctor.arm.identity.transport import Transport
from backup_doctor.arm.metadata import ForeignEndpoint, is_own_address, is_own_host, may_show_code
from backup_doctor.arm.wire import Wire
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import FakeEntra, fake_entra
from tests.helpers.tokens import jwt
from tests.unit.arm.identity.conftest import Place

AZURE = "https://login.microsoftonline.com"
STRANGER = "https://login.stranger.example"


class TestSignInHost:
    @pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
    @pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "device_authorization_endpoint"])
    def test_one_that_leads_to_another_is_not_followed(self, place: Place, browser: FakeBrowser, method: Method, name: str) -> None:
        """Else a made-up cloud would have the person sign in to Azure, and the code or the token brought to itself."""
        with fake_entra() as azure:
            place.entra.elsewhere[name] = f"{azure.authority}/organizations/oauth2/v2.0/anything"
            with pytest.raises(SignInFailed, match="to another host"):
                place.open_session(place.order(method))
            assert azure.asked == []
        assert browser.opened == place.entra.kinds() == []

    @pytest.mark.parametrize("address", ["file:///usr/bin/calc", "http://{host}/authorize", '{own}/authorize";calc;"', "{own}@evil.example/a"])
    def test_no_browser_is_opened_for_what_is_no_address_of_its_own(self, place: Place, browser: FakeBrowser, address: str) -> None:
        own = place.entra.authority
        place.entra.elsewhere["authorization_endpoint"] = address.format(own=own, host=own.partition("//")[2])
        with pytest.raises(SignInFailed, match="to another host"):
            place.open_session(place.order(Method.BROWSER))
        assert browser.opened == []

    def test_nothing_is_sent_to_another_host_whatever_asks_for_it(self, entra: FakeEntra) -> None:
        """The document may say something else the second time it is read."""
        from azure.core.rest import HttpRequest

        with entra.wire().session() as session, fake_entra() as other, pytest.raises(SignInFailed, match="to another host"):
            Transport(session, entra.authority).send(HttpRequest("POST", f"{other.authority}/organizations/oauth2/v2.0/token", data={"a": "b"}))
        assert other.asked == []

    def test_azures_own_hosts_are_one(self) -> None:
        """A tenant of the US government, asked for at the public host, is answered with the other's addresses."""
        assert is_own_address(AZURE, "https://login.microsoftonline.us/contoso.com/oauth2/v2.0/token")
        assert is_own_address("https://login.chinacloudapi.cn", "https://login.partner.microsoftonline.cn/common/oauth2/v2.0/token")
        assert is_own_host(AZURE, "https://westeurope.login.microsoft.com/contoso.com/oauth2/v2.0/token?a=b c")
        assert not is_own_host(AZURE, f"{STRANGER}/token")
        assert not is_own_host(AZURE, "https://login.microsoftonline.com:8443/token")
        assert not is_own_host(STRANGER, f"{AZURE}/token")

    def test_a_strangers_device_code_is_not_shown_for_microsofts_page(self, place: Place) -> None:
        """It could be one that the stranger has got there for itself."""
        place.entra.device_page = "https://microsoft.com/devicelogin"
        with pytest.raises(SignInFailed, match="does not show the code"):
            place.open_session(place.order(Method.DEVICE))
        assert place.somebody.codes == []
        assert place.entra.count("device_code") == 0

    def test_where_a_code_may_be_entered(self) -> None:
        assert may_show_code(AZURE, "https://microsoft.com/devicelogin")
        assert may_show_code(STRANGER, "https://login.stranger.example/device")
        for address in (
            "https://aka.ms/devicelogin",
            "https://login.microsoft.com/device",
            "http://login.stranger.example",
            "file:///etc/passwd",
            "",
        ):
            assert not may_show_code(STRANGER, address)


class TestPastedToken:
    @pytest.mark.parametrize(
        "audience", ["https://management.azure.com", "https://management.core.windows.net/", "797f4846-ba00-4fd7-ba43-dac1f8f63013"]
    )
    def test_one_for_azure_is_not_sent_to_a_stranger(self, place: Place, audience: str) -> None:
        token = jwt(aud=audience, iss="https://sts.windows.net/11111111-1111-1111-1111-111111111111/", exp=4102444800)
        order = SignIn(Method.TOKEN, custom("https://management.stranger.example"), token=token)
        with pytest.raises(ForeignEndpoint, match="The token was not sent there") as failed:
            place.run(lambda: open_session(order, Wire()))
        assert token not in str(failed.value)

    @pytest.mark.parametrize(
        ("audience", "issuer"),
        [
            ("https://management.stack.onmicrosoft.com/1", "https://sts.windows.net/1/"),
            ("https://management.azure.com", "https://login.stranger.example/1/v2.0"),
        ],
    )
    def test_one_of_a_cloud_of_its_own_is_sent_there(self, place: Place, audience: str, issuer: str) -> None:
        from backup_doctor.arm.metadata import refuse_foreign_token

        refuse_foreign_token(custom("https://management.stack.example"), {"aud": audience, "iss": issuer})


class TestWayBack:
    """Any program on this computer, and any page in its browser, may speak to the port first."""

    def _meddle(self, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]) -> list[int]:
        """Somebody else is faster than the browser."""
        statuses: list[int] = []

        def speak(url: str, *_args: object, **_kwargs: object) -> bool:
            browser.opened.append(url)
            try:
                with urllib.request.urlopen(f"{browser.query['redirect_uri']}/?{urlencode(fields)}") as page:
                    statuses.append(page.status)
            except urllib.error.HTTPError as error:
                with error:
                    statuses.append(error.code)
            return True

        def beside(url: str, *_args: object, **_kwargs: object) -> bool:
            Thread(target=speak, args=(url,), daemon=True).start()
            return True

        monkeypatch.setattr("webbrowser.open", beside)
        return statuses

    def test_a_code_of_another_sign_in_is_not_taken(self, place: Place, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
        self._meddle(browser, monkeypatch, {"code": "stolen", "state": "guessed"})
        with pytest.raises(SignInFailed, match="belongs to another sign-in") as failed:
            place.open_session(place.order(Method.BROWSER))
        assert "guessed" not in str(failed.value) + failed.value.said
        assert place.entra.count("authorization_code") == 0

    def test_it_can_cancel_at_most(self, place: Place, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
        self._meddle(browser, monkeypatch, {"error": "access_denied"})
        with pytest.raises(SignInFailed):
            place.open_session(place.order(Method.BROWSER))
        assert place.entra.count("authorization_code") == 0

    def test_it_listens_on_this_computer_only_and_alone(self) -> None:
        with WayBack("localhost", free_port(), 1) as server:
            assert server.server_address[0] == "127.0.0.1"
            port = server.server_address[1]
            with socket.socket() as other, pytest.raises(OSError, match=r"."):
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                other.bind(("127.0.0.1", port))
                other.listen()

    def test_a_browser_that_does_not_wait_for_the_page_has_still_brought_the_answer(self) -> None:
        server = WayBack("localhost", free_port(), 20)
        with socket.create_connection(("127.0.0.1", server.server_address[1])) as impatient:
            impatient.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            impatient.sendall(b"GET /?code=1&state=2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert server.wait_for_redirect() == {"code": "1", "state": "2"}

    def test_what_brings_no_answer_is_sent_away_and_waited_on(self) -> None:
        """A browser asks for the page's icon, another program looks what is here."""
        server = WayBack("localhost", free_port(), 20)
        brought: list[object] = []
        waiting = Thread(target=lambda: brought.append(server.wait_for_redirect()))
        waiting.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(urllib.error.HTTPError, match="404") as away:
            urllib.request.urlopen(f"{address}/favicon.ico")
        away.value.close()
        urllib.request.urlopen(f"{address}/?code=1").close()
        waiting.join()
        assert brought == [{"code": "1"}]

    @pytest.mark.parametrize(("header", "words"), [("ru-RU,ru;q=0.9", 'lang="ru"'), ("de-DE", "You are signed in."), (None, 'lang="en"')])
    def test_its_page_speaks_the_browsers_language(self, header: str | None, words: str) -> None:
        server = WayBack("localhost", free_port(), 20)
        Thread(target=server.wait_for_redirect, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/?code=1"
        asked = urllib.request.Request(address, headers={} if header is None else {"Accept-Language": header})
        with urllib.request.urlopen(asked) as page:
            assert words in page.read().decode()


class TestAzureCli:
    def test_one_in_the_programs_own_folder_is_not_started(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """The standard library would look there first, on Windows."""
        from backup_doctor.arm.identity import az

        there = tmp_path / "there"
        there.mkdir()
        for folder in (tmp_path, there):
            (folder / "az.cmd").write_text("")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.platform", "win32")
        monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(tmp_path / "empty"), str(there)]))
        assert az._az() == str(there / "az.cmd")
        monkeypatch.setenv("PATH", ".")
        assert az._az() is None

    def test_it_ends_though_it_is_stopped_while_it_is_being_started(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        from backup_doctor.arm.identity import az

        program = tmp_path / "az"
        program.write_text("#!/bin/sh\nsleep 50\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        run = az._Run(["account"])
        run.stop()
        assert run()[0] != 0


def test_az_is_not_handed_our_secrets(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from backup_doctor.arm.identity import az

    for name in ("BACKUP_DOCTOR_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD"):
        monkeypatch.setenv(name, "for-us-alone")
    assert "for-us-alone" not in json.dumps(az._environment())
    assert az._environment()["PATH"] == os.environ["PATH"]


def test_metadata_that_names_a_stranger_for_azures_tokens_is_refused_too() -> None:
    from backup_doctor.arm import metadata

    with pytest.raises(ForeignEndpoint):
        metadata._refuse_foreign(custom("https://management.stranger.example"), STRANGER, "https://management.azure.com")
