"""The checks as rows: what each found, where Azure said so, and which could not be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..core.alike import alike, by_reason
from ..core.diagnosis import CauseResult, CheckResult, Diagnosis
from ..core.language import Language
from ..core.model import Evidence, Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .clock import utc
from .paper import SENTENCE, VALUE, Room, cut
from .words import LEFT_OUT, STATUSES, VERDICTS, Mark, verdict_mark


def mark(entry: Mark, language: Language) -> dict[str, str]:
    """A sign with its word."""
    return {"sign": entry.sign, "word": language.render(entry.word)}


def counts(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    """How many checks ended in which status."""
    return [{**mark(entry, language), "count": language.number(len(diagnosis.findings(status)))} for status, entry in STATUSES.items()]


MOST_PROOFS = 8
"""Pieces of evidence printed for one check; a VM may have dozens of disks."""

MOST_BLIND = 4
"""Checks named beside the one reason why they could not be made; the list of all checks names every one."""

STANDING = (Verdict.CONFIRMED, Verdict.SUSPECTED)


def checks(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, Any]:
    """The root cause with all its checks, each with the one value that decided it; of the others that stand the checks that say so,
    and of the rest only the verdicts, so that the answer stays within three pages however many causes were examined."""
    say = language.render
    shown = [cause for cause in diagnosis.causes if cause.verdict in STANDING and (room.is_whole or cause.id == diagnosis.root_cause)]
    others = [cause for cause in diagnosis.causes if cause not in shown]
    return {
        "heading": say(translate("Pdf", "Checks")),
        "nothing": None if diagnosis.causes else say(translate("Pdf", "None was made: this code has no cause that can be checked from outside.")),
        "columns": _columns(language),
        "causes": [_cause(cause if room.is_whole and cause.id == diagnosis.root_cause else _faults(cause), language) for cause in shown],
        "other_columns": [say(column) for column in (translate("Pdf", "Cause"), translate("Pdf", "Verdict"), translate("Pdf", "Checks in order"))],
        "others": _all_in_short(others, language, room),
        #: a link to the appendix; keep {page}
        "where": say(translate("Pdf", "What each of these checks found: page {page}").format(page="{page}"))
        if _for_appendix(diagnosis, room)
        else None,
    }


def _faults(cause: CauseResult) -> CauseResult:
    """Only what makes the cause stand."""
    return replace(cause, checks=tuple(check for check in cause.checks if check.finding.status in (Status.FAILED, Status.WARNING)))


def _for_appendix(diagnosis: Diagnosis, room: Room) -> list[CauseResult]:
    return [cause for cause in diagnosis.causes if not room.is_whole or cause.id != diagnosis.root_cause]


def other_checks(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, Any]:
    """All checks of the causes beside the root, for the appendix."""
    return {
        "heading": language.render(translate("Pdf", "Appendix: the other causes")),
        "columns": _columns(language),
        "causes": [_cause(cause, language) for cause in _for_appendix(diagnosis, room)],
    }


def _columns(language: Language) -> list[str]:
    columns = (
        translate("Pdf", "Status"),
        translate("Pdf", "Check and finding"),
        #: heads a narrow column, repeated for each cause: at most 35 letters, or it takes two lines each time
        translate("Pdf", "Evidence and request id"),
    )
    return [language.render(column) for column in columns]


_MANY: Mapping[Mark, Text] = {
    #: a cell of the list of causes
    VERDICTS[Verdict.RULED_OUT]: translate("Pdf", "%n cause(s) of which every check is in order", "", 0),
    #: a cell of the list of causes
    LEFT_OUT: translate("Pdf", "%n cause(s) that can only be seen inside the VM", "", 0),
    #: a cell of the list of causes
    VERDICTS[Verdict.NOT_APPLICABLE]: translate("Pdf", "%n cause(s) that do not concern this VM", "", 0),
}


def _all_in_short(causes: Sequence[CauseResult], language: Language, room: Room) -> list[dict[str, str]]:
    """One line each; of those that do not apply to this VM, which are many and tell nothing, one line for all."""
    gathered = [entry for entry in _MANY if not room.is_whole or entry is not VERDICTS[Verdict.RULED_OUT]]
    marks = [verdict_mark(cause) for cause in causes]
    many = {entry: count for entry in gathered if (count := marks.count(entry)) > 1}
    rows = [_in_short(cause, language) for cause, entry in zip(causes, marks, strict=True) if entry not in many]
    return rows + [{"title": language.render(_MANY[entry].counted(count)), **mark(entry, language), "checks": "—"} for entry, count in many.items()]


def _in_short(cause: CauseResult, language: Language) -> dict[str, str]:
    made = [check.finding.status for check in cause.checks if check.finding.status is not Status.SKIPPED]
    #: how many of a cause's checks are in order, as in «3 of 4»
    text = translate("Pdf", "{good} of {all}").format(good=made.count(Status.OK), all=len(made))
    words = language.render(text) if made else "—"
    return {"title": cut(language.render(cause.title)), **mark(verdict_mark(cause), language), "checks": words}


def _cause(cause: CauseResult, language: Language) -> dict[str, Any]:
    return {
        "title": cut(language.render(cause.title)),
        **mark(verdict_mark(cause), language),
        "checks": [_checks(group, language) for group in alike(cause.checks)],
    }


def _checks(group: Sequence[CheckResult], language: Language) -> dict[str, Any]:
    finding = group[0].finding
    evidence = finding.evidence
    return {
        **mark(STATUSES[finding.status], language),
        "title": _titles(group, language),
        "finding": cut(language.render(finding.text), SENTENCE),
        "evidence": _decisive(evidence[0]) if evidence else None,
    }


def _titles(group: Sequence[CheckResult], language: Language) -> str:
    return "\n".join(cut(language.render(check.title)) for check in group)


def _decisive(evidence: Evidence) -> dict[str, str]:
    return {"value": _value(evidence), "identity": cut(evidence.request_id)}


def _value(evidence: Evidence) -> str:
    return f"{cut(evidence.path)} = {cut(evidence.value)}" if evidence.path else cut(evidence.value)


ALL_MADE = translate("Pdf", "Nothing: every check that applies to this VM and was asked for could be made.")
NONE_TO_MAKE = translate("Pdf", "Nothing: for this code no check was to be made.")


def could_not_look(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The checks that could not be made: why, and which permission would change that."""
    say = language.render
    columns = (translate("Pdf", "Check"), translate("Pdf", "Why it could not be made"), translate("Pdf", "Missing permission and scope"))
    return {
        "heading": say(translate("Pdf", "What could not be checked")),
        "nothing": say(ALL_MADE if diagnosis.causes else NONE_TO_MAKE),
        "columns": [say(column) for column in columns],
        "rows": [_blind_row(group, language) for group in by_reason(diagnosis.findings(Status.UNKNOWN))],
    }


