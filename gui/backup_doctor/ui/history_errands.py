"""What the window sends the worker to do with the history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.comparison import Comparison, compare
from ..core.diagnosis import Diagnosis
from ..core.files import CannotWrite, write_whole
from ..core.history import History, HistoryEntry, Unreadable
from ..core.history.store import CannotForget
from ..core.language import Language
from ..core.report import BadReport
from ..core.text import Text
from .worker import Report

_BATCH_SECONDS = 0.1
"""So often the list grows while a long history is read."""


@dataclass(frozen=True, slots=True)
class KeepOrder:
    """A diagnosis that is to be written."""

    diagnosis: Diagnosis
    name: str
    language: Language
    demo: bool
    at_most: int


async def keep(history: History, orders: Sequence[KeepOrder]) -> Text | None:
    """Write these; why one could not be, or None."""

    def write() -> Text | None:
        try:
            for order in orders:
                history.keep(order.diagnosis, order.name, order.language, demo=order.demo, at_most=order.at_most)
        except CannotWrite as error:
            return error.text
        return None

    return await asyncio.to_thread(write)


async def trim(history: History, at_most: int) -> None:
    """Keep the bound."""
    await asyncio.to_thread(history.trim, at_most)


async def read_list(history: History, report: Report) -> list[HistoryEntry | Unreadable]:
    """Read all lines, newest first; what has been read is reported now and then."""
    loop = asyncio.get_running_loop()
    found: list[HistoryEntry | Unreadable] = []

    def read() -> None:
        due = 0.0
        for entry in history.entries():
            found.append(entry)
            if loop.time() >= due:
                due = loop.time() + _BATCH_SECONDS
                report(tuple(found))

    await asyncio.to_thread(read)
    return found


async def read(history: History, name: str) -> Diagnosis | Text:
    """A whole diagnosis, or why it cannot be read."""
    try:
        return await asyncio.to_thread(history.read, name)
    except BadReport as error:
        return error.text


async def read_both(history: History, one: str, other: str) -> Comparison | Text:
    """Two diagnoses side by side, or why not."""
    try:
        return compare(*await asyncio.to_thread(lambda: (history.read(one), history.read(other))))
    except ValueError as error:  # BadReport, CannotCompare
        return _words_of(error)


async def forget(delete: Callable[[], None]) -> Text | None:
    """Delete; why something is still there, or None."""
    try:
        await asyncio.to_thread(delete)
    except CannotForget as error:
        return error.text
    return None


async def write_comparison(path: Path, comparison: Comparison, language: Language) -> Path:
    """Print a comparison.

    Raises:
        CannotWrite: the place does not take it.
        CouldNotLook: this computer cannot print.
    """

    def make() -> bytes:
        from ..pdf.comparison import make_comparison_pdf

        return make_comparison_pdf(comparison, language)

    await asyncio.to_thread(lambda: write_whole(path, make()))
    return path


def _words_of(error: ValueError) -> Text:
    text = getattr(error, "text", None)
    if not isinstance(text, Text):
        raise error
    return text
