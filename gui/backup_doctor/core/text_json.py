"""A `Text` as JSON and back, so that a saved diagnosis can be printed in either language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any

from .text import Text

DEEPEST = 8
"""Sentences within sentences that are read; our own stop at three."""


class BadText(ValueError):
    """Not a sentence, or one whose gaps reach further than its values."""


def text_to_json(text: Text) -> dict[str, Any]:
    """The sentence and its values; a moment, a span and a sentence within a sentence keep their kind."""
    document: dict[str, Any] = {"context": text.context, "source": text.source}
    if text.comment:
        document["comment"] = text.comment
    if text.n is not None:
        document["n"] = text.n
    if text.params:
        document["params"] = {name: _value_to_json(value) for name, value in text.params.items()}
    return document


def text_from_json(document: object, *, depth: int = 0) -> Text:
    """Read what `text_to_json` wrote.

    Args:
        depth: how many sentences this one lies within.

    Raises:
        BadText: the file was changed by hand or by an enemy; the caller falls back to the plain words.
    """
    if not isinstance(document, dict) or depth > DEEPEST:
        raise BadText("no object, or too deep")
    context, source, comment = document.get("context"), document.get("source"), document.get("comment", "")
    n, params = document.get("n"), document.get("params", {})
    if not (isinstance(context, str) and isinstance(source, str) and isinstance(comment, str)):
        raise BadText("no context or source")
    if not isinstance(n, int | None) or not isinstance(params, dict):
        raise BadText("wrong kinds")
    values = {name: _value_from_json(value, depth) for name, value in params.items()}
    _check_gaps(source, values)
    return Text(context, source, comment, n, values)


def _value_to_json(value: object) -> Any:
    match value:
        case Text():
            return {"text": text_to_json(value)}
        case datetime():
            return {"at": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _value_from_json(value: object, depth: int) -> object:
    match value:
        case {"text": nested}:
            return text_from_json(nested, depth=depth + 1)
        case {"at": str(moment)}:
            return moment_from_json(moment)
        case {"seconds": int(seconds) | float(seconds)}:
            try:
                return timedelta(seconds=seconds)
            except (OverflowError, ValueError) as error:
                raise BadText("span") from error
        case str() | int() | float():
            return value
        case _:
            raise BadText("value")


def moment_from_json(text: str) -> datetime:
    """An ISO 8601 moment with a time zone.

    Raises:
        BadText: it is none, or so far away that another time zone would not have a date for it.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadText("moment") from error
    if moment.tzinfo is None or not 1 < moment.year < 9999 or not 1 < moment.astimezone(UTC).year < 9999:
        raise BadText("moment")
    return moment


def _check_gaps(source: str, values: dict[str, object]) -> None:
    """Only plain names: ``{x.__class__}`` in a doctored file must not be followed."""
    try:
        gaps = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(source) if name is not None]
    except ValueError as error:
        raise BadText("gaps") from error
    if any(name not in values or not name.isidentifier() or spec or conversion for name, spec, conversion in gaps):
        raise BadText("gaps")
