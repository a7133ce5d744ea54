"""Diagnoses made by hand: one cause found, nothing found, not all seen, and one whose every word is an attack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.action import Action, ActionStep, Sent
from backup_doctor.core.diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, RemedyResult, Subject, SymptomSource
from backup_doctor.core.language import Language, language
from backup_doctor.core.model import Cause, Evidence, Finding, Status, Verdict, failed, ok, skipped, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.core.plan import Risk
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text, verbatim
from backup_doctor.core.text import lazy_translate as translate
from backup_doctor.core.undertaking import Stage
from backup_doctor.core.verdict import confidence_of, root_cause_of, verdict_of

VM = VmId("11111111-2222-3333-4444-555555555555", "rg-data-weu", "sql-prod-01")
STARTED = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
REQUEST = f"GET https://management.azure.com{VM}/instanceView?api-version=2025-04-01"
HOSTILE = '#panic("x") *b* $x$ <img src=x> `raw` @ref //c /*c*/ \\u{0} [z]'
"""Typst, HTML and escapes. What is invisible or cannot be drawn is looked at in test_paper.py."""

SEEN = translate("PdfTest", "Azure answered {value} when it was asked, and no other answer contradicts it. That is as long as findings are.")
RUSSIAN = Language(
    "ru",
    {
        ("PdfTest", SEEN.source, ""): (
            "Azure ответил на вопрос: {value}, и другие ответы этому не противоречат. Примерно такой длины бывают результаты.",
        )
    },
)
ENGLISH = language("en")


def evidence(path: str = "$.properties.provisioningState", value: str = "Succeeded", request: str = REQUEST) -> Evidence:
    return Evidence(request, "9c1b6f2e-52d5-4c55-a9f1-3f0c1d2e4b5a", STARTED + timedelta(seconds=3), path, value)


def seen(value: str) -> Text:
    return SEEN.format(value=value)


def diagnosis(causes: Sequence[CauseResult], *, done: frozenset[str] = frozenset()) -> Diagnosis:
    """The causes judged as `core.diagnosis.conclude` does."""
    verdicts = {cause.id: cause.verdict for cause in causes}
    root = root_cause_of(verdicts, {})
    return Diagnosis(
        version="0.1.0",
        started=STARTED,
        finished=STARTED + timedelta(seconds=19),
        vm=Subject(VM, "westeurope", "Windows", "running"),
        symptom=Complaint(SymptomSource.LAST_JOB, "UserErrorGuestAgentStatusUnavailable", verbatim("VM agent unable to communicate.")),
        causes=tuple(causes),
        root_cause=root,
        confidence=confidence_of(verdicts, root, {}),
        done_by_hand=done,
    )


def result(cause: Cause, findings: Sequence[Finding]) -> CauseResult:
    """What the cause's checks found, the last finding standing for the checks that are left."""
    padded = [*findings, *([findings[-1]] * len(cause.checks))]
    checks = tuple(CheckResult(check.id, check.title, finding) for check, finding in zip(cause.checks, padded, strict=False))
    return CauseResult(cause.id, cause.title, verdict_of([check.finding for check in checks]), checks)


def healthy() -> Finding:
    return ok(seen("Succeeded"), evidence())


def faulty() -> Finding:
    second = evidence("$.vmAgent.statuses[0].time", "2026-11-21T02:10:00Z")
    return failed(seen("Unavailable"), evidence("$.vmAgent.statuses[0].code", "ProvisioningState/Unavailable"), second)


def confirmed(root: Cause | None = None, *, done: frozenset[str] = frozenset()) -> Diagnosis:
    """One cause (the first of the catalogue if none is named) stands alone; the last was not asked for."""
    causes = catalogue()
    root = root or causes[0]
    idle = next(cause for cause in reversed(causes) if cause is not root)
    findings = {root.id: [faulty(), healthy()], idle.id: [skipped(seen("nothing"))]}
    return diagnosis([result(cause, findings.get(cause.id, [healthy()])) for cause in causes], done=done)


def nothing_found() -> Diagnosis:
    return diagnosis([result(cause, [healthy()]) for cause in catalogue()])


def not_all_seen() -> Diagnosis:
    """Nothing found, but one permission is missing and one question went unanswered."""
    first, second, *rest = catalogue()
    missing = Permission("Microsoft.Authorization/locks/read", VM.group_scope)
    return diagnosis(
        [
            result(first, [unknown(seen("AuthorizationFailed"), missing=missing), healthy()]),
            result(second, [unknown(seen("TooManyRequests")), healthy()]),
            *(result(cause, [healthy()]) for cause in rest),
        ]
    )


def not_checkable() -> Diagnosis:
    """A code that has no cause to check: there is only what is known of the code itself."""
    guidance = translate("PdfTest", "Contact the support of the cloud, and name this code.")
    return replace(diagnosis([]), symptom=Complaint(SymptomSource.PASTED, "BackUpOperationFailedV2", verbatim("It broke."), guidance))


def hostile() -> Diagnosis:
    """Every word that Azure, a guest or a doctored file may choose is an attack, and many are endless."""
    endless = HOSTILE + "A" * 10_000
    proof = (evidence("$." + endless, endless, "GET https://management.azure.com/" + endless), evidence("", "line\n" * 5_000, "bogus ["))
    checks = (
        CheckResult("zzz/a", verbatim(HOSTILE), Finding(Status.FAILED, verbatim(endless), proof)),
        CheckResult("zzz/b", verbatim(endless), unknown(verbatim(endless), missing=Permission(endless, endless))),
    )
    remedies = (
        RemedyResult("zzz/$(reboot)", verbatim(endless), Risk.SAFE, None),
        RemedyResult("zzz/b", verbatim(HOSTILE), Risk.DESTRUCTIVE, verbatim(endless)),
    )
    cause = CauseResult("zzz", verbatim(HOSTILE), Verdict.CONFIRMED, checks, remedies=remedies)
    vm = Subject(VmId(VM.subscription, "rg-" + "x" * 500, '#panic(1)*b*"$x$\u202e' + "n" * 500), endless, endless, endless)
    complaint = Complaint(SymptomSource.PASTED, "x'; reboot #" + endless, verbatim(endless), verbatim(endless))
    before = {"zzz/a": ok(verbatim(endless), *proof), "zzz/left the catalogue": ok(verbatim(endless))}
    return replace(diagnosis([cause]), version=endless, vm=vm, symptom=complaint, actions=(_hostile_action(endless),), before=before)


def _hostile_action(endless: str) -> Action:
    """Its lock is called after an attack, its request leads nowhere, and its words have no end."""
    lock = f"https://x{VM.group_scope}/providers/Microsoft.Authorization/locks/{quote(HOSTILE, safe='')}"
    steps = (
        ActionStep(verbatim(endless), Stage.DONE, Sent(f"DELETE {lock}?api-version=2020-05-01", 200, endless), None, verbatim(endless)),
        ActionStep(verbatim(HOSTILE), Stage.UNDOING, Sent("bogus [", None, ""), Sent("POST https://[broken/" + endless, -1, HOSTILE)),
        ActionStep(verbatim(endless), Stage.PLANNED, None),
    )
    return Action("zzz/$(reboot)", verbatim(endless), STARTED, STARTED, steps, None, verbatim(endless), verbatim(endless))
