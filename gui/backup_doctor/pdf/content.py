"""The whole content of the document as plain words: what `resources/report/report.typ` lays out and adds no word to."""

from __future__ import annotations

from typing import Any

from ..core.diagnosis import Diagnosis, SymptomSource
from ..core.language import LANGUAGES, Language
from ..core.report import SCHEMA
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .changes import changes, events, permissions, requests_in_full
from .checks import appendix, checks, could_not_look, counts, mark, other_checks
from .clock import local, utc
from .origin import endpoint_host, repeat
from .paper import HEADER, NAME, SENTENCE, cut
from .steps import how_to, next_steps
from .verdict import banner
from .words import STATUSES, VERDICTS

PRODUCT = translate("Pdf", "Backup Doctor for Azure VMs")
ATTACHMENT = "diagnosis.json"

_SOURCES = {
    SymptomSource.GIVEN: translate("Pdf", "{code} (given by the administrator)"),
    SymptomSource.LAST_JOB: translate("Pdf", "{code} (from the last failed backup job)"),
    SymptomSource.PASTED: translate("Pdf", "{code} (found in the pasted text)"),
}


def content_of(diagnosis: Diagnosis, language: Language, identity: str) -> dict[str, Any]:
    """Everything the template prints, in one language.

    Args:
        identity: the document's short id, for the footer.
    """
    say = language.render
    name = cut(diagnosis.vm.id.name, NAME)
    return {
        "lang": language.code,
        "product": language.render(PRODUCT),
        "vm": cut(name, HEADER),
        "title": say(translate("Pdf", "Backup diagnosis of {vm}").format(vm=name)),
        "stamp": utc(diagnosis.finished),
        "date": f"{local(diagnosis.finished, language)} · {utc(diagnosis.finished)}",
        #: footer of each page; keep {page} and {pages}
        "page": say(translate("Pdf", "Page {page} of {pages}").format(page="{page}", pages="{pages}")),
        "identity": say(translate("Pdf", "Document {identity}").format(identity=identity)),
        "attachment": {
            "name": ATTACHMENT,
            "description": say(translate("Pdf", "The whole diagnosis as data, nothing shortened.")),
        },
        "banner": banner(diagnosis, language),
        "facts": _facts(diagnosis, language),
        "counts": counts(diagnosis, language),
        "next": next_steps(diagnosis, language),
        "timeline": _timeline(diagnosis, language),
        "checks": checks(diagnosis, language),
        "changes": changes(diagnosis, language),
        "blind": could_not_look(diagnosis, language),
        "environment": _environment(diagnosis, language, identity),
        "repeat": repeat(diagnosis, language),
        "glossary": _glossary(language),
        "how_to": how_to(diagnosis, language),
        "other_checks": other_checks(diagnosis, language),
        "in_full": requests_in_full(diagnosis, language),
        "appendix": appendix(diagnosis, language),
    }


def _facts(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    complaint = diagnosis.symptom
    facts: list[tuple[Text, object]] = [(translate("Pdf", "Virtual machine"), cut(diagnosis.vm.id.name, NAME))]
    facts.append((translate("Pdf", "Resource group"), cut(diagnosis.vm.id.resource_group, NAME)))
    label, about = translate("Pdf", "Error code"), translate("Pdf", "Its message")
    if complaint.code is None:
        about = translate("Pdf", "Why there is none")
        facts.append((label, translate("Pdf", "None was given, so every known cause was examined.")))
    else:
        sentence = _SOURCES.get(complaint.source)
        code = cut(complaint.code, NAME)
        facts.append((label, code if sentence is None else sentence.format(code=code)))
    if complaint.message is not None:
        facts.append((about, cut(language.render(complaint.message), SENTENCE)))
    return [_fact(label, value, language) for label, value in facts]


def _fact(label: Text, value: object, language: Language) -> dict[str, str]:
    return {"label": language.render(label), "value": language.value(value)}


def _timeline(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    say = language.render
    rows = [
        (diagnosis.started, translate("Pdf", "The diagnosis started.")),
        *events(diagnosis),
        (diagnosis.finished, translate("Pdf", "The diagnosis finished.")),
    ]
    return {
        "heading": say(translate("Pdf", "Timeline")),
        "columns": [say(translate("Pdf", "Local time")), say(translate("Pdf", "UTC")), say(translate("Pdf", "Event"))],
        "rows": [[local(moment, language), utc(moment), cut(say(event))] for moment, event in sorted(rows, key=lambda row: row[0])],
    }


def _environment(diagnosis: Diagnosis, language: Language, identity: str) -> dict[str, Any]:
    vm = diagnosis.vm
    unread = translate("Pdf", "not known")
    run: tuple[tuple[Text, object], ...] = (
        (translate("Pdf", "Program"), f"{language.render(PRODUCT)} {cut(diagnosis.version, NAME)}"),
        (translate("Pdf", "Document"), identity),
        (translate("Pdf", "Attached data"), translate("Pdf", "{file}, schema {schema}").format(file=ATTACHMENT, schema=str(SCHEMA))),
        (translate("Pdf", "Language"), LANGUAGES[language.code]),
        (translate("Pdf", "Azure endpoint"), endpoint_host(diagnosis) or unread),
    )
    machine: tuple[tuple[Text, object], ...] = (
        (translate("Pdf", "Subscription"), vm.id.subscription),
        (translate("Pdf", "Resource group"), cut(vm.id.resource_group, NAME)),
        (translate("Pdf", "Region"), cut(vm.location or "", NAME) or unread),
        (translate("Pdf", "Operating system"), cut(vm.os or "", NAME) or unread),
        (translate("Pdf", "Power state"), cut(vm.power or "", NAME) or unread),
    )
    return {
        "heading": language.render(translate("Pdf", "Environment")),
        "groups": [[_fact(label, value, language) for label, value in group] for group in (run, machine)],
        "permissions": permissions(diagnosis, language),
    }


def _glossary(language: Language) -> dict[str, Any]:
    say = language.render
    groups = (
        (translate("Pdf", "Status of a check"), STATUSES.values()),
        (translate("Pdf", "Verdict on a cause"), VERDICTS.values()),
    )
    return {
        "heading": say(translate("Pdf", "Glossary")),
        "groups": [
            {"heading": say(heading), "entries": [{**mark(entry, language), "meaning": say(entry.meaning)} for entry in entries]}
            for heading, entries in groups
        ],
    }
