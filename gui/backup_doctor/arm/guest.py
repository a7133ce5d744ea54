"""A look inside the VM through Run Command: one script of ours, one JSON answer, read as the words of a stranger."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..core.facts import Guest, GuestService
from ..core.model import Seen
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .reading import Reader

VERSION = 1
"""Of the probe's answer."""

LONGEST = 4096
"""Bytes of output that Run Command hands back (Run Command for Windows, 2025-08-18)."""


def guest(answer: Reader) -> Guest:
    """What Run Command's result says.

    Raises:
        Garbled: there is no answer of our probe in it.
    """
    found = _probe_answer(answer)
    return Guest(
        host_ports={80: _boolean(found["host80"]), 32526: _boolean(found["host32526"])},
        services=tuple(_services(found)),
        dotnet=_number(found["dotnet"]),
        dhcp=_word(found["dhcp"], yes="enabled", no="disabled"),
        addresses=_number(found["addresses"]),
        bad_writers=_number(found["badwriters"]) if found["writers"].value else None,
        extensions_enabled=_word(found["extensions"], yes="true", no="false"),
        noexec=_boolean(found["noexec"]),
    )


def _probe_answer(answer: Reader) -> Reader:
    """Windows hands out one status per stream, Linux one message with both streams in it: look for our line in all."""
    for place in answer["value"]:
        for line in place["message"].text()[-LONGEST:].splitlines():
            document = _document(line.strip())
            if document is not None:
                return Reader(document, place["message"].path, place.source)
    raise Garbled(translate("Guest", "The script inside the VM gave no readable answer."))


def _document(line: str) -> object | None:
    if not line.startswith("{"):
        return None
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and document.get("v") == VERSION else None


def _boolean(place: Reader) -> Seen[bool] | None:
    return Seen(place.value, place.evidence()) if isinstance(place.value, bool) else None


def _number(place: Reader) -> Seen[int] | None:
    value = place.value
    return Seen(value, place.evidence()) if isinstance(value, int) and not isinstance(value, bool) else None


def _word(place: Reader, *, yes: str, no: str) -> Seen[bool] | None:
    word = place.text().casefold()
    return Seen(word == yes, place.evidence()) if word in (yes, no) else None


def _services(found: Reader) -> Iterator[GuestService]:
    for place in found["services"]:
        state, start = place["state"], place["start"]
        running = Seen(state.text().casefold() == "running", state.evidence())
        yield GuestService(place["name"].text()[:80], running, Seen(start.text().casefold() == "auto", start.evidence()))
    if found["active"].text():
        active, enabled = found["active"], found["enabled"]
        running = Seen(active.text() == "active", active.evidence())
        yield GuestService(found["service"].text()[:80], running, Seen(enabled.text() in ("enabled", "static"), enabled.evidence()))
