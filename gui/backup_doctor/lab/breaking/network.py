"""What can go wrong with a VM's network. Each function takes a healthy VM from `build`."""

from __future__ import annotations

from .. import network
from ..answers import Json
from ..machine import VirtualMachine
from ..network_manager import manage
from ..world import World


def _stored(world: World, identity: str) -> Json:
    resource = world.store.find(identity)
    if resource is None:
        raise LookupError(identity)
    return resource


def subnet_of(world: World, vm: VirtualMachine) -> Json:
    """The VM's subnet.

    Raises:
        LookupError: it has none.
    """
    return _stored(world, network.network_id(vm.id.group_scope, "virtualNetworks", f"{vm.id.name}-vnet/subnets/default"))


def interface_of(world: World, vm: VirtualMachine) -> Json:
    """The VM's first interface.

    Raises:
        LookupError: it has none.
    """
    return _stored(world, vm.network_interfaces[0])


def add_rules(world: World, vm: VirtualMachine, *rules: Json) -> Json:
    """Put rules (from `network.rule`) into the security group of the VM's subnet; returns the group.

    Raises:
        LookupError: there is no such group.
    """
    group = _stored(world, network.network_id(vm.id.group_scope, "networkSecurityGroups", f"{vm.id.name}-nsg"))
    own = group["properties"]["securityRules"]
    own.extend(network.rule_resource(group["id"], rule["name"], rule["properties"]) for rule in rules)
    return group


def guard_interface(world: World, vm: VirtualMachine, *rules: Json) -> None:
    """Give the VM's interface a security group of its own with these rules (from `network.rule`)."""
    identity = network.network_id(vm.id.group_scope, "networkSecurityGroups", f"{vm.id.name}-nic-nsg")
    world.store.put(network.security_group(identity, vm.location, rules))
    interface_of(world, vm)["properties"]["networkSecurityGroup"] = {"id": identity}


def add_admin_rules(world: World, vm: VirtualMachine, manager: str, *rules: Json) -> None:
    """Put the VM's network under a network manager with these rules (from `network_manager.admin_rule`)."""
    virtual_network = network.network_id(vm.id.group_scope, "virtualNetworks", f"{vm.id.name}-vnet")
    group = world.store.add_group(vm.id.subscription, "rg-network-hub")
    manage(world, network.network_id(group, "networkManagers", manager), virtual_network, rules)


def route_subnet(world: World, vm: VirtualMachine, *routes: tuple[str, str, str]) -> None:
    """Give the VM's subnet a route table of (name, prefix, next hop type).

    Raises:
        LookupError: the VM has no subnet.
    """
    table = network.network_id(vm.id.group_scope, "routeTables", f"{vm.id.name}-routes")
    world.store.put(network.route_table(table, vm.location, routes))
    subnet_of(world, vm)["properties"]["routeTable"] = {"id": table}


def make_private(world: World, vm: VirtualMachine) -> None:
    """Make the VM's subnet a private one, without anything that leads out."""
    subnet_of(world, vm)["properties"]["defaultOutboundAccess"] = False


def add_storage_endpoint(world: World, vm: VirtualMachine, policy: str = "") -> None:
    """Give the VM's subnet a service endpoint for storage, with an endpoint policy if one is named."""
    properties = subnet_of(world, vm)["properties"]
    properties["serviceEndpoints"] = [{"service": "Microsoft.Storage", "provisioningState": "Succeeded", "locations": [vm.location]}]
    if policy:
        properties["serviceEndpointPolicies"] = [{"id": network.network_id(vm.id.group_scope, "serviceEndpointPolicies", policy)}]


def use_dns_servers(world: World, vm: VirtualMachine, *servers: str) -> None:
    """Let the VM's network ask its own servers for names.

    Raises:
        LookupError: the VM has no network.
    """
    virtual_network = _stored(world, network.network_id(vm.id.group_scope, "virtualNetworks", f"{vm.id.name}-vnet"))
    virtual_network["properties"]["dhcpOptions"] = {"dnsServers": list(servers)}


def unmanage_disks(vm: VirtualMachine) -> None:
    """The OS disk is a page blob in a storage account; the data disks are gone."""
    storage = vm.model["storageProfile"]
    storage["dataDisks"] = []
    disk = storage["osDisk"]
    disk.pop("managedDisk", None)
    disk["vhd"] = {"uri": f"https://{vm.id.name.replace('-', '')}.blob.core.windows.net/vhds/os.vhd"}


def accelerate_writes(vm: VirtualMachine) -> None:
    """A data disk has Write Accelerator."""
    vm.model["storageProfile"]["dataDisks"][0]["writeAcceleratorEnabled"] = True
