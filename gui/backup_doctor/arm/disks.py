"""The VM's managed disks, and the key vaults that the encryption of some depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from ..core.facts import Disk, KeyVault, Machine
from ..core.model import Listing, Seen
from ..core.resource_id import last_name, same_id, segment
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .gateway import Gateway
from .reading import Reader

VAULT_API = "2023-07-01"
"""Of Microsoft.KeyVault, whose own client would bring a package for one GET."""

LOOK, COPY = frozenset(("get", "list")), frozenset(("get", "list", "backup"))
"""The rights Azure Backup needs: COPY on the keys that wrap the secrets and then LOOK on the secrets, else COPY on the secrets.
The portal grants COPY on both; Microsoft's own commands do not (back up VMs with PowerShell), and those VMs are backed up all the same."""

RIGHTS = COPY.union(
    ("all", "create", "update", "import", "set", "delete", "restore", "recover", "purge", "encrypt", "decrypt", "sign", "verify"),
    ("wrapkey", "unwrapkey", "release", "rotate", "getrotationpolicy", "setrotationpolicy"),
)
"""The words of an access policy (Key Vault REST reference, 2023-07-01); another one may mean anything."""


async def disks(gateway: Gateway, machine: Machine) -> Listing[Disk]:
    """Every managed disk, read by itself: the VM's model does not say what kind it is.

    An ephemeral OS disk lies on the host and has nothing to be read.
    """
    if machine.data_disks is None:
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path="$.properties.storageProfile.dataDisks"))
    managed = [disk for disk in machine.disks if disk.managed and not disk.ephemeral]
    found = await asyncio.gather(*(_read(gateway, disk.managed) for disk in managed))
    return Listing(tuple(map(_disk, found)), (machine.data_disks.evidence,))


async def _read(gateway: Gateway, identity: str) -> Reader:
    compute = gateway.compute(segment(identity, "subscriptions"))
    return await gateway.ask(compute.disks.get, segment(identity, "resourceGroups"), last_name(identity))


def _disk(document: Reader) -> Disk:
    properties = document["properties"]
    size, shares, encryption = properties["diskSizeGB"], properties["maxShares"], properties["encryptionSettingsCollection"]
    encrypted = encryption.is_there and encryption["enabled"].value is not False
    settings = list(encryption["encryptionSettings"]) if encrypted else []
    return Disk(
        id=document["id"].needed(),
        name=document["name"].needed(),
        sku=document["sku"]["name"].seen_needed(),
        size_gb=Seen(size.value, size.evidence()) if type(size.value) is int else None,
        shares=Seen(shares.value if type(shares.value) is int else 1, shares.evidence()),
        access_mode=properties["dataAccessAuthMode"].seen(),
        security_type=properties["securityProfile"]["securityType"].seen(),
        secret_vaults=_vaults(place["diskEncryptionKey"] for place in settings),
        key_vaults=_vaults(place["keyEncryptionKey"] for place in settings),
        encryption=Seen(encrypted, encryption["enabled"].evidence()),
    )


def _vaults(keys: Iterable[Reader]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(vault for key in keys if (vault := key["sourceVault"]["id"].text())))


async def key_vaults(gateway: Gateway, found: Listing[Disk]) -> Listing[KeyVault]:
    """The key vaults that the disks name, each once."""
    secrets = [vault for disk in found.items for vault in disk.secret_vaults]
    keys = [vault for disk in found.items for vault in disk.key_vaults]
    vaults = {vault.casefold(): vault for vault in (*secrets, *keys)}
    documents = await asyncio.gather(*(gateway.get(vault, VAULT_API) for vault in vaults.values()))
    read = [_key_vault(document, _kept(vault, secrets), _kept(vault, keys)) for vault, document in zip(vaults.values(), documents, strict=True)]
    return Listing(tuple(read), tuple(disk.encryption.evidence for disk in found.items))


def _kept(vault: str, places: list[str]) -> bool:
    return any(same_id(vault, place) for place in places)


def _key_vault(document: Reader, holds_secrets: bool, holds_keys: bool) -> KeyVault:
    properties = document["properties"]
    by_role, policies = properties["enableRbacAuthorization"], properties["accessPolicies"]
    needed = {"secrets": LOOK if holds_keys else COPY} if holds_secrets else {}
    if holds_keys:
        needed["keys"] = COPY
    granting = 0 if by_role.value is True else _granting(policies, needed)
    return KeyVault(
        id=document["id"].needed(),
        name=document["name"].needed(),
        by_role=Seen(by_role.value is True, by_role.evidence()),
        backup_grants=Seen(granting, policies.counted(granting)),
        shut=_shut(properties),
    )


def _granting(policies: Reader, needed: Mapping[str, frozenset[str]]) -> int:
    """How many policies grant all that is needed.

    Raises:
        Garbled: none does, but one of them cannot be read for sure.
    """
    places = [place["permissions"] for place in policies.items()]
    granting = sum(all("all" in _held(place[kind]) or _held(place[kind]) >= rights for kind, rights in needed.items()) for place in places)
    unclear = [place[kind].path for place in places for kind in needed if not _held(place[kind]) <= RIGHTS or place[kind].value is None]
    if not granting and unclear:
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=unclear[0]))
    return granting


def _held(permissions: Reader) -> set[str]:
    return {word.casefold() for word in permissions.texts()}


def _shut(properties: Reader) -> Seen[bool]:
    """Azure Backup is a service the firewall trusts; a vault that names no bypass lets those in (Key Vault REST reference, 2023-07-01)."""
    rules = properties["networkAcls"]
    closed = rules["defaultAction"].text().casefold() == "deny" or properties["publicNetworkAccess"].text().casefold() == "disabled"
    bypass = rules["bypass"]
    return Seen(closed and bypass.text().casefold() == "none", bypass.evidence())
