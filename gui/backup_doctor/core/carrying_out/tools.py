"""What carrying out is given: Azure, the VM, what is waited for, and whom to ask and to tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..facts import Vm
from ..plan import Step
from ..text import Text
from ..undertaking import StepRecord, Undertaking
from .azure import Azure


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at something awaited says."""

    over: bool
    text: Text
    good: bool = True
    """How it ended, once it is over."""
    parts: tuple[tuple[str, str], ...] = ()
    """See `StepRecord.parts`."""


Watch = Callable[[Vm, StepRecord], Awaitable[Watched]]
"""One look at what a step waits for. It may raise `CouldNotLook`: then it looks again later."""

Condition = Callable[[Vm], Awaitable[bool]]
"""Whether a step is to be carried out. It may raise `CouldNotLook`: then the plan stops there."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What carrying out takes."""

    azure: Azure
    vm: Callable[[], Vm]
    """The VM with nothing remembered: every look is a new one."""
    watches: Mapping[str, Watch]
    conditions: Mapping[str, Condition]
    approve: Callable[[Step], Awaitable[bool]]
    """Puts `Step.asks` to the user."""
    interval: float
    """Seconds between two looks, and before a request is sent again."""
    folder: Path
    """Where `Step.saves` go."""
    progress: Callable[[Undertaking], None]
    """Called after every change."""
