"""Prints a diagnosis, as PDF or as pictures of the same pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..core.diagnosis import Diagnosis
from ..core.language import Language
from .content import content_of
from .paper import PAGES, TIGHT, USUAL, Room, on_paper
from .printing import SPOKEN, Page, as_pages, as_pdf, attachment, compiler, identity

if TYPE_CHECKING:
    import typst


def make_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The document, tagged and archival, with the diagnosis attached as JSON.

    The same diagnosis and language give the same bytes: the document's date is the diagnosis' own.
    """
    return as_pdf(_fitting(diagnosis, language), diagnosis.finished)


def make_pages(diagnosis: Diagnosis, language: Language, dots: float) -> list[Page]:
    """Pictures of the same pages, with their words.

    Args:
        dots: per inch of paper.
    """
    return as_pages(_fitting(diagnosis, language, **SPOKEN), dots)


def _fitting(diagnosis: Diagnosis, language: Language, **inputs: str) -> typst.Compiler:
    """With as much before the appendices as there is room for."""
    printer = compiler("report.typ", {**_inputs(diagnosis, language, USUAL), **inputs})
    if json.loads(printer.query("<answer-ends>", field="value", one=True)) <= PAGES:
        return printer
    return compiler("report.typ", {**_inputs(diagnosis, language, TIGHT), **inputs})


def _inputs(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, str]:
    attached = attachment(diagnosis, language)
    return {"content": json.dumps(on_paper(content_of(diagnosis, language, identity(attached), room))), "diagnosis": attached}
