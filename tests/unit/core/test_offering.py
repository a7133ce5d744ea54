"""Whether a remedy is offered: by what the checks say, by what its plan says, and by what Azure says of the account."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.remedies import remedy_of
from backup_doctor.core.facts import Vm
from backup_doctor.core.model import Cause, CouldNotLook, Remedy, Verdict
from backup_doctor.core.offer import Offer
from backup_doctor.core.offering import offer, offers
from backup_doctor.core.permission import Permission
from backup_doctor.core.plan import Plan, Request, Risk, Step, Unavailable
from backup_doctor.core.text import verbatim
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.logfail import LogWatch
from tests.helpers.worlds import Break, Lab, one_vm

DELETE = "Microsoft.Compute/virtualMachines/extensions/delete"


def extension_of(lab: Lab) -> str:
    return f"{lab.vm}/extensions/VMSnapshot"


def asked(lab: Lab, remedy: Remedy | None = None, verdict: Verdict | None = None) -> Offer:
    chosen = remedy or remedy_of("backup-extension-load-failure/delete-extension")
    assert chosen is not None
    return lab.ask(lambda vm: offer(vm, chosen, verdict))


def may(*roles: tuple[tuple[str, ...], tuple[str, ...]], at: str = "") -> Break:
    """The account holds these roles: what each allows, and what it leaves out; at a part of the VM's id, or everywhere."""

    def grant(world: World, vm: VirtualMachine) -> None:
        scope = {"": "/", "group": vm.id.group_scope, "subscription": vm.id.subscription_scope, "vm": str(vm.id)}[at]
        for actions, not_actions in roles:
            world.grant(actions, not_actions, scope)

    return grant


READER = (("*/read", "Microsoft.RecoveryServices/locations/backupStatus/action"), ())
"""Looks at everything, also by the one POST that is needed for it."""
NO_DELETE = (("*",), ("*/Delete",))
CLEANER = ((DELETE,), ())


@pytest.mark.parametrize(
    ("broken", "available"),
    [
        ((), True),
        ((may(READER),), False),
        ((may(NO_DELETE),), False),
        ((may(NO_DELETE, CLEANER),), True),  # what one role leaves out another grants
        ((may(CLEANER, NO_DELETE),), True),
        ((may(READER), may(CLEANER, at="vm")), True),
        ((may(READER), may(CLEANER, at="group")), True),
        ((may(READER), may((("Microsoft.Compute/virtualMachines/*",), (DELETE,)), at="subscription")), False),
        ((may(READER), may((("microsoft.compute/VIRTUALMACHINES/*/DELETE",), ()))), True),
    ],
)
def test_a_remedy_is_available_where_any_role_allows_it(broken: tuple[Break, ...], available: bool) -> None:
    with one_vm(*broken) as lab:
        found = asked(lab)
        assert found.is_available is available
        assert found.plan is not None
        assert found.unsure == ()
        if not available:
            assert found.missing == (Permission(DELETE, extension_of(lab)),)
            assert str(found.reason) == f"The account lacks {DELETE} on {extension_of(lab)}."


@pytest.mark.parametrize("broken", [(may(READER),), (may(NO_DELETE),), (may(NO_DELETE, CLEANER),)])
def test_what_azure_tells_of_the_account_is_what_it_holds_it_to(broken: tuple[Break, ...]) -> None:
    """The lab tells roles in one place and enforces them in another."""
    with one_vm(*broken) as lab:
        told = lab.ask(lambda vm: vm.permissions(str(vm.id))).items
        for action in (DELETE, "Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/restart/action"):
            assert any(grant.allows(action) for grant in told) is lab.world.permissions.allows(action, str(lab.vm))


def test_a_role_elsewhere_counts_for_nothing() -> None:
    def elsewhere(world: World, vm: VirtualMachine) -> None:
        world.grant(("*/read",), (), "/")
        world.grant(("*",), (), f"{vm.id.group_scope}-other")

    with one_vm(elsewhere) as lab:
        assert len(lab.ask(lambda vm: vm.permissions(str(vm.id))).items) == 1
        assert not asked(lab).is_available


