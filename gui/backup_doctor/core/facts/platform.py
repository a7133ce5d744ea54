"""What the platform noticed: health, refused changes, load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..model import Evidence, Seen


@dataclass(frozen=True, slots=True)
class Health:
    """Azure Resource Health's word on the VM."""

    state: Seen[str]
    """``Available``, ``Unavailable``, ``Degraded`` or ``Unknown``."""
    cause: Seen[str]
    """Who began it: ``VM Initiated``, ``Customer Initiated``, ``Platform Initiated`` …"""
    summary: str

    @property
    def began_inside(self) -> bool:
        """«VM Initiated» is a shutdown from inside; «Customer Initiated» is a stop or a restart from outside, perhaps under way."""
        return "vm initiated" in self.cause.value.casefold()

    @property
    def is_shut_down_by_customer(self) -> bool:
        """The guest was halted by its own administrator, whatever the power state says."""
        cause = self.cause.value.casefold()
        by_customer = self.began_inside or any(word in cause for word in ("customer", "user"))
        return by_customer and self.state.value.casefold() == "unavailable"


DAYS_OF_DENIALS = 3
"""How far back `Vm.policy_denials` looks: a nightly backup has failed by then. Our choice; Azure keeps its activity log for 90 days."""


@dataclass(frozen=True, slots=True)
class PolicyDenial:
    """A change that Azure Policy refused, from the activity log."""

    operation: str
    """``Microsoft.Resources/subscriptions/resourceGroups/write`` …"""
    resource: str
    """Id of what was to be changed."""
    policies: str
    """Names of the assignments that refused it, as Azure lists them; empty where it does not."""
    at: datetime | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Load:
    """How hard the VM worked around its last backup, from the host's own counters."""

    cpu: Seen[float] | None
    """Highest five-minute average of the processors in percent; None where there are no samples."""
    memory_free: Seen[float] | None
    """Lowest five-minute average of available memory in percent; None where the platform keeps no such counter for this VM."""
    since: datetime
    until: datetime
