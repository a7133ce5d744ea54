"""What the preview of the report sends the worker to do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..core.diagnosis import Diagnosis
from ..core.language import Language

if TYPE_CHECKING:
    from ..pdf.render import Page


async def draw_pages(diagnosis: Diagnosis, language: Language, dots: float) -> list[Page]:
    """The pages as pictures.

    Args:
        dots: per inch of paper.
    """

    def draw() -> list[Page]:
        from ..pdf.render import make_pages

        return make_pages(diagnosis, language, dots)

    return await asyncio.to_thread(draw)
