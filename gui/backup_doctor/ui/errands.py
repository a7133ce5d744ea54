"""What the window sends the worker to do. No widget is touched here, and heavy imports happen here, off the GUI thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..arm.cloud import Cloud, custom
from ..core.diagnosis import Complaint, Diagnosis, Subject, examine, look, subject
from ..core.language import Language
from ..core.model import Cause, Check
from ..core.resource_id import VmId
from .state import LastJob
from .worker import Report

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..lab.running import RunningLab


@dataclass(frozen=True, slots=True)
class Demo:
    """A sign-in to the lab, and the lab itself."""

    session: Session
    lab: RunningLab


async def warm_up() -> None:
    """Import the Azure SDK before it is needed."""

    def load() -> None:
        from ..arm import fleet, signin, vm  # noqa: F401  # only to have them loaded

    await asyncio.to_thread(load)


async def sign_in(cloud: Cloud, token: str) -> Session:
    """Sign in with an access token.

    Raises:
        CannotStart: with words for the user.
    """
    await warm_up()
    from ..arm import signin

    return await signin.sign_in(cloud, signin.token_credential(token))


async def explore(lab: RunningLab | None, latency: float) -> Demo:
    """Sign in to the demo tenant, starting it if need be.

    Args:
        latency: seconds the demo takes to answer.
    """

    def start() -> RunningLab:
        from ..lab.running import start

        return start(latency=latency)

    if lab is None:
        lab = await asyncio.to_thread(start)
    return Demo(await sign_in(custom(lab.endpoint), lab.token), lab)


async def list_vms(session: Session, report: Report) -> None:
    """Report the virtual machines page by page."""
    from ..arm.fleet import virtual_machines

    async for page in virtual_machines(session):
        report(page)


async def read_last_job(session: Session, vm_id: VmId) -> LastJob:
    """What the last failed backup job says."""
    from ..arm.vm import AzureVm
    from ..catalogue.symptoms import symptom_of_last_job

    vm = AzureVm(session.gateway, vm_id)
    complaint = await symptom_of_last_job(vm)
    return LastJob(complaint, await vm.last_failed_job())


async def diagnose(session: Session, vm_id: VmId, complaint: Complaint, causes: Sequence[Cause], report: Report) -> Subject:
    """Run every check and report each as it lands; ends with the VM's own line of the report."""
    from ..arm.vm import AzureVm

    vm = AzureVm(session.gateway, vm_id, complaint.code)
    await examine(vm, causes, progress=report)
    return await subject(vm)


async def look_again(session: Session, vm_id: VmId, complaint: Complaint, checks: Sequence[Check], report: Report) -> None:
    """Run some checks anew, with nothing remembered from before."""
    from ..arm.vm import AzureVm

    vm = AzureVm(session.gateway, vm_id, complaint.code)

    async def settle(check: Check) -> None:
        report((check, await look(vm, check)))

    await asyncio.gather(*map(settle, checks))


async def make_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The summary on paper."""

    def make() -> bytes:
        from ..pdf.render import make_pdf

        return make_pdf(diagnosis, language)

    return await asyncio.to_thread(make)
