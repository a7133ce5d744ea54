"""Causes with their checks and remedies, as a saved diagnosis holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .diagnosis import CauseResult, CheckResult, RemedyResult
from .language import Language
from .model import Evidence, Finding, Status, Verdict
from .permission import Permission
from .plan import Risk
from .report_values import Words, at, moment, optional, string, title
from .text import Text


def cause_to_json(cause: CauseResult, language: Language) -> dict[str, Any]:
    """A cause of schema 1."""
    return {
        "id": cause.id,
        "title": language.render(cause.title),
        "verdict": cause.verdict.value,
        "checks": [_check_to_json(check, language) for check in cause.checks],
        "remedies": [_remedy_to_json(remedy, language) for remedy in cause.remedies],
    }


def before_to_json(before: Mapping[str, Finding], language: Language) -> dict[str, Any]:
    """Findings by the id of their check, of before a remedy."""
    return {
        identity: {**_finding_to_json(finding, language), **({"not_asked": True} if finding.unasked else {})} for identity, finding in before.items()
    }


def _check_to_json(check: CheckResult, language: Language) -> dict[str, Any]:
    return {"id": check.id, "title": language.render(check.title), **_finding_to_json(check.finding, language)}


def _finding_to_json(finding: Finding, language: Language) -> dict[str, Any]:
    document: dict[str, Any] = {
        "status": finding.status.value,
        "message": language.render(finding.text),
        "evidence": [_evidence_to_json(evidence) for evidence in finding.evidence],
    }
    if finding.missing is not None:
        document["missing_permission"] = {"action": finding.missing.action, "scope": finding.missing.scope}
    return document


def _evidence_to_json(evidence: Evidence) -> dict[str, str]:
    return {
        "request": evidence.request,
        "request_id": evidence.request_id,
        "at": moment(evidence.at),
        "path": evidence.path,
        "value": evidence.value,
    }


def _remedy_to_json(remedy: RemedyResult, language: Language) -> dict[str, Any]:
    return {
        "id": remedy.id,
        "title": language.render(remedy.title),
        "risk": remedy.risk.value,
        "available": remedy.reason is None,
        "reason": None if remedy.reason is None else language.render(remedy.reason),
    }


def texts_of(cause: CauseResult) -> Iterator[tuple[str, Text | None]]:
    """The sentences of a cause, by the keys under which they are found again."""
    yield cause.id, cause.title
    for check in cause.checks:
        yield f"{check.id}#title", check.title
        yield f"{check.id}#message", check.finding.text
    for remedy in cause.remedies:
        yield f"{remedy.id}#title", remedy.title
        yield f"{remedy.id}#reason", remedy.reason


def texts_of_before(before: Mapping[str, Finding]) -> Iterator[tuple[str, Text]]:
    """The same for the findings of before."""
    for identity, finding in before.items():
        yield f"{identity}#before", finding.text


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads causes back. What is missing or has the wrong form raises KeyError, TypeError or ValueError."""

    words: Words
    upstream: Mapping[str, Any]
    unasked: frozenset[str]
    """Ids of the checks that were skipped only because nobody chose to look."""

    def cause(self, document: Mapping[str, Any]) -> CauseResult:
        """What `cause_to_json` wrote."""
        identity = string(document["id"])
        return CauseResult(
            identity,
            self.words.text(identity, title(document["title"])),
            Verdict(document["verdict"]),
            tuple(self._check(check) for check in document["checks"]),
            tuple(map(string, self.upstream.get(identity, ()))),
            tuple(self._remedy(remedy) for remedy in document.get("remedies", ())),
        )

    def before(self, document: Mapping[str, Any]) -> dict[str, Finding]:
        """What `before_to_json` wrote."""
        return {
            identity: self._finding(finding, f"{identity}#before", unasked=finding.get("not_asked") is True) for identity, finding in document.items()
        }

    def _check(self, document: Mapping[str, Any]) -> CheckResult:
        identity = string(document["id"])
        finding = self._finding(document, f"{identity}#message", unasked=identity in self.unasked)
        return CheckResult(identity, self.words.text(f"{identity}#title", title(document["title"])), finding)

    def _finding(self, document: Mapping[str, Any], key: str, *, unasked: bool = False) -> Finding:
        missing = document.get("missing_permission")
        return Finding(
            Status(document["status"]),
            self.words.text(key, string(document["message"])),
            tuple(_evidence(evidence) for evidence in document["evidence"]),
            None if missing is None else Permission(string(missing["action"]), string(missing["scope"])),
            unasked,
        )

    def _remedy(self, document: Mapping[str, Any]) -> RemedyResult:
        identity, reason = string(document["id"]), optional(document["reason"])
        if document["available"] is not (reason is None):
            raise ValueError("available")
        name = self.words.text(f"{identity}#title", title(document["title"]))
        return RemedyResult(identity, name, Risk(document["risk"]), self.words.optional(f"{identity}#reason", reason))


def _evidence(document: Mapping[str, Any]) -> Evidence:
    request, request_id, path, value = (string(document[key]) for key in ("request", "request_id", "path", "value"))
    return Evidence(request, request_id, at(document["at"]), path, value)
