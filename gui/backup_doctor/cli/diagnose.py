"""``diagnose``: examine one VM."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..catalogue.symptoms import SYMPTOMS, NoSuchJob, causes_of, job_name_in, recognise, symptom_of, symptom_of_job, symptom_of_last_job
from ..core import report
from ..core.diagnosis import NO_CODE, Complaint, Diagnosis, SymptomSource, conclude, judge
from ..core.examination import examine, subject
from ..core.language import Language
from ..core.model import CannotStart, CouldNotLook
from ..core.offering import offers
from ..core.resource_id import BadResourceId, VmId
from ..core.text import lazy_translate as translate
from .connection import session
from .exits import Exit, Stop, exit_of
from .files import check_folder, write
from .text import as_text

if TYPE_CHECKING:
    from ..arm.gateway import Gateway
    from ..arm.vm import AzureVm


async def diagnose(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: bad arguments, no way into Azure, no such VM or job, or a file that cannot be written.
    """
    vm_id, given = _vm(arguments.vm), _given(arguments.code)
    for file in (arguments.output, arguments.pdf):
        check_folder(file)
    async with session(arguments) as opened:
        try:
            diagnosis = await examine_vm(opened.gateway, vm_id, given, looks_inside=arguments.guest)
        except NoSuchJob as error:
            raise Stop(Exit.USAGE, error.text) from error
        except CannotStart as error:
            raise Stop(Exit.NO_AZURE, error.text) from error
    _put_out(diagnosis, words, arguments)
    return exit_of(diagnosis)


@dataclass(frozen=True, slots=True)
class GivenJob:
    """The name of a backup job, instead of a code."""

    name: str


async def examine_vm(gateway: Gateway, vm_id: VmId, given: Complaint | GivenJob | None, *, looks_inside: bool = False) -> Diagnosis:
    """One whole diagnosis. With nothing given the last failed job is asked while the checks of every cause
    already run, so that the two chains of requests do not add up.

    Raises:
        NoSuchJob: a job was given that the VM does not have.
        CannotStart: nothing can be asked.
    """
    from ..arm.vm import AzureVm

    started = datetime.now(UTC)
    vm = AzureVm(gateway, vm_id, looks_inside=looks_inside)
    complaint = await _of_job(vm, given) if isinstance(given, GivenJob) else given
    vm.code = None if complaint is None else complaint.code
    reading = asyncio.create_task(_of_last_job(vm)) if complaint is None else None
    findings = await examine(vm, causes_of(symptom_of(complaint)), progress=lambda _landed: None)
    complaint = complaint or (await reading if reading else NO_CODE)
    causes = causes_of(symptom_of(complaint))
    return conclude(
        await subject(vm),
        complaint,
        causes,
        findings,
        offers=await offers(vm, causes, {cause.id: judge(cause, findings).verdict for cause in causes}),
        version=__version__,
        started=started,
        finished=datetime.now(UTC),
    )


async def _of_job(vm: AzureVm, given: GivenJob) -> Complaint:
    try:
        return await symptom_of_job(vm, given.name)
    except (CannotStart, NoSuchJob):
        raise
    except CouldNotLook as error:
        return Complaint(SymptomSource.NONE, None, error.text)


async def _of_last_job(vm: AzureVm) -> Complaint:
    """Jobs nobody lets us read are no reason to stop: without a code every cause is looked at."""
    try:
        return await symptom_of_last_job(vm)
    except CouldNotLook as error:
        return Complaint(SymptomSource.NONE, None, error.text)


def _vm(given: str) -> VmId:
    try:
        return VmId.parse(given)
    except BadResourceId as error:
        raise Stop(Exit.USAGE, error.text) from error


def _given(text: str | None) -> Complaint | GivenJob | None:
    if text is None:
        return None
    symptom = recognise(text)
    if symptom is not None:
        return Complaint.of(symptom, SymptomSource.GIVEN if text.strip().isalnum() else SymptomSource.PASTED)
    job = job_name_in(text)
    if job is not None:
        return GivenJob(job)
    codes = ", ".join(dict.fromkeys(known.code for known in SYMPTOMS))
    words = translate("CommandLine", "“{given}” contains no error code this version knows, and no id of a backup job. Known codes: {codes}.")
    raise Stop(Exit.USAGE, words.format(given=text.strip()[:80], codes=codes))


def _put_out(diagnosis: Diagnosis, words: Language, arguments: argparse.Namespace) -> None:
    if arguments.pdf is not None:
        from ..pdf.render import make_pdf

        write(arguments.pdf, make_pdf(diagnosis, words))
    result = report.dumps(diagnosis, words) if arguments.format == "json" else as_text(diagnosis, words)
    output: Path | None = arguments.output
    if output is not None:
        write(output, result.encode())
    else:
        sys.stdout.buffer.write(result.encode())  # UTF-8 also where the console's own encoding is another
        sys.stdout.flush()
