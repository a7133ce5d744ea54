"""What can go wrong while restore points are cleaned up (agent and extension article, 2025-11-12; restore point troubleshooting, 2023-04-12)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core.resource_id import is_within
from .answers import ArmError, Json


@dataclass(slots=True)
class PointTroubles:
    """Counted in requests rather than in time, so that it is certain how often something is refused."""

    clean_up_stalls: bool = False
    """Azure Backup does not clean up, although nothing hinders it."""
    echoes: int = 0
    """How many changes a lock still forbids after it has been lifted."""
    timeouts: int = 0
    """How many more deletions of a collection run out of time."""
    readers: int = 0
    """How many more deletions meet somebody who copies from a point."""
    lifted: list[tuple[Json, int]] = field(default_factory=list)
    """Locks that are gone and still hold, with how often they will."""

    def lift(self, lock: Json) -> None:
        """Let a lifted lock hold on for a while."""
        if self.echoes:
            self.lifted.append((lock, self.echoes))

    def still_holding(self, scope: str) -> list[str]:
        """The scopes whose lifted locks still forbid a deletion at a scope; each is used once more."""
        held: list[str] = []
        left: list[tuple[Json, int]] = []
        for lock, times in self.lifted:
            forbids = is_within(_scope(lock), scope)
            held += [_scope(lock)] if forbids else []
            left.append((lock, times - 1 if forbids else times))
        self.lifted = [(lock, times) for lock, times in left if times]
        return held

    def deletion_fails(self) -> ArmError | None:
        """Why the deletion of a collection fails this time; None where it does not."""
        if self.readers:
            self.readers -= 1
            message = (
                "There is an active shared access signature outstanding for disk restore point. Call EndGetAccess before deleting the restore point."
            )
            return ArmError(409, "DiskRestorePointUsedByCustomer", message)
        if self.timeouts:
            self.timeouts -= 1
            # That it times out is published, its code is not: this is ARM's own for an answer that did not come in time.
            return ArmError(504, "GatewayTimeout", "The gateway did not receive a response within the specified time period.")
        return None


def _scope(lock: Json) -> str:
    identity: str = lock["id"]
    return identity[: identity.casefold().rindex("/providers/microsoft.authorization/locks/")]
