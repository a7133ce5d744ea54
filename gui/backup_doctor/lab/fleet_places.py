"""Where the VMs of the lab's fleet live: subscriptions of a company, each in one or two regions, with what the VMs of a place share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..core.resource_id import group_scope
from . import network
from .answers import Json
from .build import Site
from .machine import VirtualMachine
from .world import World

UNITS = ("retail", "logistics", "finance", "people", "plants", "research", "energy", "media", "health", "platform")
STAGES = ("prod", "test", "dev", "shared")
STAGE_NAMES = {"prod": "Production", "test": "Test", "dev": "Development", "shared": "Shared Services"}

REGIONS = {
    "westeurope": "weu",
    "northeurope": "neu",
    "germanywestcentral": "gwc",
    "swedencentral": "sdc",
    "francecentral": "frc",
    "switzerlandnorth": "szn",
}
"""With the short form in names."""

SUBNETS = ("web", "app", "data")
VMS_OF_A_PLACE = 170
"""Ten thousand VMs make about sixty networks."""


@dataclass(frozen=True, slots=True)
class Place:
    """One region of one subscription."""

    unit: str
    stage: str
    region: str
    number: int
    """Among all places; networks of two places do not overlap."""
    scope: str
    """Id of the group with the network."""

    @property
    def short(self) -> str:
        """For the names of VMs."""
        return f"{self.unit[:3]}{self.stage[0]}-{REGIONS[self.region]}"

    @property
    def subscription(self) -> str:
        """Its display name."""
        return name_of(self.unit, self.stage)

    @property
    def backup_group(self) -> str:
        """Where Azure Backup keeps the restore points."""
        return f"AzureBackupRG_{self.region}_1"

    @property
    def vault_group(self) -> str:
        return f"rg-backup-{REGIONS[self.region]}"

    @property
    def vault(self) -> str:
        return f"rsv-{self.unit}-{self.stage}-{REGIONS[self.region]}"

    def site(self, group: str) -> Site:
        """A VM's site in one of the place's resource groups."""
        return Site(group, self.subscription, self.region, self.backup_group, self.vault_group, self.vault)

    def connect(self, world: World, vm: VirtualMachine, subnet: str, number: int) -> None:
        """Give the VM its interface in one of the subnets."""
        address = f"10.{self.number}.{SUBNETS.index(subnet) * 64 + number // 250}.{number % 250 + 4}"
        world.store.put(
            network.interface(vm.network_interfaces[0], self.region, vm=str(vm.id), subnet=f"{self._network}/subnets/{subnet}", address=address)
        )

    def add_rule(self, world: World, subnet: str, rule: Json) -> None:
        """Put a rule (from `network.rule`) into the security group of a subnet."""
        group = world.store.find(self._group(subnet))
        if group is None:
            raise LookupError(self._group(subnet))
        group["properties"]["securityRules"].append(network.rule_resource(group["id"], rule["name"], rule["properties"]))

    def furnish(self, world: World) -> None:
        """Make its network: one, with three subnets, each behind a security group that lets everything out."""
        world.store.put(network.virtual_network(self._network, self.region, f"10.{self.number}.0.0/16"))
        for index, name in enumerate(SUBNETS):
            subnet = network.subnet(f"{self._network}/subnets/{name}", f"10.{self.number}.{index * 64}.0/18")
            subnet["properties"]["networkSecurityGroup"] = {"id": self._group(name)}
            world.store.put(subnet)
            world.store.put(network.security_group(self._group(name), self.region))

    @property
    def _network(self) -> str:
        return network.network_id(self.scope, "virtualNetworks", f"vnet-{self.unit}-{self.stage}-{REGIONS[self.region]}")

    def _group(self, subnet: str) -> str:
        return network.network_id(self.scope, "networkSecurityGroups", f"nsg-{self.unit}-{self.stage}-{REGIONS[self.region]}-{subnet}")


def name_of(unit: str, stage: str) -> str:
    """A subscription's display name."""
    return f"Contoso {unit.title()} {STAGE_NAMES[stage]}"


def places(world: World, total: int) -> list[Place]:
    """The places for so many VMs: one in each of the forty subscriptions, then second regions; fewer subscriptions for a small fleet."""
    found = [place for _, place in zip(range(max(6, total // VMS_OF_A_PLACE)), _all(world), strict=False)]
    for place in found:
        place.furnish(world)
    return found


def _all(world: World) -> Iterator[Place]:
    regions = list(REGIONS)
    for number, (round_, stage, unit) in enumerate(product(range(len(regions)), STAGES, UNITS)):  # pragma: no branch: nobody asks for so many
        region = regions[(number + round_) % len(regions)] if round_ or number else regions[0]
        subscription = world.subscription(name_of(unit, stage))
        scope = group_scope(subscription, f"rg-network-{REGIONS[region]}")
        world.store.add_group(subscription, f"rg-network-{REGIONS[region]}")
        yield Place(unit, stage, region, number % 250, scope)
