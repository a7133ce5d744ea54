"""A diagnosis as JSON (schema 1) and back.

The schema is a contract: scripts read it. What goes beyond it (sentences with their values, so that a report can be printed in another
language; ticked manual steps; how each step of a repair went, and what was found before it) stands under the one key ``extra``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import report_actions, report_causes
from .diagnosis import Complaint, Diagnosis, Subject, SymptomSource
from .environment import NOT_KNOWN, environment_from_json, environment_to_json
from .language import LANGUAGES, Language
from .report_actions import action_to_json, actions_from_json, details_to_json
from .report_causes import Reader, before_to_json, cause_to_json
from .report_values import Words, at, moment, optional, string, texts_to_json
from .resource_id import VmId
from .text import Text
from .text import lazy_translate as translate
from .verdict import Confidence

SCHEMA = 1
"""Of the document. It counts up where a script that read the last one would misread this one."""
TOOL = "backup-doctor"


class BadReport(ValueError):
    """The file is not a diagnosis this version can read. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def subject_to_json(vm: Subject) -> dict[str, Any]:
    """The VM, as every document names it."""
    return {
        "id": str(vm.id),
        "name": vm.id.name,
        "resource_group": vm.id.resource_group,
        "subscription_id": vm.id.subscription,
        "location": vm.location,
        "os": vm.os,
        "power": vm.power,
    }


def to_json(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The document of schema 1, with its sentences in one language."""
    complaint = diagnosis.symptom
    return {
        "schema": SCHEMA,
        "tool": {"name": TOOL, "version": diagnosis.version},
        "started": moment(diagnosis.started),
        "finished": moment(diagnosis.finished),
        "language": language.code,
        "vm": subject_to_json(diagnosis.vm),
        "symptom": {
            "code": complaint.code,
            "source": complaint.source.value,
            "message": None if complaint.message is None else language.render(complaint.message),
        },
        "causes": [cause_to_json(cause, language) for cause in diagnosis.causes],
        "root_cause": diagnosis.root_cause,
        "confidence": diagnosis.confidence.value,
        "actions": [action_to_json(action, language) for action in diagnosis.actions],
        "extra": {
            "texts": texts_to_json(_texts(diagnosis)),
            "upstream": {cause.id: list(cause.upstream) for cause in diagnosis.causes if cause.upstream},
            "manual_steps_done": sorted(diagnosis.done_by_hand),
            "not_asked": [check.id for check in diagnosis.not_asked],
            "actions": [details_to_json(action, language) for action in diagnosis.actions],
            "before": before_to_json(diagnosis.before, language),
            **({} if complaint.guidance is None else {"guidance": language.render(complaint.guidance)}),
            **({} if complaint.failed_at is None else {"failed_at": moment(complaint.failed_at)}),
            **({} if diagnosis.environment == NOT_KNOWN else {"environment": environment_to_json(diagnosis.environment)}),
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
    return diagnosis_from(parsed(data))


def parsed(data: bytes) -> object:
    """The document as it stands in the file, whatever it is.

    Raises:
        BadReport: it is no JSON.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadReport(translate("Report", "This file is not JSON, so it cannot be a saved diagnosis.")) from error


def diagnosis_from(document: object) -> Diagnosis:
    """Read a parsed document.

    Raises:
        BadReport: it is damaged, or of another schema.
    """
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


def _texts(diagnosis: Diagnosis) -> Iterator[tuple[str, Text | None]]:
    yield "symptom", diagnosis.symptom.message
    yield "guidance", diagnosis.symptom.guidance
    for cause in diagnosis.causes:
        yield from report_causes.texts_of(cause)
    yield from report_causes.texts_of_before(diagnosis.before)
    yield from report_actions.texts_of(diagnosis.actions)


def _from_json(document: Mapping[str, Any]) -> Diagnosis:
    vm, symptom = document["vm"], document["symptom"]
    if document["language"] not in LANGUAGES:
        raise ValueError("language")
    extra = document.get("extra") or {}
    words = Words(extra)
    reader = Reader(words, extra.get("upstream") or {}, frozenset(map(string, extra.get("not_asked", ()))))
    causes = tuple(reader.cause(cause) for cause in document["causes"])
    root = document["root_cause"]
    if root is not None and root not in {cause.id for cause in causes}:
        raise ValueError("root_cause")
    return Diagnosis(
        version=string(document["tool"]["version"]),
        started=at(document["started"]),
        finished=at(document["finished"]),
        vm=Subject(
            VmId(string(vm["subscription_id"]), string(vm["resource_group"]), string(vm["name"])),
            optional(vm["location"]),
            optional(vm["os"]),
            optional(vm["power"]),
        ),
        symptom=_complaint(symptom, extra, words),
        causes=causes,
        root_cause=root,
        confidence=Confidence(document["confidence"]),
        done_by_hand=frozenset(map(string, extra.get("manual_steps_done", ()))),
        actions=actions_from_json(document.get("actions", ()), extra.get("actions", ()), words),
        before=reader.before(extra.get("before") or {}),
        environment=environment_from_json(extra.get("environment") or {}),
    )


def _complaint(document: Mapping[str, Any], extra: Mapping[str, Any], words: Words) -> Complaint:
    return Complaint(
        SymptomSource(document["source"]),
        optional(document["code"]),
        words.optional("symptom", document["message"]),
        words.optional("guidance", extra.get("guidance")),
        at(extra["failed_at"]) if "failed_at" in extra else None,
    )
