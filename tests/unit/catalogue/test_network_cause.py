"""The network cause: an obstacle is a fault only for a VM whose backup needs the way to Azure Storage."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import vm_no_internet_access as network_cause
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking.machine import add_rules, outdate_agent, route_subnet, silence_agent, turn_off
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import network_id, rule, security_group
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing, subnet_of

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
OLD_AGENT = "2.7.41491.971"


def denied(destination: str = "Internet", *, port: str = "*", protocol: str = "*") -> Break:
    return lambda world, vm: add_rules(world, vm, rule("Deny-Out", 200, "Deny", destination, port=port, protocol=protocol))


def routed(hop: str, prefix: str = "0.0.0.0/0") -> Break:
    return lambda world, vm: route_subnet(world, vm, ("to-somewhere", prefix, hop))


def old_agent(_world: World, vm: VirtualMachine) -> None:
    outdate_agent(vm, OLD_AGENT)


def silent(_world: World, vm: VirtualMachine) -> None:
    silence_agent(vm)


def unmanaged(_world: World, vm: VirtualMachine) -> None:
    disk = vm.model["storageProfile"]["osDisk"]
    del disk["managedDisk"]
    disk["vhd"] = {"uri": "https://account.blob.core.windows.net/vhds/os.vhd"}


def accelerated(_world: World, vm: VirtualMachine) -> None:
    vm.model["storageProfile"]["dataDisks"][0]["writeAcceleratorEnabled"] = True


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "deallocated")


def endpoint(world: World, vm: VirtualMachine) -> None:
    subnet_of(world, vm)["serviceEndpoints"] = [{"service": "Microsoft.Storage", "provisioningState": "Succeeded"}]


def without_group(world: World, vm: VirtualMachine) -> None:
    del subnet_of(world, vm)["networkSecurityGroup"]


def interface_group(access: str) -> Break:
    """A group at the interface itself, before that of the subnet."""

    def put(world: World, vm: VirtualMachine) -> None:
        identity = network_id(vm.id.group_scope, "networkSecurityGroups", "own-nsg")
        world.store.put(security_group(identity, vm.location, [rule("Own-Rule", 150, access, "Storage")]))
        interface = world.store.find(vm.network_interfaces[0])
        assert interface is not None
        interface["properties"]["networkSecurityGroup"] = {"id": identity}

    return put


def second_interface(world: World, vm: VirtualMachine) -> None:
    """Not the primary one, and in a subnet that lets nothing out."""
    interface = world.store.find(vm.network_interfaces[0])
    assert interface is not None
    extra = {**interface, "id": f"{interface['id']}-2", "name": f"{interface['name']}-2", "properties": {**interface["properties"], "primary": False}}
    identity = network_id(vm.id.group_scope, "networkSecurityGroups", "closed-nsg")
    world.store.put(security_group(identity, vm.location, [rule("Closed", 100, "Deny", "*")]))
    extra["properties"]["networkSecurityGroup"] = {"id": identity}
    world.store.put(extra)
    vm.model["networkProfile"]["networkInterfaces"].insert(0, {"id": extra["id"]})


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([old_agent], OK),
        ([without_group, old_agent], OK),
        ([interface_group("Deny"), old_agent], FAILED),
        ([interface_group("Allow"), denied(), old_agent], FAILED),
        ([second_interface, old_agent], OK),
        ([denied()], OK),
        ([denied(), old_agent], FAILED),
        ([denied("Storage.WestEurope", port="443", protocol="Tcp"), old_agent], FAILED),
        ([denied("Storage.NorthEurope"), old_agent], OK),
        ([denied("20.60.0.0/16"), old_agent], WARNING),
        ([denied("20.60.0.0/16")], OK),
        ([denied(), unmanaged], FAILED),
        ([denied(), accelerated], WARNING),
        ([denied(), silent], UNKNOWN),
        ([silent], OK),
        ([denied(), old_agent, off], SKIPPED),
    ],
)
def test_security_groups(broken: list[Break], status: Status) -> None:
    assert find(network_cause.outbound_storage, *broken).status is status


def test_the_rule_that_decides_is_named_and_shown() -> None:
    finding = find(network_cause.outbound_storage, denied(), old_agent)
    assert "Rule Deny-Out (priority 200) of web-01-nsg denies Azure Storage on TCP 443." in str(finding.text)
    assert (finding.evidence[0].path, finding.evidence[0].value) == ("$.properties.securityRules[0].properties.access", "Deny")
    assert finding.evidence[1].value == OLD_AGENT


def test_the_code_that_says_no_network_makes_a_deny_suspicious() -> None:
    assert find(network_cause.outbound_storage, denied(), code="ExtensionSnapshotFailedNoNetwork").status is WARNING
    assert find(network_cause.outbound_storage, denied(), code="BackUpOperationFailed").status is OK


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([routed("Internet"), old_agent], OK),
        ([routed("None")], OK),
        ([routed("None"), old_agent], FAILED),
        ([routed("None", "Storage.WestEurope"), old_agent], FAILED),
        ([routed("VirtualAppliance"), old_agent], WARNING),
        ([routed("VirtualNetworkGateway"), silent], UNKNOWN),
        ([routed("VirtualAppliance"), endpoint, old_agent], OK),
        ([routed("None"), old_agent, off], SKIPPED),
    ],
)
def test_routes(broken: list[Break], status: Status) -> None:
    assert find(network_cause.route_to_storage, *broken).status is status


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([denied("*")], OK),
        ([denied("168.63.129.16/32")], OK),
        ([denied("AzurePlatformDNS")], WARNING),
        ([denied("AzurePlatformDNS", port="53", protocol="Udp")], WARNING),
        ([denied("AzurePlatformDNS", port="443")], OK),
        ([denied("AzurePlatformIMDS")], OK),
        ([denied("AzurePlatformDNS"), off], SKIPPED),
    ],
)
def test_name_resolution(broken: list[Break], status: Status) -> None:
    assert find(network_cause.name_resolution, *broken).status is status
