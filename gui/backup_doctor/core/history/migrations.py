"""Brings a file of the history up to today's version, one small step after another.

The document itself has the schema of a report; what the history adds stands in ``extra.history`` and has a version of its own.
A step takes the document of one version and returns that of the next. Steps are never changed, only added at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..report import BadReport
from ..text import lazy_translate as translate

NOTE = "history"
"""Under ``extra``."""

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _given_a_note(document: dict[str, Any]) -> dict[str, Any]:
    """Version 0 is a report that somebody saved and put into the folder: it has no note of the history's."""
    return {**document, "extra": {**_extra(document), NOTE: {"version": 1, "demo": False}}}


STEPS: Sequence[Step] = (_given_a_note,)
VERSION = len(STEPS)
"""Of what is written today."""


def migrated(document: object, steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """The document in today's version.

    Raises:
        BadReport: it is of a newer version, or no document at all.
    """
    if not isinstance(document, dict) or "schema" not in document:
        raise BadReport(translate("History", "This file is not a saved diagnosis."))
    version = _version(document)
    if version > len(steps):
        text = translate("History", "A newer version of Backup Doctor has written this file (version {found}; this one reads up to {known}).")
        raise BadReport(text.format(found=str(version)[:20], known=str(len(steps))))
    for step in steps[version:]:
        document = step(document)
    return document


def is_demo(document: dict[str, Any]) -> bool:
    """Whether the diagnosis is about a VM of the demo tenant."""
    note = _extra(document).get(NOTE)
    return isinstance(note, dict) and note.get("demo") is True


def _version(document: dict[str, Any]) -> int:
    note = _extra(document).get(NOTE)
    if note is None:
        return 0
    version = note.get("version") if isinstance(note, dict) else None
    if type(version) is not int or version < 1:
        raise BadReport(translate("History", "This file is damaged: it does not say which version it is."))
    return version


def _extra(document: dict[str, Any]) -> dict[str, Any]:
    extra = document.get("extra")
    return extra if isinstance(extra, dict) else {}
