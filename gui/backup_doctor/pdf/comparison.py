"""Prints a comparison of two diagnoses, with the look of the report, into PDF/UA-1 and PDF/A-3a; both are attached as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..core.comparison import ComparedCause, ComparedCheck, Comparison, outcome
from ..core.comparison_text import GONE, NEW, remarks, verdicts
from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.model import Finding, Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.words import CONFIDENCE, STATUS, conclusion
from .clock import local, utc
from .content import MASKED, NOT_MASKED
from .environment import PRODUCT, is_masked
from .paper import HEADER, NAME, SENTENCE, cut, on_paper
from .printing import SPOKEN, Page, as_pages, as_pdf, attachment, compiler, identity

_TEMPLATE = "comparison.typ"
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
    return as_pdf(compiler(_TEMPLATE, _inputs(comparison, language)), comparison.after.finished)


def make_comparison_pages(comparison: Comparison, language: Language, dots: float) -> list[Page]:
    """Pictures of the same pages, with their words.

    Args:
        dots: per inch of paper.
    """
    return as_pages(compiler(_TEMPLATE, {**_inputs(comparison, language), **SPOKEN}), dots)


def _inputs(comparison: Comparison, language: Language) -> dict[str, str]:
    before, after = (attachment(diagnosis, language) for diagnosis in (comparison.before, comparison.after))
    content = on_paper(content_of(comparison, language, identity(before, after)))
    return {"content": json.dumps(content), "before": before, "after": after}


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
        (translate("PdfComparison", "Confidence"), say(CONFIDENCE[diagnosis.confidence])),
        (translate("PdfComparison", "Program"), cut(diagnosis.version, NAME)),
    )
    return {"heading": say(heading), "facts": [{"label": say(label), "value": value} for label, value in facts]}


def _cause(cause: ComparedCause, language: Language) -> dict[str, Any]:
    say = language.render
    before, after = verdicts(cause)
    return {
        "title": cut(say(cause.title), SENTENCE),
        "before": None if cause.stands else _verdict(cause.before, before, language),
        "after": _verdict(cause.after, after, language),
        "same": say(translate("PdfComparison", "as before")) if cause.stands else None,
        "checks": [_check(check, language) for check in cause.changed_checks],
    }


def _check(check: ComparedCheck, language: Language) -> dict[str, Any]:
    return {
        "title": cut(language.render(check.title), SENTENCE),
        "before": _finding(check.before, NEW, language),
        "after": _finding(check.after, GONE, language),
    }


def _verdict(verdict: Verdict | None, word: Text, language: Language) -> dict[str, str]:
    return {"sign": Status.SKIPPED.value if verdict is None else _SIGNS[verdict], "word": language.render(word)}


def _finding(finding: Finding | None, without: Text, language: Language) -> dict[str, str]:
    if finding is None:
        return {"sign": Status.SKIPPED.value, "word": language.render(without), "finding": ""}
    return {"sign": finding.status.value, "word": language.render(STATUS[finding.status]), "finding": cut(language.render(finding.text), SENTENCE)}


def _sign_of(diagnosis: Diagnosis) -> str:
    """Of the later result: what stands, else whether all was seen."""
    if diagnosis.root is not None:
        return _SIGNS[diagnosis.root.verdict]
    return "unknown" if not diagnosis.causes or diagnosis.findings(Status.UNKNOWN) else "ok"
