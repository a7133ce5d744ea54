"""Prints a diagnosis: content and template through Typst into PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256

from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.report import dumps
from ..core.resources import resource
from .content import content_of
from .fonts import folder
from .paper import on_paper


def make_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The document, tagged and archival, with the diagnosis attached as JSON.

    The same diagnosis and language give the same bytes: the document's date is the diagnosis' own.
    """
    import typst  # 60 MB of library: only where something is printed

    attached = _attachment(diagnosis, language)
    content = on_paper(content_of(diagnosis, language, _identity(attached)))
    return typst.compile(
        str(resource("report", "report.typ")),
        sys_inputs={"content": json.dumps(content), "diagnosis": attached},
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())]),
        pdf_standards=["ua-1", "a-3a"],
        timestamp=diagnosis.finished.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds only
    )


def _attachment(diagnosis: Diagnosis, language: Language) -> str:
    """The JSON; half a surrogate pair, which UTF-8 cannot hold, becomes the JSON escape of the same meaning."""
    return dumps(diagnosis, language).encode("utf-8", "backslashreplace").decode("utf-8")


def _identity(attached: str) -> str:
    digest = sha256(attached.encode("utf-8")).hexdigest()[:12].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 12, 4))
