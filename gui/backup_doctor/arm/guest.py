"""A look inside the VM through Run Command: one script of ours, one JSON answer, read as the words of a stranger.

A field that is not what our script would write is None: nobody said it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ..core.facts import Guest, GuestService, LinuxGuest, WindowsGuest
from ..core.model import Seen
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .reading import Reader

VERSION = 2
"""Of the probe's answer."""

LONGEST = 4096
"""Bytes of output that Run Command hands back, the last ones (Run Command for Windows, 2025-08-18)."""

LONGEST_TEXT = 200
"""Characters of one string; our scripts cut theirs shorter."""

MOST_SERVICES = 20

LARGEST = 10**9
"""Nothing that is counted or measured here is larger."""

_ON = ("auto", "enabled", "enabled-runtime", "static", "alias")
"""How Windows and systemd say that a service starts with the system."""

_NEVER = ("Disabled", "masked")
"""How they say that nothing may start it. To systemd a unit that is ``disabled`` merely does not start by itself."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def guest(answer: Reader) -> Guest:
    """What Run Command's result says.

    Raises:
        Garbled: there is no answer of our probe in it.
    """
    found = _probe_answer(answer)
    return Guest(
        host_ports={80: _boolean(found["host80"]), 32526: _boolean(found["host32526"])},
        host_answers=_boolean(found["hostanswers"]),
        services=tuple(_services(found)),
        free_mb=_number(found["freemb"]),
        used_percent=_number(found["used"], most=100),
        memory_free_percent=_number(found["memfree"], most=100),
        proxy=_proxy(found["proxy"]),
        clock=_moment(found["clock"]) if answer.source.dated else None,
        asked=found["clock"].evidence(),
        windows=_windows(found) if found["os"].text() == "windows" else None,
        linux=_linux(found) if found["os"].text() == "linux" else None,
    )


def _windows(found: Reader) -> WindowsGuest:
    return WindowsGuest(
        dotnet=_number(found["dotnet"]),
        dhcp=_boolean(found["dhcp"]),
        addresses=_number(found["addresses"]),
        bad_writers=_number(found["badwriters"]) if _counts(found["writers"]) else None,
        strong_crypto=_boolean(found["crypto"]),
        plugin=_text(found["plugin"]),
        provider=_text(found["provider"]),
        machine_keys=_boolean(found["keys"]),
        installer=_boolean(found["installer"]),
        locked_volumes=_number(found["locked"]),
        crashes=_number(found["crashes"]),
        blocks=_number(found["blocks"]),
        firewall_blocks=_number(found["fwblocks"]),
        proxy_bypassed=_boolean(found["bypass"]),
    )


def _linux(found: Reader) -> LinuxGuest:
    return LinuxGuest(
        extensions_enabled=_switch(found["extensions"]),
        provisioning_agent=_word(found["provisioning"]),
        auto_update=_switch(found["autoupdate"]),
        daemon=_word(found["daemon"]),
        goal_state=_word(found["goal"]),
        noexec=_boolean(found["noexec"]),
        python=_text(found["python"]),
        selinux=_text(found["selinux"]),
        doubled_mounts=_number(found["doubled"]),
        freezer=_boolean(found["freezer"]),
        route_to_host=_boolean(found["route"]),
        snapshot_code=_number(found["code"]),
        misfit=_boolean(found["misfit"]),
    )


def _probe_answer(answer: Reader) -> Reader:
    """Windows hands out one status per stream, Linux one message with both streams in it: look for our line in all.

    Ours is the last one: what a shell's start-up files print comes before it.
    """
    for place in answer["value"]:
        for line in reversed(place["message"].text().splitlines()):
            document = _document(line.strip())
            if document is not None:
                return Reader(document, place["message"].path, place.source)
    raise Garbled(translate("Guest", "The script inside the VM gave no readable answer."))


def _document(line: str) -> object | None:
    if not line.startswith("{") or len(line) > LONGEST:
        return None
    try:
        document = json.loads(line, object_pairs_hook=_unambiguous, parse_constant=lambda _constant: None)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(document, dict) and isinstance(document.get("v"), int) and document["v"] == VERSION
    return document if ours else None


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object without the keys that were given twice: nobody knows which of them is meant."""
    times = Counter(key for key, _value in pairs)
    return {key: value for key, value in pairs if times[key] == 1}


def _boolean(place: Reader) -> Seen[bool] | None:
    return Seen(place.value, place.evidence()) if isinstance(place.value, bool) else None


def _number(place: Reader, *, most: int = LARGEST) -> Seen[int] | None:
    value = place.value
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
    return Seen(value, place.evidence()) if fits else None


def _counts(place: Reader) -> bool:
    """Whether something was counted at all: without any writers vssadmin itself has failed."""
    count = _number(place)
    return count is not None and count.value > 0


def _text(place: Reader) -> Seen[str] | None:
    value = place.value
    fits = isinstance(value, str) and len(value) <= LONGEST_TEXT and value.isascii() and value.isprintable()
    return Seen(value, place.evidence()) if fits else None


def _word(place: Reader) -> Seen[str] | None:
    """A string that our script leaves empty when it does not know."""
    text = _text(place)
    return text if text is not None and text.value else None


def _proxy(place: Reader) -> Seen[str] | None:
    """Our scripts cut a user name and a password out; a proxy that still shows some is not shown at all."""
    text = _text(place)
    return None if text is not None and "@" in text.value else text


def _switch(place: Reader) -> Seen[bool] | None:
    """``True`` and ``False`` as the agent prints them, or ``y`` and ``n`` as they stand in its file."""
    word = place.text().casefold()
    return Seen(word in ("true", "y"), place.evidence()) if word in ("true", "y", "false", "n") else None


def _moment(place: Reader) -> datetime | None:
    words = place.text()
    if _MOMENT.fullmatch(words) is None:
        return None
    try:
        return datetime.strptime(words, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _services(found: Reader) -> Iterator[GuestService]:
    for place in islice(found["services"], MOST_SERVICES):
        name, state, start = _word(place["name"]), _word(place["state"]), _text(place["start"])
        if name is None or state is None or start is None:
            continue
        yield GuestService(
            name=name.value,
            present=Seen(state.value.casefold() != "absent", state.evidence),
            running=Seen(state.value.casefold() in ("running", "active"), state.evidence),
            automatic=Seen(start.value.casefold() in _ON, start.evidence),
            disabled=Seen(start.value in _NEVER, start.evidence),
            account=_text(place["account"]) or Seen("", place["account"].evidence()),
            program=_boolean(place["program"]),
        )
