"""A diagnosis as text for a terminal or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.alike import alike
from ..core.diagnosis import CauseResult, Diagnosis
from ..core.explanation import explanation
from ..core.language import Language
from ..core.model import Status, Verdict
from ..core.plain import plain
from ..core.resource_id import VmId
from ..core.text import lazy_translate as translate
from ..core.words import CONFIDENCE, RISK, STATUS, conclusion, verdict_word

STANDS = (Verdict.CONFIRMED, Verdict.SUSPECTED)


def as_text(diagnosis: Diagnosis, words: Language, options: str = "") -> str:
    """The whole diagnosis in a few lines a cause.

    Args:
        options: the connection, for the commands that repair.
    """
    return "\n".join(_lines(diagnosis, words, options)) + "\n"


def _lines(diagnosis: Diagnosis, words: Language, options: str) -> Iterator[str]:
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
        if cause.verdict in STANDS:
            yield from _remedies(cause, diagnosis.vm.id, words, options)


def _cause(cause: CauseResult, words: Language) -> Iterator[str]:
    yield f"{plain(words.render(cause.title))}: {words.render(verdict_word(cause.verdict, left_out=cause.left_out))}"
    for group in alike(cause.checks):
        finding = group[0].finding
        for check in group:
            yield f"  [{words.render(STATUS[finding.status])}] {plain(words.render(check.title))}"
        yield f"      {plain(words.render(finding.text))}"
        if finding.status in (Status.FAILED, Status.WARNING):
            for evidence in finding.evidence:
                yield plain(f"      {evidence.path} = {evidence.value}  ({evidence.request}, {evidence.request_id})")


def _remedies(cause: CauseResult, vm: VmId, words: Language, options: str) -> Iterator[str]:
    """What a program can do about it, and the command that shows the plan; nothing is changed by that."""
    for remedy in cause.remedies:
        values = {"remedy": remedy.title, "risk": RISK[remedy.risk], "reason": remedy.reason}
        if remedy.reason is None:
            shown = translate("TextReport", "Repair: {remedy}. Risk: {risk}. To see its plan:").format(**values)
            yield f"  {plain(words.render(shown))}"
            yield plain(f"      backup-doctor fix --vm {vm.quoted_id} --remedy {remedy.id} {options}".rstrip())
        else:
            shown = translate("TextReport", "Repair: {remedy}. Not now. {reason}").format(**values)
            yield f"  {plain(words.render(shown))}"
