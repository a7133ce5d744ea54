"""Plans that make room among restore points where no lock is in the way: Azure Backup's clean-up set off, or its collections deleted.

Agent and extension article, 2025-11-12; FAQ of Azure VM backup, 2025-10-27.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.facts import RestorePointCollection, Vm
from ..core.model import Finding
from ..core.plan import Plan, Risk, Unavailable
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .back_up import backup_notes, backup_step
from .clean_up import clean_up_step, deletable, delete_step
from .gates import no_backup_running
from .restore_point_locks import locks_on, own
from .restore_points import count, points_of, room_for


@dataclass(frozen=True, slots=True)
class Lack:
    """A VM without room for another restore point, and no lock in sight."""

    deletable: list[RestorePointCollection]
    """Azure Backup's own by their very names; at least one, for points of others alone are not its lack."""
    notes: tuple[Text, ...]


async def clean_up_plan(vm: Vm) -> Plan:
    """A backup on demand that is expected to fail, and the wait for the clean-up it sets off.

    Raises:
        Unavailable: there is room, a lock holds, others use the room up, a backup runs, or none can be started.
    """
    lack = await _lack(vm)
    await no_backup_running(vm)
    expected = translate("CleanUp", "The backup is expected to fail this once: it sets off the clean-up, which takes several hours.")
    return Plan(
        steps=(await backup_step(vm, may_fail=True), clean_up_step()),
        risk=Risk.SAFE,
        downtime=translate("CleanUp", "None."),
        loss=translate("CleanUp", "Nothing: Azure Backup deletes only what it would have deleted long ago."),
        undo=translate("CleanUp", "Not needed. What has been cleaned up does not come back."),
        notes=(expected, *lack.notes, *await backup_notes(vm)),
    )


async def delete_plan(vm: Vm) -> Plan:
    """Azure Backup's own collections deleted, and never those of others.

    Raises:
        Unavailable: as above.
    """
    lack = await _lack(vm)
    await no_backup_running(vm)
    total = count(lack.deletable)
    loss = translate(
        "CleanUp",
        "%n instant restore point(s), for good. Copies in the vault stay; a point that has not been copied there yet cannot be restored any more.",
        "",
        0,
    )
    return Plan(
        steps=tuple(delete_step(collection) for collection in lack.deletable),
        risk=Risk.DESTRUCTIVE,
        downtime=translate("CleanUp", "None. The VM keeps running; the next backup may take longer."),
        loss=loss.counted(total),
        undo=translate("CleanUp", "Not possible. The next backup creates the collection again."),
        notes=(_first_choice(), _released(), *lack.notes),
    )


def _first_choice() -> Text:
    return translate("CleanUp", "Let Azure Backup clean up by itself first. Use this only if that has not helped.")


def _released() -> Text:
    return translate(
        "CleanUp",
        "Azure refuses while somebody copies from one of the points (DiskRestorePointUsedByCustomer). If so, end that access and continue.",
    )


async def _lack(vm: Vm) -> Lack:
    points = await points_of(vm)
    if isinstance(points, Finding):
        raise Unavailable(points.text)
    room = await room_for(vm, points)
    if room.full is False:
        raise Unavailable(translate("CleanUp", "There is room for another restore point."))
    locks = await locks_on(vm, own(points))
    if locks.holding:
        text = translate("CleanUp", "Lock {lock} ({level}) on {scope} forbids it. The cause about the lock has a repair that lifts it and cleans up.")
        lock = locks.holding[0]
        raise Unavailable(text.format(lock=lock.name, level=lock.level, scope=lock.scope))
    ours = deletable(vm, points.items)
    others = room.total - count(ours)
    if others >= room.limit:
        text = translate(
            "CleanUp", "Others created %n restore point(s), and these alone use up all the room. Whoever created them has to delete them.", "", 0
        )
        raise Unavailable(text.counted(others))
    return Lack(ours, tuple(_notes(others, unread=locks.unread is not None)))


def _notes(others: int, *, unread: bool) -> list[Text]:
    notes: list[Text] = []
    if others:
        text = translate("CleanUp", "%n restore point(s) were created by others. They stay, and still count.", "", 0)
        notes.append(text.counted(others))
    if unread:
        notes.append(translate("CleanUp", "Not all locks could be read. If one applies to the restore points, Azure refuses the request."))
    return notes
