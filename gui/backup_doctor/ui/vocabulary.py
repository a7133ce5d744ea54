"""The window's own words for states and clouds; statuses, verdicts and confidence come from `core.words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..core.text import Text, verbatim
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from ..arm.cloud import Cloud
    from ..lab.running import RunningLab

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
_TASK: Final[Mapping[str, Text]] = {
    "notstarted": translate("Task", "Not started"),
    "inprogress": translate("Task", "In progress"),
    "completed": translate("Task", "Completed"),
    "completedwithwarnings": translate("Task", "Completed with warnings"),
    "failed": translate("Task", "Failed"),
    "cancelled": translate("Task", "Cancelled"),
}


def task(word: str) -> Text:
    """Azure's word for the state of a task of a job; a word we do not know stays Azure's."""
    return _TASK.get(word.casefold(), verbatim(word))


def power(word: str) -> Text:
    """Azure's word for a power state; a word we do not know stays Azure's."""
    return _POWER.get(word.casefold(), verbatim(word or "—"))


def cloud(name: str) -> Text:
    """The name of a cloud; a custom one is its address."""
    return _CLOUD.get(name, verbatim(name))


def place(where: Cloud, lab: RunningLab | None) -> Text:
    """The name of a cloud somebody is signed in to.

    Args:
        lab: the demo tenant, if it is open; its address says nothing to anybody.
    """
    return translate("SignIn", "Demo tenant") if lab is not None and lab.endpoint == where.endpoint else cloud(where.name)
