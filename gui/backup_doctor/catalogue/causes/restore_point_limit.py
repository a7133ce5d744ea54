"""There are as many restore points as there may be, with or without a lock.

Limits: agent and extension article (2025-11-12, code UserErrorRpCollectionLimitReached), Compute's concepts of restore points (2022-07-05).
"""

from __future__ import annotations

from ...core.facts import RestorePointCollection, Vm
from ...core.model import Cause, Command, Evidence, Finding, Instructions, Listing, Shell, failed, ok, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..back_up import BACKUP_ACTION
from ..clean_up import DELETE, DELETE_POINTS
from ..commands import show_vault
from ..making_room import clean_up_plan, delete_plan
from ..restore_points import ENHANCED, STANDARD, Room, count, points_of, room_for

cause = Cause(
    id="restore-point-limit",
    title=translate("RestorePoints", "The VM has reached the restore point limit"),
    explanation=translate(
        "RestorePoints",
        "A VM that is backed up by a Standard policy may have 18 instant restore points, counted over all collections in all resource groups, "
        "including those created by other products or by you. At the limit every backup fails. Usually something keeps Azure Backup from "
        "deleting its old points; sometimes backups on demand or collections of others use up the room.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
    upstream=("resource-group-lock", "policy-denies-restore-points"),
)


@cause.check(
    title=translate("RestorePoints", "There is room for another restore point"),
    why=translate(
        "RestorePoints",
        "The Standard policy allows 18 instant restore points. The Enhanced policy keeps more; then Compute's own limit of 500 counts.",
    ),
)
async def room(vm: Vm) -> Finding:
    points = await points_of(vm)
    if isinstance(points, Finding):
        return points
    found = await room_for(vm, points)
    if found.full is None:
        text = translate(
            "RestorePoints",
            "%n restore point(s): by the Standard policy that is the limit (18), but which policy this VM has could not be read. "
            "The Enhanced policy keeps more.",
            "",
            0,
        )
        return warning(text.counted(found.total), *found.evidence)
    return _full(found) if found.full else _free(found)


def _full(found: Room) -> Finding:
    text = translate("RestorePoints", "%n restore point(s); Azure refuses another: the limit is {limit}.", "", 0)
    return failed(text.counted(found.total).format(limit=str(found.limit)), *found.evidence)


def _free(found: Room) -> Finding:
    if found.limit == STANDARD:
        return ok(translate("RestorePoints", "%n restore point(s), below the limit of 18.", "", 0).counted(found.total), *found.evidence)
    text = translate(
        "RestorePoints", "%n restore point(s): more than a Standard policy allows, but this VM has an Enhanced one (at most {limit}).", "", 0
    )
    return ok(text.counted(found.total).format(limit=str(ENHANCED)), *found.evidence)


@cause.check(
    title=translate("RestorePoints", "Restore points of others do not use up the room"),
    why=translate(
        "RestorePoints",
        "Points in collections of Site Recovery, of another product or of your own count towards the same limit, and Azure Backup never "
        "deletes them.",
    ),
)
async def own_points(vm: Vm) -> Finding:
    points = await points_of(vm)
    if isinstance(points, Finding):
        return points
    foreign = [collection for collection in points.items if not collection.made_by_backup]
    if not foreign:
        text = translate("RestorePoints", "Every restore point of this VM was made by Azure Backup.")
        return ok(text, *(_counts(points.items) or points.evidence))
    found = await room_for(vm, points)
    total = count(foreign)
    values = {"names": ", ".join(collection.name for collection in foreign), "total": str(found.total)}
    if found.full is False:
        text = translate("RestorePoints", "%n of {total} restore point(s) lie in collections of others ({names}). There is room anyway.", "", 0)
        return ok(text.counted(total).format(**values), *_counts(foreign))
    text = translate(
        "RestorePoints",
        "%n of {total} restore point(s) lie in collections of others ({names}). Azure Backup does not clean these up; whoever made them can.",
        "",
        0,
    )
    return warning(text.counted(total).format(**values), *_counts(foreign))


def _counts(collections: list[RestorePointCollection] | tuple[RestorePointCollection, ...]) -> tuple[Evidence, ...]:
    return tuple(collection.count for collection in collections)


@cause.check(
    title=translate("RestorePoints", "No restore point collection is stuck"),
    why=translate(
        "RestorePoints", "A collection that is being deleted or has failed is left over from a clean-up that did not finish, and still counts."
    ),
)
async def collections_settled(vm: Vm) -> Finding:
    points = await points_of(vm)
    if isinstance(points, Finding):
        return points
    if not points.items:
        return ok(translate("RestorePoints", "The VM has no restore point collection yet."), *points.evidence)
    stuck = [collection for collection in points.items if collection.state.value.casefold() in ("deleting", "failed")]
    if stuck:
        return _stuck(stuck)
    strange = [collection for collection in points.items if collection.state.value.casefold() not in KNOWN_STATES]
    if strange:
        text = translate("RestorePoints", "Azure names a state of {collection} this program does not know: {state}.")
        return unknown(text.format(collection=strange[0].name, state=strange[0].state.value or "—"), strange[0].state.evidence)
    return _settled(points)


KNOWN_STATES = ("succeeded", "creating", "updating")


def _stuck(collections: list[RestorePointCollection]) -> Finding:
    first = collections[0]
    text = translate("RestorePoints", "{collection} in {group} is in the state {state}.")
    words = text.format(collection=first.name, group=first.resource_group, state=first.state.value)
    return warning(words, *(collection.state.evidence for collection in collections))


def _settled(points: Listing[RestorePointCollection]) -> Finding:
    text = translate("RestorePoints", "%n restore point collection(s), none stuck.", "", 0)
    return ok(text.counted(len(points.items)), *(collection.state.evidence for collection in points.items))


@cause.remedy(
    title=translate("RestorePoints", "Set off Azure Backup's clean-up"),
    what=translate(
        "RestorePoints", "Starts a backup on demand, which is expected to fail, and waits until Azure Backup has deleted its old restore points."
    ),
    permissions=(BACKUP_ACTION,),
    risk=Risk.SAFE,
)
async def set_off_clean_up(vm: Vm) -> Plan:
    return await clean_up_plan(vm)


@cause.remedy(
    title=translate("RestorePoints", "Delete Azure Backup's restore point collection"),
    what=translate(
        "RestorePoints",
        "The last resort if the clean-up does not happen: deletes the instant restore points that Azure Backup created for this VM. Copies in "
        "the vault stay.",
    ),
    permissions=(DELETE, DELETE_POINTS),
    risk=Risk.DESTRUCTIVE,
)
async def delete_collection(vm: Vm) -> Plan:
    return await delete_plan(vm)


@cause.manual(title=translate("RestorePoints", "List every collection of this VM with its points"))
def list_points(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "RestorePoints",
            "Look for all collections whose source is this VM, in whatever group, then at each with its points. "
            "Collections of Azure Backup are called AzureBackup_<VM>_<number>.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az restore-point collection list-all --subscription {vm.quoted(vm.subscription)} "
                '--query "[].{id:id, source:source.id}" --output table',
            ),
            Command(Shell.AZURE_CLI, 'az restore-point collection show --ids "<id of the collection>" --restore-points'),
        ),
    )


