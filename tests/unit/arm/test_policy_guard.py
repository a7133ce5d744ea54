"""The policy stands at the transport: no way around the buttons leads to Azure."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from backup_doctor.arm.changes import http_request
from backup_doctor.arm.cloud import custom
from backup_doctor.arm.credential import token_credential
from backup_doctor.arm.errors import AgainstPolicy, ReadOnly
from backup_doctor.arm.fleet.sharing import SharingGateway
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.core.plan import Request
from backup_doctor.core.policy import Policy
from tests.helpers.worlds import Lab, one_vm

NO_REPAIRS, NO_RUN_COMMAND = Policy(repairs=False), Policy(run_command=False)


@dataclass(frozen=True)
class Door:
    """A gateway under a policy."""

    lab: Lab
    policy: Policy

    def use(self, work: Callable[[Gateway], Awaitable[object]]) -> None:
        async def with_gateway() -> None:
            gateway = Gateway(custom(self.lab.endpoint), token_credential(self.lab.token), policy=self.policy)
            try:
                await work(gateway)
            finally:
                await gateway.close()

        asyncio.run(with_gateway())


def a_lock(lab: Lab) -> Request:
    return Request(
        "PUT", f"{lab.vm.group_scope}/providers/Microsoft.Authorization/locks/keep", "2020-05-01", {"properties": {"level": "CanNotDelete"}}
    )


async def confirmed(gateway: Gateway, request: Request) -> None:
    """Send it as a confirmed plan does, in a session that allows repairs."""
    gateway.repairs_allowed = True
    with gateway.permitting(request):
        await gateway.exchange(http_request(request))


def test_a_confirmed_plan_is_not_carried_out() -> None:
    with one_vm() as lab:
        Door(lab, Policy()).use(lambda gateway: confirmed(gateway, a_lock(lab)))
        assert len(lab.seen) == 1, "what passes without a policy"
        with pytest.raises(AgainstPolicy, match=r"AllowRepairs.*PUT .*locks/keep was not sent"):
            Door(lab, NO_REPAIRS).use(lambda gateway: confirmed(gateway, a_lock(lab)))
        assert len(lab.seen) == 1


def test_no_look_inside_is_sent_though_it_only_reads() -> None:
    with one_vm() as lab:

        async def look(gateway: Gateway) -> None:
            await AzureVm(gateway, lab.vm, looks_inside=True).guest()

        with pytest.raises(AgainstPolicy, match="AllowRunCommand"):
            Door(lab, NO_RUN_COMMAND).use(look)
        assert [line for line in lab.seen if "runCommand" in line] == []
        Door(lab, NO_REPAIRS).use(look)  # to look is no repair
        assert [line for line in lab.seen if "runCommand" in line] != []


@pytest.mark.parametrize("second", [lambda gateway: gateway.beside(), lambda gateway: SharingGateway(gateway)])
def test_a_second_door_keeps_to_it(second: Callable[[Gateway], Gateway]) -> None:
    with one_vm() as lab:

        async def look(gateway: Gateway) -> None:
            await AzureVm(second(gateway), lab.vm, looks_inside=True).guest()

        with pytest.raises(AgainstPolicy):
            Door(lab, NO_RUN_COMMAND).use(look)


def test_it_counts_as_a_change_that_was_never_sent() -> None:
    assert issubclass(AgainstPolicy, ReadOnly)
