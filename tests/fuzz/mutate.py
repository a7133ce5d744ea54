"""Bends JSON documents: a place is taken out, doubled or given another value, of the kind that trips parsers."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.helpers.troubles import places

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    -(10**400),
    float("inf"),
    float("nan"),
    "",
    " ",
    "Zebra",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-22T03:12:45Z",
    "\ud800",
    "\x00\x1b[31m\u202e",
    "{0.__class__}",
    "../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "<img src=x>",
    '#read("/etc/passwd")',
    "9" * 5000,
    "a" * 3000,
    [],
    {},
    [None],
    [[]],
    {"": None},
    {"id": []},
)


def bent(document: Any, random: Random) -> Any:
    """The same document, changed in one place."""
    found = list(places(document))
    if not found:
        return random.choice(ODD)
    path, value = random.choice(found)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    key = path[-1]
    match random.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(random.randrange(len(holder) + 1), value)
        case 2 if isinstance(value, str) and value:
            at = random.randrange(len(value))
            holder[key] = value[:at] + random.choice((chr(random.randrange(0x3000)), "", value, "\\", "%", "/", ";", "{", '"')) + value[at:]
        case 3:
            holder[key] = random.choice(found)[1]
        case 4 if isinstance(holder, dict):
            holder[random.choice(("id", "name", "value", "properties", str(key).upper()))] = value
        case _:
            holder[key] = random.choice(ODD)
    return document


def bent_bytes(data: bytes, seed: int, times: int) -> bytes | None:
    """An input with its document bent several times; None where it holds none, or can no longer be written."""
    random = Random(seed)
    try:
        document = json.loads(data)
        for _ in range(times):
            document = bent(document, random)
        return json.dumps(document).encode()
    except (ValueError, RecursionError):
        return None
