"""A diagnosis as JSON (schema 1) and back.

The schema is a contract: scripts read it. What goes beyond it (sentences with their values, so that a
report can be printed in another language; ticked manual steps) stands under the one key ``extra``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, Subject, SymptomSource
from .language import LANGUAGES, Language
from .model import Evidence, Finding, Status, Verdict
from .permission import Permission
from .resource_id import VmId
from .text import Text, verbatim
from .text import lazy_translate as translate
from .text_json import BadText, moment_from_json, text_from_json, text_to_json
from .verdict import Confidence

SCHEMA = 1
TOOL = "backup-doctor"


class BadReport(ValueError):
    """The file is not a diagnosis this version can read. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def to_json(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The document of schema 1, with its sentences in one language."""
    vm, complaint = diagnosis.vm, diagnosis.symptom
    return {
        "schema": SCHEMA,
        "tool": {"name": TOOL, "version": diagnosis.version},
        "started": _moment(diagnosis.started),
        "finished": _moment(diagnosis.finished),
        "language": language.code,
        "vm": {
            "id": str(vm.id),
            "name": vm.id.name,
            "resource_group": vm.id.resource_group,
            "subscription_id": vm.id.subscription,
            "location": vm.location,
            "os": vm.os,
            "power": vm.power,
        },
        "symptom": {
            "code": complaint.code,
            "source": complaint.source.value,
            "message": None if complaint.message is None else language.render(complaint.message),
        },
        "causes": [_cause_to_json(cause, language) for cause in diagnosis.causes],
        "root_cause": diagnosis.root_cause,
        "confidence": diagnosis.confidence.value,
        "actions": [],
        "extra": {
            "texts": _texts(diagnosis),
            "upstream": {cause.id: list(cause.upstream) for cause in diagnosis.causes if cause.upstream},
            "manual_steps_done": sorted(diagnosis.done_by_hand),
            "not_asked": [check.id for check in diagnosis.not_asked],
            **({} if complaint.guidance is None else {"guidance": language.render(complaint.guidance)}),
        },
    }


def dumps(diagnosis: Diagnosis, language: Language) -> str:
    """The document as text, with a newline at its end."""
    return json.dumps(to_json(diagnosis, language), ensure_ascii=False, indent=1) + "\n"


def loads(data: bytes) -> Diagnosis:
    """Read a document that `dumps` wrote, in whichever language.

    Raises:
        BadReport: it is damaged, or of another schema.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadReport(translate("Report", "This file is not JSON, so it cannot be a saved diagnosis.")) from error
    if not isinstance(document, dict) or "schema" not in document:
        raise BadReport(translate("Report", "This file is JSON, but not a saved diagnosis: the field “schema” is missing."))
    if type(document["schema"]) is not int or document["schema"] != SCHEMA:
        text = translate("Report", "This diagnosis has schema {found}; this version of Backup Doctor reads schema {known}.")
        raise BadReport(text.format(found=str(document["schema"])[:20], known=str(SCHEMA)))
    try:
        json.dumps(document, ensure_ascii=False).encode()  # half a surrogate pair can be read, but never written again
        return _from_json(document)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadReport(translate("Report", "This diagnosis file is damaged: a field is missing or has the wrong form.")) from error


def _cause_to_json(cause: CauseResult, language: Language) -> dict[str, Any]:
    return {
        "id": cause.id,
        "title": language.render(cause.title),
        "verdict": cause.verdict.value,
        "checks": [_check_to_json(check, language) for check in cause.checks],
        "remedies": [],
    }


def _check_to_json(check: CheckResult, language: Language) -> dict[str, Any]:
    finding = check.finding
    document: dict[str, Any] = {
        "id": check.id,
        "title": language.render(check.title),
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
        "at": _moment(evidence.at),
        "path": evidence.path,
        "value": evidence.value,
    }


def _texts(diagnosis: Diagnosis) -> dict[str, Any]:
    texts: dict[str, Text] = {}
    if diagnosis.symptom.message is not None:
        texts["symptom"] = diagnosis.symptom.message
    if diagnosis.symptom.guidance is not None:
        texts["guidance"] = diagnosis.symptom.guidance
    for cause in diagnosis.causes:
        texts[cause.id] = cause.title
        for check in cause.checks:
            texts[f"{check.id}#title"] = check.title
            texts[f"{check.id}#message"] = check.finding.text
    return {key: text_to_json(text) for key, text in texts.items()}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Words:
    """Finds the sentence behind the words of a document; without it, the words themselves."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        extra = document.get("extra")
        texts = extra.get("texts") if isinstance(extra, dict) else None
        self._texts = texts if isinstance(texts, dict) else {}

    def text(self, key: str, words: str) -> Text:
        try:
            text = text_from_json(self._texts[key])
        except (KeyError, BadText):
            return verbatim(words)
        return text if str(text).strip() else verbatim(words)


def _from_json(document: Mapping[str, Any]) -> Diagnosis:
    words = _Words(document)
    vm, symptom = document["vm"], document["symptom"]
    if document["language"] not in LANGUAGES:
        raise ValueError("language")
    extra = document.get("extra") or {}
    upstream = extra.get("upstream") or {}
    unasked = frozenset(map(_string, extra.get("not_asked", ())))
    causes = tuple(_cause(cause, words, tuple(map(_string, upstream.get(cause["id"], ()))), unasked) for cause in document["causes"])
    root = document["root_cause"]
    if root is not None and root not in {cause.id for cause in causes}:
        raise ValueError("root_cause")
    return Diagnosis(
        version=_string(document["tool"]["version"]),
        started=_datetime(document["started"]),
        finished=_datetime(document["finished"]),
        vm=Subject(
            VmId(_string(vm["subscription_id"]), _string(vm["resource_group"]), _string(vm["name"])),
            _optional(vm["location"]),
            _optional(vm["os"]),
            _optional(vm["power"]),
        ),
        symptom=_complaint(symptom, extra.get("guidance"), words),
        causes=causes,
        root_cause=root,
        confidence=Confidence(document["confidence"]),
        done_by_hand=frozenset(map(_string, extra.get("manual_steps_done", ()))),
    )


def _complaint(document: Mapping[str, Any], guidance: object, words: _Words) -> Complaint:
    message = _optional(document["message"])
    return Complaint(
        SymptomSource(document["source"]),
        _optional(document["code"]),
        None if message is None else words.text("symptom", message),
        None if guidance is None else words.text("guidance", _string(guidance)),
    )


def _cause(document: Mapping[str, Any], words: _Words, upstream: tuple[str, ...], unasked: frozenset[str]) -> CauseResult:
    checks = tuple(_check(check, words, unasked) for check in document["checks"])
    title = words.text(_string(document["id"]), _title(document["title"]))
    return CauseResult(document["id"], title, Verdict(document["verdict"]), checks, upstream)


def _check(document: Mapping[str, Any], words: _Words, unasked: frozenset[str]) -> CheckResult:
    identity = _string(document["id"])
    missing = document.get("missing_permission")
    finding = Finding(
        Status(document["status"]),
        words.text(f"{identity}#message", _string(document["message"])),
        tuple(_evidence(evidence) for evidence in document["evidence"]),
        None if missing is None else Permission(_string(missing["action"]), _string(missing["scope"])),
        identity in unasked,
    )
    return CheckResult(identity, words.text(f"{identity}#title", _title(document["title"])), finding)


def _evidence(document: Mapping[str, Any]) -> Evidence:
    request, request_id, path, value = (_string(document[key]) for key in ("request", "request_id", "path", "value"))
    return Evidence(request, request_id, _datetime(document["at"]), path, value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(repr(value)[:60])
    return value


def _title(value: object) -> str:
    """A heading without words would stop the making of a tagged PDF."""
    if not _string(value).strip():
        raise ValueError("title")
    return _string(value)


def _optional(value: object) -> str | None:
    return None if value is None else _string(value)


def _datetime(value: object) -> datetime:
    return moment_from_json(_string(value))
