"""An answer that several VMs need is asked for once; one that may be better in a moment is not kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module

import pytest

from backup_doctor.arm.errors import AzureError, ReadOnly
from backup_doctor.arm.fleet.sharing import SHARED, FleetVm, SharingGateway
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from tests.helpers.worlds import Lab, one_vm

CLIENTS = (
    *("azure.mgmt.compute.aio", "azure.mgmt.network.aio", "azure.mgmt.recoveryservicesbackup.aio", "azure.mgmt.resource.locks.aio"),
    "azure.mgmt.resourcegraph.aio",
)


def shared(lab: Lab, work: Callable[[SharingGateway], Awaitable[None]]) -> int:
    """Do something with a sharing gateway; returns how many requests that took."""

    async def run(gateway: Gateway) -> int:
        second = SharingGateway(gateway)
        try:
            await work(second)
        finally:
            await second.close()
        return len(lab.seen)

    return lab.use(run)


async def locks(gateway: SharingGateway) -> None:
    client = gateway.locks(SUBSCRIPTION).management_locks
    await gateway.pages(client.list_at_subscription_level)


SUBSCRIPTION = "559169b2-1dd1-5b96-9197-b06ab9c192b6"


def classes(module: str) -> list[type]:
    return [kind for kind in vars(import_module(module)).values() if isinstance(kind, type)]


@pytest.mark.parametrize("name", SHARED)
def test_every_shared_operation_is_one_of_the_clients(name: str) -> None:
    operations = [kind for module in CLIENTS for kind in classes(f"{module}.operations")]
    mixins = [base for module in CLIENTS for kind in classes(module) for base in kind.__mro__]
    members = [member for kind in (*operations, *mixins) for member in vars(kind).values()]
    assert name in {getattr(member, "__qualname__", "").lstrip("_") for member in members}


def test_askers_of_the_same_share_one_answer_whenever_they_come() -> None:
    async def work(gateway: SharingGateway) -> None:
        await asyncio.gather(*(locks(gateway) for _ in range(5)))
        await locks(gateway)
        assert gateway.spared == 5

    with one_vm() as lab:
        assert shared(lab, work) == 1


def test_what_is_about_one_vm_is_not_kept() -> None:
    with one_vm() as lab:

        async def work(gateway: SharingGateway) -> None:
            for _ in range(2):
                await AzureVm(gateway, lab.vm).machine()

        assert shared(lab, work) == 2


def test_what_an_account_may_do_in_a_group_is_asked_once_however_the_group_is_spelt() -> None:
    with one_vm() as lab:

        async def work(gateway: SharingGateway) -> None:
            for scope in (lab.vm.group_scope, lab.vm.group_scope.upper()):
                await gateway.get(f"{scope}/providers/Microsoft.Authorization/permissions", "2022-04-01")
            assert gateway.spared == 1

        assert shared(lab, work) == 1


def test_a_document_of_one_vm_is_not_kept_either() -> None:
    with one_vm() as lab:

        async def work(gateway: SharingGateway) -> None:
            for _ in range(2):
                await gateway.get(str(lab.vm), "2024-11-01")
            assert gateway.spared == 0

        assert shared(lab, work) == 2


@pytest.mark.parametrize(("fault", "requests"), [("403:locks", 1), ("404:locks", 1), ("429/60:locks:1", 2), ("409:locks:1", 2)])
def test_a_refusal_is_shared_unless_it_passes(fault: str, requests: int) -> None:
    async def work(gateway: SharingGateway) -> None:
        with pytest.raises(AzureError):
            await locks(gateway)
        if requests == 1:
            with pytest.raises(AzureError):
                await locks(gateway)
        else:
            await locks(gateway)

    with one_vm(faults=(fault,)) as lab:
        assert shared(lab, work) == requests


def test_an_asker_that_goes_away_takes_nobody_with_it() -> None:
    async def work(gateway: SharingGateway) -> None:
        first, second = asyncio.create_task(locks(gateway)), asyncio.create_task(locks(gateway))
        await asyncio.sleep(0)
        first.cancel()
        await second
        assert first.cancelled()

    with one_vm() as lab:
        assert shared(lab, work) == 1


def test_the_answer_keeps_its_own_evidence() -> None:
    with one_vm() as lab:

        async def work(gateway: SharingGateway) -> None:
            one, other = FleetVm(gateway, lab.vm), FleetVm(gateway, lab.vm)
            scope = lab.vm.subscription_scope
            assert (await one.locks(scope)).evidence == (await other.locks(scope)).evidence

        assert shared(lab, work) == 1


def test_a_second_door_never_lets_a_change_through() -> None:
    with one_vm() as lab:

        async def run(gateway: Gateway) -> None:
            gateway.repairs_allowed = True
            second = SharingGateway(gateway)
            assert not second.repairs_allowed
            vms = second.compute(lab.vm.subscription).virtual_machines
            with pytest.raises(ReadOnly):
                await second.follow(vms.begin_restart, lab.vm.resource_group, lab.vm.name)
            await second.close()
            assert gateway.repairs_allowed

        lab.use(run)
    assert lab.seen == []


def test_closing_the_second_door_leaves_the_first_one_open() -> None:
    with one_vm() as lab:

        async def run(gateway: Gateway) -> None:
            second = SharingGateway(gateway)
            await AzureVm(second, lab.vm).machine()
            await second.close()
            await AzureVm(gateway, lab.vm).machine()

        lab.use(run)
    assert len(lab.seen) == 2
