"""An organisation says how and where one signs in; a token from elsewhere and a second tenant lead nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backup_doctor.arm.cloud import PUBLIC, custom
from backup_doctor.arm.identity.failures import SignInFailed
from backup_doctor.arm.identity.limits import within
from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.identity.open_session import in_tenant, open_session
from backup_doctor.arm.memory import new_key
from backup_doctor.arm.signin import Session
from backup_doctor.core.policy import Policy
from backup_doctor.core.policy_settings import judge
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT
from tests.unit.arm.identity.conftest import Place, ask_azure

ELSEWHERE = "99999999-2222-3333-4444-555555555555"


def signed_in(place: Place, order: SignIn, policy: Policy) -> Session:
    """Sign in and go."""

    async def whole() -> Session:
        session = await open_session(order, place.entra.wire(), place.somebody, policy)
        await session.gateway.close()
        return session

    return place.run(whole)


@pytest.mark.parametrize("method", [Method.BROWSER, Method.SECRET, Method.TOKEN])
def test_only_the_ways_that_are_allowed(place: Place, method: Method) -> None:
    order = place.order(method) if method is not Method.TOKEN else place.order(method, token=place.lab.token)
    with pytest.raises(SignInFailed, match=r"this way to sign in is not allowed here. Allowed is: cli, device"):
        signed_in(place, order, Policy(methods=frozenset({"device", "cli"}), source="here"))
    assert place.entra.asked == [], "nobody was asked"


def test_nobody_where_the_policy_cannot_be_understood(place: Place) -> None:
    with pytest.raises(SignInFailed, match="not allowed here"):
        signed_in(place, place.order(Method.BROWSER), judge({"Tenant": "?"}, "here"))


def test_the_tenant_is_taken_where_none_was_named(place: Place, browser: FakeBrowser) -> None:
    session = signed_in(place, place.order(Method.BROWSER), Policy(tenant=OTHER_TENANT))
    assert session.account.tenant_id == OTHER_TENANT, "which is not the person's own"


def test_another_tenant_is_refused_before_anybody_is_asked(place: Place) -> None:
    with pytest.raises(SignInFailed, match=f"you can sign in to tenant {ELSEWHERE} only"):
        signed_in(place, place.order(Method.BROWSER, tenant=place.entra.person.home), Policy(tenant=ELSEWHERE))


def test_a_token_of_another_tenant_gets_nobody_in(place: Place) -> None:
    order = place.order(Method.TOKEN, token=place.lab.token)
    with pytest.raises(SignInFailed, match=f"{ELSEWHERE}"):
        signed_in(place, order, Policy(tenant=ELSEWHERE))
    signed_in(place, order, Policy())


def test_a_domain_is_followed_and_then_looked_at(place: Place, browser: FakeBrowser) -> None:
    order = place.order(Method.BROWSER, tenant=place.entra.tenants[OTHER_TENANT].domain)
    with pytest.raises(SignInFailed, match=f"you can sign in to tenant {TENANT_ID} only, not to {OTHER_TENANT}"):
        signed_in(place, order, Policy(tenant=TENANT_ID))
    assert signed_in(place, order, Policy(tenant=OTHER_TENANT)).account.tenant_id == OTHER_TENANT


def test_no_second_tenant_either(place: Place, browser: FakeBrowser) -> None:
    home = place.entra.person.home

    async def change() -> None:
        session = await open_session(place.order(Method.BROWSER), place.entra.wire(), place.somebody, Policy(tenant=home))
        before = place.entra.kinds()
        try:
            await in_tenant(session, OTHER_TENANT)
        finally:
            assert place.entra.kinds() == before, "the other one was not asked"
            await session.gateway.close()

    with pytest.raises(SignInFailed, match=f"you can sign in to tenant {home} only"):
        place.run(change)


def test_only_the_cloud_that_is_laid_down(place: Place, browser: FakeBrowser) -> None:
    with pytest.raises(SignInFailed, match=r"you can sign in to https://management\.chinacloudapi\.cn only"):
        signed_in(place, place.order(Method.BROWSER), Policy(cloud="china"))
    assert place.entra.asked == []
    with pytest.raises(SignInFailed, match="you can sign in to"):  # not even to find out where one signs in there
        signed_in(place, replace(place.order(Method.BROWSER), cloud=custom("http://127.0.0.1:9")), Policy(cloud="china"))
    signed_in(place, place.order(Method.BROWSER), Policy(cloud=place.cloud.endpoint))


def test_whoever_is_asked_again_may_not_choose_another_way(place: Place, browser: FakeBrowser) -> None:
    order, policy = place.order(Method.BROWSER), Policy(methods=frozenset({"browser"}))
    place.somebody.answers = [replace(order, method=Method.TOKEN, token=place.lab.token)]

    async def again() -> None:
        session = await open_session(order, place.entra.wire(), place.somebody, policy)
        try:
            place.entra.revoke()
            await ask_azure(session)
        finally:
            await session.gateway.close()

    with pytest.raises(SignInFailed, match="not allowed here"):
        place.run(again)


def test_no_token_cache_where_nothing_may_be_remembered(place: Place, browser: FakeBrowser) -> None:
    session = signed_in(place, place.order(Method.BROWSER, cache=new_key()), Policy(remembering=False))
    assert session.sign_in is not None
    assert session.sign_in.cache == ""
    order = SignIn(Method.BROWSER, PUBLIC, cache="0a")
    assert within(Policy(remembering=False), order).cache == ""
    assert within(Policy(), order).cache == "0a"
