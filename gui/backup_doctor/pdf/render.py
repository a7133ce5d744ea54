"""Prints a diagnosis: content and template through Typst into PDF/UA-1 and PDF/A-3a, or into pictures of the same pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING

from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.report import dumps
from ..core.resources import resource
from .content import content_of
from .fonts import folder
from .paper import PAGES, TIGHT, USUAL, Room, on_paper

if TYPE_CHECKING:
    import typst

MOST_DOTS = 220.0
"""Per inch: more is not seen, and a picture is held in memory."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document as the window shows it."""

    picture: bytes
    """PNG."""
    words: str
    """Its text in reading order, a piece per line."""


def make_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The document, tagged and archival, with the diagnosis attached as JSON.

    The same diagnosis and language give the same bytes: the document's date is the diagnosis' own.
    """
    made = _fitting(diagnosis, language).compile(
        format="pdf",
        pdf_standards=["ua-1", "a-3a"],
        timestamp=diagnosis.finished.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds only
    )
    assert isinstance(made, bytes)
    return made


def make_pages(diagnosis: Diagnosis, language: Language, dots: float) -> list[Page]:
    """Pictures of the same pages, with their words.

    Args:
        dots: per inch of paper, at most `MOST_DOTS`.
    """
    compiler = _fitting(diagnosis, language, spoken="yes")
    made = compiler.compile(format="png", ppi=min(dots, MOST_DOTS))
    pictures = [made] if isinstance(made, bytes) else made or []
    spoken: list[list[str]] = [[] for _ in pictures]
    for page, words in json.loads(compiler.query("<spoken>", field="value")):
        spoken[page - 1].append(words)
    return [Page(picture, "\n".join(words)) for picture, words in zip(pictures, spoken, strict=True)]


def _fitting(diagnosis: Diagnosis, language: Language, **inputs: str) -> typst.Compiler:
    """With as much before the appendices as there is room for."""
    compiler = _compiler({**_inputs(diagnosis, language, USUAL), **inputs})
    if json.loads(compiler.query("<answer-ends>", field="value", one=True)) <= PAGES:
        return compiler
    return _compiler({**_inputs(diagnosis, language, TIGHT), **inputs})


def _compiler(inputs: Mapping[str, str]) -> typst.Compiler:
    import typst  # 60 MB of library: only where something is printed

    return typst.Compiler(
        str(resource("report", "report.typ")),
        sys_inputs=dict(inputs),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())]),
    )


def _inputs(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, str]:
    attached = _attachment(diagnosis, language)
    return {"content": json.dumps(on_paper(content_of(diagnosis, language, _identity(attached), room))), "diagnosis": attached}


def _attachment(diagnosis: Diagnosis, language: Language) -> str:
    """The JSON; half a surrogate pair, which UTF-8 cannot hold, becomes the JSON escape of the same meaning."""
    return dumps(diagnosis, language).encode("utf-8", "backslashreplace").decode("utf-8")


def _identity(attached: str) -> str:
    digest = sha256(attached.encode("utf-8")).hexdigest()[:12].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 12, 4))
