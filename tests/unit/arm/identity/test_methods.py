"""A pasted token, and what all ways to sign in have in common."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backup_doctor.arm.errors import NotSignedIn, NotTrusted, Unreachable
from backup_doctor.arm.identity.method import Method, offered
from backup_doctor.arm.identity.open_session import SignInFailed, SomebodyElse, open_session
from backup_doctor.arm.wire import Wire
from backup_doctor.lab.identity import TENANT_DOMAIN, TENANT_ID
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT
from tests.helpers.tokens import jwt
from tests.unit.arm.identity.conftest import Place


class TestToken:
    def test_it_lets_in_and_asks_entra_nothing(self, place: Place) -> None:
        session = place.open_session(place.order(Method.TOKEN, token=place.lab.token))
        assert session.account.user == "demo@contoso.example"
        assert place.entra.asked == []

    def test_cancelling_ends_it_at_once(self, place: Place) -> None:
        place.lab._server.latency = 0.5
        order = place.order(Method.TOKEN, token=place.lab.token)

        async def work() -> None:
            task = asyncio.ensure_future(open_session(order, place.entra.wire()))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(work())

    def test_one_of_another_tenant_than_wanted_is_refused(self, place: Place) -> None:
        with pytest.raises(SomebodyElse, match=f"{TENANT_ID}, not to {OTHER_TENANT}"):
            place.open_session(place.order(Method.TOKEN, token=place.lab.token, tenant=OTHER_TENANT))

    @pytest.mark.parametrize("tenant", [TENANT_ID.upper(), TENANT_DOMAIN])
    def test_the_tenant_may_be_named_by_id_or_domain(self, place: Place, tenant: str) -> None:
        place.open_session(place.order(Method.TOKEN, token=place.lab.token, tenant=tenant))

    def test_one_that_azure_does_not_know(self, place: Place) -> None:
        with pytest.raises(NotSignedIn, match="does not accept"):
            place.open_session(place.order(Method.TOKEN, token=jwt(tid=TENANT_ID)))


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_an_entra_that_is_out_of_reach_is_told_as_that(place: Place, browser: FakeBrowser, method: Method) -> None:
    cloud = replace(place.cloud, authority="https://127.0.0.1:9")
    with pytest.raises(Unreachable):
        place.open_session(replace(place.order(method), cloud=cloud))
    assert browser.opened == []


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_a_page_of_the_network_in_entras_place_is_recognised(place: Place, browser: FakeBrowser, method: Method) -> None:
    place.entra.garbage = True
    with pytest.raises(SignInFailed, match="sign-in page of the network"):
        place.open_session(place.order(method))
    assert browser.opened == []


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.SECRET])
def test_an_entra_whose_certificate_is_not_trusted_is_told_as_that(place: Place, browser: FakeBrowser, method: Method) -> None:
    with pytest.raises(NotTrusted):
        place.run(lambda: open_session(place.order(method), Wire(), place.somebody))
    assert browser.opened == []
    assert place.entra.asked == []


def test_the_broker_is_offered_only_where_it_is_installed_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Method.BROKER not in offered()
    monkeypatch.setattr("sys.platform", "win32")
    assert Method.BROKER not in offered()
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "1.3.0")
    assert set(offered()) == set(Method)


def test_a_wrong_clock_is_named(place: Place, browser: FakeBrowser) -> None:
    place.entra.clock = 3600 * 2
    place.entra.authorize_error = ("server_error", "the time is out of joint")
    with pytest.raises(SignInFailed, match="clock differs from Microsoft Entra's by 120 minute"):
        place.open_session(place.order(Method.BROWSER))


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        (Method.BROWSER, {"tenant": "two words"}, "is not a tenant"),
        (Method.BROWSER, {"client_id": "x"}, "is not a client id"),
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
        place.open_session(place.order(method, **given))
    assert place.entra.asked == []
