"""The support bundle: what somebody who helps needs to know, as a few text files in a ZIP archive.

Every file can be read before anything is saved, secrets are masked whatever is chosen, and the same input gives the same bytes.
Nothing is sent anywhere.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from .diagnosis import Diagnosis
from .language import language
from .masks import Masks
from .plain import plain
from .redact import KNOWN_HOSTS, redact
from .report import to_json
from .secret_masking import mask_secrets, mask_secrets_in

_QUOTED = re.compile(r"\S*%[0-9A-Fa-f]{2}\S*")
_ENTRY = re.compile(r"^\d{4}-\d{2}-\d{2} ", re.MULTILINE)
"""What an entry of the log begins with."""

_PART = 32_000
"""Characters of a log that are looked through at once."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP archive knows."""

_HOME = "~"


@dataclass(frozen=True, slots=True)
class Contents:
    """What there is to put into a bundle, as it was found."""

    environment: Mapping[str, Any]
    """Versions, operating system, cloud, the kind of proxy."""
    settings: Mapping[str, Any]
    logs: Mapping[str, str]
    """By file name."""
    journal: Mapping[str, str]
    """Undertakings for the VM, as their files have them, by file name."""
    diagnosis: Diagnosis | None = None
    names: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names to mask that no resource id tells, each with its kind: of the tenant, of the account."""
    hosts: tuple[str, ...] = field(default=(), repr=False)
    """Servers of the house: of a cloud of its own, of its proxy."""
    home: str = ""
    """The user's folder, whose name is the user's own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the bundle."""

    name: str
    text: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text.encode())


def pieces(contents: Contents, *, mask: bool) -> tuple[Piece, ...]:
    """The files, as they would be saved.

    Args:
        mask: put the same mask in place of the same name everywhere.
    """
    masks = _masks(contents) if mask else None
    made = [
        Piece("environment.json", _document(contents.environment, contents, masks)),
        Piece("settings.json", _document(contents.settings, contents, masks)),
    ]
    if contents.diagnosis is not None:
        told = contents.diagnosis if masks is None else redact(contents.diagnosis, masks)
        made.append(Piece("diagnosis.json", _document(to_json(told, language("en")), contents, None)))  # masked already, request ids apart
    made += [Piece(f"journal/{name}", _journal(text, contents, masks)) for name, text in sorted(contents.journal.items())]
    made += [Piece(f"log/{name}", _words(text, contents, masks)) for name, text in sorted(contents.logs.items())]
    return tuple(made)


def packed(chosen: tuple[Piece, ...]) -> bytes:
    """The archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for piece in chosen:
            entry = zipfile.ZipInfo(piece.name, _EPOCH)
            entry.create_system = 3  # whatever system it is made on
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, piece.text.encode())
    return buffer.getvalue()


def _masks(contents: Contents) -> Masks:
    """All that names somebody, from everywhere, before the first word is masked."""
    masks = Masks()
    if contents.diagnosis is not None:
        redact(contents.diagnosis, masks)
    for name, kind in contents.names:
        masks.learn(name, kind)
    for host in contents.hosts:
        if host.casefold() not in KNOWN_HOSTS:
            masks.learn_host(host)
    for text in (*contents.journal.values(), *contents.logs.values()):
        for part in _parts(text):
            masks.learn_ids(_unquoted(part))
    return masks


def _document(value: Any, contents: Contents, masks: Masks | None) -> str:
    return _dumped(_clean(mask_secrets_in(value), contents, masks))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode() + "\n"


def _journal(text: str, contents: Contents, masks: Masks | None) -> str:
    """Line by line: names in it may be spelled with escapes, which only JSON reads. A torn last line stays what it is."""
    return "".join(_journal_line(line, contents, masks) + "\n" for line in text.splitlines())


def _journal_line(line: str, contents: Contents, masks: Masks | None) -> str:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return _words(line, contents, masks)
    cleaned = json.dumps(_clean(mask_secrets_in(event), contents, masks), ensure_ascii=False)
    return cleaned.encode("utf-8", "replace").decode()


def _clean(value: Any, contents: Contents, masks: Masks | None) -> Any:
    """Every string of a document, names of fields too: those of an Azure document may be names of the house."""
    match value:
        case str():
            return _anonymous(value, contents, masks)
        case dict():
            return {_anonymous(str(name), contents, masks): _clean(inside, contents, masks) for name, inside in value.items()}
        case list() | tuple():
            return [_clean(inside, contents, masks) for inside in value]
        case _:
            return value


def _words(text: str, contents: Contents, masks: Masks | None) -> str:
    return "".join(_anonymous(mask_secrets(part), contents, masks) for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """A long log piece by piece, each of whole entries: a search through all of it at once would stop every other thread."""
    begin = 0
    while len(text) - begin > _PART:
        found = _ENTRY.search(text, begin + _PART)
        if found is None:
            break
        yield text[begin : found.start()]
        begin = found.start()
    yield text[begin:]


def _anonymous(words: str, contents: Contents, masks: Masks | None) -> str:
    if contents.home:
        for spelled in {contents.home, contents.home.replace("\\", "\\\\"), contents.home.replace("\\", "/")}:
            words = words.replace(spelled, _HOME)
    return words if masks is None else masks.apply(_unquoted(words))


def _unquoted(words: str) -> str:
    """A name in an address may hide behind ``%20``. Nothing that comes out of it may break the line."""
    return _QUOTED.sub(lambda found: plain(unquote(found[0])), words)
