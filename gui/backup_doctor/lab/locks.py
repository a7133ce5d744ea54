"""Management locks: which are seen from a scope, and what they forbid (Lock your resources, 2024-03-08)."""

from __future__ import annotations

from ..core.resource_id import is_within
from .answers import Json, scope_locked
from .store import Store

LOCK_TYPE = "Microsoft.Authorization/locks"
CAN_NOT_DELETE = "CanNotDelete"
READ_ONLY = "ReadOnly"


def lock_id(scope: str, name: str) -> str:
    """The id of a lock at a scope."""
    return f"{scope.rstrip('/')}/providers/{LOCK_TYPE}/{name}"


def make_lock(scope: str, name: str, level: str, notes: str = "") -> Json:
    """A lock as ARM shows it."""
    properties = {"level": level, "notes": notes} if notes else {"level": level}
    return {"properties": properties, "id": lock_id(scope, name), "type": LOCK_TYPE, "name": name}


def scope_of(lock: Json) -> str:
    """The id of what a lock locks."""
    identity: str = lock["id"]
    return identity[: identity.casefold().rindex(f"/providers/{LOCK_TYPE}/".casefold())]


def seen_from(store: Store, scope: str, *, below: bool) -> list[Json]:
    """The locks at a scope and those inherited from above; with ``below``, those of everything in it too."""
    return [lock for lock in store.of_type(LOCK_TYPE) if is_within(scope_of(lock), scope) or (below and is_within(scope, scope_of(lock)))]


def require_unlocked(store: Store, method: str, scope: str) -> None:
    """Let a request pass unless a lock stands in its way.

    A delete is blocked by any lock above the resource or inside it; every other change by a ReadOnly lock above it.

    Raises:
        ArmError: ScopeLocked, naming the scope that is locked.
    """
    if method == "GET":
        return
    deleting = method == "DELETE"
    locks = seen_from(store, scope, below=deleting)
    locked = [scope_of(lock) for lock in locks if deleting or lock["properties"]["level"] == READ_ONLY]
    if locked:
        raise scope_locked(scope, "delete" if deleting else "write", locked)
