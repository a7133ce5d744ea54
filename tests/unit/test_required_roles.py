"""What an account needs, printed into docs/required-roles.md from what the remedies say of themselves and what Azure's own roles grant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest

from backup_doctor.catalogue.remedies import all_remedies, remedy_of
from backup_doctor.core.model import Remedy
from backup_doctor.core.permission import Grant, covers
from backup_doctor.core.role import FOLLOWING, READING, RUN_COMMAND

_VAULT = "Microsoft.RecoveryServices/Vaults"
_CONTAINERS = f"{_VAULT}/backupFabrics/protectionContainers"
_ITEMS = f"{_CONTAINERS}/protectedItems"
_AUTHORIZATION = "Microsoft.Authorization"

ROLES: Mapping[str, Grant] = {
    "Reader": Grant(("*/read",), ()),
    "Virtual Machine Contributor": Grant(
        (
            f"{_AUTHORIZATION}/*/read",
            "Microsoft.Compute/locations/*",
            "Microsoft.Compute/virtualMachines/*",
            "Microsoft.Compute/disks/read",
            "Microsoft.Network/locations/*",
            "Microsoft.Network/networkInterfaces/*",
            "Microsoft.Network/networkSecurityGroups/join/action",
            "Microsoft.Network/networkSecurityGroups/read",
            "Microsoft.Network/virtualNetworks/read",
            "Microsoft.Network/virtualNetworks/subnets/join/action",
            "Microsoft.RecoveryServices/locations/*",
            f"{_ITEMS}/*/read",
            f"{_ITEMS}/read",
            f"{_ITEMS}/write",
            f"{_VAULT}/backupPolicies/read",
            "Microsoft.ResourceHealth/availabilityStatuses/read",
        ),
        (),
    ),
    "Network Contributor": Grant((f"{_AUTHORIZATION}/*/read", "Microsoft.Network/*", "Microsoft.ResourceHealth/availabilityStatuses/read"), ()),
    "Backup Operator": Grant(
        (f"{_AUTHORIZATION}/*/read", f"{_ITEMS}/backup/action", f"{_ITEMS}/read", f"{_ITEMS}/operation*/read", f"{_VAULT}/backupJobs/*"), ()
    ),
    "Backup Contributor": Grant((f"{_AUTHORIZATION}/*/read", f"{_CONTAINERS}/*", f"{_VAULT}/backupJobs/*", f"{_VAULT}/backupPolicies/*"), ()),
    "Contributor": Grant(("*",), (f"{_AUTHORIZATION}/*/Delete", f"{_AUTHORIZATION}/*/Write", f"{_AUTHORIZATION}/elevateAccess/Action")),
    "User Access Administrator": Grant(("*/read", f"{_AUTHORIZATION}/*"), ()),
    "Owner": Grant(("*",), ()),
}
"""Of Azure's own roles, what bears on the actions asked for here (Azure built-in roles: compute, networking, storage, privileged, 2025)."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "Look at network rules and routes in force": (
        "Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action",
        "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
    ),
    "Run a script inside the VM": (RUN_COMMAND,),
    "Remove an extension": ("Microsoft.Compute/virtualMachines/extensions/delete",),
    "Start, restart, reapply, redeploy the VM": tuple(
        f"Microsoft.Compute/virtualMachines/{verb}/action" for verb in ("start", "restart", "deallocate", "redeploy", "reapply")
    ),
    "Add a security rule": ("Microsoft.Network/networkSecurityGroups/securityRules/write",),
    "Delete a restore point collection": (
        "Microsoft.Compute/restorePointCollections/delete",
        "Microsoft.Compute/restorePointCollections/restorePoints/delete",
    ),
    "Lift a lock and put it back": ("Microsoft.Authorization/locks/delete", "Microsoft.Authorization/locks/write"),
    "Start a backup": (f"{_ITEMS}/backup/action",),
    "Cancel a backup job": (f"{_VAULT}/backupJobs/cancel/action",),
}

REMEDIES = all_remedies()


def enough(roles: Iterable[str], actions: Iterable[str]) -> bool:
    """Whether these roles together allow all of it."""
    return all(any(ROLES[role].allows(action) for role in roles) for action in actions)


def alone(actions: Iterable[str]) -> list[str]:
    """The roles of which each is enough by itself."""
    wanted = tuple(actions)
    return [role for role in ROLES if enough([role], wanted)]


