"""The VM's managed disks, and the key vaults that the encryption of some depends on."""

from __future__ import annotations

import asyncio

from ..core.facts import Disk, KeyVault, Machine
from ..core.model import Listing, Seen
from ..core.resource_id import last_name, segment
from .gateway import Gateway
from .reading import Reader

VAULT_API = "2023-07-01"
"""Of Microsoft.KeyVault, whose own client would bring a package for one GET."""

KEYS = ("get", "list", "backup")
SECRETS = ("get", "list", "backup")
"""What Azure Backup needs of a key vault (back up encrypted VMs, 2025)."""


async def disks(gateway: Gateway, machine: Machine) -> Listing[Disk]:
    """Every managed disk, read by itself: the VM's model does not say what kind it is."""
    managed = [disk for disk in machine.disks if disk.managed]
    found = await asyncio.gather(*(_read(gateway, disk.managed) for disk in managed))
    return Listing(tuple(map(_disk, found)), (machine.data_disks,))


async def _read(gateway: Gateway, identity: str) -> Reader:
    compute = gateway.compute(segment(identity, "subscriptions"))
    return await gateway.ask(compute.disks.get, segment(identity, "resourceGroups"), last_name(identity))


def _disk(document: Reader) -> Disk:
    properties = document["properties"]
    size, shares, encryption = properties["diskSizeGB"], properties["maxShares"], properties["encryptionSettingsCollection"]
    settings = list(encryption["encryptionSettings"])
    vaults = [place[key]["sourceVault"]["id"].text() for place in settings for key in ("diskEncryptionKey", "keyEncryptionKey")]
    return Disk(
        id=document["id"].needed(),
        name=document["name"].needed(),
        sku=document["sku"]["name"].seen_needed(),
        size_gb=Seen(size.value, size.evidence()) if type(size.value) is int else None,
        shares=Seen(shares.value if type(shares.value) is int else 1, shares.evidence()),
        access_mode=properties["dataAccessAuthMode"].seen(),
        key_vaults=tuple(dict.fromkeys(filter(None, vaults))),
        encryption=Seen(encryption["enabled"].value is True, encryption["enabled"].evidence()),
    )


async def key_vaults(gateway: Gateway, found: Listing[Disk]) -> Listing[KeyVault]:
    """The key vaults that the disks name, each once."""
    vaults = {vault.casefold(): vault for disk in found.items for vault in disk.key_vaults}
    documents = await asyncio.gather(*(gateway.get(vault, VAULT_API) for vault in vaults.values()))
    return Listing(tuple(map(_key_vault, documents)), tuple(disk.encryption.evidence for disk in found.items))


def _key_vault(document: Reader) -> KeyVault:
    properties = document["properties"]
    by_role, network = properties["enableRbacAuthorization"], properties["networkAcls"]
    policies = properties["accessPolicies"]
    granting = [place for place in policies if _grants(place["permissions"])]
    shut = network["defaultAction"].text().casefold() == "deny" and "azureservices" not in network["bypass"].text().casefold()
    return KeyVault(
        id=document["id"].needed(),
        name=document["name"].needed(),
        by_role=Seen(by_role.value is True, by_role.evidence()),
        backup_grants=Seen(len(granting), policies.counted(len(granting))),
        shut=Seen(shut, network["defaultAction"].evidence()),
    )


def _grants(permissions: Reader) -> bool:
    return _holds(permissions["keys"], KEYS) and _holds(permissions["secrets"], SECRETS)


def _holds(place: Reader, needed: tuple[str, ...]) -> bool:
    held = {word.casefold() for word in place.texts()}
    return "all" in held or held.issuperset(needed)
