"""Labs for tests: a world with one VM, served over HTTP, that remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any, TypeVar, cast

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.credential import token_credential
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.core.diagnosis import Complaint, Diagnosis
from backup_doctor.core.model import CheckFunction, Finding
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.build import Site, linux, windows
from backup_doctor.lab.faults import Fault, Faults
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.lab.server import Handler, Server
from backup_doctor.lab.service import Service
from backup_doctor.lab.world import World

NIGHT = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
T = TypeVar("T")
Break = Callable[[World, VirtualMachine], object]
"""A fault put into a world with one healthy VM."""


def nothing(_world: World, _vm: VirtualMachine) -> None:
    """The VM stays healthy."""


@dataclass
class Lab:
    """A running lab with one VM to look at."""

    world: World
    vm: VmId
    endpoint: str
    token: str = field(repr=False)
    seen: list[str]
    """``METHOD /path?query`` of every request, in the order of arrival."""
    faults: Faults = field(default_factory=lambda: Faults(()), repr=False)
    server: Server | None = field(default=None, repr=False)

    def suffer(self, fault: str) -> None:
        """From now on something goes wrong; written as for ``backup-doctor lab --fault``."""
        self.faults.add(Fault.parse(fault))

    def ask(self, question: Callable[[AzureVm], Awaitable[T]], *, code: str | None = None, looks_inside: bool = False) -> T:
        """Put one question to the VM, through the real SDK clients."""
        return self.use(lambda gateway: question(AzureVm(gateway, self.vm, code, looks_inside=looks_inside)))

    def use(self, work: Callable[[Gateway], Awaitable[T]]) -> T:
        """Do something with a signed-in gateway, and close it."""

        async def with_gateway() -> T:
            # The loop's own few threads would make requests wait for one another.
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16))
            gateway = Gateway(custom(self.endpoint), token_credential(self.token))
            try:
                return await work(gateway)
            finally:
                await gateway.close()

        return asyncio.run(with_gateway())

    def diagnose(self, complaint: Complaint | None = None, *, looks_inside: bool = False) -> Diagnosis:
        """A whole diagnosis."""
        return self.use(lambda gateway: examine_vm(gateway, self.vm, complaint, looks_inside=looks_inside))


@contextmanager
def serving(world: World, vm: str, *faults: str, dealer: Faults | None = None, service: Service | None = None) -> Iterator[Lab]:
    """Serve a world; ``faults`` are written as for ``backup-doctor lab --fault``.

    Args:
        dealer: deals faults out in a way of its own.
        service: answers in a way of its own; it is given the token.
    """
    seen: list[str] = []

    class Recorder(Handler):
        def do_GET(self) -> None:
            seen.append(f"{self.command} {self.path}")
            super().do_GET()

        do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    token = make_token(max(datetime.now(UTC), world.now()))  # both our clock and the world's have to find it fresh
    service = service or Service(world, token)
    service.token = token
    server = Server(service, 0, 0.0, dealer or Faults([Fault.parse(fault) for fault in faults]))
    server.RequestHandlerClass = Recorder
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Lab(world, VmId.parse(vm), f"http://127.0.0.1:{server.server_port}", token, seen, server.faults, server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        server.hang_up()


@contextmanager
def one_vm(*broken: Break, os: str = "Windows", faults: tuple[str, ...] = ()) -> Iterator[Lab]:
    """A lab with one VM, ``web-01`` in ``rg-web``: healthy but for what is broken here."""
    world = World()
    world.pace = timedelta(0)
    vm = (windows if os == "Windows" else linux)(world, "web-01", Site("rg-web"))
    for fault in broken:
        fault(world, vm)
    with serving(world, str(vm.id), *faults) as lab:
        yield lab


@contextmanager
def scenario(name: str, *faults: str) -> Iterator[Lab]:
    """A lab with one of its own scenarios, in which time stands still."""
    world = World(clock=lambda: NIGHT)
    world.pace = timedelta(0)  # what takes Azure a while is done with the next request
    with serving(world, all_scenarios()[name].build(world), *faults) as lab:
        yield lab


def find(check: CheckFunction, *broken: Break, os: str = "Windows", faults: tuple[str, ...] = (), code: str | None = None) -> Finding:
    """What one check finds at a VM that is healthy but for what is broken here."""
    with one_vm(*broken, os=os, faults=faults) as lab:
        return lab.ask(check, code=code)


def find_inside(check: CheckFunction, *broken: Break, os: str = "Windows", code: str | None = None) -> Finding:
    """The same with a look inside."""
    with one_vm(*broken, os=os) as lab:
        return lab.ask(check, code=code, looks_inside=True)


def inside(fault: Callable[..., object], *values: object) -> Break:
    """A fault of `lab.breaking.guest`, which needs to know nothing of the world."""
    return lambda _world, vm: fault(vm, *values)


def subnet_of(world: World, vm: VirtualMachine) -> dict[str, Any]:
    """The properties of the VM's subnet, to be changed in place."""
    identity = f"{vm.id.group_scope}/providers/Microsoft.Network/virtualNetworks/{vm.id.name}-vnet/subnets/default"
    return cast(dict[str, Any], cast(dict[str, Any], world.store.find(identity))["properties"])
