"""What a page of the help is made of. Nothing here is markup: whoever shows it decides how, and foreign words stay words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .model import Command
from .text import Text


class Section(StrEnum):
    """Where a page stands in the list."""

    TOPICS = "topics"
    CAUSES = "causes"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of the page."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: Text


@dataclass(frozen=True, slots=True)
class Definition:
    """Something with a name, and what is said of it."""

    name: Text
    words: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Literal words below each other: names of permissions."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commands:
    """Lines to type, each with its shell."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Other pages, by their id, in an order that matters."""

    pages: tuple[tuple[str, Text], ...]


Block = Heading | Paragraph | Definition | Lines | Commands | Links


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page."""

    id: str
    section: Section
    title: Text
    blocks: tuple[Block, ...]
    address: str = ""
    """Of the article that says more; empty where there is none."""


def words_of(page: HelpPage, say: Callable[[Text], str]) -> str:
    """Everything a page says, to be searched."""
    return "\n".join([say(page.title), *(line for block in page.blocks for line in _lines(block, say)), page.address])


def _lines(block: Block, say: Callable[[Text], str]) -> Iterator[str]:
    match block:
        case Heading(text) | Paragraph(text):
            yield say(text)
        case Definition(name, words):
            yield from map(say, (name, *words))
        case Lines(lines):
            yield from lines
        case Commands(commands):
            yield from (command.line for command in commands)
        case Links(pages):  # pragma: no branch: every Block is one of these
            yield from (say(title) for _, title in pages)
