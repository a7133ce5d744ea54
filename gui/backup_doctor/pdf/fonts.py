"""Our own fonts, and which characters they can draw."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from ..core.resources import resource

_FILES = ("NotoSans-Regular.ttf", "NotoSansMono-Regular.ttf")


def folder() -> Path:
    """Where the fonts lie that the document may use."""
    return resource("fonts")


@cache
def drawable() -> frozenset[int]:
    """Code points that some font of ours draws.

    The document may show no others: PDF/A and PDF/UA forbid the empty box, so the printing would fail.
    """
    return frozenset().union(*(characters((folder() / name).read_bytes()) for name in _FILES))


def characters(font: bytes) -> set[int]:
    """Code points of the basic plane in a TrueType file: its ``cmap`` subtable of format 4 (OpenType 1.9, «cmap»)."""
    table = _table(font, b"cmap")
    count = struct.unpack_from(">H", table, 2)[0]
    for index in range(count):
        offset = struct.unpack_from(">I", table, 8 + 8 * index)[0]
        if struct.unpack_from(">H", table, offset)[0] == 4:
            return _format_4(table[offset:])
    raise ValueError("a font without a character map of format 4")


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"a font without the table {wanted!r}")


def _format_4(subtable: bytes) -> set[int]:
    segments = struct.unpack_from(">H", subtable, 6)[0] // 2
    shorts = f">{segments}H"
    ends_at, starts_at = 14, 16 + 2 * segments
    deltas_at, offsets_at = starts_at + 2 * segments, starts_at + 4 * segments
    found: set[int] = set()
    for index, (end, start, delta, offset) in enumerate(
        zip(*(struct.unpack_from(shorts, subtable, at) for at in (ends_at, starts_at, deltas_at, offsets_at)), strict=True)
    ):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", subtable, offsets_at + 2 * index + offset + 2 * (code - start))[0]
            if (glyph + delta) & 0xFFFF and (glyph or not offset):
                found.add(code)
    return found - {0xFFFF}
