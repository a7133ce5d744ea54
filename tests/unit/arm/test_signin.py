"""Signing in tells who and where we are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.errors import NotSignedIn
from backup_doctor.arm.signin import Account, sign_in, token_credential
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import RunningLab, start


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with start() as running:
        yield running


def account(endpoint: str, token: str) -> Account:
    async def work() -> Account:
        session = await sign_in(custom(endpoint), token_credential(token))
        await session.gateway.close()
        return session.account

    return asyncio.run(work())


def test_the_account_is_told_with_its_tenant_and_subscriptions(lab: RunningLab) -> None:
    found = account(lab.endpoint, lab.token)
    assert (found.user, found.tenant) == ("demo@contoso.example", "Contoso")
    assert {subscription.name for subscription in found.subscriptions} == {"Contoso Production", "Contoso Sandbox", "Contoso Finance"}


def test_an_account_that_may_not_list_tenants_sees_its_tenants_id() -> None:
    with start(["healthy-linux"], faults=[Fault.parse("403:/tenants")]) as lab:
        found = account(lab.endpoint, lab.token)
    assert found.tenant == found.tenant_id != ""


def test_a_token_of_somebody_else_does_not_get_in(lab: RunningLab) -> None:
    with pytest.raises(NotSignedIn):
        account(lab.endpoint, "opaque")
