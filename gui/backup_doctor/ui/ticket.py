"""The diagnosis as plain text for a ticket or a mail."""

from __future__ import annotations

from ..core.diagnosis import CauseResult, Diagnosis
from ..core.language import Language
from ..core.model import Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.verdict import Confidence
from ..core.words import CONFIDENCE, STATUS, VERDICT

NO_CAUSE = translate("Summary", "No cause found")
NOT_CHECKABLE = translate("Summary", "This code has no cause that can be checked from outside")
NOT_ALL_SEEN = translate("Summary", "Nothing found, but not everything could be looked at")


def headline(diagnosis: Diagnosis) -> Text:
    """The result in one line."""
    root = diagnosis.root
    if not diagnosis.causes:
        return NOT_CHECKABLE
    if root is not None and root.verdict is Verdict.SUSPECTED:
        return translate("Summary", "Suspected cause: {cause}").format(cause=root.title)
    if root is not None:
        return translate("Summary", "Root cause: {cause}").format(cause=root.title)
    return NOT_ALL_SEEN if diagnosis.findings(Status.UNKNOWN) else NO_CAUSE


def confidence(diagnosis: Diagnosis) -> Text:
    """How sure the result is."""
    return CONFIDENCE[Confidence(diagnosis.confidence)]


def ticket(diagnosis: Diagnosis, language: Language) -> str:
    """Everything a colleague needs to take over, without markup."""
    lines = [language.render(text) for text in _head(diagnosis)]
    for cause in diagnosis.causes:
        lines += ["", *_cause_lines(cause, language)]
    lines += ["", language.render(translate("Ticket", "Made by Backup Doctor {version}.").format(version=diagnosis.version))]
    return "\n".join(lines) + "\n"


def _head(diagnosis: Diagnosis) -> list[Text]:
    vm, symptom = diagnosis.vm.id, diagnosis.symptom
    code = symptom.code
    remarks = [symptom.message] if code is None and symptom.message is not None else []
    if symptom.guidance is not None:
        remarks.append(translate("Ticket", "What to do about this code: {guidance}").format(guidance=symptom.guidance))
    return [
        headline(diagnosis),
        confidence(diagnosis),
        translate("Ticket", "Virtual machine: {vm} (resource group {group})").format(vm=vm.name, group=vm.resource_group),
        translate("Ticket", "Resource id: {id}").format(id=str(vm)),
        translate("Ticket", "Symptom: {code}").format(code=code) if code is not None else translate("Ticket", "Symptom: no code given"),
        *remarks,
        translate("Ticket", "Checked: {when}").format(when=diagnosis.finished),
    ]


def _cause_lines(cause: CauseResult, language: Language) -> list[str]:
    title = translate("Ticket", "{cause}: {verdict}").format(cause=cause.title, verdict=VERDICT[cause.verdict])
    lines = [language.render(title)]
    for check in cause.checks:
        if check.finding.status is Status.SKIPPED:
            continue
        line = translate("Ticket", "- {status}: {check}. {finding}")
        lines.append(language.render(line.format(status=STATUS[check.finding.status], check=check.title, finding=check.finding.text)))
        lines += [f"    {evidence.path} = {evidence.value}  ({evidence.request_id})" for evidence in check.finding.evidence[:3]]
    return lines
