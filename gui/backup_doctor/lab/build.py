"""Builds healthy VMs with all that belongs to them: network, vault, policy, jobs, restore points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..core.resource_id import VmId
from . import backup, disks, network
from .answers import Json
from .failures import Failure
from .guest import ProbedGuest
from .identity import guid
from .machine import BACKUP_PUBLISHER, Agent, Extension, VirtualMachine
from .protection import item_of
from .world import World

PRODUCTION = "Contoso Production"
SANDBOX = "Contoso Sandbox"
FINANCE = "Contoso Finance"

CURRENT_WINDOWS_AGENT = "2.7.41491.1183"
CURRENT_LINUX_AGENT = "2.15.0.1"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a VM lives."""

    group: str
    """Its resource group's name."""
    subscription: str = PRODUCTION
    """Display name."""
    location: str = "westeurope"
    backup_group: str = "AzureBackupRG_westeurope_1"
    """Where Azure Backup keeps the restore points."""
    vault_group: str = "rg-backup"
    vault: str = "rsv-contoso-weu"


def windows(world: World, name: str, site: Site, *, restore_points: int = 2) -> VirtualMachine:
    """A healthy Windows VM that was backed up last night."""
    return _settle_in(world, windows_alone(world, name, site), site, restore_points)


def linux(world: World, name: str, site: Site, *, restore_points: int = 2) -> VirtualMachine:
    """A healthy Linux VM that was backed up last night."""
    return _settle_in(world, linux_alone(world, name, site), site, restore_points)


def windows_alone(world: World, name: str, site: Site) -> VirtualMachine:
    """A healthy Windows VM, without anything around it."""
    image = {"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer", "sku": "2022-datacenter-g2", "version": "latest"}
    profile = {"windowsConfiguration": {"provisionVMAgent": True, "enableAutomaticUpdates": True}}
    return VirtualMachine(
        id=_id(world, name, site),
        location=site.location,
        os="Windows",
        model=_model(world, name, site, "Windows", image, profile),
        agent=Agent(CURRENT_WINDOWS_AGENT),
        os_name="Windows Server 2022 Datacenter",
        os_version="10.0.20348.2762",
        guest=ProbedGuest("Windows", now=lambda: world.now()),
        extensions=[Extension("VMSnapshot", BACKUP_PUBLISHER, "VMSnapshot", "1.0.110.0")],
    )


