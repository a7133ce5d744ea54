"""Thousands of VMs over forty subscriptions, a few of which failed last night for causes that they share.

The same number gives the same fleet. Everything around a VM is there, as in a scenario; but networks, vaults and policies are shared by
the VMs of a place, as they are in real tenants.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ..core.fleet import Kind
from . import backup, network
from .breaking.backup import refuse_backup_group
from .breaking.machine import break_backup_extension, fill_restore_points, lock_backup_group, outdate_agent, silence_agent, turn_off
from .build import attach_disks, fail_last_backup, linux_alone, protect, windows_alone
from .failures import AGENT_UNAVAILABLE, failure_of
from .fleet_places import Place, places
from .machine import VirtualMachine
from .world import World

SEED = 2026
"""Any will do; the same fleet comes of it each time."""
SHARE = 0.014
"""Of the backups that fail in a night."""

ONE_LOCK, OTHER_LOCKS = 11, 3
"""VMs behind one and the same lock, and behind one each."""

LEAST = 20
"""VMs that fail in the smallest fleet: every cause is met."""

ROLES = ("web", "app", "sql", "file", "dc", "etl", "vdi", "mq", "git", "ci")


@dataclass(frozen=True, slots=True)
class Fleet:
    """What was built, and what a run over it has to find."""

    failing: tuple[tuple[str, str], ...]
    """Id of each VM that failed, and the fault it has."""
    causes: Mapping[str, int]
    """How many VMs each root cause has, by the cause's id; under `Kind.NOT_EXAMINED` those that cannot be examined."""


@dataclass(slots=True)
class _Builder:
    world: World
    places: list[Place]
    chance: random.Random
    failing: list[tuple[str, str]] = field(default_factory=list)
    causes: dict[str, int] = field(default_factory=dict)
    numbers: dict[Place, int] = field(default_factory=dict)

    def add(self, place: Place, os: str, subnet: str = "app", *, protected: bool = True, policy: str = "") -> VirtualMachine:
        """One more healthy VM at a place."""
        number = self.numbers[place] = self.numbers.get(place, 0) + 1
        role = ROLES[number % len(ROLES)]
        make = windows_alone if os == "Windows" else linux_alone
        site = place.site(f"rg-{place.unit}-{role}-{place.stage}")
        vm = self.world.add_machine(make(self.world, f"{role}-{place.short}-{number:03}", site))
        attach_disks(self.world, vm)
        place.connect(self.world, vm, subnet, number)
        last_night = self.world.now() - timedelta(hours=9, minutes=self.chance.randrange(90))
        for extension in vm.extensions:
            extension.since = last_night
        if protected:
            protect(self.world, vm, site, [last_night - timedelta(days=1), last_night], policy or f"Daily-{number // 100 + 1}")
        return vm

    def fail(self, cause: str, fault: str, vm: VirtualMachine) -> None:
        """Its backup failed last night, for what is wrong with it."""
        failure = failure_of(self.world, vm)
        if failure is None:  # pragma: no cover: the list of faults would be wrong
            raise ValueError(f"{fault} does no harm to {vm.id}")
        fail_last_backup(self.world, vm, failure)
        self.failing.append((str(vm.id), fault))
        self.causes[cause] = self.causes.get(cause, 0) + 1


def populate_fleet(world: World, total: int = 10_000, failing: int | None = None, seed: int = SEED) -> Fleet:
    """Build a fleet in a world.

    Args:
        total: VMs in all; the smallest fleet has 50.
        failing: how many of them failed; None is as many as do in a night.
    """
    total = max(total, 50)
    builder = _Builder(world, places(world, total), random.Random(seed))
    failing = max(LEAST, round(total * SHARE) if failing is None else failing)
    _lock(builder)
    _forget(builder)
    for (build, _), count in zip(_FAULTS, _shared_out(failing - ONE_LOCK - OTHER_LOCKS - 1), strict=True):
        build(builder, count)
    _fill_up(builder, total - failing + 1)  # the forgotten one is no VM any more
    return Fleet(tuple(builder.failing), builder.causes)


def _fill_up(builder: _Builder, count: int) -> None:
    """Healthy ones, evenly over all places but the last, which is new; some are off, some are not backed up."""
    for number in range(count):
        place = builder.places[number % (len(builder.places) - 1)]
        subnet = ("web", "app", "data")[number % 3]
        luck = builder.chance.random()
        vm = builder.add(place, "Windows" if builder.chance.random() < 0.6 else "Linux", subnet, protected=luck > 0.06)
        if luck > 0.95:
            turn_off(vm, "deallocated")


