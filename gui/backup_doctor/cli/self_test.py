"""``self-test``: sees that an installation is complete: every cause, both languages, one lab diagnosis, a PDF."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .. import __version__
from ..arm.cloud import custom
from ..catalogue.causes import catalogue
from ..catalogue.symptoms import SYMPTOMS, causes_of
from ..core.diagnosis import Diagnosis
from ..core.language import LANGUAGES, language
from ..core.resource_id import VmId
from .diagnose import examine_vm
from .exits import Exit

SCENARIO = "windows-agent-stopped"
EXPECTED = "windows-agent-unresponsive"


async def self_test() -> Exit:
    """Carry out the command. Its words are for the log of an installer's test, so they are English."""
    _say(f"backup-doctor {__version__}, Python {sys.version.split()[0]}")
    problems = [*_causes(), *_languages()]
    diagnosis = await _diagnosis()
    if diagnosis.root_cause != EXPECTED:
        problems.append(f"the lab's {SCENARIO} was diagnosed as {diagnosis.root_cause}")
    problems += _pdf(diagnosis)
    for problem in problems:
        print(f"backup-doctor: {problem}", file=sys.stderr)
    _say("self-test failed" if problems else "self-test passed")
    return Exit.CAUSE_FOUND if problems else Exit.NO_CAUSE


def _say(words: str) -> None:
    print(words, flush=True)


def _causes() -> list[str]:
    for symptom in SYMPTOMS:
        causes_of(symptom)
    _say(f"{len(catalogue())} causes, {sum(len(cause.checks) for cause in catalogue())} checks, {len(SYMPTOMS)} codes")
    return [f"cause {cause.id} has no checks" for cause in catalogue() if not cause.checks]


def _languages() -> list[str]:
    """Every title of the catalogue, and its Russian is not its English."""
    problems = []
    for code in LANGUAGES:
        words = language(code)
        titles = [text for cause in catalogue() for text in (cause.title, *(check.title for check in cause.checks))]
        same = [text.source for text in titles if code != "en" and words.render(text) == text.source]
        problems += [f"not translated to {code}: {source}" for source in same]
        _say(f"language {code}: {len(titles)} titles rendered")
    return problems


async def _diagnosis() -> Diagnosis:
    from ..arm.signin import sign_in, token_credential
    from ..lab.running import start

    with start([SCENARIO]) as lab:
        opened = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            diagnosis = await examine_vm(opened.gateway, VmId.parse(lab.vms[0].id), None)
        finally:
            await opened.gateway.close()
    _say(f"lab diagnosis: {diagnosis.root_cause}, confidence {diagnosis.confidence}")
    return diagnosis


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
