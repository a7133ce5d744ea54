"""Looks for secrets in everything that a program has written, however they may be wrapped."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

from pypdf import PdfReader
from pypdf.generic import StreamObject

Writings = Mapping[str, bytes]
"""What was written, by the place where it stands."""


def forms(secret: str) -> set[bytes]:
    """The ways in which a secret may stand in a file: as it is, escaped, quoted, in base64 within anything, in UTF-16."""
    texts = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    raw = {text.encode() for text in texts} | {secret.encode("utf-16-le")}
    return raw | {secret.encode().hex().encode()} | {part for plain in raw for part in _base64(plain)}


def _base64(plain: bytes) -> Iterator[bytes]:
    """The characters of any base64 that has these bytes at any place."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        inner = whole[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def leaks(writings: Writings, secrets: Mapping[str, str]) -> list[str]:
    """Where which secret stands."""
    needles = {name: forms(secret) for name, secret in secrets.items()}
    found = []
    for place, content in writings.items():
        unbroken = _unbroken(content)
        for name, known in needles.items():
            if any(needle in content or _unbroken(needle) in unbroken for needle in known):
                found.append(f"{name} in {place}")
    return found


def _unbroken(text: bytes) -> bytes:
    """As if no line had been broken: base64 breaks them, and the pages of a report do."""
    return re.sub(rb"\s+", b"", text)


def written(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its name; PDFs also unpacked."""
    content = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        content[name] = os.fsencode(name) + b"\n" + (path.read_bytes() if path.is_file() else b"")
        if path.suffix == ".pdf":
            content[f"{name}, unpacked"] = _unpacked(path)
    return content


def _unpacked(path: Path) -> bytes:
    reader = PdfReader(path)
    parts = [page.extract_text().encode() for page in reader.pages]
    for number in sorted({*reader.xref.get(0, {}), *reader.xref_objStm} - {0}):
        thing = reader.get_object(number)
        parts.append(repr(thing).encode())
        if isinstance(thing, StreamObject):
            parts.append(thing.get_data())
    return b"\n".join(parts)
