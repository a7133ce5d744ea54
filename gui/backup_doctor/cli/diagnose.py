"""``diagnose``: examine one VM."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..catalogue.symptoms import SYMPTOMS, causes_of, recognise, symptom_of_last_job
from ..core import report
from ..core.diagnosis import NO_CODE, Complaint, Diagnosis, SymptomSource, conclude
from ..core.examination import examine, subject
from ..core.language import Language
from ..core.model import CannotStart, CouldNotLook, Symptom
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
        Stop: bad arguments, no way into Azure, no such VM, or a file that cannot be written.
    """
    vm_id, complaint = _vm(arguments.vm), _complaint(arguments.code)
    for file in (arguments.output, arguments.pdf):
        check_folder(file)
    async with session(arguments) as opened:
        try:
            diagnosis = await examine_vm(opened.gateway, vm_id, complaint, looks_inside=arguments.guest)
        except CannotStart as error:
            raise Stop(Exit.NO_AZURE, error.text) from error
    _put_out(diagnosis, words, arguments)
    return exit_of(diagnosis)


async def examine_vm(gateway: Gateway, vm_id: VmId, complaint: Complaint | None, *, looks_inside: bool = False) -> Diagnosis:
    """One whole diagnosis. Without a complaint the last failed job is asked while the checks of every cause
    already run, so that the two chains of requests do not add up.

    Raises:
        CannotStart: nothing can be asked.
    """
    from ..arm.vm import AzureVm

    started = datetime.now(UTC)
    vm = AzureVm(gateway, vm_id, None if complaint is None else complaint.code, looks_inside=looks_inside)
    known = _symptom(complaint)
    reading = asyncio.create_task(_of_last_job(vm)) if complaint is None else None
    findings = await examine(vm, causes_of(known), progress=lambda _landed: None)
    complaint = complaint or (await reading if reading else NO_CODE)
    return conclude(
        await subject(vm),
        complaint,
        causes_of(_symptom(complaint)),
        findings,
        version=__version__,
        started=started,
        finished=datetime.now(UTC),
    )


async def _of_last_job(vm: AzureVm) -> Complaint:
    """Jobs nobody lets us read are no reason to stop: without a code every cause is looked at."""
    try:
        return await symptom_of_last_job(vm)
    except CouldNotLook as error:
        return Complaint(SymptomSource.NONE, None, error.text)


def _symptom(complaint: Complaint | None) -> Symptom | None:
    code = None if complaint is None else complaint.code
    return next((symptom for symptom in SYMPTOMS if symptom.code == code), None)


def _vm(given: str) -> VmId:
    try:
        return VmId.parse(given)
    except BadResourceId as error:
        raise Stop(Exit.USAGE, error.text) from error


def _complaint(given: str | None) -> Complaint | None:
    if given is None:
        return None
    symptom = recognise(given)
    if symptom is None:
        text = translate("CommandLine", "“{given}” contains no error code this version knows. Known codes: {codes}.")
        shown = given.strip()[:80]
        raise Stop(Exit.USAGE, text.format(given=shown, codes=", ".join(known.code for known in SYMPTOMS)))
    exact = given.strip().isalnum()
    return Complaint.of(symptom, SymptomSource.GIVEN if exact else SymptomSource.PASTED)


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
