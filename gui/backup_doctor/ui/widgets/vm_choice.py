"""Which VM a pasted text means among those of the list, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.pasted_vm import PastedVm, vm_meant
from ...core.resource_id import BadResourceId, VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..vm_list import VmList

if TYPE_CHECKING:
    from ...arm.signin import Account


@dataclass(frozen=True, slots=True)
class Pasted:
    """What came of a pasted text."""

    vm: VmId | None = None
    """The VM to go on with; None where the text leads to none."""
    listed: bool = False
    """Whether the list has it."""
    problem: Text | None = None
    """Why there is none."""
    remark: Text | None = None
    """What stands in the way of a VM outside the list."""
    elsewhere: bool = False
    """Whether another sign-in may show it."""


def choose(text: str, machines: VmList, account: Account | None) -> Pasted:
    """Look a pasted text's VM up."""
    try:
        meant = vm_meant(text)
    except BadResourceId as bad:
        return Pasted(problem=bad.text)
    if meant.vm is not None and machines.number_of(meant.vm) is not None:
        return Pasted(meant.vm, listed=True)
    if meant.of_item:
        # The vault's subscription need not be the VM's: its name and group decide where they are unique.
        found = machines.namesakes(meant.resource_group, meant.name)
        if len(found) == 1:
            return Pasted(found[0], listed=True)
        if len(found) > 1:
            words = translate("VmPage", "%n VMs are named {vm} in a group {group}. Choose yours by its subscription.", "", 0)
            return Pasted(problem=words.counted(len(found)).format(vm=meant.name, group=meant.resource_group))
    if meant.vm is None:
        words = translate("VmPage", "The backup item's VM {vm} in group {group} is not in the list. Paste the VM's own resource id.")
        return Pasted(problem=words.format(vm=meant.name, group=meant.resource_group))
    remark, elsewhere = _outside(meant, meant.vm, account, read=machines.complete)
    return Pasted(meant.vm, remark=remark, elsewhere=elsewhere)


def _outside(meant: PastedVm, vm: VmId, account: Account | None, *, read: bool) -> tuple[Text, bool]:
    """Why the list does not have it, as far as that can be known, and whether another sign-in may help."""
    if account is not None and meant.cloud and meant.cloud != account.cloud.name and account.cloud.name in _KNOWN_CLOUDS:
        words = translate("VmPage", "{vm} is in {cloud}, and you are signed in to {here}. Sign in there, or press Next to try anyway.")
        return words.format(vm=vm.name, cloud=vocabulary.cloud(meant.cloud), here=vocabulary.cloud(account.cloud.name)), True
    if account is not None and _is_other_tenant(meant.tenant, account):
        words = translate(
            "VmPage",
            "The address of {vm} names tenant {tenant}, and you are signed in to {here}. Change the tenant, or press Next to try anyway.",
        )
        return words.format(vm=vm.name, tenant=meant.tenant, here=account.tenant), True
    if account is not None and not any(vm.subscription == each.id.casefold() for each in account.subscriptions):
        words = translate(
            "VmPage",
            "{vm} is in subscription {subscription}, which this account does not see in tenant {here}. Press Next to try anyway.",
        )
        return words.format(vm=vm.name, subscription=vm.subscription, here=account.tenant), True
    if not read:
        words = translate("VmPage", "{vm} in resource group {group} is not among the VMs read so far. Press Next to continue with it anyway.")
        return words.format(vm=vm.name, group=vm.resource_group), False
    words = translate("VmPage", "{vm} in resource group {group} is not in the list. Press Next to continue with it anyway.")
    return words.format(vm=vm.name, group=vm.resource_group), False


_KNOWN_CLOUDS = ("public", "usgov", "china")


def _is_other_tenant(named: str, account: Account) -> bool:
    """Whether a portal's address surely names another tenant: by its id, or by a domain that Azure says is another's."""
    if not named or named == account.tenant_id.casefold():
        return False
    for tenant in account.tenants:
        if named in (tenant.id.casefold(), tenant.domain.casefold(), *tenant.domains):
            return tenant.id.casefold() != account.tenant_id.casefold()
    return "." not in named  # an id of a tenant nobody told of; a domain may be one more name of this one
