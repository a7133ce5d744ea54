"""The small pieces of a saved diagnosis: moments, checked strings, and sentences with the words they were rendered to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from .text import Text, verbatim
from .text_json import BadText, moment_from_json, text_from_json, text_to_json


def moment(at: datetime) -> str:
    """In UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def texts_to_json(texts: Iterable[tuple[str, Text | None]]) -> dict[str, Any]:
    """Sentences by the key under which `Words` finds them again; those that are not there are left out."""
    return {key: text_to_json(text) for key, text in texts if text is not None}


class Words:
    """Finds the sentence behind the words of a document; without it, the words themselves."""

    def __init__(self, extra: Mapping[str, Any]) -> None:
        texts = extra.get("texts")
        self._texts = texts if isinstance(texts, dict) else {}

    def text(self, key: str, words: str) -> Text:
        """The sentence under this key. One that was doctored, or reads as nothing, gives way to the words."""
        try:
            text = text_from_json(self._texts[key])
        except (KeyError, BadText):
            return verbatim(words)
        return text if str(text).strip() else verbatim(words)

    def optional(self, key: str, words: object) -> Text | None:
        """The same where there may be no words at all."""
        return None if words is None else self.text(key, string(words))


def string(value: object) -> str:
    """The value as a string.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(repr(value)[:60])
    return value


def title(value: object) -> str:
    """A heading without words would stop the making of a tagged PDF."""
    if not string(value).strip():
        raise ValueError("title")
    return string(value)


def optional(value: object) -> str | None:
    """The same where there may be none."""
    return None if value is None else string(value)


def number(value: object) -> int:
    """The value as a whole number, which true and 1.0 are not.

    Raises:
        TypeError: it is none.
    """
    if type(value) is not int:
        raise TypeError(repr(value)[:60])
    return value


def at(value: object) -> datetime:
    """The moment that the value tells."""
    return moment_from_json(string(value))
