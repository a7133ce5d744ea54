"""A session stays open: silently where it can, by one question where only a person can help, and never as somebody else."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace

import pytest

from backup_doctor.arm.identity.live import GRACE
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInNeeded, SomebodyElse, open_session
from backup_doctor.arm.signin import Session
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_browser import FakeBrowser, no_browser
from tests.helpers.fake_entra import OTHER_TENANT, FakeEntra, User
from tests.unit.arm.identity.conftest import Place, Somebody, ask_azure


class TestSilently:
    def test_a_token_that_runs_out_is_renewed_without_a_person(self, place: Place, browser: FakeBrowser) -> None:
        place.entra.lifetime = 200  # less than what a token must still be good for, so each is renewed at once

        async def work(session: Session) -> None:
            await asyncio.gather(*(ask_azure(session) for _ in range(5)))

        place.with_session(place.order(Method.BROWSER), work)
        assert place.entra.count("authorize") == 1
        assert place.entra.count("refresh_token") >= 1
        assert place.somebody.questions == []

    def test_a_revoked_token_is_got_again_silently_where_entra_allows(self, place: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> list[int]:
            place.entra.revoke(needs_person=False)
            return await asyncio.gather(*(ask_azure(session) for _ in range(8)))

        assert place.with_session(place.order(Method.BROWSER), work) == [1] * 8
        assert place.somebody.questions == []
        assert place.entra.count("authorize") == 1
        assert place.entra.count("refresh_token") == 1  # eight requests were refused with the same token
        refreshed = [asked for asked in place.entra.asked if asked.kind == "refresh_token"]
        assert '"nbf"' in refreshed[0].form["claims"]

    def test_a_service_principal_is_never_asked(self, place: Place) -> None:
        async def work(session: Session) -> int:
            place.entra.revoke()
            return await ask_azure(session)

        assert place.with_session(place.order(Method.SECRET), work) == 1
        assert place.entra.count("client_credentials") == 2

    def test_a_token_that_azure_calls_expired_is_got_anew(self, place: Place, browser: FakeBrowser) -> None:
        """The clock of this computer may be slow, so that the token looks good here."""

        async def work(session: Session) -> int:
            place.lab._server.faults.add(Fault.parse("401:/subscriptions:1"))
            return await ask_azure(session)

        assert place.with_session(place.order(Method.BROWSER), work) == 1
        assert place.entra.kinds() == ["authorize", "authorization_code", "refresh_token"]

    def test_every_request_for_a_token_says_the_same_of_continuous_access_evaluation(self, place: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> None:
            place.entra.revoke(needs_person=False)
            await ask_azure(session)

        place.with_session(place.order(Method.BROWSER), work)
        place.with_session(place.order(Method.DEVICE), work)
        place.with_session(place.order(Method.SECRET), work)
        tokens = [asked for asked in place.entra.asked if asked.path.endswith("/token")]
        assert len(tokens) >= 7
        assert all('"xms_cc"' in asked.form["claims"] and "CP1" in asked.form["claims"] for asked in tokens)


class TestWithAPerson:
    def test_many_waiting_requests_are_one_question_and_all_go_on(self, place: Place, browser: FakeBrowser) -> None:
        place.somebody.thinks = 0.2

        async def work(session: Session) -> list[int]:
            place.entra.revoke()
            return await asyncio.gather(*(ask_azure(session) for _ in range(12)))

        assert place.with_session(place.order(Method.BROWSER), work) == [1] * 12
        [(why, asked)] = place.somebody.questions
        assert "revoked" in why
        assert (asked.method, asked.user) == (Method.BROWSER, "demo@contoso.example")
        assert place.entra.count("authorize") == 2
        assert '"nbf"' in browser.query["claims"]  # the new sign-in proves what Azure wants to see

    def test_nothing_in_the_background_opens_a_browser(self, place: Place, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
        place.somebody.answers = [None]

        async def work(session: Session) -> None:
            opened = no_browser(monkeypatch)
            place.entra.revoke()
            for _ in range(3):
                with pytest.raises(SignInNeeded):
                    await ask_azure(session)
            assert opened == []

        place.with_session(place.order(Method.BROWSER), work)
        assert len(place.somebody.questions) == 1  # a no is final

    def test_without_anybody_to_ask_it_is_said(self, place: Place) -> None:
        async def work() -> None:
            session = await open_session(place.order(Method.TOKEN, token=place.entra.token_of(_person(place.entra))), place.entra.wire())
            try:
                place.entra.revoke()
                with pytest.raises(SignInNeeded, match="fresh sign-in"):
                    await ask_azure(session)
            finally:
                await session.gateway.close()

        place.run(work)

    def test_an_expired_pasted_token_is_replaced_by_another(self, place: Place) -> None:
        first = place.entra.token_of(_person(place.entra))
        place.somebody.answers = [place.order(Method.TOKEN, token=place.entra.token_of(_person(place.entra)))]

        async def work(session: Session) -> int:
            place.lab._server.faults.add(Fault.parse("401:/subscriptions:1"))
            return await ask_azure(session)

        assert place.with_session(place.order(Method.TOKEN, token=first), work) == 1
        [(why, _)] = place.somebody.questions
        assert why == "Azure no longer accepts this access token. Get a new one and sign in again."

    def test_another_method_may_answer(self, place: Place, browser: FakeBrowser) -> None:
        place.somebody.answers = [place.order(Method.DEVICE)]

        async def work(session: Session) -> int:
            place.entra.revoke()
            return await ask_azure(session)

        assert place.with_session(place.order(Method.BROWSER), work) == 1
        assert place.entra.kinds()[-3:] == ["devicecode", "device_code", "device_code"]

    def test_somebody_else_is_not_let_in(self, place: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> None:
            place.entra.revoke()
            place.entra.person = User("eve@contoso.example", TENANT_ID)
            with pytest.raises(SomebodyElse, match=r"You signed in as eve@contoso\.example; the session belongs to demo@contoso\.example"):
                await ask_azure(session)

        place.with_session(place.order(Method.BROWSER), work)
        assert len(place.somebody.questions) == 3  # asked again with the reason, but not for ever
        assert "You signed in as eve" in place.somebody.questions[1][0]

    def test_another_tenants_token_is_not_let_in(self, place: Place) -> None:
        elsewhere = place.entra.token_of({"tid": OTHER_TENANT, "oid": place.entra.person.object_id(OTHER_TENANT)})
        place.somebody.answers = [place.order(Method.TOKEN, token=elsewhere), None]

        async def work(session: Session) -> None:
            place.entra.revoke()
            with pytest.raises(SignInNeeded, match=f"tenant {OTHER_TENANT}, the session to {TENANT_ID}"):
                await ask_azure(session)

        place.with_session(place.order(Method.TOKEN, token=place.entra.token_of(_person(place.entra))), work)

    def test_a_wrong_answer_is_told_and_asked_again(self, place: Place) -> None:
        good = place.order(Method.SECRET)
        place.somebody.answers = [replace(good, secret="wrong"), good]

        async def work(session: Session) -> int:
            place.entra.refusals["client_credentials"] = 7000222
            place.entra.revoke()
            asking = asyncio.ensure_future(ask_azure(session))
            while not place.somebody.questions:
                await asyncio.sleep(0.01)
            del place.entra.refusals["client_credentials"]
            return await asking

        place.somebody.thinks = 0.1
        assert place.with_session(place.order(Method.SECRET), work) == 1
        first, second = (why for why, _ in place.somebody.questions)
        assert "has expired" in first
        assert "secret is wrong" in second
        assert place.somebody.endings == [second, None]

    def test_a_question_nobody_waits_for_any_more_is_taken_back(self, place: Place, browser: FakeBrowser) -> None:
        place.somebody = Somebody(thinks=60)

        async def work(session: Session) -> None:
            place.entra.revoke()
            requests = [asyncio.ensure_future(ask_azure(session)) for _ in range(3)]
            while not place.somebody.questions:
                await asyncio.sleep(0.01)
            requests[0].cancel()
            await asyncio.sleep(GRACE * 2)
            assert not place.somebody.taken_back  # others still wait
            for request in requests[1:]:
                request.cancel()
            await asyncio.gather(*requests, return_exceptions=True)
            while not place.somebody.taken_back:
                await asyncio.sleep(0.01)
            assert len(place.somebody.questions) == 1

        place.with_session(place.order(Method.BROWSER), work)

    def test_a_no_that_nobody_waits_for_any_more_is_no_news(self, place: Place, browser: FakeBrowser) -> None:
        place.somebody.answers, place.somebody.thinks = [None], GRACE / 4  # before the question is taken back

        async def work(session: Session) -> None:
            place.entra.revoke()
            request = asyncio.ensure_future(ask_azure(session))
            while not place.somebody.questions:
                await asyncio.sleep(0.01)
            request.cancel()
            await asyncio.gather(request, return_exceptions=True)
            await asyncio.sleep(GRACE * 2)

        place.with_session(place.order(Method.BROWSER), work)
        gc.collect()  # asyncio would complain in the log now, and that would fail this test


def _person(entra: FakeEntra) -> dict[str, str]:
    return {"tid": TENANT_ID, "oid": entra.person.object_id(TENANT_ID), "upn": entra.person.name}
