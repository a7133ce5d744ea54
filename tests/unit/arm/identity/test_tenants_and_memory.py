"""The same account in other tenants, and accounts that are remembered from another day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from azure.identity import TokenCachePersistenceOptions

from backup_doctor.arm.identity import entra_source
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInFailed, SignInNeeded, in_tenant
from backup_doctor.arm.memory import Keeping, new_key
from backup_doctor.arm.signin import Account, Session
from backup_doctor.core.text import verbatim
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT, STRANGER_TENANT, STRICT_TENANT
from tests.unit.arm.identity.conftest import Place, ask_azure, without_token_of


class TestAnotherTenant:
    def test_it_opens_silently_where_the_account_is_a_guest(self, place: Place, browser: FakeBrowser) -> None:
        account = _in(place, OTHER_TENANT)
        assert (account.tenant_id, account.user, account.method) == (OTHER_TENANT, "demo@contoso.example", Method.BROWSER)
        assert account.object_id == place.entra.person.object_id(OTHER_TENANT)
        assert place.somebody.questions == []
        assert place.entra.kinds() == ["authorize", "authorization_code", "refresh_token"]

    def test_one_that_demands_multifactor_authentication_asks_the_person_once(self, place: Place, browser: FakeBrowser) -> None:
        account = _in(place, STRICT_TENANT)
        assert account.tenant_id == STRICT_TENANT
        [(why, asked)] = place.somebody.questions
        assert "AADSTS50076" in why
        assert asked.tenant == STRICT_TENANT
        assert place.entra.count("authorize") == 2
        assert f"/{STRICT_TENANT}/" in browser.opened[1]
        assert '"acrs"' in browser.query["claims"]  # what Entra said that it wants to see

    def test_a_no_leaves_the_first_session_as_it_was(self, place: Place, browser: FakeBrowser) -> None:
        place.somebody.answers = [None]

        async def work(session: Session) -> int:
            with pytest.raises(SignInNeeded, match="multifactor"):
                await in_tenant(session, STRICT_TENANT)
            return await ask_azure(session)

        assert place.with_session(place.order(Method.BROWSER), work) == 1

    def test_one_where_the_account_is_unknown_says_so(self, place: Place, browser: FakeBrowser) -> None:
        with pytest.raises((SignInFailed, SignInNeeded), match="AADSTS50020"):
            _in(place, STRANGER_TENANT)

    def test_both_sessions_work_beside_each_other_and_close_in_any_order(self, place: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> list[int]:
            other = await in_tenant(session, OTHER_TENANT)
            both = [await ask_azure(session), await ask_azure(other)]
            await session.gateway.close()
            place.entra.revoke(needs_person=False)
            both.append(await ask_azure(other))  # its source is still open
            await other.gateway.close()
            return both

        async def whole() -> list[int]:
            from backup_doctor.arm.identity.open_session import open_session

            return await work(await open_session(place.order(Method.BROWSER), place.entra.wire(), place.somebody))

        assert place.run(whole) == [1, 1, 1]
        assert place.somebody.questions == []

    def test_what_cannot_be_a_tenant_is_not_asked_for(self, place: Place, browser: FakeBrowser) -> None:
        """It may come from Azure's own list, and goes to az as an argument."""
        with pytest.raises(SignInFailed, match="is not a tenant"):
            _in(place, "a&calc")

    def test_a_service_principal_of_several_tenants(self, place: Place) -> None:
        async def work(session: Session) -> str:
            other = await in_tenant(session, OTHER_TENANT)
            await other.gateway.close()
            return other.account.tenant_id

        assert place.with_session(place.order(Method.SECRET), work) == OTHER_TENANT
        assert place.somebody.questions == []

    def test_a_pasted_token_is_for_one_tenant(self, place: Place) -> None:
        place.somebody.answers = [None]

        async def work(session: Session) -> None:
            with pytest.raises(SignInNeeded, match="for one tenant"):
                await in_tenant(session, OTHER_TENANT)

        place.with_session(place.order(Method.TOKEN, token=place.lab.token), work)


class TestRemembered:
    @pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE])
    def test_the_next_day_nobody_is_asked(self, place: Place, browser: FakeBrowser, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
        _keep_tokens(monkeypatch)
        order = replace(place.order(method), cache=new_key())
        remembered = without_token_of(place.open_session(order))
        place.entra.asked.clear()
        session = place.open_session(remembered)
        assert session.account.user == "demo@contoso.example"
        assert place.entra.kinds() == ["refresh_token"]
        assert len(browser.opened) <= 1

    def test_an_old_token_is_renewed_without_asking(self, place: Place, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
        _keep_tokens(monkeypatch)
        place.entra.lifetime = 1
        remembered = without_token_of(place.open_session(replace(place.order(Method.BROWSER), cache=new_key())))
        place.entra.lifetime = 3600
        place.entra.asked.clear()
        place.open_session(remembered)
        assert place.entra.kinds() == ["refresh_token"]

    def test_one_whose_tokens_are_gone_is_asked_once_with_its_name_filled_in(self, place: Place, browser: FakeBrowser) -> None:
        remembered = without_token_of(place.open_session(place.order(Method.BROWSER)))
        assert "home" in remembered.record
        place.open_session(remembered)
        assert len(browser.opened) == 2
        assert browser.query["login_hint"] == "demo@contoso.example"
        assert place.somebody.questions == []

    def test_one_that_was_revoked_is_asked_once(self, place: Place, browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
        _keep_tokens(monkeypatch)
        place.entra.lifetime = 1
        remembered = without_token_of(place.open_session(replace(place.order(Method.BROWSER), cache=new_key())))
        place.entra.revoke()
        place.open_session(remembered)
        assert place.entra.count("authorize") == 2

    def test_a_record_that_is_damaged_is_said(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match="Forget it and sign in again"):
            place.open_session(place.order(Method.DEVICE, record="{"))

    def test_the_record_holds_nothing_secret(self, place: Place, browser: FakeBrowser) -> None:
        remembered = without_token_of(place.open_session(place.order(Method.BROWSER)))
        assert not any(token in remembered.record for token in (*place.entra.issued, *place.entra.grants))


def _in(place: Place, tenant: str) -> Account:
    async def work(session: Session) -> Account:
        other = await in_tenant(session, tenant)
        await ask_azure(other)
        await other.gateway.close()
        return other.account

    return place.with_session(place.order(Method.BROWSER), work)


def _keep_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer has no encrypted store for tests; the same cache of azure-identity's, in plain text in the test's home, stands in for it."""

    def kept(key: str) -> tuple[TokenCachePersistenceOptions, Keeping]:
        return TokenCachePersistenceOptions(name=f"test-{key}", allow_unencrypted_storage=True), Keeping(True, verbatim("kept"))

    monkeypatch.setattr(entra_source, "token_cache", kept)
