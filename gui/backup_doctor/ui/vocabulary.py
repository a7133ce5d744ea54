"""The window's own words for states and clouds; statuses, verdicts and confidence come from `core.words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..core.text import Text, verbatim
from ..core.text import lazy_translate as translate

LOOKING = translate("Looking", "Looking…")

_POWER: Final[Mapping[str, Text]] = {
    "creating": translate("Power", "Creating"),
    "starting": translate("Power", "Starting"),
    "running": translate("Power", "Running"),
    "stopping": translate("Power", "Stopping"),
    "stopped": translate("Power", "Stopped"),
    "deallocating": translate("Power", "Deallocating"),
    "deallocated": translate("Power", "Stopped (deallocated)"),
}
_CLOUD: Final[Mapping[str, Text]] = {
    "public": translate("Cloud", "Azure public"),
    "usgov": translate("Cloud", "Azure US Government"),
    "china": translate("Cloud", "Azure China"),
}


def power(word: str) -> Text:
    """Azure's word for a power state; a word we do not know stays Azure's."""
    return _POWER.get(word.casefold(), verbatim(word or "—"))


def cloud(name: str) -> Text:
    """The name of a cloud; a custom one is its address."""
    return _CLOUD.get(name, verbatim(name))
