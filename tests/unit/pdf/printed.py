"""A printed diagnosis and ways to read it. The same one is printed once for all tests that look at it."""

from __future__ import annotations

import io
import re
import subprocess
from functools import cached_property
from typing import Any

from pypdf import PdfReader

from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import Language, language
from backup_doctor.core.report import dumps
from backup_doctor.pdf import make_pdf

ENGLISH = language("en")
_PRINTED: dict[tuple[str, int], Printed] = {}


class Printed:
    """A PDF, read as far as a test wants it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.data))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page as another program reads it, in the order of the content."""
        run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=self.data, capture_output=True, check=True)
        return run.stdout.decode().split("\f")[:-1]

    @cached_property
    def text(self) -> str:
        """Everything, without white space: where lines end is the layout's business."""
        return squeezed("".join(self.pages))

    @cached_property
    def bookmarks(self) -> dict[str, int]:
        """Title and page, counted from 1, of every bookmark."""
        found: dict[str, int] = {}

        def walk(items: Any) -> None:
            for item in items:
                if isinstance(item, list):
                    walk(item)
                else:
                    found[str(item.title)] = (self.reader.get_destination_page_number(item) or 0) + 1

        walk(self.reader.outline)
        return found


def read(diagnosis: Diagnosis, words: Language = ENGLISH) -> Printed:
    """The diagnosis on paper."""
    key = dumps(diagnosis, words), id(words)
    if key not in _PRINTED:
        _PRINTED[key] = Printed(make_pdf(diagnosis, words))
    return _PRINTED[key]


def squeezed(words: str) -> str:
    """Without white space."""
    return re.sub(r"\s+", "", words)
