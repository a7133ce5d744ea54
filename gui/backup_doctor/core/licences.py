"""The licences of what others have made and this program is shipped with. An installer brings them as one file; without it they are collected."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

from .. import __version__
from .resources import resource

PROGRAM = "backup-doctor"
SHIPPED = resource("licences", "shipped.txt")
"""Written by ``installer/trust/licences.py`` into what it packs; not part of the source."""

_TEXT = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 80
"""Characters that a field of the metadata may have to pass for a licence's name; in some the whole text stands."""

_RULE = "=" * 78


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something made by others."""

    name: str
    version: str
    licence: str
    """Its name, as its makers give it."""
    texts: tuple[str, ...]
    inside: tuple[str, ...] = ()
    """What was compiled into it, one line each, as its makers list it."""


def normal(name: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def of_package(package: Distribution) -> Foreign:
    """What an installed package says of itself."""
    licence = _licence(cast(Message, package.metadata))
    texts = tuple(_texts(package))
    if not texts and "LGPL-3.0" in licence:
        texts = tuple(resource("licences", name).read_text("utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt"))
    return Foreign(normal(package.metadata["Name"]), package.version, licence, texts, tuple(_inside(package)))


def of_our_folders() -> list[Foreign]:
    """What lies in the source itself with a licence of its own."""
    fonts, icons = (resource(*parts).read_text("utf-8") for parts in (("fonts", "OFL.txt"), ("icons", "LICENSE")))
    return [Foreign("Noto fonts", "", "OFL-1.1", (fonts,)), Foreign("Fluent UI System Icons", "", "MIT", (icons,))]


def needed_here() -> list[Distribution]:
    """The installed packages that this program needs, and those that these need."""
    found: dict[str, Distribution] = {}
    open_names = [PROGRAM]
    while open_names:
        name = normal(open_names.pop())
        if name in found:
            continue
        try:
            found[name] = package = distribution(name)
        except PackageNotFoundError:  # for another system or another Python than this one
            continue
        open_names += [match[0] for needed in package.requires or () if "extra ==" not in needed and (match := _NAME.match(needed))]
    found.pop(PROGRAM, None)
    return [found[name] for name in sorted(found)]


def licences() -> str:
    """The whole text, to be read. Takes a moment where it has to be collected."""
    if SHIPPED.is_file():
        return SHIPPED.read_text("utf-8")
    return document([*map(of_package, needed_here()), *of_our_folders()])


def document(parts: Iterable[Foreign]) -> str:
    """One text: what there is, then every licence once, with the names of those it belongs to."""
    listed = sorted(parts, key=lambda part: part.name.casefold())
    by_text: dict[str, list[Foreign]] = defaultdict(list)
    for part in listed:
        for text in part.texts:
            by_text[_tidy(text)].append(part)
    lines = [f"What Backup Doctor {__version__} is shipped with, made by others, and under which licences.", ""]
    lines += [f"  {_titled(part)}: {part.licence}" for part in listed]
    lines += _qt_remark(listed)
    for text, users in by_text.items():
        lines += ["", _RULE, *(_titled(part) for part in users), _RULE, "", text]
    for part in listed:
        if part.inside:
            lines += ["", _RULE, f"Compiled into {_titled(part)}, as its makers list it", _RULE, "", *part.inside]
    return "\n".join(lines) + "\n"


def _qt_remark(parts: Iterable[Foreign]) -> list[str]:
    if not any(part.name.startswith("pyside6") for part in parts):
        return []
    return [
        "",
        "Qt and its binding for Python are used unchanged under the LGPL 3.0 and linked dynamically: their files can be replaced.",
        "Qt in its turn contains works of others; https://doc.qt.io/qt-6/licenses-used-in-qt.html names them.",
        "Its source: https://download.qt.io/official_releases/",
    ]


def _titled(part: Foreign) -> str:
    return f"{part.name} {part.version}".rstrip()


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\f", "\n").splitlines()).strip("\n")


def _licence(metadata: Message) -> str:
    """The expression, where there is one; else a short field, else what the classifiers say."""
    for field in ("License-Expression", "License"):
        words = (metadata.get(field) or "").strip()
        if words and len(words) <= _LONGEST and "\n" not in words and not words.startswith("Copyright"):
            return str(words)
    told = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(told) or "see the text"


def _texts(package: Distribution) -> Iterator[str]:
    """Every text once; some packages bring theirs under two names."""
    seen: set[str] = set()
    for file in package.files or ():
        if any(part.endswith(".dist-info") for part in file.parts) and _TEXT.search(file.as_posix()):
            text = Path(str(package.locate_file(file))).read_text("utf-8", errors="replace")
            if (tidy := _tidy(text)) not in seen:
                seen.add(tidy)
                yield text


def _inside(package: Distribution) -> Iterator[str]:
    """From the list of parts (CycloneDX) that some packages bring."""
    for file in package.files or ():
        if "sboms" in file.parts and file.suffix == ".json":
            listed = json.loads(Path(str(package.locate_file(file))).read_text("utf-8"))
            yield from (_line(component) for component in listed.get("components", ()))


def _line(component: Mapping[str, object]) -> str:
    given = cast(list[dict[str, object]], component.get("licenses", []))
    named = [str(one.get("expression") or _id(one.get("license"))) for one in given]
    return f"  {component['name']} {component.get('version', '')}: {', '.join(named) or 'licence not named there'}"


def _id(licence: object) -> str:
    return str(licence.get("id") or licence.get("name")) if isinstance(licence, dict) else ""
