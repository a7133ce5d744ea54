"""Hands content and a template to Typst, and takes back a PDF/UA-1 and PDF/A-3a or pictures of the same pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.report import dumps
from ..core.resources import resource
from .fonts import folder

if TYPE_CHECKING:
    import typst

MOST_DOTS = 220.0
"""Per inch: more is not seen, and a picture is held in memory."""

_AGEING = 5
"""Documents of nothing, compiled after each one of ours; see `_forget`."""

SPOKEN = {"spoken": "yes"}
"""Has the template say of every text on which page it stands, for `as_pages`."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document as the window shows it."""

    picture: bytes
    """PNG."""
    words: str
    """Its text in reading order, a piece per line."""


def compiler(template: str, inputs: Mapping[str, str]) -> typst.Compiler:
    """What prints a template of ``resources/report`` with these inputs."""
    import typst  # 60 MB of library: only where something is printed

    return typst.Compiler(
        str(resource("report", template)),
        sys_inputs=dict(inputs),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())]),
    )


def as_pdf(printer: typst.Compiler, when: datetime) -> bytes:
    """The document, tagged and archival; its date is `when` and not today, so that the same content gives the same bytes."""
    made = printer.compile(
        format="pdf",
        pdf_standards=["ua-1", "a-3a"],
        timestamp=when.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds only
    )
    assert isinstance(made, bytes)
    _forget()
    return made


def as_pages(printer: typst.Compiler, dots: float) -> list[Page]:
    """Pictures of the same pages, with their words. The inputs have to hold `SPOKEN`.

    Args:
        dots: per inch of paper, at most `MOST_DOTS`.
    """
    made = printer.compile(format="png", ppi=min(dots, MOST_DOTS))
    pictures = [made] if isinstance(made, bytes) else made or []
    spoken: list[list[str]] = [[] for _ in pictures]
    for page, words in json.loads(printer.query("<spoken>", field="value")):
        spoken[page - 1].append(words)
    _forget()
    return [Page(picture, "\n".join(words)) for picture, words in zip(pictures, spoken, strict=True)]


def _forget() -> None:
    """Let Typst forget the document before this one.

    It keeps all it has worked out, some hundred megabytes for a report, until ten more documents have been compiled (typst 0.15, the
    binding's issue 104), and offers no way to say that earlier. With five empty ones after each of ours the same document again is
    still quick, and no other is kept.
    """
    import typst

    for _ in range(_AGEING):
        typst.compile(b"", format="svg", font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False))


def attachment(diagnosis: Diagnosis, language: Language) -> str:
    """The JSON; half a surrogate pair, which UTF-8 cannot hold, becomes the JSON escape of the same meaning."""
    return dumps(diagnosis, language).encode("utf-8", "backslashreplace").decode("utf-8")


def identity(*attached: str) -> str:
    """The document's short id, for its footer: the same for the same content."""
    digest = sha256("".join(attached).encode("utf-8")).hexdigest()[:12].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 12, 4))
