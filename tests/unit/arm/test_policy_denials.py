"""What Azure Policy refused, from the activity log: a legal question, every page of the answer, and codes instead of words."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from backup_doctor.arm.errors import Forbidden, Garbled
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.activity import GROUP_WRITE, failed_event, refused_by_policy
from backup_doctor.lab.breaking.backup import log_failed, log_refused
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, one_vm

COLLECTION_WRITE = "Microsoft.Compute/restorePointCollections/write"
VALUES = "/providers/Microsoft.Insights/eventtypes/management/values"


def denials(*broken: Break, faults: tuple[str, ...] = ()) -> Any:
    with one_vm(*broken, faults=faults) as lab:
        return lab.ask(lambda vm: vm.policy_denials())


def refused(operation: str = GROUP_WRITE, group: str = "AzureBackupRG_westeurope_1", policy: str = "Require tags") -> Break:
    return lambda world, vm: log_refused(world, vm, operation, group_scope(vm.id.subscription, group), policy)


def many(world: World, vm: VirtualMachine) -> None:
    """More than a page holds, the oldest first."""
    for hours in range(45, 0, -1):
        scope, at = group_scope(vm.id.subscription, f"rg-{hours}"), world.now() - timedelta(hours=hours)
        world.activity.append(refused_by_policy(vm.id.subscription, GROUP_WRITE, scope, "Require tags", at))


def long_ago(world: World, vm: VirtualMachine) -> None:
    scope, at = group_scope(vm.id.subscription, "rg-old"), world.now() - timedelta(days=4)
    world.activity.append(refused_by_policy(vm.id.subscription, GROUP_WRITE, scope, "Require tags", at))


def saying(message: str) -> Break:
    def broken(world: World, vm: VirtualMachine) -> None:
        event = failed_event(vm.id.subscription, GROUP_WRITE, group_scope(vm.id.subscription, "rg"), world.now() - timedelta(hours=1))
        event["properties"]["statusMessage"] = message
        world.activity.append(event)

    return broken


def test_a_refusal_comes_with_what_was_refused_and_by_which_policy() -> None:
    listing = denials(refused())
    denial = listing.items[0]
    assert (denial.operation, denial.policies, denial.resource.rpartition("/")[2]) == (GROUP_WRITE, "Require tags", "AzureBackupRG_westeurope_1")
    assert denial.at is not None
    assert "RequestDisallowedByPolicy" in denial.evidence.value
    assert listing.evidence[0].path == "$.value.length()"


def test_only_groups_and_restore_points_matter_and_only_policy() -> None:
    listing = denials(
        refused(COLLECTION_WRITE), refused("Microsoft.Compute/virtualMachines/write"), lambda world, vm: log_failed(world, vm, (GROUP_WRITE,))
    )
    assert [denial.operation for denial in listing.items] == [COLLECTION_WRITE]


def test_the_log_is_read_to_its_end_newest_first_and_three_days_back() -> None:
    listing = denials(long_ago, many)
    assert [denial.resource.rpartition("/")[2] for denial in listing.items] == [f"rg-{hours}" for hours in range(1, 46)]
    assert len(listing.evidence) == 3


def test_the_question_is_one_that_the_reference_allows() -> None:
    with one_vm() as lab:
        lab.ask(lambda vm: vm.policy_denials())
        request = unquote(next(line for line in lab.seen if VALUES in line)).replace("+", " ")
    moment = r"'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'"
    assert re.search(rf"\$filter=eventTimestamp ge {moment} and eventTimestamp le {moment} and status eq 'Failed'", request)
    assert "api-version=2015-04-01" in request


@pytest.mark.parametrize(
    "message",
    [
        "",
        "RequestDisallowedByPolicy",
        "[]",
        '{"error": "RequestDisallowedByPolicy"}',
        json.dumps({"error": {"code": "Conflict", "message": "not RequestDisallowedByPolicy"}}),
        "[" * 100_000,
    ],
)
def test_words_that_are_not_the_error_are_no_refusal(message: str) -> None:
    assert denials(saying(message)).items == ()


@pytest.mark.parametrize("info", [None, [], [None], [{"info": None}], [{"info": {"policyAssignmentDisplayName": 7}}], {"a": 1}, [[]]])
def test_a_refusal_without_a_legible_name_is_still_one(info: object) -> None:
    message = json.dumps({"error": {"code": "requestDisallowedByPolicy", "additionalInfo": info}})
    assert [denial.policies for denial in denials(saying(message)).items] == [""]


def test_the_missing_permission_is_azures_own_action() -> None:
    with pytest.raises(Forbidden) as forbidden:
        denials(faults=(f"403:{VALUES}",))
    assert forbidden.value.missing is not None
    assert forbidden.value.missing.action == "Microsoft.Insights/eventtypes/values/read"


def test_a_page_without_its_list_is_not_an_empty_log() -> None:
    with pytest.raises(Garbled):
        denials(faults=(f"html:{VALUES}",))
