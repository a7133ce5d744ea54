"""What the window sends the worker to do. No widget is touched here, and heavy imports happen here, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..arm.cloud import custom
from ..core.diagnosis import Complaint, Diagnosis, Subject
from ..core.environment import Environment
from ..core.files import write_whole
from ..core.language import Language
from ..core.model import Cause, Check, CouldNotLook
from ..core.policy import Policy
from ..core.resource_id import VmId
from ..core.text import Text
from .symptom_state import LastJob
from .worker import Report

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..arm.vm import AzureVm
    from ..lab.running import RunningLab


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be examined, and how."""

    vm: VmId
    code: str | None
    looks_inside: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What is left of a look besides its findings."""

    vm: AzureVm
    """With all that was asked, so that repairs need not ask it again."""
    subject: Subject | None = None
    """The VM's own line of the report; None where it was not asked for."""
    environment: Environment | None = None
    """Of a whole diagnosis."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A sign-in to the lab, and the lab itself."""

    session: Session
    lab: RunningLab


async def _aside(function: Callable[[], T]) -> T:
    """Run what blocks in a thread of its own."""
    import asyncio

    return await asyncio.to_thread(function)


async def warm_up() -> None:
    """Import the Azure SDK and the causes before they are needed."""

    def load() -> None:
        from ..arm import fleet, signin, vm  # noqa: F401  # only to have them loaded
        from ..arm.identity import enter  # noqa: F401  # as above
        from ..catalogue.causes import catalogue

        catalogue()

    await _aside(load)


async def explore(lab: RunningLab | None, latency: float, policy: Policy) -> Demo:
    """Sign in to the demo tenant, starting it if need be.

    Args:
        latency: seconds the demo takes to answer.
        policy: what may be done there.
    """

    def start() -> RunningLab:
        from ..lab.running import start

        return start(latency=latency)

    await warm_up()
    from ..arm.signin import sign_in, token_credential

    if lab is None:
        lab = await _aside(start)
    return Demo(await sign_in(custom(lab.endpoint), token_credential(lab.token), policy=policy), lab)


async def list_vms(session: Session, report: Report) -> None:
    """Report the virtual machines and their last backups as they come."""
    from ..arm.machines.inventory import read_vms

    await read_vms(session, report)


async def read_last_job(session: Session, vm_id: VmId) -> LastJob:
    """What the last failed backup job says."""
    from ..arm.vm import AzureVm
    from ..catalogue.symptoms import symptom_of_last_job

    vm = AzureVm(session.gateway, vm_id)
    complaint = await symptom_of_last_job(vm)
    return LastJob(complaint, await vm.last_failed_job(), await _no_way_inside(vm))


async def _no_way_inside(vm: AzureVm) -> Text | None:
    """From the VM's own document, which has been read already."""
    from ..catalogue.inside import obstacle

    try:
        found = await obstacle(vm)
    except CouldNotLook:
        return None
    return None if found is None else found.text


async def read_job(session: Session, vm_id: VmId, name: str) -> Complaint:
    """What the backup job of this name says.

    Raises:
        CouldNotLook: the VM has no such job, or it could not be read.
    """
    from ..arm.vm import AzureVm
    from ..catalogue.symptoms import symptom_of_job

    return await symptom_of_job(AzureVm(session.gateway, vm_id), name)


async def diagnose(session: Session, order: Order, causes: Sequence[Cause], report: Report) -> Looked:
    """Run every check and report each as it lands."""
    from ..arm.surroundings import environment_of
    from ..catalogue.edition import edition
    from ..core.examination import examine, subject

    _ask_anew(session)
    vm = _vm(session, order)
    await examine(vm, causes, progress=report)
    return Looked(vm, await subject(vm), await _aside(lambda: environment_of(session, edition())))


async def look_again(session: Session, order: Order, checks: Sequence[Check], report: Report) -> Looked:
    """Run some checks anew, with nothing remembered from before."""
    from ..core.examination import look_at

    _ask_anew(session)
    vm = _vm(session, order)
    await look_at(vm, checks, progress=report)
    return Looked(vm)


def _ask_anew(session: Session) -> None:
    """Whoever starts a look may be asked to sign in, although they would not for an earlier one."""
    from ..arm.identity.live import LiveCredential

    if isinstance(session.credential, LiveCredential):
        session.credential.ask_anew()


def _vm(session: Session, order: Order) -> AzureVm:
    from ..arm.vm import AzureVm

    return AzureVm(session.gateway, order.vm, order.code, looks_inside=order.looks_inside)


async def write_pdf(file: Path, diagnosis: Diagnosis, language: Language) -> Path:
    """Put the summary on paper and into a file.

    Raises:
        CannotWrite: the place does not take it.
    """

    def make() -> None:
        from ..pdf.render import make_pdf

        write_whole(file, make_pdf(diagnosis, language))

    await _aside(make)
    return file


async def close(session: Session) -> None:
    """Give a session's connections back."""
    await session.gateway.close()


async def close_lab(lab: RunningLab) -> None:
    """Stop the demo tenant."""
    await _aside(lab.close)
