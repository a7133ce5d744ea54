"""A page of the help for each error code: what Azure Backup says, and the causes to look at, in documented order."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.help import Block, Heading, HelpPage, Links, Paragraph, Section
from ...core.model import Symptom
from ...core.text import lazy_translate as translate
from ...core.text import verbatim
from ..causes import cause
from ..codes import SYMPTOMS


def code_pages() -> Iterator[HelpPage]:
    """One for each code, by name; a code with two meanings has both on its page."""
    for code in sorted({symptom.code for symptom in SYMPTOMS}, key=str.casefold):
        meanings = [symptom for symptom in SYMPTOMS if symptom.code == code]
        blocks = [block for meaning in meanings for block in _blocks(meaning)]
        if len(meanings) > 1:
            blocks.insert(0, Paragraph(translate("Help", "This code has more than one meaning; Azure's own message shows which.")))
        yield HelpPage(page_of_code(code), Section.CODES, verbatim(code), tuple(blocks))


def page_of_code(code: str) -> str:
    """The id of the page about an error code."""
    return f"code/{code}"


def _blocks(symptom: Symptom) -> Iterator[Block]:
    yield Paragraph(translate("Help", "Azure Backup says: “{message}”").format(message=symptom.message))
    if symptom.guidance is not None:
        yield Heading(translate("Help", "What to do in any case"))
        yield Paragraph(symptom.guidance)
    if symptom.causes:
        yield Heading(translate("Help", "Causes, in the order in which they are checked"))
        yield Links(tuple((f"cause/{identity}", cause(identity).title) for identity in symptom.causes))
    else:
        yield Paragraph(translate("Help", "No cause of this code can be checked from outside, so there is nothing to look at."))
