"""Prints a comparison of two diagnoses, with the look of the report, into PDF/UA-1 and PDF/A-3a; both are attached as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from ..core.comparison import ComparedCause, ComparedCheck, Comparison, outcome
from ..core.comparison_text import GONE, NEW, remarks
from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.model import Finding, Status, Verdict
from ..core.report import dumps
from ..core.resources import resource
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.words import CONFIDENCE, STATUS, VERDICT, conclusion
from .clock import local, utc
from .content import MASKED, NOT_MASKED
from .environment import PRODUCT, is_masked
from .fonts import folder
from .paper import HEADER, NAME, SENTENCE, cut, on_paper

BEFORE, AFTER = "before.json", "now.json"

_SIGNS: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: "failed",
    Verdict.SUSPECTED: "warning",
    Verdict.RULED_OUT: "ok",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_APPLICABLE: "skipped",
}
"""The template's sign of each verdict; those of the statuses are called like them."""


def make_comparison_pdf(comparison: Comparison, language: Language) -> bytes:
    """The document, tagged and archival. The same comparison and language give the same bytes: its date is the later diagnosis' own."""
    import typst  # 60 MB of library: only where something is printed

    attached = {name: _attachment(diagnosis, language) for name, diagnosis in ((BEFORE, comparison.before), (AFTER, comparison.after))}
    digest = sha256("".join(attached.values()).encode("utf-8")).hexdigest()[:12].upper()
    identity = "-".join(digest[start : start + 4] for start in range(0, 12, 4))
    return typst.compile(
        str(resource("report", "comparison.typ")),
        sys_inputs={
            "content": json.dumps(on_paper(content_of(comparison, language, identity))),
            "before": attached[BEFORE],
            "after": attached[AFTER],
        },
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())]),
        pdf_standards=["ua-1", "a-3a"],
        timestamp=comparison.after.finished.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds only
    )


def content_of(comparison: Comparison, language: Language, identity: str) -> dict[str, Any]:
    """Everything the template prints, in one language.

    Args:
        identity: the document's short id, for the footer.
    """
    say, vm = language.render, comparison.after.vm.id
    name = cut(vm.name, NAME)
    changed = comparison.changed
    return {
        "lang": language.code,
        "product": say(PRODUCT),
        "discretion": say(MASKED if is_masked(comparison.after) else NOT_MASKED),
        "vm": cut(name, HEADER),
        "title": say(translate("PdfComparison", "What has changed on {vm}").format(vm=name)),
        "stamp": utc(comparison.after.finished),
        "about": say(
            translate("PdfComparison", "Two diagnoses of the same virtual machine, in resource group {group}.").format(
                group=cut(vm.resource_group, NAME)
            )
        ),
        #: footer of each page; keep {page} and {pages}
        "page": say(translate("Pdf", "Page {page} of {pages}").format(page="{page}", pages="{pages}")),
        "identity": say(translate("Pdf", "Document {identity}").format(identity=identity)),
        "attachments": {
            "before": {"name": BEFORE, "description": say(translate("PdfComparison", "The earlier diagnosis as data, nothing shortened."))},
            "after": {"name": AFTER, "description": say(translate("PdfComparison", "The later diagnosis as data, nothing shortened."))},
        },
        "outcome": {"sign": _sign_of(comparison.after), "text": cut(say(outcome(comparison)), SENTENCE)},
        "sides": [
            _side(translate("PdfComparison", "Before"), comparison.before, language),
            _side(translate("PdfComparison", "Now"), comparison.after, language),
        ],
        "heading": say(translate("PdfComparison", "Causes and checks")),
        "columns": [say(text) for text in _COLUMNS],
        "causes": [_cause(cause, language) for cause in changed],
        "remarks": [say(text) for text in remarks(comparison)],
    }


_COLUMNS = (translate("PdfComparison", "Check"), translate("PdfComparison", "Before"), translate("PdfComparison", "Now"))


def _side(heading: Text, diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    say = language.render
    facts = (
        (translate("PdfComparison", "Local time"), local(diagnosis.finished, language)),
        (translate("PdfComparison", "UTC"), utc(diagnosis.finished)),
        (translate("PdfComparison", "Error code"), cut(diagnosis.symptom.code or say(translate("PdfComparison", "None was given")), NAME)),
        (translate("PdfComparison", "Result"), cut(say(conclusion(diagnosis)), SENTENCE)),
        (translate("PdfComparison", "How sure"), say(CONFIDENCE[diagnosis.confidence])),
        (translate("PdfComparison", "Program"), cut(diagnosis.version, NAME)),
    )
    return {"heading": say(heading), "facts": [{"label": say(label), "value": value} for label, value in facts]}


def _cause(cause: ComparedCause, language: Language) -> dict[str, Any]:
    say = language.render
    same = cause.before is cause.after
    return {
        "title": cut(say(cause.title), SENTENCE),
        "before": None if same else _verdict(cause.before, NEW, language),
        "after": _verdict(cause.after, GONE, language),
        "same": say(translate("PdfComparison", "as before")) if same else None,
        "checks": [_check(check, language) for check in cause.changed_checks],
    }


def _check(check: ComparedCheck, language: Language) -> dict[str, Any]:
    return {
        "title": cut(language.render(check.title), SENTENCE),
        "before": _finding(check.before, NEW, language),
        "after": _finding(check.after, GONE, language),
    }


def _verdict(verdict: Verdict | None, without: Text, language: Language) -> dict[str, str]:
    if verdict is None:
        return {"sign": "skipped", "word": language.render(without)}
    return {"sign": _SIGNS[verdict], "word": language.render(VERDICT[verdict])}


def _finding(finding: Finding | None, without: Text, language: Language) -> dict[str, str]:
    if finding is None:
        return {"sign": Status.SKIPPED.value, "word": language.render(without), "finding": ""}
    return {"sign": finding.status.value, "word": language.render(STATUS[finding.status]), "finding": cut(language.render(finding.text), SENTENCE)}


def _sign_of(diagnosis: Diagnosis) -> str:
    """Of the later result: what stands, else whether all was seen."""
    if diagnosis.root is not None:
        return _SIGNS[diagnosis.root.verdict]
    return "unknown" if not diagnosis.causes or diagnosis.findings(Status.UNKNOWN) else "ok"


def _attachment(diagnosis: Diagnosis, language: Language) -> str:
    """The JSON; half a surrogate pair, which UTF-8 cannot hold, becomes the JSON escape of the same meaning."""
    return dumps(diagnosis, language).encode("utf-8", "backslashreplace").decode("utf-8")