def _lock(builder: _Builder) -> None:
    """One lock on a place's group of restore points, which has filled up behind it for eleven VMs; and three more, each for one."""
    for place, count in zip(builder.places, (ONE_LOCK, *(1,) * OTHER_LOCKS), strict=False):
        vms = [builder.add(place, "Windows" if number % 2 else "Linux") for number in range(count)]
        lock_backup_group(builder.world, vms[0], place.backup_group, "do-not-delete", "Set by the platform team after the audit.")
        for vm in vms:
            fill_restore_points(builder.world, vm)
            builder.fail("resource-group-lock", "lock", vm)


def _close_subnet(builder: _Builder, count: int) -> None:
    """A security group denies the Internet to a subnet with old agents, which need it."""
    place = builder.places[1]
    place.add_rule(builder.world, "data", network.rule("Deny-Internet", 200, "Deny", "Internet"))
    for _ in range(count):
        vm = builder.add(place, "Windows", "data")
        outdate_agent(vm, "2.7.41491.971")
        builder.fail("vm-no-internet-access", "security-group", vm)


def _stop_agents(builder: _Builder, count: int) -> None:
    """Agents that did not come back after a night of patching."""
    for number in range(count):
        vm = builder.add(builder.places[2 + number % 2], "Windows")
        silence_agent(vm)
        builder.fail("windows-agent-unresponsive", "stopped-agent", vm)


def _leave_agents_old(builder: _Builder, count: int) -> None:
    """An image from years ago, used wherever there was need of one."""
    for number in range(count):
        vm = builder.add(builder.places[number % (len(builder.places) - 1)], "Linux")
        outdate_agent(vm, "2.2.41.0")
        builder.fail("linux-agent-outdated", "old-agent", vm)


def _break_extensions(builder: _Builder, count: int) -> None:
    """The backup extension itself fails."""
    for number in range(count):
        vm = builder.add(builder.places[number % (len(builder.places) - 1)], "Linux")
        message = "The handler for the extension exited with code 16: guest agent certificate not found"
        break_backup_extension(builder.world, vm, "failed/16", "Failed", message, timedelta(hours=9))
        builder.fail("backup-extension-load-failure", "extension", vm)


def _refuse_groups(builder: _Builder, count: int) -> None:
    """A new place, where Azure Policy does not let Azure Backup make its group of restore points."""
    vms = [builder.add(builder.places[-1], "Windows" if number % 2 else "Linux") for number in range(count)]
    for vm in vms:
        refuse_backup_group(builder.world, vm, "Require a cost centre on every group")
    for vm in vms:
        builder.fail("policy-denies-restore-points", "policy", vm)


def _forget(builder: _Builder) -> None:
    """A VM that was deleted while its protection went on."""
    place, world = builder.places[4 % len(builder.places)], builder.world
    vm = windows_alone(world, "gone-01", place.site(f"rg-{place.unit}-old-{place.stage}"))
    vault = backup.vault_id(world.store.add_group(vm.id.subscription, place.vault_group), place.vault)
    last_night = world.now() - timedelta(hours=9)
    job = backup.make_job(vault, f"{vm.model['vmId']}", vm.id, last_night, user_triggered=False)
    backup.end_job(job, "Failed", ("Failed", "NotStarted"), last_night + timedelta(minutes=3), AGENT_UNAVAILABLE.details)
    item = backup.make_item(vault, vm.id, backup.make_policy(vault)["id"], last_night, "Failed")
    for resource in (backup.make_vault(vault, place.region), item, job):
        world.store.put(resource)
    builder.failing.append((str(vm.id), "deleted"))
    builder.causes[Kind.NOT_EXAMINED] = 1


_FAULTS: tuple[tuple[Callable[[_Builder, int], None], int], ...] = (
    (_close_subnet, 35),
    (_stop_agents, 27),
    (_leave_agents_old, 19),
    (_refuse_groups, 11),
    (_break_extensions, 8),
)
"""What else fails, and its share in a hundred."""


def _shared_out(count: int) -> Iterator[int]:
    """So many for each of `_FAULTS`: at least one, and what is left over to the first."""
    counts = [max(1, count * share // 100) for _, share in _FAULTS]
    yield count - sum(counts[1:])
    yield from counts[1:]
