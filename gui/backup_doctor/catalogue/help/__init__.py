"""The offline help, made of the catalogue's own texts, so that help and diagnosis cannot say different things."""

from __future__ import annotations

from functools import cache

from ...core.help import HelpPage
from .causes import cause_pages
from .codes import code_pages, page_of_code
from .topics import EVIDENCE, KEYBOARD, REPAIRS, VERDICTS, WIZARD, topic_pages

__all__ = ["EVIDENCE", "KEYBOARD", "REPAIRS", "VERDICTS", "WIZARD", "page_of_cause", "page_of_code", "pages"]


@cache
def pages() -> dict[str, HelpPage]:
    """All pages by id, in the order of the list."""
    return {page.id: page for page in (*topic_pages(), *cause_pages(), *code_pages())}


def page_of_cause(identity: str) -> str:
    """The id of the page about a cause."""
    return f"cause/{identity}"
