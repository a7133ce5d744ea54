"""Whether a newer version is out: what a notice of one may say, where it is asked for, and how often. Nothing is ever downloaded.

A notice is a small JSON document: ``{"version": "1.2.3", "page": "https://example.com/releases/1.2.3"}``.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .policy import Policy
from .resources import resource
from .text import Text
from .text import lazy_translate as translate
from .version import Version
from .web_address import web_address

LARGEST = 4096
"""Bytes of a notice."""

LONGEST_VERSION = 30
"""Characters."""

PAUSE = timedelta(days=1)
"""Between two questions, whatever came of the first."""


class BadNotice(ValueError):
    """Not a notice. Carries the reason for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of the newest version."""

    version: str
    """Digits and dots."""
    page: str
    """Address with https, to be opened by a person."""

    def is_newer_than(self, version: str) -> bool:
        """Whether it is of a later version; a version that is no number of ours is later than none."""
        ours, theirs = Version.parse(version), Version.parse(self.version)
        return ours is not None and theirs is not None and _bare(theirs) > _bare(ours)

    def document(self) -> str:
        """As it came, but for what nobody needs."""
        return json.dumps({"version": self.version, "page": self.page})


def read_notice(document: bytes) -> Notice:
    """The notice that a stranger's answer is.

    Raises:
        BadNotice: it is none.
    """
    if len(document) > LARGEST:
        raise BadNotice(translate("Updates", "the answer is too long for a notice"))
    try:
        found = json.loads(document.decode("utf-8"), object_pairs_hook=_unambiguous)
    except (ValueError, RecursionError) as error:
        raise BadNotice(translate("Updates", "the answer is no notice")) from error
    version, page = (found.get("version"), found.get("page")) if isinstance(found, dict) else (None, None)
    if not isinstance(version, str) or not version.isascii() or len(version) > LONGEST_VERSION or Version.parse(version) is None:
        raise BadNotice(translate("Updates", "the answer names no version"))
    address = web_address(page, loopback=False) if isinstance(page, str) else None
    if address is None:
        raise BadNotice(translate("Updates", "the answer names no page with https"))
    return Notice(version.strip(), address)


def is_due(asked: datetime | None, now: datetime) -> bool:
    """Whether to ask again. A moment that has not come yet counts as none: the clock was put right."""
    return asked is None or not timedelta(0) <= now - asked < PAUSE


def notice_address(policy: Policy, built_in: Path | None = None) -> str:
    """Where to ask: where the organisation says, else where whoever built this package says; empty where nobody does.

    Args:
        built_in: the packager's file, one line.
    """
    if policy.update_address or not policy.update_check:
        return policy.update_address if policy.update_check else ""
    try:
        line = (built_in or resource("update-address.txt")).read_text("utf-8")
    except (OSError, UnicodeDecodeError):  # most packages have none
        return ""
    return web_address(line) or ""


def _bare(version: Version) -> tuple[int, ...]:
    """Without the zeros at its end: 1.0 is 1.0.0."""
    numbers = version.numbers
    while numbers and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Without the keys that were given twice: nobody knows which of them is meant."""
    times = Counter(key for key, _value in pairs)
    return {key: value for key, value in pairs if times[key] == 1}
