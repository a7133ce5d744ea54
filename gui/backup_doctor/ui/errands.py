"""What the window sends the worker to do. No widget is touched here, and heavy imports happen here, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from ..arm.signin import Session
    from ..arm.vm import AzureVm
    from ..core.diagnosis import Complaint, Diagnosis
    from ..core.language import Language
    from ..core.model import Cause, Check
    from ..core.policy import Policy
    from ..core.resource_id import VmId
    from ..core.text import Text
    from ..lab.running import RunningLab
    from .orders import Demo, ExaminedVm, LastJob, Order
    from .worker import Report


T = TypeVar("T")


async def _aside(function: Callable[[], T]) -> T:
    """Run what blocks in a thread of its own."""
    import asyncio

    return await asyncio.to_thread(function)


async def warm_up() -> None:
    """Import the Azure SDK and the causes before they are needed."""

    def load() -> None:
        from ..arm import fleet, signin, vm  # noqa: F401  # only to have them loaded
        from ..arm.identity import open_session  # noqa: F401  # as above
        from ..catalogue.causes import catalogue
        from . import marks, orders, run, sign_in_errands  # noqa: F401  # the window's own, which its first picture does without

        catalogue()

    await _aside(load)


async def load_pages() -> None:
    """Import the pages beyond the sign-in before they are wanted: the window would stand still for it, up to 80 ms each."""

    def load() -> None:
        from . import repair_errands  # noqa: F401  # only to have them loaded
        from .dialogs import answer, plan  # noqa: F401  # as above
        from .pages import back_up, cause, fleet_view, summary, symptom, vms  # noqa: F401  # as above
        from .widgets import device_code, run_error, signed_in_card, waiting_card  # noqa: F401  # as above

    await _aside(load)


async def load_clients() -> None:
    """Import the SDK's clients before the first diagnosis needs them; they are too much to be waited for by anybody who signs in."""
    from ..arm import clients

    await clients.load()


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
    from ..arm.cloud import custom
    from ..arm.signin import sign_in, token_credential
    from .orders import Demo

    if lab is None:
        lab = await _aside(start)
    return Demo(await sign_in(custom(lab.endpoint), token_credential(lab.token), policy=policy), lab)


async def list_vms(session: Session, report: Report) -> None:
    """Report the virtual machines and their last backups as they come."""
    from ..arm.vm_list.inventory import read_vms

    ask_anew(session)
    await read_vms(session, report)


async def read_last_job(session: Session, vm_id: VmId) -> LastJob:
    """What the last failed backup job says."""
    from ..arm.vm import AzureVm
    from ..catalogue.symptoms import symptom_of_last_job
    from .orders import LastJob

    ask_anew(session)
    vm = AzureVm(session.gateway, vm_id)
    complaint = await symptom_of_last_job(vm)
    return LastJob(complaint, await vm.last_failed_job(), await _no_way_inside(vm))


async def _no_way_inside(vm: AzureVm) -> Text | None:
    """From the VM's own document, which has been read already."""
    from ..catalogue.inside import obstacle
    from ..core.model import CouldNotLook

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

    ask_anew(session)
    return await symptom_of_job(AzureVm(session.gateway, vm_id), name)


async def diagnose(session: Session, order: Order, causes: Sequence[Cause], report: Report) -> ExaminedVm:
    """Run every check and report each as it lands."""
    from ..arm.environment import environment_of
    from ..catalogue.edition import edition
    from ..core.examination import examine, subject
    from .orders import ExaminedVm

    ask_anew(session)
    vm = _vm(session, order)
    await examine(vm, causes, progress=report)
    return ExaminedVm(vm, await subject(vm), await _aside(lambda: environment_of(session, edition())))


async def look_again(session: Session, order: Order, checks: Sequence[Check], report: Report) -> ExaminedVm:
    """Run some checks anew, with nothing remembered from before."""
    from ..core.examination import look_at
    from .orders import ExaminedVm

    ask_anew(session)
    vm = _vm(session, order)
    await look_at(vm, checks, progress=report)
    return ExaminedVm(vm)


def ask_anew(session: Session) -> None:
    """Whoever starts something may be asked to sign in, although they said no to an earlier question."""
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
        from ..core.files import write_whole
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
