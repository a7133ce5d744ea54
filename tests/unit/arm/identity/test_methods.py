"""Every way to sign in with a person or an application: it works, it can be cancelled at once, and its failures are told in words."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from backup_doctor.arm.errors import NotSignedIn, NotTrusted, Unreachable
from backup_doctor.arm.identity.enter import SignInFailed, SomebodyElse, enter
from backup_doctor.arm.identity.method import Method, offered
from backup_doctor.arm.signin import Session
from backup_doctor.arm.wire import Wire
from backup_doctor.lab.identity import TENANT_DOMAIN, TENANT_ID
from tests.helpers.fake_browser import FakeBrowser, no_browser
from tests.helpers.fake_entra import CLIENT, OTHER_TENANT, PRINCIPAL, STRANGER_TENANT, Principal
from tests.helpers.principal_certificate import PASSWORD, certificate_files
from tests.helpers.tokens import jwt
from tests.unit.arm.identity.conftest import Place, ask_azure


class TestBrowser:
    def test_it_lets_in_with_one_prompt(self, place: Place, browser: FakeBrowser) -> None:
        session = place.enter(place.order(Method.BROWSER))
        account = session.account
        assert (account.user, account.tenant, account.method) == ("demo@contoso.example", "Contoso", Method.BROWSER)
        assert account.object_id == place.entra.person.object_id(TENANT_ID)
        assert place.entra.kinds() == ["authorize", "authorization_code"]
        assert len(browser.opened) == 1

    def test_many_requests_afterwards_open_no_browser(self, place: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> None:
            await asyncio.gather(*(ask_azure(session) for _ in range(8)))

        place.with_session(place.order(Method.BROWSER), work)
        assert place.entra.kinds() == ["authorize", "authorization_code"]

    def test_tenant_name_and_application_are_proposed_before_the_prompt(self, place: Place, browser: FakeBrowser) -> None:
        place.enter(place.order(Method.BROWSER, tenant=TENANT_DOMAIN, user="demo@contoso.example"))
        assert f"/{TENANT_DOMAIN}/oauth2/" in browser.opened[0]
        assert (browser.query["login_hint"], browser.query["client_id"]) == ("demo@contoso.example", CLIENT)
        assert browser.query["redirect_uri"].startswith("http://localhost:")

    def test_an_application_of_ones_own(self, place: Place, browser: FakeBrowser) -> None:
        place.enter(place.order(Method.BROWSER, client_id=PRINCIPAL))
        assert browser.query["client_id"] == PRINCIPAL

    def test_cancelling_ends_it_at_once_and_gives_the_port_back(self, place: Place, browser: FakeBrowser) -> None:
        browser.goes_on = False
        _cancel(place, Method.BROWSER, browser.came)
        assert place.entra.count("authorization_code") == 0
        _wait_for_threads()

    def test_a_person_who_declines_is_told_so(self, place: Place, browser: FakeBrowser) -> None:
        place.entra.authorize_error = ("access_denied", "the user canceled the authentication")
        with pytest.raises(SignInFailed, match="cancelled in the browser"):
            place.enter(place.order(Method.BROWSER))

    def test_consent_declined_has_its_own_words(self, place: Place, browser: FakeBrowser) -> None:
        place.entra.authorize_error = ("access_denied", "AADSTS65004: User declined to consent to access the app.")
        with pytest.raises(SignInFailed, match="answered with no") as failed:
            place.enter(place.order(Method.BROWSER))
        assert failed.value.problem is not None
        assert failed.value.problem.code == "AADSTS65004"

    def test_somebody_who_is_not_in_the_tenant(self, place: Place, browser: FakeBrowser) -> None:
        with pytest.raises(SignInFailed, match="AADSTS50020"):
            place.enter(place.order(Method.BROWSER, tenant=STRANGER_TENANT))

    def test_without_a_browser_the_device_code_is_proposed(self, place: Place, browser: FakeBrowser) -> None:
        browser.is_there = False
        with pytest.raises(SignInFailed, match="device code"):
            place.enter(place.order(Method.BROWSER))

    def test_an_unknown_tenant_is_known_before_a_browser_opens(self, place: Place, browser: FakeBrowser) -> None:
        with pytest.raises(SignInFailed, match="no such tenant"):
            place.enter(place.order(Method.BROWSER, tenant="nowhere.example"))
        assert browser.opened == []

    def test_a_code_that_was_spied_out_is_worth_nothing(self, place: Place, browser: FakeBrowser) -> None:
        """Entra compares the code's verifier with the challenge (PKCE); here the fake really does."""
        place.enter(place.order(Method.BROWSER))
        asked = next(asked for asked in place.entra.asked if asked.kind == "authorization_code")
        assert len(asked.form["code_verifier"]) >= 43
        assert browser.query["code_challenge"] != asked.form["code_verifier"]


