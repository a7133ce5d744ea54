"""How Azure Backup protects one VM: which vault, as what item, by which policy."""

from __future__ import annotations

from datetime import datetime

from ..core.facts import BackupItem, BackupPolicy, HealthDetail, Protection
from ..core.model import Seen
from ..core.resource_id import VmId, last_name, segment
from .errors import NotFound
from .gateway import Gateway
from .reading import Reader


async def protection(gateway: Gateway, vm: VmId, region: str) -> Protection:
    """Which vault protects the VM.

    Args:
        region: the VM's region; its vault is in the same one.
    """
    status = await gateway.ask(gateway.backup(vm.subscription).backup_status.get, region, {"resourceType": "VM", "resourceId": str(vm)})
    vault = status["vaultId"].text()
    return Protection(
        state=status["protectionStatus"].seen_needed(),
        vault=vault,
        fabric=status["fabricName"].text() or "Azure",
        container=status["containerName"].needed() if vault else "",
        item=status["protectedItemName"].needed() if vault else "",
    )


async def item(gateway: Gateway, found: Protection) -> BackupItem | None:
    """The protected item; None where no vault protects the VM."""
    if not found.vault:
        return None
    backup = gateway.backup(segment(found.vault, "subscriptions"))
    group, name = segment(found.vault, "resourceGroups"), last_name(found.vault)
    return _item(await gateway.ask(backup.protected_items.get, name, group, found.fabric, found.container, found.item))


def _item(document: Reader) -> BackupItem:
    properties = document["properties"]
    deleted = properties["isScheduledForDeferredDelete"]
    chosen = properties["extendedProperties"]["diskExclusionProperties"]
    counts = chosen["isInclusionList"].value
    return BackupItem(
        id=document["id"].needed(),
        state=properties["protectionState"].seen_needed(),
        health=properties["healthStatus"].seen(),
        details=tuple(map(_detail, properties["healthDetails"])),
        last_status=properties["lastBackupStatus"].seen(),
        last_backup=last_backup(properties),
        being_deleted=Seen(deleted.value is True, deleted.evidence()),
        source=properties["sourceResourceId"].seen(),
        policy=properties["policyId"].text(),
        luns=frozenset(place.value for place in chosen["diskLunList"] if type(place.value) is int),
        luns_count=counts if isinstance(counts, bool) else None,
    )


def last_backup(place: Reader) -> datetime | None:
    """When the last backup was. Before the first one Azure has no status for it and writes 2001-01-01 (recorded answer, 2022-05-13)."""
    return place["lastBackupTime"].moment() if place["lastBackupStatus"].text() else None


def _detail(place: Reader) -> HealthDetail:
    code = place["code"].value
    return HealthDetail(code if isinstance(code, int) else 0, place["title"].text(), place["message"].text())


async def policy(gateway: Gateway, protected: BackupItem | None) -> BackupPolicy | None:
    """The item's policy; None where there is no item, or none that is backed up."""
    if protected is None or not protected.policy:
        return None
    identity = protected.policy
    backup = gateway.backup(segment(identity, "subscriptions"))
    vault, group = segment(identity, "vaults"), segment(identity, "resourceGroups")
    try:
        document = await gateway.ask(backup.protection_policies.get, vault, group, last_name(identity))
    except NotFound:
        return None
    properties = document["properties"]
    return BackupPolicy(
        name=document["name"].text(),
        kind=properties["policyType"].seen_needed(),
        consistency=properties["snapshotConsistencyType"].seen(),
        group_prefix=properties["instantRPDetails"]["azureBackupRGNamePrefix"].text(),
        group_suffix=properties["instantRPDetails"]["azureBackupRGNameSuffix"].text(),
    )
