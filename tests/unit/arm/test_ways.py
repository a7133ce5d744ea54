"""The ways out of a VM where Azure's answers have holes: what is configured stands in, and no obstacle is made up or passed over."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from backup_doctor.arm.errors import Garbled, NotSignedIn
from backup_doctor.core.facts import Access, Destination, NetworkPath
from backup_doctor.core.model import Listing
from backup_doctor.lab.breaking.network import add_rules, interface_of, route_subnet
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import rule
from backup_doctor.lab.world import World
from tests.helpers.gaps import one_vm_lacking
from tests.helpers.worlds import Break, Lab, one_vm

IN_EFFECT = "Microsoft.Network/locations"
"""Where Azure says what is in effect, once it has worked it out."""


def paths(lab: Lab) -> Listing[NetworkPath]:
    return lab.ask(lambda vm: vm.outbound(Destination.STORAGE, 443))


def no_interface(_world: World, vm: VirtualMachine) -> None:
    vm.model["networkProfile"]["networkInterfaces"].clear()


def closed(world: World, vm: VirtualMachine) -> None:
    add_rules(world, vm, rule("Deny-Out", 200, "Deny", "Internet"))


def routed(world: World, vm: VirtualMachine) -> None:
    route_subnet(world, vm, ("nowhere", "0.0.0.0/0", "None"))


def second_interface(**configuration: Any) -> Break:
    """Not the primary one; some of its configuration's properties differ, those that are None are taken out."""

    def add(world: World, vm: VirtualMachine) -> None:
        extra = deepcopy(interface_of(world, vm))
        extra |= {"id": f"{extra['id']}-2", "name": f"{extra['name']}-2"}
        extra["properties"]["primary"] = False
        place = extra["properties"]["ipConfigurations"][0]
        place["properties"] = {name: value for name, value in (place["properties"] | configuration).items() if value is not None}
        world.store.put(extra)
        interfaces = vm.model["networkProfile"]["networkInterfaces"]
        interfaces[0]["properties"] = {"primary": True}
        interfaces.append({"id": extra["id"], "properties": {"primary": False}})

    return add


def test_a_vm_without_an_interface_has_no_way_out_and_nobody_to_ask_for_names() -> None:
    with one_vm(no_interface) as lab:
        listing = paths(lab)
        with pytest.raises(Garbled, match="networkInterfaces"):
            lab.ask(lambda vm: vm.dns_servers())
    assert listing.items == ()
    assert [evidence.path for evidence in listing.evidence] == ["$.properties.networkProfile.networkInterfaces"]


@pytest.mark.parametrize("field", ["direction", "access"])
def test_where_a_rule_in_effect_cannot_be_read_the_configured_ones_decide(field: str) -> None:
    with one_vm_lacking(IN_EFFECT, field, broken=(closed,)) as lab:
        (path,) = paths(lab).items
    assert (path.access, path.nsgs[0].rule) == (Access.DENY, "Deny-Out")
    assert not path.rules.effective
    assert "lacks the field" in str(path.rules.refusal) and field in str(path.rules.refusal)
    assert path.routes.effective, "the routes were read"


def test_where_a_route_in_effect_cannot_be_read_the_configured_ones_decide() -> None:
    with one_vm_lacking(IN_EFFECT, "state", broken=(routed,)) as lab:
        (path,) = paths(lab).items
    assert (path.route.prefix, path.route.next_hop) == ("0.0.0.0/0", "None")
    assert not path.routes.effective
    assert "no active route" in str(path.routes.refusal)
    assert path.rules.effective, "the rules were read"


def test_an_interface_beside_is_judged_too() -> None:
    with one_vm(second_interface()) as lab:
        assert [path.nic for path in paths(lab).items] == ["web-01-nic", "web-01-nic-2"]


def test_where_the_vm_names_no_primary_interface_the_interface_itself_does() -> None:
    def swapped(world: World, vm: VirtualMachine) -> None:
        second_interface()(world, vm)
        first, second = vm.model["networkProfile"]["networkInterfaces"]
        del first["properties"], second["properties"]
        for identity, is_primary in ((first["id"], False), (second["id"], True)):
            world.store.find(identity)["properties"]["primary"] = is_primary  # type: ignore[index]  # it has just been put there

    with one_vm(swapped) as lab:
        found = paths(lab).items
    assert [(path.nic, path.primary) for path in found] == [("web-01-nic-2", True), ("web-01-nic", False)]


def test_an_interface_beside_without_an_address_does_not_spoil_the_main_one() -> None:
    with one_vm(second_interface(privateIPAddress=None)) as lab:
        assert [path.nic for path in paths(lab).items] == ["web-01-nic"]


def test_an_interface_beside_that_may_not_be_read_does_not_spoil_the_main_one() -> None:
    with one_vm(second_interface(), faults=("403:networkInterfaces/web-01-nic-2",)) as lab:
        assert [path.nic for path in paths(lab).items] == ["web-01-nic"]


def test_a_sign_in_that_ends_at_an_interface_beside_is_not_passed_over() -> None:
    with one_vm(second_interface(), faults=("401:networkInterfaces/web-01-nic-2",)) as lab, pytest.raises(NotSignedIn):
        paths(lab)
