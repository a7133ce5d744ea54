"""Safe unlock: the locks on the restore points lifted, Azure Backup's clean-up set off and watched, the identical locks put back.

Agent and extension article, 2025-11-12; lock your resources, 2024-03-08; locks REST reference, 2020-05-01.
"""

from __future__ import annotations

import asyncio
from copy import deepcopy
from dataclasses import dataclass

from ..core.api_versions import LOCKS
from ..core.facts import Document, Lock, RestorePointCollection, Vm
from ..core.model import Finding, Listing
from ..core.permission import Permission
from ..core.plan import Plan, Request, Risk, Step, Unavailable
from ..core.resource_id import last_name, segment
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .back_up import BACKUP_ACTION, backup_notes, backup_step
from .clean_up import DELETE, DELETE_POINTS, clean_up_step, deletable, last_resort, may_delete
from .gates import no_backup_running, sound, unlocked
from .restore_point_locks import LocksOnPoints, locks_on, own
from .restore_points import Room, points_of, room_for
from .watches import LOCK_IS_THERE

LIFT = "Microsoft.Authorization/locks/delete"
PUT_BACK = "Microsoft.Authorization/locks/write"
PERMISSIONS = (LIFT, PUT_BACK, BACKUP_ACTION, DELETE, DELETE_POINTS)

TRIES = 3
"""Of lifting and of putting back; both may be asked again without harm."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A lock that is to be lifted, and how it is put back exactly as it was."""

    lock: Lock
    path: str
    body: dict[str, object]

    @property
    def restoring(self) -> Request:
        """Makes the identical lock: level, notes, owners and whatever else Azure keeps in its properties."""
        return Request("PUT", self.path, LOCKS, self.body)

    @property
    def words(self) -> dict[str, str]:
        """For titles: a group or a collection by its name, the subscription by its id."""
        place = self.lock.scope if self.is_of_subscription else last_name(self.lock.scope)
        return {"lock": self.lock.name, "level": self.lock.level, "place": place}

    @property
    def is_of_subscription(self) -> bool:
        return not segment(self.lock.scope, "resourceGroups")


async def unlock_plan(vm: Vm, *, again: bool) -> Plan:
    """The whole plan; `again` is whether the locks are put back at its end.

    Raises:
        Unavailable: no lock holds, one of them is not ours to lift, a backup runs, or none can be started.
    """
    points = await points_of(vm)
    if isinstance(points, Finding):
        raise Unavailable(points.text)
    ours, room = own(points), await room_for(vm, points)
    locks = await locks_on(vm, ours)
    if not locks.holding:
        raise Unavailable(_nothing_seen(locks))
    lifted = await asyncio.gather(*(_lifted(vm, lock) for lock in locks.holding))
    await no_backup_running(vm)
    backup = await backup_step(vm, may_fail=True)
    assert backup.request is not None
    await unlocked(vm, backup.request.path, deletes=False, besides=[each.lock.id for each in lifted])
    lifting = [_lift_step(each) for each in lifted]
    middle = (backup, clean_up_step(), *await _last_resorts(vm, ours))
    putting = [_put_back_step(each, index) for index, each in enumerate(lifted)] if again else []
    return Plan(
        steps=(*lifting, *middle, *putting),
        risk=Risk.DISRUPTIVE,
        downtime=translate("Unlock", "None: the VM keeps running. Whatever the locks cover can be deleted or changed while they are lifted."),
        loss=_loss(middle),
        undo=_undo(again=again),
        notes=(*_notes(locks, lifted, room, again=again), *await backup_notes(vm)),
    )


def _nothing_seen(locks: LocksOnPoints) -> Text:
    if locks.unread is None:
        return translate("Unlock", "No lock applies to the restore points, so there is nothing to lift.")
    text = translate("Unlock", "No lock could be seen on the restore points, but not all locks could be read: {reason}")
    return text.format(reason=locks.unread.text)


async def _lifted(vm: Vm, lock: Lock) -> Lifted:
    """Read the lock whole. One that belongs to an application is only that application's to lift: Azure refuses everybody else."""
    path = sound(lock.id)
    document = await vm.resource(path, LOCKS)
    owner = _owner(document)
    if owner:
        text = translate(
            "Unlock",
            "Lock {lock} belongs to the application {owner}, and nobody else may lift it. "
            "Ask whoever published the managed application to take the restore points out of the lock.",
        )
        raise Unavailable(text.format(lock=lock.name, owner=owner))
    return Lifted(lock, path, {"properties": deepcopy(dict(document.properties))})


def _owner(document: Document) -> str:
    owners = document.properties.get("owners")
    names = [str(owner.get("applicationId", "")) for owner in owners if isinstance(owner, dict)] if isinstance(owners, list) else []
    return ", ".join(filter(None, names))


def _lift_step(lifted: Lifted) -> Step:
    return Step(
        title=translate("Unlock", "Lift lock {lock} ({level}) on {place}").format(**lifted.words),
        request=Request("DELETE", lifted.path, LOCKS),
        # Nobody shall lift what they could not put back.
        also_needs=(Permission(PUT_BACK, lifted.path),),
        undo=lifted.restoring,
        tries=TRIES,
    )


def _put_back_step(lifted: Lifted, index: int) -> Step:
    return Step(
        title=translate("Unlock", "Put the identical lock {lock} ({level}) back on {place}").format(**lifted.words),
        request=lifted.restoring,
        restores=index,
        tries=TRIES,
        watch=LOCK_IS_THERE,
    )


async def _last_resorts(vm: Vm, points: Listing[RestorePointCollection]) -> list[Step]:
    collections = deletable(vm, points.items)
    allowed = await asyncio.gather(*(may_delete(vm, collection) for collection in collections))
    return [last_resort(collection) for collection, may in zip(collections, allowed, strict=True) if may]


def _loss(middle: tuple[Step, ...]) -> Text:
    if any(step.asks is not None for step in middle):
        return translate(
            "Unlock",
            "Nothing, as long as Azure Backup cleans up by itself: it deletes only what it would have deleted long ago. "
            "Should it not, you are asked before the instant restore points are deleted for good.",
        )
    return translate("Unlock", "Nothing: Azure Backup deletes only what it would have deleted long ago.")


def _undo(*, again: bool) -> Text:
    if again:
        return translate("Unlock", "The plan puts the identical locks back at its end. If it stops before, undoing it does the same.")
    return translate("Unlock", "Undoing it restores the identical locks, even later. What has been cleaned up does not come back.")


def _notes(locks: LocksOnPoints, lifted: list[Lifted], room: Room, *, again: bool) -> tuple[Text, ...]:
    notes: list[Text] = []
    if room.full is not False:
        notes.append(translate("Unlock", "The backup is expected to fail this once: it sets off the clean-up, which takes several hours."))
    if again:
        notes.append(
            translate(
                "Unlock",
                "The lock brings the fault back: from then on restore points pile up again, and once the limit is reached, every backup "
                "fails. Leave it off, unless somebody insists on it.",
            )
        )
    if any(each.is_of_subscription for each in lifted):
        notes.append(
            translate(
                "Unlock",
                "A lock on the subscription applies to everything in it. It is better to lock its resource groups, all except the one in "
                "which Azure Backup keeps restore points.",
            )
        )
    if locks.unread is not None:
        text = translate("Unlock", "Not all locks could be read, so there may be others that apply: {reason}")
        notes.append(text.format(reason=locks.unread.text))
    return tuple(notes)
