"""What a diagnosis takes beside Azure's own time: nothing is computed twice, and nothing waits for what it does not need."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from azure.core.pipeline import PipelineContext, PipelineRequest
from azure.core.rest import HttpRequest
from azure.mgmt.compute.aio.operations import _operations as compute
from azure.mgmt.network.aio.operations import _operations as network
from azure.mgmt.recoveryservicesbackup.aio.operations import _operations as backup
from azure.mgmt.resourcehealth.aio.operations import _operations as health

from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.lean_policies import RequestId
from backup_doctor.arm.vm import AzureVm
from backup_doctor.core.diagnosis import NO_CODE
from backup_doctor.core.facts import Destination
from backup_doctor.lab.build import Site, windows
from backup_doctor.lab.calls.machines import PAGE_SIZE
from backup_doctor.lab.faults import Fault, Faults
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Lab, one_vm


def three_pages_of_collections(world: World, _vm: VirtualMachine) -> None:
    for number in range(2 * PAGE_SIZE):
        windows(world, f"other-{number:02}", Site("rg-others"))


class CountedTurns(ThreadPoolExecutor):
    """Counts what is given to its threads."""

    turns = 0

    def submit(self, *work: Any, **kwargs: Any) -> Any:
        self.turns += 1
        return super().submit(*work, **kwargs)


def test_a_request_takes_one_turn_in_a_thread_however_large_its_answer_is() -> None:
    threads = CountedTurns(8)

    async def work(gateway: Gateway, lab: Lab) -> None:
        asyncio.get_running_loop().set_default_executor(threads)
        vm = AzureVm(gateway, lab.vm)
        await asyncio.gather(vm.machine(), vm.restore_points(), vm.outbound(Destination.STORAGE, 443))

    with one_vm(three_pages_of_collections) as lab:
        lab.use(lambda gateway: work(gateway, lab))
        assert threads.turns == len(lab.seen)


def test_a_request_is_named_by_chance_unless_it_has_a_name() -> None:
    names = []
    for headers in ({}, {}, {"x-ms-client-request-id": "ours"}):
        request = PipelineRequest(HttpRequest("GET", "https://management.azure.com", headers=headers), PipelineContext(None))
        RequestId().on_request(request)
        names.append(request.http_request.headers["x-ms-client-request-id"])
    assert names[0] != names[1] and len(names[0]) == 36
    assert names[2] == "ours"


def test_an_answer_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    decode = json.JSONDecoder.decode

    def counted(self: json.JSONDecoder, text: str, **kwargs: Any) -> Any:
        if threading.current_thread() is threading.main_thread():  # the lab has threads of its own
            parsed.append(text)
        return decode(self, text, **kwargs)

    with one_vm(three_pages_of_collections) as lab:
        monkeypatch.setattr(json.JSONDecoder, "decode", counted)
        lab.ask(lambda vm: vm.restore_points())
        assert len([text for text in parsed if '"value"' in text or "restorePoints" in text]) == len(lab.seen)


def test_no_model_is_made_of_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only azure-core's own following of an operation makes one, of its result."""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("the SDK makes a model")

    async def work(vm: AzureVm) -> int:
        answers = (vm.extensions(), vm.restore_points(), vm.backup_policy(), vm.running_jobs(), vm.disks(), vm.dns_servers(), vm.health())
        await asyncio.gather(*answers)
        return len((await vm.restore_points()).items)

    for module in (compute, backup, network, health):
        monkeypatch.setattr(module, "_deserialize", never)
    with one_vm() as lab:
        assert lab.ask(work) == 1


def test_the_way_out_is_put_together_once_for_all_that_is_asked_of_it() -> None:
    async def work(vm: AzureVm) -> set[int]:
        paths = [await vm.outbound(destination, 443) for destination in Destination]
        return {id(listed.items[0].route) for listed in paths}

    with one_vm() as lab:
        assert len(lab.ask(work)) == 1


def test_locks_are_asked_for_once_however_their_scope_is_spelt() -> None:
    async def work(vm: AzureVm) -> None:
        for scope in (vm.id.group_scope, vm.id.group_scope.upper(), vm.id.group_scope.casefold()):
            assert (await vm.locks(scope)).evidence

    with one_vm() as lab:
        lab.ask(work)
        assert len(lab.seen) == 1


NOT_LOADED = """
import asyncio, sys
from backup_doctor.arm import clients
from backup_doctor.core.diagnosis import NO_CODE
from tests.helpers.worlds import one_vm

asyncio.run(clients.load())
before = set(sys.modules)
with one_vm() as lab:
    lab.diagnose(NO_CODE)
print([name for name in sys.modules if name.startswith("azure.mgmt.") and name not in before])
"""


def test_a_diagnosis_loads_no_client_that_was_not_loaded_ahead() -> None:
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root / "gui"), str(root)))}
    done = subprocess.run([sys.executable, "-c", NOT_LOADED], env=environment, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class Patient(Faults):
    """Holds an answer back until others have been asked for; not for ever, so that a test that waits in vain fails."""

    def __init__(self, part: str, seen: list[str], awaited: tuple[str, ...]) -> None:
        super().__init__(())
        self._part, self._seen, self._awaited = part, seen, awaited

    def strike(self, request: str) -> Fault | None:
        end = time.monotonic() + 20
        while self._part in request and time.monotonic() < end and not self.are_there():
            time.sleep(0.01)
        return super().strike(request)

    def are_there(self) -> bool:
        return all(any(part in request for request in list(self._seen)) for part in self._awaited)


def test_what_a_page_names_is_asked_for_while_the_next_page_is_to_come() -> None:
    """The collection of the VM stands on the first page: neither it, nor its locks, nor what an account may do waits for the second."""
    with one_vm(three_pages_of_collections) as lab:
        (ours,) = lab.ask(lambda vm: vm.restore_points()).items
        locks = "/providers/Microsoft.Authorization/locks?"
        awaited = (f"{ours.id}?", f"{ours.id}{locks}", f"{ours.resource_group}{locks}", "Microsoft.Authorization/permissions?")
        lab.seen.clear()
        assert lab.server is not None
        lab.server.faults = Patient(f"skiptoken={PAGE_SIZE}", lab.seen, awaited)
        lab.diagnose(NO_CODE)
        last = next(number for number, request in enumerate(lab.seen) if f"skiptoken={2 * PAGE_SIZE}" in request)
        assert [part for part in awaited if not any(part in request for request in lab.seen[:last])] == []
