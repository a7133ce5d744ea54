"""The checks as rows: what each found, where Azure said so, and which could not be made."""

from __future__ import annotations

from typing import Any

from ..core.diagnosis import CauseResult, CheckResult, Diagnosis
from ..core.language import Language
from ..core.model import Evidence, Status, Verdict
from ..core.text import lazy_translate as translate
from .clock import utc
from .paper import SENTENCE, VALUE, cut
from .words import STATUSES, VERDICTS, Mark


def mark(entry: Mark, language: Language) -> dict[str, str]:
    """A sign with its word."""
    return {"sign": entry.sign, "word": language.render(entry.word)}


def counts(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    """How many checks ended in which status."""
    return [{**mark(entry, language), "count": language.number(len(diagnosis.findings(status)))} for status, entry in STATUSES.items()]


STANDING = (Verdict.CONFIRMED, Verdict.SUSPECTED)


def checks(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The causes that stand with all their checks, each with the one value that decided it; of the others only the verdicts,
    so that the answer stays within three pages however many causes were examined."""
    say = language.render
    others = [cause for cause in diagnosis.causes if cause.verdict not in STANDING]
    return {
        "heading": say(translate("Pdf", "Checks")),
        "nothing": None if diagnosis.causes else say(translate("Pdf", "None was made: this code has no cause that can be checked from outside.")),
        "columns": _columns(language),
        "causes": [_cause(cause, language) for cause in diagnosis.causes if cause.verdict in STANDING],
        "other_columns": [say(column) for column in (translate("Pdf", "Cause"), translate("Pdf", "Verdict"), translate("Pdf", "Checks in order"))],
        "others": [_in_short(cause, language) for cause in others],
        #: a link to the appendix; keep {page}
        "where": say(translate("Pdf", "What each of these checks found: page {page}").format(page="{page}")) if others else None,
    }


def other_checks(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The checks of the causes that do not stand, for the appendix."""
    return {
        "heading": language.render(translate("Pdf", "Appendix: the other causes")),
        "columns": _columns(language),
        "causes": [_cause(cause, language) for cause in diagnosis.causes if cause.verdict not in STANDING],
    }


def _columns(language: Language) -> list[str]:
    columns = (
        translate("Pdf", "Status"),
        translate("Pdf", "Check and finding"),
        #: heads a narrow column, repeated for each cause: at most 35 letters, or it takes two lines each time
        translate("Pdf", "Evidence and request id"),
    )
    return [language.render(column) for column in columns]


def _in_short(cause: CauseResult, language: Language) -> dict[str, str]:
    good = sum(check.finding.status is Status.OK for check in cause.checks)
    #: how many of a cause's checks are in order, as in «3 of 4»
    text = translate("Pdf", "{good} of {all}").format(good=good, all=len(cause.checks))
    return {"title": cut(language.render(cause.title)), **mark(VERDICTS[cause.verdict], language), "checks": language.render(text)}


def _cause(cause: CauseResult, language: Language) -> dict[str, Any]:
    return {
        "title": cut(language.render(cause.title)),
        **mark(VERDICTS[cause.verdict], language),
        "checks": [_check(check, language) for check in cause.checks],
    }


def _check(check: CheckResult, language: Language) -> dict[str, Any]:
    evidence = check.finding.evidence
    return {
        **mark(STATUSES[check.finding.status], language),
        "title": cut(language.render(check.title)),
        "finding": cut(language.render(check.finding.text), SENTENCE),
        "evidence": _decisive(evidence[0]) if evidence else None,
    }


def _decisive(evidence: Evidence) -> dict[str, str]:
    return {"value": _value(evidence), "identity": cut(evidence.request_id)}


def _value(evidence: Evidence) -> str:
    return f"{cut(evidence.path)} = {cut(evidence.value)}" if evidence.path else cut(evidence.value)


def could_not_look(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The checks that could not be made: why, and which permission would change that."""
    say = language.render
    columns = (translate("Pdf", "Check"), translate("Pdf", "Why it could not be made"), translate("Pdf", "Missing permission and scope"))
    return {
        "heading": say(translate("Pdf", "What could not be checked")),
        "nothing": say(translate("Pdf", "Nothing: every check that applies to this VM and was asked for could be made.")),
        "columns": [say(column) for column in columns],
        "rows": [_blind_row(check, language) for check in diagnosis.findings(Status.UNKNOWN)],
    }


def _blind_row(check: CheckResult, language: Language) -> dict[str, str]:
    missing = check.finding.missing
    none = language.render(translate("Pdf", "No permission is known to be missing."))
    return {
        "check": cut(language.render(check.title)),
        "why": cut(language.render(check.finding.text), SENTENCE),
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
        "rows": [_proof(check, item, language) for cause in diagnosis.causes for check in cause.checks for item in check.finding.evidence],
    }


def _proof(check: CheckResult, evidence: Evidence, language: Language) -> dict[str, str]:
    return {
        **mark(STATUSES[check.finding.status], language),
        "title": cut(language.render(check.title)),
        "at": utc(evidence.at),
        "identity": cut(evidence.request_id),
        "request": cut(evidence.request),
        "value": _value(evidence),
    }
