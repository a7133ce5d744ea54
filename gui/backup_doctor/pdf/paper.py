"""Makes any text safe for paper: nothing hidden, nothing that cannot be drawn, nothing too long to wrap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category

from .fonts import drawable

VALUE = 300
"""Characters of a value that are printed; the attached JSON holds it whole."""
SENTENCE = 600
NAME = 80
HEADER = 60
LINES = 12


@dataclass(frozen=True, slots=True)
class Room:
    """How much of what may be long stands before the appendices."""

    steps: int
    """Steps of changes; where there are any at all, those of a change that is not over stand there."""
    compared: int
    """Checks before and after."""
    events: int
    """Of the timeline."""
    is_whole: bool
    """Whether all checks of the root cause do, the faults of whatever stands beside it, and a line for every other cause."""


USUAL = Room(steps=6, compared=5, events=12, is_whole=True)
TIGHT = Room(steps=0, compared=2, events=6, is_whole=False)
"""Where the usual room would take more than `PAGES`."""
PAGES = 3

BREAK = "\N{ZERO WIDTH SPACE}"
"""A place where a line may end. The template turns it into a gap of no width, so that it never reaches the text that readers copy."""

_WORD = re.compile(rf"\S{{{20},}}")
_JOINT = re.compile(r"(?<=[/._:\-,;&=?)])(?=\w)|(?<=[a-z])(?=[A-Z])")
_UNBROKEN = 18
_MARKS = 2


def cut(text: str, limit: int = VALUE) -> str:
    """The beginning of a text, with an ellipsis where something was left out."""
    lines = text.split("\n")
    short = "\n".join(lines[:LINES])[:limit]
    return text if short == "\n".join(lines) else short.rstrip() + "…"


def on_paper(content: object) -> object:
    """The same tree of dicts and lists with every string made safe. What the template gets has passed here, whoever wrote it."""
    match content:
        case str():
            return breakable(plain(content))
        case dict():
            return {key: on_paper(value) for key, value in content.items()}
        case list() | tuple():
            return [on_paper(value) for value in content]
        case _:
            return content


def plain(text: str) -> str:
    r"""Text that looks like what it is.

    Control characters vanish; what would reorder or hide its neighbours, and what no font of ours draws, shows as
    its code: ``\u{202E}``. So does every accent after the second on one letter, for such piles grow over the lines above.
    """
    shown: list[str] = []
    marks = 0
    for character in text.replace("\r\n", "\n").replace("\t", " "):
        kind = category(character)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if character == "\n":
            shown.append(character)
        elif kind != "Cc":
            visible = kind not in ("Cf", "Zl", "Zp", "Cs", "Co") and marks <= _MARKS and ord(character) in drawable()
            shown.append(character if visible else f"\\u{{{ord(character):04X}}}")
    return "".join(shown)


def breakable(text: str) -> str:
    """Text in which ids and URLs may end a line at their joints, and other endless words anywhere."""
    return _WORD.sub(lambda word: _break_word(word[0]), text)


def _break_word(word: str) -> str:
    joints = [0, *(joint.start() for joint in _JOINT.finditer(word)), len(word)]
    parts = [word[start:end] for start, end in pairwise(joints)]
    return BREAK.join(piece for part in parts for piece in _pieces(part))


def _pieces(part: str) -> list[str]:
    return [part[start : start + _UNBROKEN] for start in range(0, len(part), _UNBROKEN)]
