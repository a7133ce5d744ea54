"""The diagnosis as plain text for a ticket or a mail."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.action import Action, Sent, locks_in_words
from ..core.aftermath import STANDS, BackedUp, backed_up, changed, is_put_right, root_before, verdict_before, was_repaired
from ..core.diagnosis import CauseResult, Diagnosis
from ..core.language import Language
from ..core.model import Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.verdict import Confidence
from ..core.words import CONFIDENCE, STAGE, STATUS, verdict_word

NO_CAUSE = translate("Summary", "No cause found")
NOT_CHECKABLE = translate("Summary", "This code has no cause that can be checked from outside")
NOTHING_SEEN = translate("Summary", "Nothing could be checked")
NOT_ALL_SEEN = translate("Summary", "Nothing found, but not everything could be checked")


def headline(diagnosis: Diagnosis) -> Text:
    """The result in one line: what stands, or what has been put right."""
    root = diagnosis.root
    if not diagnosis.causes:
        return NOT_CHECKABLE
    if root is not None:
        return _standing(root, diagnosis)
    before = root_before(diagnosis)
    if before is not None and is_put_right(diagnosis):
        return _RIGHTED[backed_up(diagnosis)].format(cause=before.title)
    if not diagnosis.findings(Status.UNKNOWN):
        return NO_CAUSE
    return NOTHING_SEEN if diagnosis.is_blind else NOT_ALL_SEEN


_RIGHTED: Mapping[BackedUp, Text] = {
    BackedUp.YES: translate("Summary", "Fixed, and backed up since: {cause}"),
    BackedUp.NO: translate("Summary", "Put right, but not backed up yet: {cause}"),
    BackedUp.RUNNING: translate("Summary", "Put right; the result of the backup is not known yet: {cause}"),
    BackedUp.FAILED: translate("Summary", "Put right, but the backup after that failed: {cause}"),
}


def _standing(root: CauseResult, diagnosis: Diagnosis) -> Text:
    """A cause that was there before the repairs is not fixed; one that nobody saw before is a new one."""
    stayed = was_repaired(diagnosis) and verdict_before(root, diagnosis) in STANDS
    if root.verdict is Verdict.SUSPECTED:
        text = translate("Summary", "Suspected cause: {cause}")
        return (translate("Summary", "Not fixed; still suspected: {cause}") if stayed else text).format(cause=root.title)
    text = translate("Summary", "Root cause: {cause}")
    return (translate("Summary", "Not fixed: {cause}") if stayed else text).format(cause=root.title)


def confidence(diagnosis: Diagnosis) -> Text:
    """How sure the result is."""
    return CONFIDENCE[Confidence(diagnosis.confidence)]


def ticket(diagnosis: Diagnosis, language: Language) -> str:
    """Everything a colleague needs to take over, without markup."""
    lines = [language.render(text) for text in _head(diagnosis)]
    for cause in diagnosis.causes:
        lines += ["", *_cause_lines(cause, language)]
    lines += _aftermath(diagnosis, language)
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
    title = translate("Ticket", "{cause}: {verdict}").format(cause=cause.title, verdict=verdict_word(cause.verdict, left_out=cause.left_out))
    lines = [language.render(title)]
    for check in cause.checks:
        if check.finding.status is Status.SKIPPED:
            continue
        line = translate("Ticket", "- {status}: {check}. {finding}")
        lines.append(language.render(line.format(status=STATUS[check.finding.status], check=check.title, finding=check.finding.text)))
        lines += [f"    {evidence.path} = {evidence.value}  ({evidence.request_id})" for evidence in check.finding.evidence[:3]]
    return lines


def _aftermath(diagnosis: Diagnosis, language: Language) -> list[str]:
    """What was changed, how the checks have answered to it, and whether the VM has been backed up since."""
    texts: list[Text] = []
    for action in diagnosis.actions:
        texts += _action_lines(action)
    compared = translate("Ticket", "- {check}: {before} before, {now} now. {finding}")
    for pair in changed(diagnosis):
        now = pair.check.finding
        texts.append(compared.format(check=pair.check.title, before=STATUS[pair.before.status], now=STATUS[now.status], finding=now.text))
    if not diagnosis.actions:
        return []
    texts.append(_BACKED_UP[backed_up(diagnosis)])
    return ["", language.render(translate("Ticket", "What was changed")), *map(language.render, texts)]


_BACKED_UP: Mapping[BackedUp, Text] = {
    BackedUp.YES: translate("Ticket", "A backup on demand has completed since."),
    BackedUp.NO: translate("Ticket", "No backup was started since."),
    BackedUp.RUNNING: translate("Ticket", "A backup was started; its result is not known yet."),
    BackedUp.FAILED: translate("Ticket", "The backup after that failed."),
}


def _action_lines(action: Action) -> list[Text]:
    head = translate("Ticket", "- {when}: {action}. {outcome} {undo}")
    texts = [head.format(when=action.started, action=action.title, outcome=action.outcome, undo=action.undo)]
    for step in action.steps:
        texts.append(translate("Ticket", "    {step}: {stage}").format(step=step.title, stage=STAGE[step.stage]))
        texts += [_sent(sent) for sent in (step.sent, step.taken_back) if sent is not None]
    return [*texts, *locks_in_words(action)]


def _sent(sent: Sent) -> Text:
    text = translate("Ticket", "    {request} (HTTP {status}, {id})")
    return text.format(request=sent.request, status=str(sent.status or "—"), id=sent.request_id or "—")