def added(remedy: Remedy) -> list[str]:
    """What a remedy needs beyond looking."""
    return [action for action in remedy.permissions if not any(covers(pattern, action) for pattern in READING)]


def test_the_documentation_says_what_the_remedies_say(golden: Callable[[str, str], None]) -> None:
    golden("docs/required-roles.md", "\n".join(page()) + "\n")


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
def test_every_remedy_says_what_it_needs_and_an_owner_has_it(remedy: Remedy) -> None:
    assert added(remedy) != []
    assert enough(["Owner"], added(remedy))


@pytest.mark.parametrize(
    ("identity", "roles"),
    [
        ("backup-extension-load-failure/delete-extension", ["Virtual Machine Contributor", "Contributor", "Owner"]),
        ("vm-no-internet-access/allow-storage", ["Network Contributor", "Contributor", "Owner"]),
        ("restore-point-limit/delete-collection", ["Contributor", "Owner"]),
        ("resource-group-lock/unlock-and-lock-again", ["Owner"]),
        ("back-up-again/back-up-now", ["Backup Operator", "Backup Contributor", "Contributor", "Owner"]),
        ("backup-job-running/cancel-job", ["Backup Operator", "Backup Contributor", "Contributor", "Owner"]),
    ],
)
def test_the_roles_of_azure_that_are_enough_alone(identity: str, roles: list[str]) -> None:
    remedy = remedy_of(identity)
    assert remedy is not None
    assert alone(added(remedy)) == roles


def page() -> Iterator[str]:
    """The page, generated: no action in it is typed by hand."""
    yield "# Required roles"
    yield ""
    yield "What an account needs in Azure to look and to repair. `make golden` makes this page anew from the program itself."
    yield "`backup-doctor role` writes a custom role that holds just this, for `az role definition create --role-definition @FILE`;"
    yield "`--remedy` adds the repairs that are wanted, `--guest` the look inside the VM."
    yield ""
    yield "No data actions are needed. Assign the role on the subscription: restore points lie in a resource group of their own,"
    yield "and the vault may lie in another."
    yield ""
    yield from looking()
    yield ""
    yield from own_roles()
    yield ""
    yield from repairs()


def looking() -> Iterator[str]:
    yield "## To look from outside"
    yield ""
    yield "The first two of these that end in `/action` ask what is in force at a network interface; the third asks which vault protects the VM."
    yield "All three change nothing. *Reader* covers the others."
    yield ""
    yield from (f"- `{action}`" for action in READING)
    yield ""
    yield f"To look inside, `{RUN_COMMAND}` as well. Azure knows no smaller right: it allows any script, although ours only reads."


def own_roles() -> Iterator[str]:
    yield "## Azure's own roles"
    yield ""
    yield "Whether each is enough by itself; reading apart. They are granted at a scope, and more than one may be."
    yield ""
    yield f"| | {' | '.join(ROLES)} |"
    yield f"|---|{':---:|' * len(ROLES)}"
    for need, actions in NEEDS.items():
        yield f"| {need} | {' | '.join('yes' if enough([role], actions) else '·' for role in ROLES)} |"
    yield ""
    yield "No role below *Owner* allows everything. *Contributor* lacks the locks; together with *User Access Administrator* it has all."


def repairs() -> Iterator[str]:
    yield "## For each repair"
    yield ""
    yield "Beside what looking takes. A plan often needs less, and says which of these it needs, where, and whether the account holds them."
    yield ""
    yield "| repair | risk | actions | enough alone |"
    yield "|---|---|---|---|"
    for remedy in REMEDIES:
        actions = "<br>".join(f"`{action}`" for action in added(remedy))
        yield f"| `{remedy.id}`<br>{remedy.title} | {remedy.risk.value} | {actions} | {', '.join(alone(added(remedy)))} |"
    yield ""
    yield "To follow what was begun to its end, a custom role also holds:"
    yield ""
    yield from (f"- `{read}`" for read in dict.fromkeys(read for reads in FOLLOWING.values() for read in reads))


def test_contributor_and_user_access_administrator_have_it_all() -> None:
    for remedy in REMEDIES:
        assert enough(["Contributor", "User Access Administrator"], added(remedy)), remedy.id
    locks = NEEDS["Lift a lock and put it back"]
    assert not enough(["Contributor"], locks)
