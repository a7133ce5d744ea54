"""The whole content of the document as plain words: what `resources/report/report.typ` lays out and adds no word to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..core.diagnosis import Diagnosis, SymptomSource
from ..core.language import Language
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .changes import changes, events, requests_in_full
from .checks import appendix, checks, could_not_look, counts, other_checks
from .clock import local, utc
from .environment import ATTACHMENT, PRODUCT, environment, fact, is_masked, permissions
from .glossary import glossary
from .origin import repeat
from .paper import HEADER, NAME, SENTENCE, USUAL, Room, cut
from .steps import how_to, next_steps
from .verdict import banner

MASKED = translate("Pdf", "Names, ids and addresses are masked")
NOT_MASKED = translate("Pdf", "Holds names and ids: not for the public")

_SOURCES = {
    SymptomSource.GIVEN: translate("Pdf", "{code} (given by the administrator)"),
    SymptomSource.LAST_JOB: translate("Pdf", "{code} (from the last failed backup job)"),
    SymptomSource.PASTED: translate("Pdf", "{code} (found in the pasted text)"),
}


def content_of(diagnosis: Diagnosis, language: Language, identity: str, room: Room = USUAL) -> dict[str, Any]:
    """Everything the template prints, in one language.

    Args:
        identity: the document's short id, for the footer.
        room: for what may be long.
    """
    say = language.render
    name = cut(diagnosis.vm.id.name, NAME)
    return {
        "lang": language.code,
        "product": say(PRODUCT),
        "discretion": say(MASKED if is_masked(diagnosis) else NOT_MASKED),
        "vm": cut(name, HEADER),
        "title": say(translate("Pdf", "Backup diagnosis of {vm}").format(vm=name)),
        "stamp": utc(diagnosis.finished),
        "date": _both_clocks(diagnosis.finished, language),
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
        "timeline": _timeline(diagnosis, language, room.events),
        "checks": checks(diagnosis, language, room),
        "changes": changes(diagnosis, language, room),
        "blind": could_not_look(diagnosis, language),
        "environment": environment(diagnosis, language, identity),
        "repeat": repeat(diagnosis, language),
        "glossary": glossary(language),
        "how_to": how_to(diagnosis, language),
        "other_checks": other_checks(diagnosis, language, room),
        "in_full": requests_in_full(diagnosis, language, room),
        "appendix": appendix(diagnosis, language),
        "permissions": permissions(diagnosis, language),
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
    if complaint.failed_at is not None:
        facts.append((translate("Pdf", "Backup failed"), _both_clocks(complaint.failed_at, language)))
    if complaint.message is not None:
        facts.append((about, cut(language.render(complaint.message), SENTENCE)))
    return [fact(label, value, language) for label, value in facts]


def _both_clocks(moment: datetime, language: Language) -> str:
    return f"{local(moment, language)} · {utc(moment)}"


def _timeline(diagnosis: Diagnosis, language: Language, most: int) -> dict[str, Any]:
    say = language.render
    rows = [
        *_failure(diagnosis),
        (diagnosis.started, translate("Pdf", "The diagnosis started.")),
        *events(diagnosis),
        (diagnosis.finished, translate("Pdf", "The diagnosis finished.")),
    ]
    rows.sort(key=lambda row: row[0])
    half = most // 2
    shown = rows if len(rows) <= most else [*rows[:half], *rows[-half:]]
    left = len(rows) - len(shown)
    return {
        "heading": say(translate("Pdf", "Timeline")),
        "columns": [say(translate("Pdf", "Local time")), say(translate("Pdf", "UTC")), say(translate("Pdf", "Event"))],
        "rows": [[local(moment, language), utc(moment), cut(say(event))] for moment, event in shown],
        "more": say(translate("Pdf", "%n event(s) in between: in the attached file.", "", 0).counted(left)) if left else None,
    }


def _failure(diagnosis: Diagnosis) -> Iterator[tuple[datetime, Text]]:
    complaint = diagnosis.symptom
    if complaint.failed_at is None:
        return
    if complaint.code is None:
        yield complaint.failed_at, translate("Pdf", "A backup failed.")
    else:
        yield complaint.failed_at, translate("Pdf", "A backup failed: {code}").format(code=cut(complaint.code, NAME))