def test_more_roles_than_fit_on_a_page_are_all_read() -> None:
    with one_vm(may(*[READER] * 7, CLEANER)) as lab:
        assert len(lab.ask(lambda vm: vm.permissions(str(vm.id))).items) == 8
        assert asked(lab).is_available


@pytest.mark.parametrize("fault", ["403:permissions", "500:permissions", "html:permissions", "404:permissions"])
def test_permissions_that_cannot_be_read_do_not_stand_in_the_way(fault: str) -> None:
    with one_vm(faults=(fault,)) as lab:
        found = asked(lab)
        assert found.is_available
        assert (found.missing, found.unsure) == ((), (Permission(DELETE, extension_of(lab)),))


def _remedy(plan: object, *, needs_fault: bool = True, os: str | None = None) -> Remedy:
    cause = Cause("a-cause", verbatim("A cause"), verbatim("Why."), "https://example.com", os=os)

    async def do_it(vm: Vm) -> Plan:
        if isinstance(plan, BaseException):
            raise plan
        assert callable(plan)
        made = plan(vm)
        assert isinstance(made, Plan)
        return made

    cause.remedy(title=verbatim("Do it"), what=verbatim("Does it."), permissions=(), risk=Risk.SAFE, needs_fault=needs_fault)(do_it)
    return cause.remedies[0]


def two_locks(vm: Vm) -> Plan:
    paths = [f"{vm.id.group_scope}/providers/Microsoft.Authorization/locks/{name}" for name in "ab"]
    steps = tuple(Step(verbatim("Lift"), Request("DELETE", path, "2020-05-01")) for path in paths)
    return Plan(steps, Risk.SAFE, verbatim(""), verbatim(""), verbatim(""))


def test_several_missing_permissions_are_counted_and_all_told() -> None:
    with one_vm(may(READER)) as lab:
        found = asked(lab, _remedy(two_locks))
    assert len(found.missing) == 2
    assert str(found.reason).startswith("The account lacks 2 permission(s), among them Microsoft.Authorization/locks/delete on /subscriptions/")


def test_the_permissions_of_a_scope_are_asked_for_once() -> None:
    with one_vm() as lab:
        asked(lab, _remedy(two_locks))
    assert sum("/permissions" in line for line in lab.seen) == 1


@pytest.mark.parametrize(
    ("verdict", "needs_fault", "available"),
    [
        (None, True, True),
        (Verdict.CONFIRMED, True, True),
        (Verdict.SUSPECTED, True, True),
        (Verdict.UNKNOWN, True, True),
        (Verdict.RULED_OUT, True, False),
        (Verdict.RULED_OUT, False, True),
        (Verdict.NOT_APPLICABLE, True, False),
        (Verdict.NOT_APPLICABLE, False, False),
    ],
)
def test_what_is_not_broken_is_not_repaired(verdict: Verdict | None, needs_fault: bool, available: bool) -> None:
    with one_vm() as lab:
        assert asked(lab, _remedy(two_locks, needs_fault=needs_fault), verdict).is_available is available


def test_a_remedy_of_the_other_system_is_not_offered() -> None:
    with one_vm() as lab:
        assert str(asked(lab, _remedy(two_locks, os="Linux")).reason) == "This cause exists on Linux only."


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(Unavailable(verbatim("not now")), "not now"), (CouldNotLook(verbatim("forbidden")), "What this repair needs could not be read: forbidden")],
)
def test_a_plan_that_cannot_be_made_says_why(trouble: Exception, words: str) -> None:
    with one_vm() as lab:
        found = asked(lab, _remedy(trouble))
    assert (found.plan, str(found.reason)) == (None, words)


def test_a_fault_of_ours_takes_nothing_else_with_it(log_watch: LogWatch) -> None:
    log_watch.expect("a-cause/do-it is broken")
    whole = _remedy(two_locks).cause
    whole.id = "another-cause"
    with one_vm() as lab:
        found = lab.ask(lambda vm: offers(vm, [_remedy(ZeroDivisionError()).cause, whole], {}))
    assert {identity: each.is_available for identity, each in found.items()} == {"a-cause/do-it": False, "another-cause/do-it": True}
