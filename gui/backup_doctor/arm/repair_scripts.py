"""What a repair script inside the VM says of itself, read as the words of a stranger."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from ..core.text import lazy_translate as translate
from .errors import Garbled, Rejected

VERSION = 1
"""Of a repair script's answer."""

LONGEST_WORDS = 200

LARGEST_FILE = 4 << 20
"""Bytes a file may have once it is unpacked; a script hands out a few tens of thousands."""


def outcome_of(result: Mapping[str, Any]) -> bytes:
    """The file a script handed out; empty where it only did something.

    Args:
        result: Run Command's own, or the status of its operation.

    Raises:
        Rejected: the script says that it could not do its work.
        Garbled: it said nothing, so it may have stopped half-way.
    """
    for line in _lines(result):
        answer = _answer(line)
        if answer is None:
            continue
        if answer.get("ok") is not True:
            text = translate("Azure", "The script inside the VM could not do its work: {words}")
            raise Rejected(text.format(words=_words(answer.get("said")) or "—"))
        return _unpacked(answer.get("data"))
    raise Garbled(translate("Azure", "The script inside the VM ended without an answer. It may have stopped half-way."))


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Ours is the last one: what a shell's start-up files print comes before it."""
    output = result.get("properties", {}).get("output") if isinstance(result.get("properties"), dict) else None
    value = (output if isinstance(output, dict) else result).get("value")
    for status in value if isinstance(value, list) else ():
        message = status.get("message") if isinstance(status, dict) else None
        if isinstance(message, str):
            yield from (line.strip() for line in reversed(message.splitlines()))


def _answer(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(document, dict) and type(document.get("repair")) is int and document["repair"] == VERSION
    return document if ours else None


def _words(said: object) -> str:
    if not isinstance(said, str):
        return ""
    return "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in said[:LONGEST_WORDS])


def _unpacked(data: object) -> bytes:
    if data is None:
        return b""
    try:
        packed = base64.b64decode(str(data), validate=True)
        reading = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked = reading.decompress(packed, LARGEST_FILE)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise Garbled(translate("Azure", "The file from inside the VM arrived damaged.")) from error
    if not reading.eof or reading.unused_data:
        raise Garbled(translate("Azure", "The file from inside the VM arrived damaged, or is larger than it can be."))
    return unpacked
