"""Turns `Text` into one language: the same rules for the window, the PDF and the command line.

The catalogue is Qt's own ``.ts`` file, kept by lupdate and read here directly, so a sentence
cannot look different on screen and on paper, and words need neither Qt nor a build step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from .resources import translations
from .text import Text
from .text import lazy_translate as translate

log = logging.getLogger(__name__)

LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский"}
"""Code of each language, and its name in that language."""

SOURCE = "en"
"""The language the code is written in."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a language does with counts, moments and numbers."""

    plural: Callable[[int], int]
    moment: str
    group: str
    point: str


def _russian_plural(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


_RULES: Mapping[str, _Rules] = {
    "en": _Rules(lambda n: 0 if n == 1 else 1, "%Y-%m-%d %H:%M", ",", "."),
    "ru": _Rules(_russian_plural, "%d.%m.%Y %H:%M", "\N{NO-BREAK SPACE}", ","),
}


class Language:
    """One language and all its words."""

    def __init__(self, code: str, messages: Mapping[Key, tuple[str, ...]] | None = None) -> None:
        """Make a language.

        Args:
            messages: by context, source and comment; without them those of the shipped ``.ts`` file, read when the first one is needed.
        """
        self.code = code
        self._given = messages
        self._rules = _RULES[code]

    @cached_property
    def _messages(self) -> Mapping[Key, tuple[str, ...]]:
        return dict(messages_in(translations() / f"backup_doctor_{self.code}.ts")) if self._given is None else self._given

    def render(self, text: Text) -> str:
        """The sentence as the user reads it. A broken translation falls back to English and is logged."""
        params = {name: self.value(value) for name, value in text.params.items()}
        try:
            return self._form(text).format_map(params)
        except (AttributeError, IndexError, KeyError, ValueError) as error:  # a lost plural form, a gap of another name
            log.error("broken translation of %r: %r", text.source, error)
            return self._counted(text.source, text.n).format_map(params)

    def _form(self, text: Text) -> str:
        if text.n is None and self.code == SOURCE:
            return text.source
        forms = self._messages.get((text.context, text.source, text.comment), ())
        if text.n is None:
            return forms[0] if forms else text.source
        form = forms[self._rules.plural(text.n)] if forms else text.source
        return self._counted(form, text.n)

    def _counted(self, source: str, n: int | None) -> str:
        return source if n is None else source.replace("%n", self.number(n))

    def value(self, value: object) -> str:
        """A value in a gap: dates, spans and numbers after the language's habits, everything else as it is."""
        match value:
            case Text():
                return self.render(value)
            case datetime():
                return self.moment(value)
            case timedelta():
                return self.span(value)
            case bool():
                return str(value)
            case int() | float():
                return self.number(value)
            case _:
                return str(value)

    def moment(self, moment: datetime) -> str:
        """Date and time of day in the user's time zone."""
        return moment.astimezone().strftime(self._rules.moment)

    def number(self, number: float) -> str:
        """Digits grouped by thousands, with the language's decimal point."""
        swap = str.maketrans({",": self._rules.group, ".": self._rules.point})
        return f"{number:,}".translate(swap)

    def span(self, span: timedelta) -> str:
        """A length of time, rounded to its largest unit."""
        return self.render(_span(max(0.0, span.total_seconds())))


def _span(seconds: float) -> Text:
    if seconds < 59.5:
        return translate("Span", "%n second(s)", "", 0).counted(round(seconds))
    if seconds < 59.5 * 60:
        return translate("Span", "%n minute(s)", "", 0).counted(round(seconds / 60))
    if seconds < 2 * 86400:
        return translate("Span", "%n hour(s)", "", 0).counted(round(seconds / 3600))
    return translate("Span", "%n day(s)", "", 0).counted(round(seconds / 86400))


@cache
def language(code: str) -> Language:
    """The language with this code (``en`` or ``ru``), loaded once.

    Raises:
        KeyError: for a code outside `LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code)


def messages_in(path: Path) -> list[tuple[Key, tuple[str, ...]]]:
    """Finished messages of a ``.ts`` file by context, source and comment; plurals have several forms."""
    from xml.parsers import expat  # not for the first picture in English

    messages = _Messages()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = messages.start, messages.end, messages.words.append
    with path.open("rb") as file:
        parser.ParseFile(file)
    return messages.found


class _Messages:
    """Hears what stands in a ``.ts`` file. A tree of it takes a third longer, and the first picture in Russian waits for it."""

    def __init__(self) -> None:
        self.found: list[tuple[Key, tuple[str, ...]]] = []
        self.words: list[str] = []
        """Of the element that is being read."""
        self._context = self._source = self._comment = ""
        self._forms: list[str] = []
        self._is_finished = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.words.clear()
        if element == "message":
            self._source, self._comment, self._forms, self._is_finished = "", "", [], False
        elif element == "translation":
            self._is_finished = "type" not in attributes

    def end(self, element: str) -> None:
        """An element ends."""
        said = "".join(self.words)
        self.words.clear()
        match element:
            case "name":
                self._context = said
            case "source":
                self._source = said
            case "comment":
                self._comment = said
            case "numerusform":
                self._forms.append(said)
            case "translation" if not self._forms:
                self._forms.append(said)
            case "message" if self._is_finished and all(self._forms):
                self.found.append(((self._context, self._source, self._comment), tuple(self._forms)))