@cause.manual(title=translate("RestorePoints", "Let Azure Backup clean up"))
def clean_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "RestorePoints",
            "Remove what keeps the old points (a lock, an Azure Policy), then choose Back up now in the vault. That backup may still fail, "
            "but it sets off the clean-up, which takes several hours. The command shows which vault protects the VM.",
        ),
        (show_vault(vm),),
    )


@cause.manual(title=translate("RestorePoints", "Release a restore point that somebody reads"))
def release(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "RestorePoints",
            "A disk restore point with an active shared access signature cannot be deleted (DiskRestorePointUsedByCustomer). "
            "This program cannot see such signatures. Whoever copies from it has to finish, or the access has to be ended.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                'az rest --method post --url "<id of the disk restore point>/endGetAccess?api-version=2023-10-02"',
            ),
        ),
    )


@cause.manual(title=translate("RestorePoints", "Delete points that Azure Backup did not make"))
def delete_foreign(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "RestorePoints",
            "Ask the owner of a collection before you delete anything in it: Site Recovery and other products need theirs. "
            "Restore points that are deleted cannot be brought back.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                'az restore-point delete --resource-group "<group of the collection>" --collection-name "<collection>" --name "<restore point>"',
            ),
        ),
    )


@cause.manual(title=translate("RestorePoints", "Make fewer points, or allow more"))
def change_policy(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "RestorePoints",
            "Several backups on demand a day use up the room quickly: space them out, and keep instant restore points for fewer days. If you "
            "need many, move the VM to an Enhanced policy; there is no way back to a Standard one.",
        )
    )
