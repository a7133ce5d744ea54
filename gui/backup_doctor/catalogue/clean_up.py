"""Making room among restore points: waiting for Azure Backup's own clean-up, and as a last resort deleting its collections.

Agent and extension article, 2025-11-12; troubleshooting restore points, 2023-04-12.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from ..core.api_versions import COMPUTE
from ..core.carrying_out import Watched
from ..core.facts import RestorePointCollection, Vm
from ..core.model import CouldNotLook, Finding
from ..core.permission import allows, scope_to_ask
from ..core.plan import Request, Step
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import StepRecord
from .gates import sound
from .restore_points import Room, is_own_collection, points_of, room_for

CLEAN_UP = "clean-up"
STILL_FULL = "still-full"

LONGEST_CLEAN_UP = timedelta(hours=4)
"""The article says that the clean-up takes hours; after this long the user is asked instead."""

DELETE = "Microsoft.Compute/restorePointCollections/delete"
DELETE_POINTS = "Microsoft.Compute/restorePointCollections/restorePoints/delete"
"""Named beside the other in some of Azure's roles, so a custom role gets it too; no request of ours asks for it by itself."""

TRIES = 3
"""A lock lifted a moment ago may still hold, and deleting many points may time out: two or three tries are usual (the article)."""


def clean_up_step() -> Step:
    """The wait for Azure Backup to delete old restore points; the plan goes on when it takes too long."""
    return Step(
        title=translate("CleanUp", "Wait until Azure Backup has deleted old restore points"),
        watch=CLEAN_UP,
        limit=LONGEST_CLEAN_UP,
        tolerant=True,
    )


def delete_step(collection: RestorePointCollection, asks: Text | None = None) -> Step:
    """The step that deletes one of Azure Backup's collections, while there is no room and no backup runs."""
    return Step(
        title=translate("CleanUp", "Delete the collection {collection} with its instant restore points").format(collection=collection.name),
        request=Request("DELETE", sound(collection.id), COMPUTE),
        tries=TRIES,
        only_if=STILL_FULL,
        asks=asks,
    )


def last_resort(collection: RestorePointCollection) -> Step:
    """The same, after asking, for where the clean-up does not come."""
    text = translate(
        "CleanUp",
        "Azure Backup has not cleaned up, and there is still no room for another restore point. Delete the collection {collection} now? Its "
        "instant restore points are lost for good. Copies in the vault stay, but a point that has not been copied there yet can no longer be "
        "restored, and the next backup may take longer. Nobody may be copying from these points meanwhile.",
    )
    return delete_step(collection, text.format(collection=collection.name))


def deletable(vm: Vm, collections: Iterable[RestorePointCollection]) -> list[RestorePointCollection]:
    """Those that are Azure Backup's by their very name; what others have made is never deleted by this program."""
    return [collection for collection in collections if is_own_collection(collection.id, vm.id)]


async def may_delete(vm: Vm, collection: RestorePointCollection) -> bool:
    """Whether the account is not known to lack the right: a last resort it could not take must not spoil the plan before it."""
    try:
        grants = await vm.permissions(scope_to_ask(collection.id))
    except CouldNotLook:
        return True
    return allows(grants.items, DELETE)


async def room_now(vm: Vm) -> Room | None:
    """How much room there is; None for a VM that can have no restore points."""
    points = await points_of(vm)
    return None if isinstance(points, Finding) else await room_for(vm, points)


async def clean_up(vm: Vm, _record: StepRecord) -> Watched:
    """Whether there is room again."""
    room = await room_now(vm)
    if room is None or room.full is False:
        total = 0 if room is None else room.total
        return Watched(True, translate("CleanUp", "There is room again: %n restore point(s) now.", "", 0).counted(total))
    text = translate("CleanUp", "%n restore point(s) now, the limit is {limit}. Waiting for Azure Backup to delete old ones…", "", 0)
    return Watched(False, text.counted(room.total).format(limit=str(room.limit)))


async def still_full(vm: Vm) -> bool:
    """Whether there is no room yet. A backup that runs stops the plan here: a collection must not be deleted under it."""
    room, running = await asyncio.gather(room_now(vm), vm.running_jobs())
    if room is None or room.full is False:
        return False
    if running.items:
        text = translate("CleanUp", "A backup of this VM is running, and its restore points must not be deleted under it. Go on when it has ended.")
        raise CouldNotLook(text)
    return True
