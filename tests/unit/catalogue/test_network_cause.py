"""The network cause: an obstacle is a fault only for a VM whose backup needs the way to Azure Storage."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import vm_no_internet_access as network_cause
from backup_doctor.core.language import language
from backup_doctor.core.model import CheckFunction, Status
from backup_doctor.core.redact import redact
from backup_doctor.core.report import dumps
from backup_doctor.lab.breaking.guest import add_firewall_blocks, block_host, lose_route, misanswer_host, misfit_agent, say_nothing_of, set_proxy
from backup_doctor.lab.breaking.machine import outdate_agent, silence_agent, turn_off
from backup_doctor.lab.breaking.network import (
    accelerate_writes,
    add_admin_rules,
    add_rules,
    add_storage_endpoint,
    interface_of,
    make_private,
    route_subnet,
    unmanage_disks,
    use_dns_servers,
)
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import network_id, rule, security_group
from backup_doctor.lab.network_manager import admin_rule
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, find_inside, inside, nothing, scenario, subnet_of

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
    unmanage_disks(vm)


def accelerated(_world: World, vm: VirtualMachine) -> None:
    accelerate_writes(vm)


def forbidden(world: World, vm: VirtualMachine) -> None:
    """The account may read what is configured, but not what is in effect."""
    world.deny("Microsoft.Network/networkInterfaces/effective*/action", vm.id.group_scope)


def admin(access: str, destination: str = "Internet") -> Break:
    return lambda world, vm: add_admin_rules(world, vm, "nm-hub", admin_rule("From-Above", 10, access, destination))


def private(world: World, vm: VirtualMachine) -> None:
    make_private(world, vm)


def cut_off(world: World, vm: VirtualMachine) -> None:
    interface_of(world, vm)["properties"]["defaultOutboundConnectivityEnabled"] = False


def nat_gateway(world: World, vm: VirtualMachine) -> None:
    subnet_of(world, vm)["natGateway"] = {"id": network_id(vm.id.group_scope, "natGateways", "nat")}


def pooled(world: World, vm: VirtualMachine) -> None:
    configuration = interface_of(world, vm)["properties"]["ipConfigurations"][0]["properties"]
    configuration["loadBalancerBackendAddressPools"] = [{"id": network_id(vm.id.group_scope, "loadBalancers", "lb/backendAddressPools/pool")}]


def policed(world: World, vm: VirtualMachine) -> None:
    add_storage_endpoint(world, vm, policy="only-ours")


def policed_without_endpoint(world: World, vm: VirtualMachine) -> None:
    policed(world, vm)
    del subnet_of(world, vm)["serviceEndpoints"]


def own_servers(world: World, vm: VirtualMachine) -> None:
    use_dns_servers(world, vm, "10.20.9.4")


def agentless(world: World, _vm: VirtualMachine) -> None:
    for policy in world.store.of_type("Microsoft.RecoveryServices/vaults/backupPolicies"):
        policy["properties"] |= {"policyType": "V2", "snapshotConsistencyType": "OnlyCrashConsistent"}


def asg_id(vm: VirtualMachine, name: str) -> str:
    return network_id(vm.id.group_scope, "applicationSecurityGroups", name)


def member_of(name: str) -> Break:
    """A second IP configuration puts the interface into an application security group."""

    def put(world: World, vm: VirtualMachine) -> None:
        configurations = interface_of(world, vm)["properties"]["ipConfigurations"]
        properties = {**configurations[0]["properties"], "primary": False, "privateIPAddress": "10.20.0.5"}
        configurations.append({"name": "second", "properties": {**properties, "applicationSecurityGroups": [{"id": asg_id(vm, name)}]}})

    return put


def denied_to_group(name: str) -> Break:
    def put(world: World, vm: VirtualMachine) -> None:
        groups = [{"id": asg_id(vm, name)}]
        add_rules(world, vm, rule("Deny-Group", 200, "Deny", "Internet", sourceAddressPrefix="", sourceApplicationSecurityGroups=groups))

    return put


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "deallocated")


def endpoint(world: World, vm: VirtualMachine) -> None:
    add_storage_endpoint(world, vm)


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
        ([denied(), old_agent, off], OK),
        ([denied(), silent, agentless], OK),
        ([admin("Allow"), denied(), old_agent], FAILED),
        ([admin("AlwaysAllow"), denied(), old_agent], OK),
        ([admin("Deny"), old_agent], SKIPPED),
        ([member_of("Web"), denied_to_group("Web"), old_agent], FAILED),
        ([member_of("Web"), denied_to_group("Db"), old_agent], OK),
        ([denied(), forbidden, old_agent], FAILED),
        ([denied(), forbidden], OK),
    ],
)
def test_security_groups(broken: list[Break], status: Status) -> None:
    assert find(network_cause.outbound_storage, *broken).status is status


def test_the_rule_that_decides_is_named_and_shown() -> None:
    finding = find(network_cause.outbound_storage, denied(), old_agent)
    assert "Rule Deny-Out (priority 200) of web-01-nsg denies Azure Storage on TCP 443." in str(finding.text)
    assert (finding.evidence[0].path, finding.evidence[0].value) == ("$.value[0].effectiveSecurityRules[0].access", "Deny")
    assert finding.evidence[0].request.startswith("POST ")
    assert OLD_AGENT in [evidence.value for evidence in finding.evidence]


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
        ([routed("None"), old_agent, off], OK),
        ([routed("SomethingNew"), old_agent], UNKNOWN),
        ([routed("SomethingNew")], OK),
        ([routed("None", "203.0.113.40/32"), old_agent], WARNING),
        ([routed("None"), forbidden, old_agent], FAILED),
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
        ([denied("AzurePlatformDNS"), off], OK),
        ([denied("AzurePlatformDNS"), own_servers], OK),
    ],
)
def test_name_resolution(broken: list[Break], status: Status) -> None:
    assert find(network_cause.name_resolution, *broken).status is status


@pytest.mark.parametrize("broken", [denied("AzurePlatformIMDS"), denied("AzurePlatformLKM")])
def test_other_services_of_the_host_are_named_and_blamed_for_nothing(broken: Break) -> None:
    finding = find(network_cause.name_resolution, broken)
    assert finding.status is OK
    assert "Rule Deny-Out of web-01-nsg denies AzurePlatform" in str(finding.text)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([admin("Deny"), old_agent], FAILED),
        ([admin("Deny")], OK),
        ([admin("Deny"), accelerated], WARNING),
        ([admin("Deny", "203.0.113.40/32"), old_agent], WARNING),
        ([admin("Deny", "Sql"), old_agent], OK),
        ([admin("AlwaysAllow"), old_agent], OK),
        ([admin("Deny"), old_agent, off], SKIPPED),
        ([admin("Deny"), old_agent, forbidden], UNKNOWN),
        ([admin("Deny"), forbidden], SKIPPED),
    ],
)
def test_security_admin_rules(broken: list[Break], status: Status) -> None:
    assert find(network_cause.security_admin_rules, *broken).status is status


def test_unseen_admin_rules_name_the_permission_that_is_missing() -> None:
    finding = find(network_cause.security_admin_rules, forbidden, old_agent)
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action"
    assert finding.missing.scope.endswith("/networkInterfaces/web-01-nic")


@pytest.mark.parametrize("check", [network_cause.outbound_storage, network_cause.route_to_storage])
@pytest.mark.parametrize(
    ("broken", "faults", "words"),
    [
        ([nothing], (), "in effect."),
        ([forbidden], (), "because those in effect could not be read: Not allowed to look: the account lacks Microsoft.Network/networkInterfaces/"),
        ([nothing], ("429/1200:/effective",), "because those in effect could not be read: Azure is throttling this account"),
        ([nothing], ("501:/effective",), "because those in effect could not be read: Azure had an internal error, 501"),
        ([nothing], ("html:/operations/",), "because those in effect could not be read: The answer was not JSON."),
        ([off], (), "while the VM does not run, Azure does not work out which are in effect."),
    ],
)
def test_a_finding_says_what_it_rests_on(check: CheckFunction, broken: list[Break], faults: tuple[str, ...], words: str) -> None:
    finding = find(check, *broken, faults=faults)
    assert finding.status is OK
    assert words in str(finding.text)


def test_a_closed_way_out_beside_the_primary_one_is_mentioned() -> None:
    finding = find(network_cause.outbound_storage, second_interface, old_agent)
    assert "Another way out, of web-01-nic-2, is closed by rule Closed of closed-nsg" in str(finding.text)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([private], OK),
        ([private, old_agent], OK),
        ([private, routed("Internet", "Storage"), old_agent], WARNING),
        ([private, routed("Internet", "Storage")], OK),
        ([private, routed("Internet", "Storage"), nat_gateway, old_agent], OK),
        ([private, routed("Internet", "Storage"), pooled, old_agent], OK),
        ([private, routed("VirtualAppliance"), old_agent], OK),
        ([routed("Internet", "Storage"), old_agent], OK),
        ([cut_off], OK),
        ([cut_off, old_agent], WARNING),
        ([cut_off, nat_gateway, old_agent], OK),
    ],
)
def test_ways_out_of_the_subnet(broken: list[Break], status: Status) -> None:
    assert find(network_cause.egress_exists, *broken).status is status


def test_an_interface_without_default_access_is_not_said_to_use_it() -> None:
    assert "uses Azure's default outbound access" not in str(find(network_cause.egress_exists, cut_off).text)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([endpoint, old_agent], OK),
        ([policed], OK),
        ([policed, unmanaged], WARNING),
        ([policed, old_agent], WARNING),
        ([policed, silent], UNKNOWN),
        ([policed_without_endpoint, old_agent], OK),
    ],
)
def test_service_endpoint_policies(broken: list[Break], status: Status) -> None:
    assert find(network_cause.service_endpoint_policy, *broken).status is status


@pytest.mark.parametrize(
    ("broken", "status"), [([nothing], OK), ([old_agent], OK), ([own_servers], OK), ([own_servers, old_agent], UNKNOWN), ([own_servers, off], OK)]
)
def test_dns_servers(broken: list[Break], status: Status) -> None:
    assert find(network_cause.dns_servers, *broken).status is status


@pytest.mark.parametrize(
    ("os", "broken", "status", "words"),
    [
        ("Windows", [], OK, "can be reached on TCP 80 and 32526"),
        ("Linux", [], OK, "can be reached on TCP 80 and 32526"),
        ("Linux", [inside(misfit_agent)], OK, "leave the firewall as it is"),
        ("Windows", [inside(block_host, 32526)], FAILED, "cannot be reached on TCP 32526"),
        ("Linux", [inside(block_host, 80), inside(lose_route)], FAILED, "The guest has no route to it."),
        ("Windows", [inside(misanswer_host), inside(set_proxy, "proxy.contoso.com:8080")], WARNING, "A proxy is set for the system"),
        ("Windows", [inside(block_host, 80), agentless], SKIPPED, "takes agentless snapshots"),
        ("Linux", [inside(say_nothing_of, "host32526")], UNKNOWN, "could not find this out"),
        ("Windows", [inside(block_host, 80), inside(add_firewall_blocks, 2)], FAILED, "2 enabled outbound rule(s) that block"),
    ],
)
def test_the_azure_host_from_inside(os: str, broken: list[Break], status: Status, words: str) -> None:
    finding = find_inside(network_cause.host_reachable, *broken, os=os)
    assert finding.status is status
    assert words in str(finding.text)


@pytest.mark.parametrize("name", ["admin-rule-denies", "subnet-denies-although-interface-allows"])
def test_a_redacted_report_names_no_rule(name: str) -> None:
    with scenario(name) as lab:
        report = dumps(redact(lab.diagnose()), language("en"))
    assert "security admin rule [" in report or "Rule [" in report
    assert [word for word in ("No-Internet", "nm-landing-zone", "Deny-Internet", "etl-worker") if word in report] == []
