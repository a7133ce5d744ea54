"""A custom role that allows what the program needs and no more, in the form that ``az role definition create`` takes.

Its members are those of a role definition file (Azure custom roles, 2025; role definitions for the Azure CLI, 2025). A role of this kind
can be made for subscriptions, resource groups and management groups, not for a single VM. Where the restore points and the vault lie in
other groups than the VM, one group is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .model import Remedy
from .permission import covers

NAME = "Backup Doctor"

READING = (
    "Microsoft.Authorization/locks/read",
    "Microsoft.Authorization/permissions/read",
    "Microsoft.Compute/disks/read",
    "Microsoft.Compute/restorePointCollections/read",
    "Microsoft.Compute/virtualMachines/extensions/read",
    "Microsoft.Compute/virtualMachines/read",
    "Microsoft.Insights/eventtypes/values/read",
    "Microsoft.Insights/metrics/read",
    "Microsoft.KeyVault/vaults/read",
    "Microsoft.Network/locations/operations/read",
    "Microsoft.Network/locations/operationResults/read",
    "Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action",
    "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
    "Microsoft.Network/networkInterfaces/read",
    "Microsoft.Network/networkSecurityGroups/read",
    "Microsoft.Network/routeTables/read",
    "Microsoft.Network/virtualNetworks/read",
    "Microsoft.Network/virtualNetworks/subnets/read",
    "Microsoft.RecoveryServices/locations/backupStatus/action",
    "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/read",
    "Microsoft.RecoveryServices/Vaults/backupJobs/read",
    "Microsoft.RecoveryServices/Vaults/backupPolicies/read",
    "Microsoft.ResourceGraph/resources/read",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
)
"""What looking from outside takes. Three are no reading ones by name, because Azure is asked with a POST; they change nothing either."""

RUN_COMMAND = "Microsoft.Compute/virtualMachines/runCommand/action"
"""Runs any script inside the VM as its administrator, though ours only reads: not part of a role unless somebody asks for it."""

_OPERATIONS = "Microsoft.Compute/locations/operations/read"
_ITEM = "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems"
_JOBS = "Microsoft.RecoveryServices/Vaults/backupJobs"

FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "Microsoft.Compute/*": (_OPERATIONS,),
    f"{_ITEM}/backup/action": (f"{_ITEM}/operationsStatus/read", f"{_ITEM}/operationResults/read"),
    f"{_JOBS}/cancel/action": (f"{_JOBS}/operationResults/read",),
}
"""What following an operation to its end takes, by the action that begins it; changes of the network are followed with what `READING` holds."""


def actions_for(remedies: Iterable[Remedy], *, looks_inside: bool = False) -> list[str]:
    """The actions that looking and these remedies take, each once, sorted."""
    wanted = [action for remedy in remedies for action in remedy.permissions]
    wanted += [RUN_COMMAND] if looks_inside else []
    followed = [read for action in wanted for begins, reads in FOLLOWING.items() if covers(begins, action) for read in reads]
    once = {action.casefold(): action for action in (*wanted, *followed, *READING)}
    return [once[key] for key in sorted(once)]


def custom_role(remedies: Iterable[Remedy], scope: str, name: str = NAME, *, looks_inside: bool = False) -> dict[str, Any]:
    """The role definition file.

    Args:
        remedies: what shall be possible beside looking.
        scope: the subscription, resource group or management group in which the role can be assigned.
        looks_inside: whether the script that reads inside the VM may run, for which Azure knows no smaller permission than any script.
    """
    chosen = list(remedies)
    return {
        "Name": name,
        "IsCustom": True,
        "Description": _description(len(chosen), looks_inside=looks_inside),
        "Actions": actions_for(chosen, looks_inside=looks_inside),
        "NotActions": [],
        "DataActions": [],
        "NotDataActions": [],
        "AssignableScopes": [scope],
    }


def _description(remedies: int, *, looks_inside: bool) -> str:
    """English, like every role that Azure brings along."""
    words = "Finds out why the backup of a virtual machine fails"
    words += ", also from inside the machine" if looks_inside else ""
    return f"{words}, and carries out {remedies} kind(s) of repair." if remedies else f"{words}. Changes nothing."
