"""A diagnosis as text for a terminal or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.alike import alike
from ..core.diagnosis import CauseResult, Diagnosis
from ..core.explanation import explanation
from ..core.language import Language
from ..core.model import Status
from ..core.plain import plain
from ..core.text import lazy_translate as translate
from ..core.words import CONFIDENCE, STATUS, VERDICT, conclusion


def as_text(diagnosis: Diagnosis, words: Language) -> str:
    """The whole diagnosis in a few lines a cause."""
    return "\n".join(_lines(diagnosis, words)) + "\n"


def _lines(diagnosis: Diagnosis, words: Language) -> Iterator[str]:
    vm, say = diagnosis.vm, words.render
    yield say(translate("TextReport", "VM: {vm} in {group}").format(vm=vm.id.name, group=vm.id.resource_group))
    if diagnosis.symptom.code is None:
        yield say(translate("TextReport", "Error code: none"))
        if diagnosis.symptom.message is not None:
            yield plain(say(diagnosis.symptom.message))
    else:
        message = "" if diagnosis.symptom.message is None else say(diagnosis.symptom.message)
        yield say(translate("TextReport", "Error code: {code} ({message})").format(code=diagnosis.symptom.code, message=message))
    yield say(translate("TextReport", "Result: {result}").format(result=conclusion(diagnosis)))
    yield say(CONFIDENCE[diagnosis.confidence])
    for sentence in explanation(diagnosis):
        yield f"  {plain(say(sentence))}"
    if diagnosis.symptom.guidance is not None:
        yield plain(say(translate("TextReport", "What to do about this code: {guidance}").format(guidance=diagnosis.symptom.guidance)))
    for cause in diagnosis.causes:
        yield ""
        yield from _cause(cause, words)


def _cause(cause: CauseResult, words: Language) -> Iterator[str]:
    yield f"{plain(words.render(cause.title))}: {words.render(VERDICT[cause.verdict])}"
    for group in alike(cause.checks):
        finding = group[0].finding
        for check in group:
            yield f"  [{words.render(STATUS[finding.status])}] {plain(words.render(check.title))}"
        yield f"      {plain(words.render(finding.text))}"
        if finding.status in (Status.FAILED, Status.WARNING):
            for evidence in finding.evidence:
                yield plain(f"      {evidence.path} = {evidence.value}  ({evidence.request}, {evidence.request_id})")