def _blind_row(group: Sequence[CheckResult], language: Language) -> dict[str, str]:
    finding = group[0].finding
    missing = finding.missing
    none = language.render(translate("Pdf", "No permission is known to be missing."))
    titles = _titles(group[:MOST_BLIND], language)
    if len(group) > MOST_BLIND:
        #: below the titles of checks that could not be made for one reason
        titles += "\n" + language.render(translate("Pdf", "and %n more check(s)", "", 0).counted(len(group) - MOST_BLIND))
    return {
        "check": titles,
        "why": cut(language.render(finding.text), SENTENCE),
        "action": none if missing is None else cut(missing.action),
        "scope": "" if missing is None else cut(missing.scope),
    }


def appendix(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """Every request behind every finding."""
    say = language.render
    columns = (translate("Pdf", "Check, time of the answer and request id"), translate("Pdf", "Request and the value that decided"))
    note = translate("Pdf", "Values longer than {limit} characters are shortened here and whole in the attached file.")
    return {
        "heading": say(translate("Pdf", "Appendix: all evidence")),
        "note": say(note.format(limit=str(VALUE))),
        "columns": [say(column) for column in columns],
        "rows": [row for cause in diagnosis.causes for check in cause.checks for row in _proofs(check, language)],
    }


def _proofs(check: CheckResult, language: Language) -> list[dict[str, str | None]]:
    evidence = check.finding.evidence
    rows = [_proof(check, item, language) for item in evidence[:MOST_PROOFS]]
    if len(evidence) > MOST_PROOFS:
        more = translate("Pdf", "%n more piece(s) of evidence: in the attached file.", "", 0).counted(len(evidence) - MOST_PROOFS)
        rows[-1]["more"] = language.render(more)
    return rows


def _proof(check: CheckResult, evidence: Evidence, language: Language) -> dict[str, str | None]:
    return {
        "more": None,
        **mark(STATUSES[check.finding.status], language),
        "title": cut(language.render(check.title)),
        "at": utc(evidence.at),
        "identity": cut(evidence.request_id),
        "request": cut(evidence.request),
        "value": _value(evidence),
    }
