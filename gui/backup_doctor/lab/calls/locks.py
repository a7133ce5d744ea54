"""Management locks at any scope. A lock does not stand in the way of lifting it."""

from __future__ import annotations

from ..answers import Answer, ArmError, bad_request, lab_does_not_know
from ..locks import CAN_NOT_DELETE, READ_ONLY, make_lock, seen_from
from ..routing import Call, Routes
from .common import page

routes = Routes()

LOCKS = "{scope}/providers/Microsoft.Authorization/locks"
PAGE_SIZE = 20


@routes.serve("GET", LOCKS, "Microsoft.Authorization/locks/read", lockable=False)
def list_locks(call: Call) -> Answer:
    """The scope's own locks, those it inherits, and without ``atScope()`` those of everything in it."""
    condition = call.query.get("$filter", "")
    if condition.casefold() not in ("", "atscope()"):
        raise lab_does_not_know(f"$filter={condition}")
    return page(call, seen_from(call.world.store, call.args["scope"] or "/", below=not condition), PAGE_SIZE)


@routes.serve("GET", LOCKS + "/{lock}", "Microsoft.Authorization/locks/read", lockable=False)
def get(call: Call) -> Answer:
    lock = call.world.store.find(call.path)
    if lock is None:
        raise ArmError(404, "LockNotFound", f"The lock '{call.args['lock']}' could not be found.")
    return Answer(200, lock)


@routes.serve("PUT", LOCKS + "/{lock}", "Microsoft.Authorization/locks/write", lockable=False)
def put(call: Call) -> Answer:
    """Add a lock, or change the one of that name."""
    properties = call.body.get("properties")
    if not isinstance(properties, dict) or properties.get("level") not in (CAN_NOT_DELETE, READ_ONLY):
        raise bad_request("InvalidLockLevel", "The lock level is invalid. It is CanNotDelete or ReadOnly.")
    known = call.world.store.find(call.path) is not None
    lock = make_lock(call.args["scope"], call.args["lock"], properties["level"], str(properties.get("notes") or ""))
    return Answer(200 if known else 201, call.world.store.put(lock))


@routes.serve("DELETE", LOCKS + "/{lock}", "Microsoft.Authorization/locks/delete", lockable=False)
def delete(call: Call) -> Answer:
    lock = call.world.store.remove(call.path)
    if lock is None:
        return Answer(204)
    call.world.point_troubles.lift(lock)
    return Answer(200)
