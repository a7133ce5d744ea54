"""Trouble on the way to Azure: the right error in the right words, a bounded number of requests, and nothing changed unasked."""

from __future__ import annotations

import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from azure.core.exceptions import AzureError as SdkError

from backup_doctor.arm.errors import AzureError, Forbidden, Garbled, NotSignedIn, ReadOnly, Rejected, ServerFault, Throttled, TimedOut, Unreachable
from backup_doctor.arm.errors import VmNotFound as NoSuchVm
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.probes import request_body
from backup_doctor.arm.vm import AzureVm
from backup_doctor.core.facts import Destination
from backup_doctor.core.model import CannotStart, CouldNotLook
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Lab, one_vm

Question = Callable[[AzureVm], Awaitable[object]]
VM = "virtualMachines/web-01"


def machine(vm: AzureVm) -> Awaitable[object]:
    return vm.machine()


def last_job(vm: AzureVm) -> Awaitable[object]:
    return vm.last_failed_job()


QUESTIONS: dict[str, Question] = {
    VM: machine,
    "/extensions": lambda vm: vm.extensions(),
    "availabilityStatuses": lambda vm: vm.health(),
    "/locks": lambda vm: vm.locks(vm.id.group_scope),
    "restorePointCollections?": lambda vm: vm.restore_points(),
    "restorePointCollections/": lambda vm: vm.restore_points(),
    "networkInterfaces": lambda vm: vm.outbound(Destination.STORAGE, 443),
    "subnets": lambda vm: vm.outbound(Destination.STORAGE, 443),
    "networkSecurityGroups": lambda vm: vm.outbound(Destination.STORAGE, 443),
    "backupStatus": last_job,
    "backupJobs": last_job,
}
"""Every request of a diagnosis, by a part of its path, and a question that needs it."""

BEFORE = {"networkSecurityGroups": ("403:/effective",)}
"""What has to go wrong before a request is sent at all: configured groups are read only where Azure does not say what is in effect."""


@pytest.mark.parametrize(
    ("fault", "kind", "words", "requests"),
    [
        ("401", NotSignedIn, "Azure does not accept this sign-in (InvalidAuthenticationToken)", 1),
        ("403", Forbidden, "the account lacks Microsoft.Compute/virtualMachines/read", 1),
        ("404", NoSuchVm, "There is no virtual machine web-01 in resource group rg-web", 1),
        ("409", Rejected, "Azure refused with 409 Conflict", 1),
        ("429/1200", Throttled, "asks to wait 1200 second(s)", 1),
        ("503", ServerFault, "503 ServiceUnavailable", 4),
        ("reset", Unreachable, "Azure could not be reached: Connection reset by peer", 2),
        ("html", Garbled, "The answer was not JSON", 1),
        ("broken", Garbled, "The answer was not JSON", 1),
    ],
)
def test_every_trouble_has_its_error_its_words_and_an_end(fault: str, kind: type[AzureError], words: str, requests: int) -> None:
    with one_vm(faults=(f"{fault}:{VM}",)) as lab, pytest.raises(AzureError) as trouble:
        lab.ask(machine)
    assert type(trouble.value) is kind
    assert words in str(trouble.value)
    assert len(lab.seen) == requests


@pytest.mark.parametrize("fault", ["html", "broken"])
@pytest.mark.parametrize("part", QUESTIONS)
def test_a_proxys_page_is_told_from_azure_by_every_client(part: str, fault: str) -> None:
    with one_vm(faults=(*BEFORE.get(part, ()), f"{fault}:{part}")) as lab, pytest.raises(Garbled):
        lab.ask(QUESTIONS[part])


@pytest.mark.parametrize("part", QUESTIONS)
def test_every_question_can_be_refused_without_harm(part: str) -> None:
    with one_vm(faults=(*BEFORE.get(part, ()), f"403:{part}")) as lab, pytest.raises(CouldNotLook):
        lab.ask(QUESTIONS[part])


@pytest.mark.parametrize("fault", ["503", "reset", "429/1"])
def test_a_short_trouble_is_waited_out(fault: str) -> None:
    with one_vm(faults=(f"{fault}:{VM}:1",)) as lab:
        assert lab.ask(lambda vm: vm.machine()).name == "web-01"
    assert len(lab.seen) == 2


def posts(lab: Lab) -> list[str]:
    return [request.split("?")[0].rpartition("/")[2] for request in lab.seen if request.startswith("POST")]


def test_a_policy_that_wants_more_than_an_access_token_proves_is_told() -> None:
    """A pasted token cannot be renewed: the claims lead to words, not to another request."""
    with one_vm(faults=(f"claims:{VM}",)) as lab, pytest.raises(NotSignedIn, match="asks for a fresh sign-in"):
        lab.ask(machine)
    assert len(lab.seen) == 1


@pytest.mark.parametrize("fault", ["503", "500", "reset", "lost"])
def test_a_post_is_not_sent_again_when_azure_may_have_begun_it(fault: str) -> None:
    with one_vm(faults=(f"{fault}:runCommand:1",)) as lab, pytest.raises(AzureError):
        lab.ask(lambda vm: vm.guest())
    assert posts(lab) == ["runCommand"]


def test_a_post_that_azure_has_certainly_not_begun_is_sent_again() -> None:
    with one_vm(faults=("429/1:runCommand:1",)) as lab:
        assert lab.ask(lambda vm: vm.guest()) is not None
    assert posts(lab) == ["runCommand"] * 2


