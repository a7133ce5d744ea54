"""``self-test``: sees that an installation is complete: every cause, both languages, one lab diagnosis, one lab repair, a PDF."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..arm.cloud import custom
from ..catalogue.causes import catalogue
from ..catalogue.remedies import all_remedies, remedy_of
from ..catalogue.symptoms import SYMPTOMS, causes_of
from ..core.diagnosis import Diagnosis
from ..core.journal import Journal
from ..core.language import LANGUAGES, language
from ..core.model import Cause
from ..core.offering import offer
from ..core.resource_id import VmId
from ..core.text import Text
from .diagnose import examine_vm
from .exits import Exit
from .files import put_out
from .streams import say
from .telling import Teller
from .unattended import UnattendedRun
from .verifying import Looked, exit_of_repair, look

if TYPE_CHECKING:
    from ..arm.gateway import Gateway

SCENARIO = "windows-agent-stopped"
EXPECTED = "windows-agent-unresponsive"

BROKEN = "extension-stuck"
REMEDY = "backup-extension-load-failure/delete-extension"


async def self_test() -> Exit:
    """Carry out the command. Its words are for the log of an installer's test, so they are English."""
    _say(f"backup-doctor {__version__}, Python {sys.version.split()[0]}")
    problems = [*_causes(), *_languages()]
    diagnosis = await _diagnosis()
    if diagnosis.root_cause != EXPECTED:
        problems.append(f"the lab's {SCENARIO} was diagnosed as {diagnosis.root_cause}")
    problems += await _repair()
    problems += _pdf(diagnosis)
    for problem in problems:
        say(f"backup-doctor: {problem}")
    _say("self-test failed" if problems else "self-test passed")
    return Exit.CAUSE_FOUND if problems else Exit.NO_CAUSE


def _say(words: str) -> None:
    put_out(f"{words}\n", None)


def _causes() -> list[str]:
    for symptom in SYMPTOMS:
        causes_of(symptom)
    _say(f"{len(catalogue())} causes, {sum(len(cause.checks) for cause in catalogue())} checks, {len(all_remedies())} repairs, {len(SYMPTOMS)} codes")
    return [f"cause {cause.id} has no checks" for cause in catalogue() if not cause.checks]


def _titles(cause: Cause) -> list[Text]:
    return [cause.title, *(check.title for check in cause.checks), *(remedy.title for remedy in cause.remedies)]


def _languages() -> list[str]:
    """Every title of the catalogue, and its Russian is not its English."""
    problems = []
    for code in LANGUAGES:
        words = language(code)
        titles = [text for cause in catalogue() for text in _titles(cause)]
        same = [text.source for text in titles if code != "en" and words.render(text) == text.source]
        problems += [f"not translated to {code}: {source}" for source in same]
        _say(f"language {code}: {len(titles)} titles rendered")
    return problems


async def _diagnosis() -> Diagnosis:
    async with _lab(SCENARIO) as (gateway, vm):
        diagnosis = await examine_vm(gateway, vm, None)
    _say(f"lab diagnosis: {diagnosis.root_cause}, confidence {diagnosis.confidence}")
    return diagnosis


async def _repair() -> list[str]:
    """Plan one remedy, carry it out with a journal of its own, and let the checks say whether it has helped."""
    from ..arm.vm import AzureVm

    remedy = remedy_of(REMEDY)
    assert remedy is not None
    async with _lab(BROKEN) as (gateway, vm):
        seen = AzureVm(gateway, vm)
        before, offered = await look(seen, remedy.cause), await offer(seen, remedy)
        if offered.plan is None or offered.reason is not None:
            return [f"{REMEDY} cannot be carried out in the lab: {offered.reason}"]
        with tempfile.TemporaryDirectory() as folder:
            entry = Journal(Path(folder)).begin(vm, remedy.id, remedy.title, offered.plan, __version__)
            await UnattendedRun(gateway, Teller(language("en"), sys.stdout), argparse.Namespace(demo=True), confirmed=False).carry_out(entry)
        looked = Looked(before, await look(AzureVm(gateway, vm), remedy.cause))
    code = exit_of_repair(remedy, entry.undertaking, looked)
    _say(f"lab repair: {entry.undertaking.outcome}, {'verified' if code is Exit.DONE else 'not verified'}")
    return [] if code is Exit.DONE else [f"{REMEDY} did not repair the lab's {BROKEN}"]


@asynccontextmanager
async def _lab(scenario: str) -> AsyncIterator[tuple[Gateway, VmId]]:
    """A lab with one VM, and the way into it."""
    from ..arm.signin import sign_in, token_credential
    from ..lab.running import start

    with start([scenario]) as lab:
        opened = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            yield opened.gateway, VmId.parse(lab.vms[0].id)
        finally:
            await opened.gateway.close()


def _pdf(diagnosis: Diagnosis) -> list[str]:
    from ..pdf.render import make_pdf

    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for code in LANGUAGES:
            file = Path(folder) / f"summary-{code}.pdf"
            file.write_bytes(make_pdf(diagnosis, language(code)))
            if not file.read_bytes().startswith(b"%PDF-"):
                problems.append(f"the PDF in {code} is none")
            _say(f"PDF in {code}: {file.stat().st_size} bytes")
    return problems
