"""Fleets: a small one of the lab in which time stands still, and members made by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import Session, sign_in, token_credential
from backup_doctor.core.diagnosis import NO_CODE, CauseResult, CheckResult, Diagnosis, Subject
from backup_doctor.core.fleet import Examined, Fact, FailedVm
from backup_doctor.core.model import Evidence, Verdict, failed, ok
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text, verbatim
from backup_doctor.core.verdict import Confidence
from backup_doctor.lab.fleet import Fleet, populate_fleet
from backup_doctor.lab.world import World
from tests.helpers.diagnoses import SUBSCRIPTION, THEN, evidence
from tests.helpers.worlds import NIGHT, Lab, serving

T = TypeVar("T")
SMALL = 60


@contextmanager
def small_fleet(*faults: str, change: Callable[[World, Fleet], object] = lambda _world, _fleet: None) -> Iterator[tuple[Lab, Fleet]]:
    """A served fleet of sixty VMs, and what a run over it has to find."""
    world = World(clock=lambda: NIGHT)
    world.pace = timedelta(0)
    fleet = populate_fleet(world, SMALL)
    change(world, fleet)
    with serving(world, fleet.failing[0][0], *faults) as lab:
        yield lab, fleet


def signed_in(lab: Lab, work: Callable[[Session], Awaitable[T]]) -> T:
    """Do something with a session of the lab, and close it."""

    async def run() -> T:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            return await work(session)
        finally:
            await session.gateway.close()

    return asyncio.run(run())


def failed_vm(name: str, *, subscription: str = "Contoso Production", error: str = "") -> FailedVm:
    """A VM whose backup failed."""
    return FailedVm(VmId(SUBSCRIPTION, "rg-payroll", name), subscription, "westeurope", "Windows", THEN, error)


WRONG = evidence("/locks", "CanNotDelete")
"""What stands in the finding of the root cause of `diagnosed`."""


def diagnosed(vm: VmId, cause: str | None, *wrong: Evidence) -> Diagnosis:
    """A diagnosis with one cause, confirmed by this evidence; without a cause everything is in order."""
    identity = cause or "resource-group-lock"
    finding = failed(verbatim("Bad."), *(wrong or (WRONG,))) if cause else ok(verbatim("Good."), WRONG)
    verdict = Verdict.CONFIRMED if cause else Verdict.RULED_OUT
    result = CauseResult(identity, verbatim(f"Title of {identity}"), verdict, (CheckResult(f"{identity}/check", verbatim("All is well"), finding),))
    subject = Subject(vm, "westeurope", "Windows", "running")
    return Diagnosis("1.0", THEN, THEN, subject, NO_CODE, (result,), cause, Confidence.HIGH)


def member(name: str, cause: str | None, *facts: Fact, error: str = "") -> Examined:
    """An examined VM."""
    failing = failed_vm(name, error=error)
    return Examined(failing, diagnosed(failing.vm, cause), facts=facts)


def unexamined(name: str, why: Text) -> Examined:
    """One that could not be examined."""
    return Examined(failed_vm(name), error=why)
