"""The custom role: enough for what the program does, nothing beyond it, and in the form that Azure takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.catalogue.remedies import all_remedies, remedy_of
from backup_doctor.core.model import Remedy
from backup_doctor.core.permission import covers, permission_of
from backup_doctor.core.role import FOLLOWING, READING, RUN_COMMAND, actions_for, custom_role
from backup_doctor.lab.scenarios import all_scenarios
from tests.helpers.diagnosed import everything, planned
from tests.helpers.repairs import repair
from tests.helpers.worlds import scenario

SCOPE = "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
REMEDIES = all_remedies()
OF_AZURE_ALONE = ("Microsoft.Network/locations/operationResults/read",)
"""Azure also leads there when it is asked what is in force at a network interface (Microsoft.Network, 2024); the lab does not."""

FOLLOWED = (
    ("restore-points-locked", "resource-group-lock/unlock-and-lock-again"),
    ("extension-stuck", "backup-extension-load-failure/delete-extension"),
    ("nsg-denies-storage", "vm-no-internet-access/allow-storage"),
    ("healthy-windows", "back-up-again/back-up-now"),
    ("backup-stuck", "backup-job-running/cancel-job"),
)


def known(remedy: str) -> Remedy:
    found = remedy_of(remedy)
    assert found is not None
    return found


def asked(name: str) -> set[str]:
    """The actions behind every request of a whole diagnosis."""
    found = set()
    for line in everything(name)[1]:
        need = permission_of(*line.split(" ", 1))
        assert need is not None, f"nobody knows what {line} needs"
        found.add(need.action)
    return found


@pytest.mark.parametrize("name", all_scenarios())
def test_the_role_for_looking_is_enough_for_every_diagnosis(name: str) -> None:
    allowed = actions_for([], looks_inside=True)
    assert [action for action in asked(name) if not any(covers(pattern, action) for pattern in allowed)] == []


def test_nothing_in_the_role_for_looking_is_for_nothing() -> None:
    needed = set().union(*(asked(name) for name in all_scenarios()))
    idle = [pattern for pattern in READING if not any(covers(pattern, action) for action in needed)]
    assert sorted(idle) == sorted(OF_AZURE_ALONE)


@pytest.mark.parametrize("name", all_scenarios())
def test_what_a_plan_needs_was_announced_by_its_remedy(name: str) -> None:
    for identity, plan in planned(name).items():
        allowed = actions_for([known(identity)])
        assert [need for need in plan.needs if not any(covers(pattern, need.action) for pattern in allowed)] == [], identity


@pytest.mark.parametrize(("name", "identity"), FOLLOWED)
def test_the_role_is_enough_to_carry_a_remedy_out_and_follow_it(name: str, identity: str, tmp_path: Path) -> None:
    with scenario(name) as lab:
        repair(lab, identity, tmp_path)
        needs = {need.action for line in lab.seen if (need := permission_of(*line.split(" ", 1))) is not None}
    allowed = actions_for([known(identity)])
    assert [action for action in needs if not any(covers(pattern, action) for pattern in allowed)] == []


def test_looking_changes_nothing_and_runs_no_script() -> None:
    role = custom_role([], SCOPE)
    posts = {action for action in role["Actions"] if not action.endswith("/read")}
    assert posts == {
        "Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action",
        "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
        "Microsoft.RecoveryServices/locations/backupStatus/action",
    }
    assert RUN_COMMAND in custom_role([], SCOPE, looks_inside=True)["Actions"]


def test_it_has_the_form_of_a_role_definition_file() -> None:
    role = custom_role(REMEDIES, SCOPE, "Backup repairs")
    assert list(role) == ["Name", "IsCustom", "Description", "Actions", "NotActions", "DataActions", "NotDataActions", "AssignableScopes"]
    assert (role["Name"], role["IsCustom"], role["AssignableScopes"]) == ("Backup repairs", True, [SCOPE])
    assert role["NotActions"] == role["DataActions"] == role["NotDataActions"] == []
    assert 0 < len(role["Description"]) <= 1024


def test_no_action_is_listed_twice_and_none_holds_a_star() -> None:
    actions = custom_role(REMEDIES, SCOPE, looks_inside=True)["Actions"]
    assert len({action.casefold() for action in actions}) == len(actions)
    assert [action for action in actions if "*" in action] == []
    assert actions == sorted(actions, key=str.casefold)


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
def test_a_remedy_adds_its_own_actions_and_what_follows_them(remedy: Remedy) -> None:
    added = set(actions_for([remedy])) - set(actions_for([]))
    own = {action for action in remedy.permissions if action not in READING}
    following = {read for reads in FOLLOWING.values() for read in reads}
    assert own <= added <= own | following
