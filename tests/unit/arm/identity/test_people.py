"""A person by browser or device code: it works, it can be cancelled at once, and its failures are told in words."""

from __future__ import annotations

import asyncio
import threading

import pytest

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInFailed, open_session
from backup_doctor.arm.signin import Session
from backup_doctor.lab.identity import TENANT_DOMAIN, TENANT_ID
from tests.helpers.fake_browser import FakeBrowser, no_browser
from tests.helpers.fake_entra import CLIENT, PRINCIPAL, STRANGER_TENANT
from tests.unit.arm.identity.conftest import Place, ask_azure, cancel, wait_for_threads


class TestBrowser:
    def test_it_lets_in_with_one_prompt(self, place: Place, browser: FakeBrowser) -> None:
        session = place.open_session(place.order(Method.BROWSER))
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
        place.open_session(place.order(Method.BROWSER, tenant=TENANT_DOMAIN, user="demo@contoso.example"))
        assert f"/{TENANT_DOMAIN}/oauth2/" in browser.opened[0]
        assert (browser.query["login_hint"], browser.query["client_id"]) == ("demo@contoso.example", CLIENT)
        assert browser.query["redirect_uri"].startswith("http://localhost:")

    def test_an_application_of_ones_own(self, place: Place, browser: FakeBrowser) -> None:
        place.open_session(place.order(Method.BROWSER, client_id=PRINCIPAL))
        assert browser.query["client_id"] == PRINCIPAL

    def test_cancelling_ends_it_at_once_and_gives_the_port_back(self, place: Place, browser: FakeBrowser) -> None:
        browser.goes_on = False
        cancel(place, Method.BROWSER, browser.came)
        assert place.entra.count("authorization_code") == 0
        wait_for_threads()

    def test_a_person_who_declines_is_told_so(self, place: Place, browser: FakeBrowser) -> None:
        place.entra.authorize_error = ("access_denied", "the user canceled the authentication")
        with pytest.raises(SignInFailed, match="cancelled in the browser"):
            place.open_session(place.order(Method.BROWSER))

    def test_consent_declined_has_its_own_words(self, place: Place, browser: FakeBrowser) -> None:
        place.entra.authorize_error = ("access_denied", "AADSTS65004: User declined to consent to access the app.")
        with pytest.raises(SignInFailed, match="consent to the application was declined") as failed:
            place.open_session(place.order(Method.BROWSER))
        assert failed.value.problem is not None
        assert failed.value.problem.code == "AADSTS65004"

    def test_somebody_who_is_not_in_the_tenant(self, place: Place, browser: FakeBrowser) -> None:
        with pytest.raises(SignInFailed, match="AADSTS50020"):
            place.open_session(place.order(Method.BROWSER, tenant=STRANGER_TENANT))

    def test_without_a_browser_the_device_code_is_proposed(self, place: Place, browser: FakeBrowser) -> None:
        browser.is_there = False
        with pytest.raises(SignInFailed, match="device code"):
            place.open_session(place.order(Method.BROWSER))

    def test_an_unknown_tenant_is_known_before_a_browser_opens(self, place: Place, browser: FakeBrowser) -> None:
        with pytest.raises(SignInFailed, match="no such tenant"):
            place.open_session(place.order(Method.BROWSER, tenant="nowhere.example"))
        assert browser.opened == []

    def test_a_code_that_was_spied_out_is_worth_nothing(self, place: Place, browser: FakeBrowser) -> None:
        """Entra compares the code's verifier with the challenge (PKCE); here the fake really does."""
        place.open_session(place.order(Method.BROWSER))
        asked = next(asked for asked in place.entra.asked if asked.kind == "authorization_code")
        assert len(asked.form["code_verifier"]) >= 43
        assert browser.query["code_challenge"] != asked.form["code_verifier"]


class TestDeviceCode:
    def test_it_shows_where_to_type_in_what_and_lets_in(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = no_browser(monkeypatch)
        session = place.open_session(place.order(Method.DEVICE))
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
        cancel(place, Method.DEVICE, shown)
        wait_for_threads()
        polls = place.entra.count("device_code")
        assert polls <= 2
        assert place.entra.count("device_code") == polls

    @pytest.mark.parametrize(
        ("turn", "words"), [("authorization_declined", "cancelled in the browser"), ("expired_token", "not entered in the browser in time")]
    )
    def test_a_code_that_is_declined_or_expires(self, place: Place, turn: str, words: str) -> None:
        place.entra.device_turns = [turn]
        with pytest.raises(SignInFailed, match=words):
            place.open_session(place.order(Method.DEVICE))

    def test_conditional_access_may_forbid_device_codes(self, place: Place) -> None:
        place.entra.refusals["device_code"] = 53003
        with pytest.raises(SignInFailed, match="may block device codes"):
            place.open_session(place.order(Method.DEVICE))

    def test_without_anybody_to_show_it_to_it_is_not_tried(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match="a person who can be shown the code"):
            place.run(lambda: open_session(place.order(Method.DEVICE), place.entra.wire()))
        assert place.entra.asked == []
