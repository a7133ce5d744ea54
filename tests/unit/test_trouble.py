"""Truth under trouble: whatever happens to one question, its checks say that they could not look, and nothing else suffers.

The table is made of every request that a diagnosis sends and every kind of trouble; nobody has to remember to extend it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import Thread

import pytest

from backup_doctor.arm import vm
from backup_doctor.arm.cloud import custom
from backup_doctor.arm.credential import token_credential
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.examination import examine, look_at
from backup_doctor.core.model import CannotStart, Check, Finding, Status
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.breaking.disks import encrypt_disks
from backup_doctor.lab.build import Site, fail_last_backup, windows
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.faults import Faults
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.server import Server
from backup_doctor.lab.service import Service
from backup_doctor.lab.world import World
from tests.helpers.troubles import ODDITIES, REFUSALS, Path, Trouble, TroubledHandler, places, replaced, shape, shouted, without
from tests.helpers.worlds import NIGHT

OK, UNKNOWN, SKIPPED = Status.OK, Status.UNKNOWN, Status.SKIPPED
Findings = dict[str, Finding]

NOT_MISSED = {
    "Failed%27": "the last failed job only weighs what was seen elsewhere; where it could not be read, the symptom says so",
    "/backupJobs/*": "the same",
    "/backupPolicies/": "only weighs: few restore points and common disks are in order under any policy",
    "/effectiveRouteTable": "the configured routes stand in, and the finding says so",
}
"""Questions (part of the request) whose loss makes no check unknown, and why."""

MEANT = {
    "instanceView": r"instanceView\.vmAgent($|\.statuses($|\.0$))",  # without a word of the agent means a silent agent
    # A rule that is not there has nothing to say, and no tag that is unknown holds a private address.
    "Microsoft.Network/locations": r"effectiveSecurityRules\.\d+($|\.sourceAddressPrefix$)",
}
"""Fields (``request part``: pattern of paths) whose absence or change says something by itself."""


@dataclass
class Bench:
    """One world, one server, one signed-in gateway: a whole diagnosis costs a few hundredths of a second."""

    vm: VmId
    gateway: Gateway
    runner: asyncio.Runner
    handler: type[TroubledHandler]
    checks: list[Check] = field(default_factory=lambda: [check for cause in catalogue() for check in cause.checks])

    def trouble(self, trouble: Trouble | None, question: str) -> None:
        """Let this happen to one question from now on."""
        self.handler.trouble = trouble
        self.handler.strikes = lambda line: shape(line) == question
        self.handler.seen.clear()
        self.handler.struck = 0

    def diagnose(self) -> Findings:
        whole = AzureVm(self.gateway, self.vm, looks_inside=True)
        return self.runner.run(examine(whole, catalogue(), progress=lambda _: None))

    def look(self, checks: Collection[Check]) -> Findings:
        return self.runner.run(look_at(AzureVm(self.gateway, self.vm, looks_inside=True), checks, progress=lambda _: None))

    @cached_property
    def healthy(self) -> Findings:
        self.trouble(None, "")
        return self.diagnose()

    @cached_property
    def asked_by(self) -> dict[str, list[Check]]:
        """The checks that put each question, found out by running every check alone."""
        found: dict[str, list[Check]] = {}
        for check in self.checks:
            self.trouble(None, "")
            self.look([check])
            for question in dict.fromkeys(map(shape, self.handler.seen)):
                found.setdefault(question, []).append(check)
        return found


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with open_bench() as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(vm, "LONGEST_LOOK", 2)  # an operation whose status is a riddle counts as running, until patience ends
        yield opened


@contextmanager
def open_bench() -> Iterator[Bench]:
    """A Windows VM that is healthy, encrypted and looked into, and whose last backup failed for a reason that has gone: every question arises."""
    world = World(clock=lambda: NIGHT)
    world.pace = timedelta(0)
    machine = windows(world, "web-01", Site("rg-web"))
    machine.model["storageProfile"]["dataDisks"][0]["writeAcceleratorEnabled"] = True  # may need its way to storage, so the network matters
    encrypt_disks(world, machine)
    fail_last_backup(world, machine, INTERNAL)
    token = make_token(NIGHT.replace(year=NIGHT.year + 10))
    server = Server(Service(world, token), 0, 0.0, Faults([]))
    server.RequestHandlerClass = type(
        "Handler", (TroubledHandler,), {"seen": [], "bodies": {}, "strikes": staticmethod(lambda _: False), "struck": 0}
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(ThreadPoolExecutor(16))
        gateway = Gateway(custom(f"http://127.0.0.1:{server.server_port}"), token_credential(token))
        yield Bench(machine.id, gateway, runner, server.RequestHandlerClass)
        runner.run(gateway.close())
    server.shutdown()
    thread.join()
    server.server_close()
    server.hang_up()


def statuses(findings: Findings) -> dict[str, Status]:
    return {identity: finding.status for identity, finding in findings.items()}


def test_the_bench_is_healthy_and_makes_every_question_arise(bench: Bench) -> None:
    assert {identity: status for identity, status in statuses(bench.healthy).items() if status not in (OK, SKIPPED)} == {}
    assert len(bench.asked_by) > 20


def test_every_check_under_every_trouble(bench: Bench) -> None:
    wrong = []
    for question in bench.asked_by:
        for trouble in (*REFUSALS, *ODDITIES):
            wrong += [f"{question} | {trouble.name} | {complaint}" for complaint in complaints(bench, question, trouble)]
    assert wrong == []


def complaints(bench: Bench, question: str, trouble: Trouble) -> Iterator[str]:
    """What is not as it should be when this happens to this question."""
    asking = {check.id for check in bench.asked_by[question]}
    bench.trouble(trouble, question)
    try:
        found = bench.diagnose()
    except CannotStart:
        if len(asking) < len(bench.checks) / 2:
            yield "stopped everything"
        return
    lost = {identity for identity, finding in found.items() if finding.status is UNKNOWN}
    if trouble.slow and lost:
        yield f"{sorted(lost)} had no patience"
    for identity, finding in found.items():
        before = bench.healthy[identity]
        if identity not in asking and finding.text != before.text:
            yield f"{identity} suffered: {finding.text}"
        elif finding.status not in (before.status, UNKNOWN):
            yield f"{identity} says {finding.status}: {finding.text}"
        elif (
            finding.status is UNKNOWN
            and trouble.status == 403
            and (finding.missing is None or not finding.missing.action or not finding.missing.scope)
        ):
            yield f"{identity} does not name the missing permission"
    if bench.handler.struck and not lost and not any(part in question for part in NOT_MISSED):
        yield "was not missed by any check"


def test_a_lost_field_is_never_taken_for_a_fault_or_for_health(bench: Bench) -> None:
    assert bent(bench, without) == []


def test_a_word_nobody_knows_is_never_taken_for_a_fault(bench: Bench) -> None:
    assert bent(bench, lambda path: replaced(path, "Zebra"), only=str) == []


def bent(bench: Bench, how: Callable[[Path], Callable[[object], object]], *, only: type = object) -> list[str]:
    """Bend every single field of every answer, one at a time; what then goes wrong."""
    wrong = []
    for question, checks in bench.asked_by.items():
        everywhere = [place for body in bench.handler.bodies.get(question, ()) for place in places(body)]
        for path, value in everywhere:
            if not isinstance(value, only) or is_meant(question, path):
                continue
            bench.trouble(Trouble("bent", bend=how(path)), question)
            found = bench.look(checks)
            wrong += [
                f"{question} | {written(path)} | {identity}: {finding.status}, {finding.text}"
                for identity, finding in found.items()
                if finding.status not in (bench.healthy[identity].status, UNKNOWN, SKIPPED)
            ]
    return wrong


def is_meant(question: str, path: Path) -> bool:
    return any(part in question and re.search(pattern, written(path)) for part, pattern in MEANT.items())


def written(path: Path) -> str:
    return ".".join(map(str, path))


def test_letter_case_says_nothing(bench: Bench) -> None:
    differing = []
    for question in bench.asked_by:
        bench.trouble(Trouble("shouted", bend=shouted), question)
        found = statuses(bench.diagnose())
        differing += [f"{question} | {identity}: {status}" for identity, status in found.items() if status is not bench.healthy[identity].status]
    assert differing == []
