"""A run over the fleet as CSV (RFC 4180): a row for each VM, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ..language import Language
from .document import member_to_json
from .model import Examined, Group
from .run import FleetRun

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a spreadsheet needs to take a file for UTF-8. A pipe would take it for a part of the first column's name."""

COLUMNS = (
    "group",
    "cause",
    "cause_title",
    "shared",
    "name",
    "resource_group",
    "subscription",
    "subscription_id",
    "location",
    "os",
    "failed_at",
    "code",
    "verdict",
    "confidence",
    "summary",
    "error",
    "id",
)

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins with one of these may be taken for a formula, also behind quotes (OWASP, CSV injection)."""


def as_csv(run: FleetRun, language: Language) -> str:
    """The table, with its sentences in one language and the same column names in all of them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, group in enumerate(run.groups, 1):
        writer.writerows(_rows(number, group, language))
    return out.getvalue()


def _rows(number: int, group: Group, language: Language) -> Iterator[list[str]]:
    of_group = {"group": str(number), "cause": group.cause, "cause_title": language.render(group.title)}
    for member in group.members:
        values = {**member_to_json(member, language), **of_group, "shared": "\n".join(_shared(group, member, language))}
        yield [_harmless(values[name]) for name in COLUMNS]


def _shared(group: Group, member: Examined, language: Language) -> list[str]:
    """What this very member shares with others of its group."""
    held = {fact.key for fact in member.facts}
    return [language.render(share.text) for share in group.shares if (share.what, share.value.casefold()) in held]


def _harmless(value: str | None) -> str:
    """The cell as data. What Azure says may begin like a formula; an apostrophe makes every spreadsheet show it and not run it."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text