def linux_alone(world: World, name: str, site: Site) -> VirtualMachine:
    """A healthy Linux VM, without anything around it."""
    image = {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"}
    profile = {"linuxConfiguration": {"disablePasswordAuthentication": True, "provisionVMAgent": True}}
    return VirtualMachine(
        id=_id(world, name, site),
        location=site.location,
        os="Linux",
        model=_model(world, name, site, "Linux", image, profile),
        agent=Agent(CURRENT_LINUX_AGENT),
        os_name="ubuntu",
        os_version="24.04",
        guest=ProbedGuest("Linux", now=lambda: world.now()),
        extensions=[Extension("VMSnapshotLinux", BACKUP_PUBLISHER, "VMSnapshotLinux", "1.0.9184.0", message="Enable succeeded.")],
    )


def fail_last_backup(world: World, vm: VirtualMachine, failure: Failure) -> None:
    """Let last night's backup have failed."""
    item = protected_item(world, vm)
    vault = vault_of(item)
    started = world.now() - timedelta(hours=9)
    job = backup.make_job(vault, guid(f"failed job/{vm.id}"), vm.id, started, user_triggered=False)
    backup.end_job(job, "Failed", ("Failed", "NotStarted"), started + timedelta(minutes=12), failure.details)
    world.store.put(job)
    properties = item["properties"]
    properties |= {"lastBackupStatus": "Failed", "lastBackupTime": backup.zulu(started), "protectionStatus": "Unhealthy"}
    properties["healthStatus"] = "ActionRequired"


def protected_item(world: World, vm: VirtualMachine) -> Json:
    """The VM's protected item.

    Raises:
        KeyError: the VM is not backed up.
    """
    item = item_of(world, vm)
    if item is None:
        raise KeyError(str(vm.id))
    return item


def vault_of(item: Json) -> str:
    """The id of the vault that holds a protected item or a job, with ``/subscriptions/`` in its usual spelling."""
    identity: str = item["id"]
    cut = min(position for marker in ("/backupFabrics/", "/backupJobs/") if (position := identity.find(marker)) > 0)
    return identity[:cut].replace("/Subscriptions/", "/subscriptions/", 1)


def _id(world: World, name: str, site: Site) -> VmId:
    return VmId(world.subscription(site.subscription), site.group, name)


def _model(world: World, name: str, site: Site, os: str, image: Json, profile: Json) -> Json:
    scope = world.store.add_group(world.subscription(site.subscription), site.group)
    return {
        "vmId": guid(f"vm/{_id(world, name, site)}"),
        "hardwareProfile": {"vmSize": "Standard_D4s_v5"},
        "storageProfile": {
            "imageReference": image,
            "osDisk": {"osType": os, "name": f"{name}_OsDisk", "createOption": "FromImage", **_disk(scope, f"{name}_OsDisk", 128)},
            "dataDisks": [{"lun": 0, "name": f"{name}_Data_0", "createOption": "Empty", **_disk(scope, f"{name}_Data_0", 512)}],
        },
        "osProfile": {
            "computerName": name,
            "adminUsername": "contosoadmin",
            **profile,
            "secrets": [],
            "allowExtensionOperations": True,
            "requireGuestProvisionSignal": True,
        },
        "networkProfile": {"networkInterfaces": [{"id": network.network_id(scope, "networkInterfaces", f"{name}-nic")}]},
        "diagnosticsProfile": {"bootDiagnostics": {"enabled": True}},
        "timeCreated": "2025-02-11T08:14:03.2280000+00:00",
    }


def _disk(scope: str, name: str, size: int) -> Json:
    return {
        "caching": "ReadWrite",
        "managedDisk": {"storageAccountType": "Premium_LRS", "id": f"{scope}/providers/Microsoft.Compute/disks/{name}"},
        "diskSizeGB": size,
    }


def _settle_in(world: World, vm: VirtualMachine, site: Site, restore_points: int) -> VirtualMachine:
    world.add_machine(vm)
    last_night = world.now() - timedelta(hours=9)
    for extension in vm.extensions:
        extension.since = last_night
    attach_disks(world, vm)
    _connect(world, vm)
    protect(world, vm, site, [last_night - timedelta(days=day) for day in reversed(range(restore_points))])
    return vm


def attach_disks(world: World, vm: VirtualMachine) -> None:
    """Make the disks that the VM's model names."""
    storage = vm.model["storageProfile"]
    for disk in (storage["osDisk"], *storage["dataDisks"]):
        identity, create = disk["managedDisk"]["id"], disk["createOption"]
        world.store.put(disks.make_disk(identity, vm.location, str(vm.id), disk["diskSizeGB"], os=disk.get("osType", ""), create=create))


def _connect(world: World, vm: VirtualMachine) -> None:
    """An interface in a subnet of its own behind a security group that lets everything out, as Azure makes them."""
    scope, location, name = vm.id.group_scope, vm.location, vm.id.name
    vnet = network.network_id(scope, "virtualNetworks", f"{name}-vnet")
    subnet_id = f"{vnet}/subnets/default"
    group = network.network_id(scope, "networkSecurityGroups", f"{name}-nsg")
    subnet = network.subnet(subnet_id, "10.20.0.0/24")
    subnet["properties"]["networkSecurityGroup"] = {"id": group}
    for resource in (
        network.virtual_network(vnet, location, "10.20.0.0/16"),
        subnet,
        network.security_group(group, location),
        network.interface(vm.network_interfaces[0], location, vm=str(vm.id), subnet=subnet_id, address="10.20.0.4"),
    ):
        world.store.put(resource)


def protect(world: World, vm: VirtualMachine, site: Site, times: Sequence[datetime], policy_name: str = "DefaultPolicy") -> None:
    """Have the VM backed up, with a restore point at each of these times; the last backup of all was the last of them."""
    subscription = vm.id.subscription
    vault = backup.vault_id(world.store.add_group(subscription, site.vault_group), site.vault)
    policy = backup.make_policy(vault, policy_name)
    if world.store.find(vault) is None:
        world.store.put(backup.make_vault(vault, vm.location))
    if world.store.find(policy["id"]) is None:
        world.store.put(policy)
    world.store.put(backup.make_item(vault, vm.id, policy["id"], times[-1], "Completed"))
    world.store.put(backup.make_collection(world.store.add_group(subscription, site.backup_group), vm.location, vm.id, times))
    job = backup.make_job(vault, guid(f"completed job/{vm.id}"), vm.id, times[-1] - timedelta(days=1), user_triggered=False)
    backup.end_job(job, "Completed", ("Completed", "Completed"), times[-1] - timedelta(days=1, minutes=-38))
    world.store.put(job)
