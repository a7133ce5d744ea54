"""A scenario: a world with one thing wrong, and what a diagnosis should make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..core.model import Verdict
from ..core.text import Text
from .world import World


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is declared about it. Its module builds the world with `build`."""

    name: str
    title: Text
    code: str | None = None
    """Of the VM's last failed backup job; None: it has none."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """What is expected of these causes, by id, when all are examined."""
    root_cause: str | None = None
    near_miss_of: tuple[str, ...] = ()
    """Ids of causes that this world looks like, and that are not at fault in it."""
    looks_inside: bool = False
    """Whether only a look inside the VM tells."""


class ScenarioModule(Protocol):
    """A file in `scenarios`."""

    scenario: Scenario

    def build(self, world: World) -> str:
        """Add the scenario to a world; returns the id of its VM."""
