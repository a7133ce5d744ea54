"""An answer of Azure laid out to be read, with the place that decided."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .secret_masking import mask_secrets, mask_secrets_in

LONGEST = 10_000
"""Characters of one string shown: a longer line would hold up the window. What is copied and saved has them all."""

_INDENT = 2
_ITEM = re.compile(r"\[(\d+)\]")
_FILTERED = re.compile(r"\[\?.*$|\.length\(\)$", re.DOTALL)
"""What a path of a count ends in: it is about the list before it."""


class Place(StrEnum):
    """How well the deciding place is known."""

    HERE = "here"
    """It is what is marked."""
    LIST = "list"
    """The list is marked whose items were counted."""
    WITHIN = "within"
    """It stands inside the text that is marked."""
    ABSENT = "absent"
    """It is not in the answer; what is marked is what would hold it."""
    UNKNOWN = "unknown"
    """The answer is no JSON, or no place in it was named."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Lines to read."""

    shown: str
    """With long strings cut."""
    whole: str
    start: int
    """Of the deciding place in `shown`."""
    end: int
    place: Place

    @property
    def is_cut(self) -> bool:
        """Whether `shown` lacks something of `whole`."""
        return self.shown != self.whole


def lay_out(body: bytes, path: str) -> LaidOut:
    """The answer in lines; whatever in it looks like a secret is masked.

    Args:
        path: JSON path of the evidence.
    """
    try:
        document = mask_secrets_in(json.loads(body))
        keys, place = _find(document, path)
        whole, start, end = _dumped(document, keys)
        if any(len(line) > LONGEST for line in whole.splitlines()):
            shown, start, end = _dumped(_each_string(document, _cut), keys)
        else:
            shown = whole
    except (ValueError, RecursionError):
        raw = mask_secrets(body.decode("utf-8", "replace"))
        return LaidOut(_cut(raw), raw, 0, 0, Place.UNKNOWN)
    return LaidOut(shown, whole, *((0, 0) if place is Place.UNKNOWN else (start, end)), place)


def _find(document: Any, path: str) -> tuple[list[str | int], Place]:
    """The keys that lead to the place, or as near to it as the answer goes."""
    if not path.startswith("$"):
        return [], Place.UNKNOWN
    left = path[1:]
    counted = _FILTERED.search(left) is not None
    while (shorter := _FILTERED.sub("", left)) != left:
        left = shorter
    keys: list[str | int] = []
    node = document
    while left:
        key = _next_key(node, left)
        if key is None:
            return keys, Place.WITHIN if isinstance(node, str) else Place.ABSENT
        keys.append(key)
        left = left[len(f"[{key}]" if isinstance(key, int) else f".{key}") :]
        node = node[key]
    return keys, Place.LIST if counted else Place.HERE


def _next_key(node: Any, left: str) -> str | int | None:
    """A name may hold dots itself, so it is looked for among those that are there."""
    if isinstance(node, list):
        found = _ITEM.match(left)
        return int(found[1]) if found is not None and int(found[1]) < len(node) else None
    if not isinstance(node, dict):
        return None
    fits = [key for key in node if left.startswith(f".{key}") and left[len(key) + 1 :][:1] in ("", ".", "[")]
    return max(fits, key=len, default=None)


def _dumped(document: Any, keys: list[str | int]) -> tuple[str, int, int]:
    """The document as text, and where in it the place begins and ends: it is written with a mark in its stead first."""
    if not keys:
        text = _text(document)
        return text, 0, len(text)
    mark = "place"
    plain = json.dumps(document, ensure_ascii=False)
    while mark in plain:
        mark += "."
    around = _text(_replaced(document, keys, mark))
    depth = len(keys) * _INDENT
    inside = _text(_at(document, keys)).replace("\n", "\n" + " " * depth)
    start = around.index(f'"{mark}"')
    return around[:start] + inside + around[start + len(mark) + 2 :], start, start + len(inside)


def _text(value: Any) -> str:
    """JSON may spell half a surrogate pair, which no widget and no file can take."""
    return json.dumps(value, ensure_ascii=False, indent=_INDENT).encode("utf-8", "replace").decode()


def _at(node: Any, keys: list[str | int]) -> Any:
    for key in keys:
        node = node[key]
    return node


def _replaced(node: Any, keys: list[str | int], by: str) -> Any:
    """A copy with one place replaced; only what leads to it is copied."""
    if not keys:
        return by
    first, *rest = keys
    copy = node.copy()
    copy[first] = _replaced(node[first], rest, by)
    return copy


def _each_string(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {name: _each_string(inside, change) for name, inside in value.items()}
        case list():
            return [_each_string(inside, change) for inside in value]
        case _:
            return value


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"
