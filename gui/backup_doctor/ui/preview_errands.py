"""What can be looked at before it is saved, and how it is drawn and written."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..core.comparison import Comparison, redacted
from ..core.comparison_text import as_text
from ..core.diagnosis import Diagnosis
from ..core.files import safe_name
from ..core.language import Language
from ..core.redact import redact
from ..core.report import dumps
from ..core.text import Text
from ..core.text import lazy_translate as translate
from . import errands
from .history_errands import write_comparison
from .ticket import ticket

if TYPE_CHECKING:
    from ..pdf.printing import Page


class Printed(Protocol):
    """A document of ours."""

    @property
    def title(self) -> Text:
        """Of the window that shows it."""

    @property
    def file_name(self) -> str:
        """A proposal that says which VM and when; of a masked document it holds the mask."""

    def masked(self) -> Printed:
        """The same without names, ids and addresses."""

    async def draw(self, language: Language, dots: float) -> list[Page]:
        """Its pages as pictures.

        Args:
            dots: per inch of paper.
        """

    async def write(self, file: Path, language: Language) -> Path:
        """Write it as PDF."""

    def ticket(self, language: Language) -> str:
        """As plain text, for a ticket or a mail."""


@dataclass(frozen=True, slots=True)
class Report:
    """A diagnosis as it is printed."""

    diagnosis: Diagnosis

    @property
    def title(self) -> Text:
        return translate("Preview", "Preview of the report")

    @property
    def file_name(self) -> str:
        return f"{_begin(self.diagnosis)}.pdf"

    def masked(self) -> Report:
        return Report(redact(self.diagnosis))

    async def draw(self, language: Language, dots: float) -> list[Page]:
        def draw() -> list[Page]:
            from ..pdf.render import make_pages

            return make_pages(self.diagnosis, language, dots)

        return await asyncio.to_thread(draw)

    async def write(self, file: Path, language: Language) -> Path:
        return await errands.write_pdf(file, self.diagnosis, language)

    def ticket(self, language: Language) -> str:
        return ticket(self.diagnosis, language)

    def json(self, language: Language) -> str:
        """As the command line writes it, to be read back."""
        return dumps(self.diagnosis, language)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two diagnoses of one VM as they are printed."""

    comparison: Comparison

    @property
    def title(self) -> Text:
        return translate("Preview", "Preview of the comparison")

    @property
    def file_name(self) -> str:
        return f"{_begin(self.comparison.after)}-compared.pdf"

    def masked(self) -> Compared:
        return Compared(redacted(self.comparison))

    async def draw(self, language: Language, dots: float) -> list[Page]:
        def draw() -> list[Page]:
            from ..pdf.comparison import make_comparison_pages

            return make_comparison_pages(self.comparison, language, dots)

        return await asyncio.to_thread(draw)

    async def write(self, file: Path, language: Language) -> Path:
        return await write_comparison(file, self.comparison, language)

    def ticket(self, language: Language) -> str:
        return as_text(self.comparison, language)


def _begin(diagnosis: Diagnosis) -> str:
    return f"backup-doctor-{safe_name(diagnosis.vm.id.name)}-{diagnosis.finished.astimezone():%Y-%m-%d-%H%M}"
