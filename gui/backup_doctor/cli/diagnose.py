"""``diagnose``: examine one VM."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .. import __version__
from ..catalogue.edition import edition
from ..catalogue.symptoms import NoSuchJob, causes_of, symptom_of, symptom_of_last_job
from ..core import report
from ..core.diagnosis import Complaint, Diagnosis, SymptomSource, conclude
from ..core.examination import examine, subject
from ..core.language import Language
from ..core.model import CannotStart, Cause, CouldNotLook
from ..core.offering import EarlyOffers
from ..core.policy import under
from ..core.resource_id import VmId
from .connection import options_of, session
from .exits import Exit, Stop, exit_of
from .files import check_place, put_out, write
from .given import GivenJob, complaint_of, looks_inside, of_job, vm_of
from .text import as_text

if TYPE_CHECKING:
    from ..arm.gateway import Gateway
    from ..arm.vm import AzureVm


async def diagnose(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: bad arguments, no way into Azure, no such VM or job, or a file that cannot be written.
    """
    vm_id, given, inside = vm_of(arguments.vm), complaint_of(arguments.code), looks_inside(arguments)
    check_place(arguments.output)
    check_place(arguments.pdf, arguments.output)
    async with session(arguments) as opened:
        try:
            diagnosis = await examine_vm(opened.gateway, vm_id, given, looks_inside=inside)
        except NoSuchJob as error:
            raise Stop(Exit.USAGE, error.text) from error
        except CannotStart as error:
            raise Stop(Exit.NO_AZURE, error.text) from error
        from ..arm.environment import environment_of

        diagnosis = replace(diagnosis, environment=await asyncio.to_thread(environment_of, opened, edition()))
    _put_out(diagnosis, words, arguments)
    return exit_of(diagnosis)


async def examine_vm(gateway: Gateway, vm_id: VmId, given: Complaint | GivenJob | None, *, looks_inside: bool = False) -> Diagnosis:
    """One whole diagnosis. With nothing given the last failed job is asked while the checks of every cause
    already run, and remedies are planned while others still do, so that the chains of requests do not add up.

    Raises:
        NoSuchJob: a job was given that the VM does not have.
        CannotStart: nothing can be asked.
    """
    from ..arm.vm import AzureVm

    started = datetime.now(UTC)
    vm = AzureVm(gateway, vm_id, looks_inside=looks_inside)
    complaint = await of_job(vm, given) if isinstance(given, GivenJob) else given
    vm.code = None if complaint is None else complaint.code
    reading = asyncio.ensure_future(_of_last_job(vm) if complaint is None else _as_given(complaint))

    async def wanted() -> tuple[Cause, ...]:
        return causes_of(symptom_of(await asyncio.shield(reading)))

    examined = causes_of(symptom_of(complaint))
    early = EarlyOffers(vm, examined, wanted)
    try:
        findings = await examine(vm, examined, progress=early.land)
        causes, offered = await wanted(), await early.offers()
    finally:
        early.give_up()
        reading.cancel()
    return conclude(
        await subject(vm),
        reading.result(),
        causes,
        findings,
        offers={name: under(gateway.policy, offer) for name, offer in offered.items()},
        version=__version__,
        started=started,
        finished=datetime.now(UTC),
    )


async def _as_given(complaint: Complaint) -> Complaint:
    return complaint


async def _of_last_job(vm: AzureVm) -> Complaint:
    """Jobs nobody lets us read are no reason to stop: without a code every cause is looked at."""
    try:
        return await symptom_of_last_job(vm)
    except CouldNotLook as error:
        return Complaint(SymptomSource.NONE, None, error.text)


def _put_out(diagnosis: Diagnosis, words: Language, arguments: argparse.Namespace) -> None:
    if arguments.pdf is not None:
        from ..pdf.render import make_pdf

        write(arguments.pdf, make_pdf(diagnosis, words))
    result = report.dumps(diagnosis, words) if arguments.format == "json" else as_text(diagnosis, words, options_of(arguments))
    put_out(result, arguments.output)
