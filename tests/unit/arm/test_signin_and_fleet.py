"""Signing in tells who and where we are; the list of VMs comes page by page with each VM's last backup."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.errors import AzureError, NotSignedIn
from backup_doctor.arm.fleet import VmRow, virtual_machines
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


def rows(lab: RunningLab) -> list[VmRow]:
    async def work() -> list[VmRow]:
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            return [row async for page in virtual_machines(session) for row in page]
        finally:
            await session.gateway.close()

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


def test_every_vm_is_listed_with_its_last_backup(lab: RunningLab) -> None:
    by_name = {row.id.name: row for row in rows(lab)}
    assert {str(row.id).casefold() for row in by_name.values()} == {vm.id.casefold() for vm in lab.vms}
    failing, healthy = by_name["erp-app"], by_name["dc-01"]
    assert (failing.subscription, failing.location, failing.os, failing.power) == ("Contoso Production", "westeurope", "Windows", "running")
    assert (failing.last_backup, healthy.last_backup) == ("Failed", "Completed")
    assert healthy.last_backup_at is not None


@pytest.mark.parametrize("fault", ["403", "html", "broken", "500"])
def test_a_list_that_azure_does_not_give_is_an_error_and_not_an_empty_list(fault: str) -> None:
    with start(["healthy-linux"], faults=[Fault.parse(f"{fault}:ResourceGraph")]) as lab, pytest.raises(AzureError):
        rows(lab)