class TestDeviceCode:
    def test_it_shows_where_to_type_in_what_and_lets_in(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = no_browser(monkeypatch)
        session = place.enter(place.order(Method.DEVICE))
        [code] = place.somebody.codes
        assert (code.code, code.address.startswith(place.entra.authority)) == ("ABCD1234", True)
        assert code.expires.tzinfo is not None
        assert session.account.user == "demo@contoso.example"
        assert place.entra.kinds() == ["devicecode", "device_code", "device_code"]
        assert opened == []

    def test_cancelling_ends_it_at_once_and_the_polls_too(self, place: Place) -> None:
        shown = threading.Event()
        place.somebody.on_code = shown.set
        place.entra.device_never_ends = True
        place.entra.device_interval = 1
        _cancel(place, Method.DEVICE, shown)
        _wait_for_threads()
        polls = place.entra.count("device_code")
        assert polls <= 2
        assert place.entra.count("device_code") == polls

    @pytest.mark.parametrize(
        ("turn", "words"), [("authorization_declined", "cancelled in the browser"), ("expired_token", "not entered in the browser in time")]
    )
    def test_a_code_that_is_declined_or_expires(self, place: Place, turn: str, words: str) -> None:
        place.entra.device_turns = [turn]
        with pytest.raises(SignInFailed, match=words):
            place.enter(place.order(Method.DEVICE))

    def test_conditional_access_may_forbid_device_codes(self, place: Place) -> None:
        place.entra.refusals["device_code"] = 53003
        with pytest.raises(SignInFailed, match="may block device codes"):
            place.enter(place.order(Method.DEVICE))

    def test_without_anybody_to_show_it_to_it_is_not_tried(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match="somebody to show it to"):
            place.run(lambda: enter(place.order(Method.DEVICE), place.entra.wire()))
        assert place.entra.asked == []


class TestSecret:
    def test_it_lets_in(self, place: Place) -> None:
        session = place.enter(place.order(Method.SECRET))
        assert (session.account.user, session.account.tenant_id) == (PRINCIPAL, TENANT_ID)
        assert place.entra.kinds() == ["client_credentials"]

    def test_cancelling_ends_it_at_once(self, place: Place) -> None:
        _cancel_while_entra_is_silent(place, place.order(Method.SECRET))

    def test_a_wrong_one_is_told_without_being_shown(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match=r"secret is wrong.*owner of the application.*AADSTS7000215") as failed:
            place.enter(place.order(Method.SECRET, secret="wrong-secret"))
        assert "wrong-secret" not in repr(failed.value) + failed.value.said + str(failed.value.__cause__)

    def test_an_expired_one(self, place: Place) -> None:
        place.entra.refusals["client_credentials"] = 7000222
        with pytest.raises(SignInFailed, match="secret has expired"):
            place.enter(place.order(Method.SECRET))

    def test_an_unknown_application(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match="application was not found"):
            place.enter(place.order(Method.SECRET, client_id="00000000-0000-0000-0000-000000000009"))


class TestCertificate:
    @pytest.mark.parametrize("kind", ["pem", "pem with password", "pfx", "pfx with password"])
    def test_it_lets_in_and_its_signature_is_verified(self, place: Place, tmp_path: Path, kind: str) -> None:
        files = certificate_files(tmp_path)
        _register(place, files["public"])
        password = PASSWORD if "password" in kind else ""
        session = place.enter(place.order(Method.CERTIFICATE, certificate=str(files[kind]), password=password))
        assert session.account.user == PRINCIPAL
        assert place.entra.kinds() == ["client_credentials"]

    def test_cancelling_ends_it_at_once(self, place: Place, tmp_path: Path) -> None:
        _cancel_while_entra_is_silent(place, place.order(Method.CERTIFICATE, certificate=str(certificate_files(tmp_path)["pem"])))

    def test_one_that_is_not_registered_is_refused_by_entra(self, place: Place, tmp_path: Path) -> None:
        _register(place, certificate_files(tmp_path)["other public"])
        with pytest.raises(SignInFailed, match="not registered with the application"):
            place.enter(place.order(Method.CERTIFICATE, certificate=str(certificate_files(tmp_path)["pem"])))

    @pytest.mark.parametrize(
        ("kind", "password", "words"),
        [
            ("missing", "", "cannot be read"),
            ("garbage", "", "no certificate in PEM or PFX"),
            ("public", "", "holds no private key"),
            ("public pfx", "", "holds no private key"),
            ("pem with password", "", "is protected"),
            ("pem with password", "Tr0ub4dor", "password does not open"),
            ("pem", "needless", "has no password"),
            ("pfx with password", "Tr0ub4dor", "password does not open"),
            ("pfx with password", "", "password does not open"),
            ("elliptic", "", "no RSA key"),
            ("key alone", "", "no certificate in PEM or PFX"),
        ],
    )
    def test_what_is_wrong_with_a_file_is_said(self, place: Place, tmp_path: Path, kind: str, password: str, words: str) -> None:
        file = certificate_files(tmp_path)[kind]
        with pytest.raises(SignInFailed, match=words) as failed:
            place.enter(place.order(Method.CERTIFICATE, certificate=str(file), password=password))
        assert not password or password not in str(failed.value)


class TestToken:
    def test_it_lets_in_and_asks_entra_nothing(self, place: Place) -> None:
        session = place.enter(place.order(Method.TOKEN, token=place.lab.token))
        assert session.account.user == "demo@contoso.example"
        assert place.entra.asked == []

    def test_cancelling_ends_it_at_once(self, place: Place) -> None:
        place.lab._server.latency = 0.5
        order = place.order(Method.TOKEN, token=place.lab.token)

        async def work() -> None:
            task = asyncio.ensure_future(enter(order, place.entra.wire()))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(work())

    def test_one_of_another_tenant_than_wanted_is_refused(self, place: Place) -> None:
        with pytest.raises(SomebodyElse, match=f"{TENANT_ID}, not to {OTHER_TENANT}"):
            place.enter(place.order(Method.TOKEN, token=place.lab.token, tenant=OTHER_TENANT))

    @pytest.mark.parametrize("tenant", [TENANT_ID.upper(), TENANT_DOMAIN])
    def test_the_tenant_may_be_named_by_id_or_domain(self, place: Place, tenant: str) -> None:
        place.enter(place.order(Method.TOKEN, token=place.lab.token, tenant=tenant))

    def test_one_that_azure_does_not_know(self, place: Place) -> None:
        with pytest.raises(NotSignedIn, match="does not accept"):
            place.enter(place.order(Method.TOKEN, token=jwt(tid=TENANT_ID)))


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_an_entra_that_is_out_of_reach_is_told_as_that(place: Place, browser: FakeBrowser, method: Method) -> None:
    cloud = replace(place.cloud, authority="https://127.0.0.1:9")
    with pytest.raises(Unreachable):
        place.enter(replace(place.order(method), cloud=cloud))
    assert browser.opened == []


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_a_page_of_the_network_in_entras_place_is_recognised(place: Place, browser: FakeBrowser, method: Method) -> None:
    place.entra.garbage = True
    with pytest.raises(SignInFailed, match="sign-in page of the network"):
        place.enter(place.order(method))
    assert browser.opened == []


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_an_entra_whose_certificate_is_not_trusted_is_told_as_that(place: Place, browser: FakeBrowser, method: Method) -> None:
    with pytest.raises(NotTrusted):
        place.run(lambda: enter(place.order(method), Wire(), place.somebody))
    assert browser.opened == []
    assert place.entra.asked == []


def test_the_broker_is_offered_only_where_it_is_installed_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Method.BROKER not in offered()
    monkeypatch.setattr("sys.platform", "win32")
    assert Method.BROKER not in offered()
    monkeypatch.setattr("backup_doctor.arm.identity.method.version", lambda _name: "1.3.0")
    assert set(offered()) == set(Method)


def test_a_wrong_clock_is_named(place: Place, browser: FakeBrowser) -> None:
    place.entra.clock = 3600 * 2
    place.entra.authorize_error = ("server_error", "the time is out of joint")
    with pytest.raises(SignInFailed, match="clock differs from Microsoft Entra's by 120 minute"):
        place.enter(place.order(Method.BROWSER))


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        (Method.BROWSER, {"tenant": "two words"}, "is no tenant"),
        (Method.BROWSER, {"client_id": "x"}, "is no client id"),
        (Method.SECRET, {"tenant": ""}, "enter the tenant's id"),
        (Method.SECRET, {"client_id": ""}, "Enter the client id"),
        (Method.SECRET, {"secret": ""}, "Enter the secret"),
        (Method.CERTIFICATE, {"certificate": ""}, "Name the file"),
        (Method.BROKER, {}, "needs Windows"),
        (Method.TOKEN, {"token": " "}, "token is empty"),
    ],
)
def test_what_cannot_be_right_is_said_before_anybody_is_asked(place: Place, method: Method, given: dict[str, str], words: str) -> None:
    with pytest.raises(NotSignedIn, match=words):
        place.enter(place.order(method, **given))
    assert place.entra.asked == []


def _cancel(place: Place, method: Method, begun: threading.Event) -> None:
    """Sign in, wait until the person is at it, and cancel; nothing is waited for after that."""

    async def work() -> None:
        task = asyncio.ensure_future(enter(place.order(method), place.entra.wire(), place.somebody))
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(work())


def _cancel_while_entra_is_silent(place: Place, order: object) -> None:
    with place.entra.lock:  # it takes a request and does not answer

        async def work() -> None:
            task = asyncio.ensure_future(enter(order, place.entra.wire(), place.somebody))  # type: ignore[arg-type]  # a SignIn
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(work())
    _wait_for_threads()
    assert place.entra.count("client_credentials") == 0


def _wait_for_threads() -> None:
    """The sign-in's own threads end by themselves."""
    for thread in threading.enumerate():
        if thread.name == "sign-in":
            thread.join(timeout=30)
            assert not thread.is_alive()


def _register(place: Place, public: Path) -> None:
    place.entra.principals[PRINCIPAL] = Principal(PRINCIPAL, TENANT_ID, certificate=public.read_bytes())
