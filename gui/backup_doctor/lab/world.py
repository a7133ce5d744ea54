"""The lab's Azure: its state, and the rules that hold for every request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from threading import RLock

from ..core.resource_id import VmId, is_within, same_id
from .answers import Json, authorization_failed
from .graph.paging import Quota, Results
from .identity import HOME, OBJECT_ID, USER, Tenant, guid, tenant_id
from .locks import make_lock
from .machine import VirtualMachine
from .operations import Effect, Operation, Operations
from .permissions import Permissions, Role
from .point_troubles import PointTroubles
from .schedule import Schedule
from .store import Store


def _utc_now() -> datetime:
    return datetime.now(UTC)


class World:
    """Everything there is in the lab. Whoever reads or changes it from outside holds `lock`."""

    def __init__(self, clock: Callable[[], datetime] = _utc_now) -> None:
        """Begin with nothing.

        Args:
            clock: the server's time, in UTC.
        """
        self.now = clock
        self.lock = RLock()
        self.pace = timedelta(seconds=0.2)
        """How long a long-running operation takes; a backup job takes several times that."""
        self.subscriptions: dict[str, str] = {}
        """Display names by id."""
        self.tenants: dict[str, Tenant] = {HOME.id: HOME}
        """Those that know the account, by id; its own is the first, of the others it is a guest."""
        self.store = Store()
        self.permissions = Permissions()
        self.operations = Operations()
        self.schedule = Schedule()
        self.activity: list[Json] = []
        """Events of the activity log, of every subscription."""
        self.refused_groups: dict[str, str] = {}
        """Resource groups (case-folded id) that an Azure Policy does not let anybody make, and its name."""
        self.point_troubles = PointTroubles()
        self.graph_quota = Quota()
        """Of Resource Graph; set its limit to see throttling."""
        self.graph_results = Results()
        self._tenant_of: dict[str, str] = {}
        """Of each subscription made here."""
        self._machines: dict[str, VirtualMachine] = {}
        self._by_interface: dict[str, VirtualMachine] = {}

    def tenant(self, name: str, domain: str) -> str:
        """The id of the tenant with this domain, made when it is new."""
        identity = tenant_id(domain)
        self.tenants.setdefault(identity, Tenant(identity, name, domain))
        return identity

    def subscription(self, name: str, tenant: str = HOME.id) -> str:
        """The id of the subscription with this display name, made when it is new.

        Args:
            tenant: where a new one is made; one that is there already stays where it is.
        """
        identity = guid(name)
        if identity not in self.subscriptions:
            self.subscriptions[identity] = name
            self._tenant_of[identity] = tenant
        return identity

    def tenant_of(self, subscription: str) -> str:
        """The id of the tenant a subscription belongs to."""
        return self._tenant_of.get(subscription.lower(), HOME.id)

    def subscriptions_of(self, tenant: str) -> list[str]:
        """The ids of a tenant's subscriptions."""
        return [identity for identity in self.subscriptions if self.tenant_of(identity) == tenant]

    def add_machine(self, vm: VirtualMachine) -> VirtualMachine:
        """Add a VM, and its resource group where that is missing."""
        self.store.add_group(vm.id.subscription, vm.id.resource_group)
        self._machines[str(vm.id).casefold()] = vm
        self._by_interface.update((interface.casefold(), vm) for interface in vm.network_interfaces)
        return vm

    def machine(self, identity: str | VmId) -> VirtualMachine | None:
        """The VM with this id, in any letter case; None when there is none."""
        return self._machines.get(str(identity).casefold())

    def machines(self, scope: str = "") -> list[VirtualMachine]:
        """The VMs at or below a scope; an empty one is everything."""
        return [vm for key, vm in self._machines.items() if not scope or is_within(scope, key)]

    def machine_with_interface(self, interface: str) -> VirtualMachine | None:
        """The VM a network interface belongs to; None for one that belongs to none."""
        known = self._by_interface.get(interface.casefold())
        likely = self._machines.values() if known is None else (known,)  # a scenario may have given a VM another one since
        return next((vm for vm in likely if any(same_id(interface, other) for other in vm.network_interfaces)), None)

    def add_lock(self, scope: str, name: str, level: str, notes: str = "") -> Json:
        """Lock a scope: ``level`` is ``CanNotDelete`` or ``ReadOnly``."""
        return self.store.put(make_lock(scope, name, level, notes))

    def grant(self, actions: Iterable[str], not_actions: Iterable[str] = (), scope: str = "/") -> None:
        """Give the account a role at a scope and below; from the first on it may do no more than its roles allow."""
        self.permissions.grant(Role(tuple(actions), tuple(not_actions), scope))

    def deny(self, action: str, scope: str) -> None:
        """Take a permission from the account; the action may hold ``*``."""
        self.permissions.deny(action, scope)

    def require(self, action: str, scope: str) -> None:
        """Let the account pass if it may.

        Raises:
            ArmError: AuthorizationFailed.
        """
        if not self.permissions.allows(action, scope):
            raise authorization_failed(USER, OBJECT_ID, action, scope)

    def later(self, paces: float, action: Callable[[], None]) -> None:
        """Do something after so many paces."""
        self.schedule.at(self.now() + self.pace * paces, action)

    def skip(self, span: timedelta) -> None:
        """Set the clock forward, for what takes Azure minutes and nobody wants to wait for in the lab."""
        earlier = self.now
        self.now = lambda: earlier() + span

    def begin(self, effect: Effect) -> Operation:
        """Start a long-running operation that takes one pace."""
        operation = self.operations.begin(self.now())
        self.later(1, lambda: operation.carry_out(effect, self.now()))
        return operation

    def settle(self) -> None:
        """Let everything happen that has come due."""
        self.schedule.settle(self.now())