@pytest.mark.parametrize("fault", ["503", "reset", "lost", "429/1"])
def test_a_post_that_only_reads_is_sent_again_like_any_question(fault: str) -> None:
    with one_vm(faults=(f"{fault}:backupStatus:1",)) as lab:
        assert lab.ask(last_job) is None
    assert posts(lab) == ["backupStatus"] * 2


def test_an_answer_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.gateway.TIMEOUTS", (10, 0.05))
    with one_vm(faults=(f"slow/0.5:{VM}",)) as lab, pytest.raises(TimedOut, match="did not answer in time"):
        lab.ask(machine)
    assert len(lab.seen) <= 4


def test_no_log_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with one_vm() as lab:
        lab.diagnose()
    assert "virtualMachines/web-01" in caplog.text
    assert lab.token.split(".")[1] not in caplog.text


def test_a_port_where_nobody_listens_is_out_of_reach() -> None:
    with socket.socket() as reserved, one_vm() as lab:
        reserved.bind(("127.0.0.1", 0))
        nowhere = replace(lab, endpoint=f"http://127.0.0.1:{reserved.getsockname()[1]}")
        with pytest.raises(Unreachable, match="Connection refused") as trouble:
            nowhere.ask(machine)
    assert isinstance(trouble.value, CannotStart)


def test_the_way_to_this_machine_leads_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with one_vm() as lab:
        assert lab.ask(lambda vm: vm.machine()).name == "web-01"


@pytest.mark.parametrize(("faults", "items"), [((), 300), (("500:skiptoken",), None)])
def test_a_list_is_read_to_its_end_or_not_at_all(faults: tuple[str, ...], items: int | None) -> None:
    def many_locks(world: World, vm: VirtualMachine) -> None:
        for number in range(300):
            world.add_lock(vm.id.group_scope, f"lock-{number}", "CanNotDelete")

    with one_vm(many_locks, faults=faults) as lab:
        if items is None:
            with pytest.raises(ServerFault):
                lab.ask(lambda vm: vm.locks(lab.vm.group_scope))
        else:
            assert len(lab.ask(lambda vm: vm.locks(lab.vm.group_scope)).items) == items
            assert len(lab.seen) > 1


LOCK: Any = {"level": "ReadOnly"}
TAGS: Any = {"tags": {"a": "b"}}
FOREIGN: Any = {"commandId": "RunPowerShellScript", "script": ["Stop-Computer"]}
EXTENDED: Any = {**request_body("Windows"), "script": [*request_body("Windows")["script"], "Stop-Computer"]}

CHANGES: dict[str, Callable[[Gateway, VmId], Awaitable[object]]] = {
    "PUT": lambda gateway, vm: gateway.locks(vm.subscription).management_locks.create_or_update_at_resource_group_level(
        vm.resource_group, "lock", LOCK
    ),
    "PATCH": lambda gateway, vm: gateway.compute(vm.subscription).virtual_machines.begin_update(vm.resource_group, vm.name, TAGS),
    "DELETE": lambda gateway, vm: gateway.compute(vm.subscription).virtual_machine_extensions.begin_delete(vm.resource_group, vm.name, "VMSnapshot"),
    "POST": lambda gateway, vm: gateway.compute(vm.subscription).virtual_machines.begin_deallocate(vm.resource_group, vm.name),
    "POST with a script of somebody else": lambda gateway, vm: _run(gateway, vm, FOREIGN),
    "POST with our script and something after it": lambda gateway, vm: _run(gateway, vm, EXTENDED),
}


def _run(gateway: Gateway, vm: VmId, body: Any) -> Awaitable[object]:
    return gateway.compute(vm.subscription).virtual_machines.begin_run_command(vm.resource_group, vm.name, body)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_never_leaves_this_computer(change: str) -> None:
    with one_vm() as lab, pytest.raises(ReadOnly, match="read-only"):
        lab.use(lambda gateway: CHANGES[change](gateway, lab.vm))
    assert lab.seen == []


READS: dict[str, Callable[[Gateway, VmId], Awaitable[object]]] = {
    "effective rules": lambda gateway, vm: gateway.network(vm.subscription).network_interfaces.begin_list_effective_network_security_groups(
        vm.resource_group, f"{vm.name}-nic"
    ),
    "effective routes": lambda gateway, vm: gateway.network(vm.subscription).network_interfaces.begin_get_effective_route_table(
        vm.resource_group, f"{vm.name}-nic"
    ),
    "the list of VMs": lambda gateway, vm: gateway.ask(
        gateway.resource_graph().resources, {"query": "x", "subscriptions": [vm.subscription]}, modelled=True
    ),
    "a look inside": lambda gateway, vm: _run(gateway, vm, request_body("Windows")),
}


@pytest.mark.parametrize("read", READS)
def test_a_post_that_only_reads_arrives(read: str) -> None:
    with one_vm() as lab, suppress(SdkError, Rejected, ServerFault):
        lab.use(lambda gateway: READS[read](gateway, lab.vm))
    assert lab.seen[0].startswith("POST ")


@pytest.mark.parametrize("address", ["https://attacker.example/subscriptions/1", "http://127.0.0.1:1/subscriptions/1"])
def test_an_address_in_an_answer_cannot_lead_the_token_elsewhere(address: str) -> None:
    with one_vm() as lab, pytest.raises(Garbled):
        lab.use(lambda gateway: gateway.get(address, "2023-07-01"))
    assert lab.seen == []
