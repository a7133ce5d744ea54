"""VMs with one root cause stand together, and what is said to be shared really is."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backup_doctor.core.facts import Access, Agent, Destination, Extension, Level, Lock, NsgDecision, PolicyDenial, RunningJob
from backup_doctor.core.fleet import Examined, Fact, FactKind, Failures, FleetRun, Kind, as_csv, as_text, dumps, facts_of, grouped
from backup_doctor.core.language import language
from backup_doctor.core.model import Listing, Seen
from backup_doctor.core.text import verbatim
from backup_doctor.core.version import Version
from backup_doctor.lab.breaking.network import add_storage_endpoint
from tests.helpers.diagnoses import THEN, evidence
from tests.helpers.fleets import WRONG, diagnosed, failed_vm, member, unexamined
from tests.helpers.worlds import one_vm

ENGLISH = language("en")
LOCK = "/subscriptions/0/resourceGroups/AzureBackupRG_1/providers/Microsoft.Authorization/locks/keep"
OTHER = "/subscriptions/0/resourceGroups/AzureBackupRG_2/providers/Microsoft.Authorization/locks/keep"


def locked(number: int, lock: str = LOCK) -> Examined:
    return member(f"vm-{number:02}", "resource-group-lock", Fact(FactKind.LOCK, lock))


def run_of(*examined: Examined) -> FleetRun:
    failures = Failures(THEN - timedelta(days=1), tuple(each.failed for each in examined))
    return FleetRun.of(failures, examined, version="1.0", started=THEN, finished=THEN + timedelta(seconds=7))


def test_eleven_of_fourteen_share_one_lock() -> None:
    (group,) = grouped([*map(locked, range(11)), *(locked(number, f"{OTHER}-{number}") for number in range(11, 14))])
    assert [ENGLISH.render(share.text) for share in group.shares] == [f"11 of 14 share one lock: {LOCK}"]
    assert (group.cause, group.kind, len(group.members), group.shared) == ("resource-group-lock", Kind.CAUSE, 14, "")


def test_what_all_share_is_told_as_such() -> None:
    (group,) = grouped([locked(1), locked(2, LOCK.upper())])
    assert group.shared == LOCK, "ids come in any letter case"


def test_a_lock_of_the_same_name_elsewhere_is_another_lock() -> None:
    (group,) = grouped([locked(1), locked(2, OTHER)])
    assert group.shares == ()


def test_what_one_vm_meets_twice_is_shared_with_nobody() -> None:
    (group,) = grouped([member("vm-1", "resource-group-lock", Fact(FactKind.LOCK, LOCK), Fact(FactKind.LOCK, LOCK)), locked(2, OTHER)])
    assert group.shares == ()


def test_causes_come_first_the_biggest_of_them_leading() -> None:
    alone = [member("a", "vm-no-internet-access"), *(member(f"b{n}", None) for n in range(3)), unexamined("c", verbatim("Gone."))]
    groups = grouped([*alone, locked(1), locked(2)])
    assert [(group.kind, group.cause, len(group.members)) for group in groups] == [
        (Kind.CAUSE, "resource-group-lock", 2),
        (Kind.CAUSE, "vm-no-internet-access", 1),
        (Kind.NO_CAUSE, None, 3),
        (Kind.NOT_EXAMINED, None, 1),
    ]


MIXED = [locked(1), locked(2), locked(3, OTHER), member("a", "vm-no-internet-access"), member("b", None), unexamined("c", verbatim("Gone."))]


@given(st.permutations(MIXED))
def test_the_order_in_which_they_were_examined_does_not_matter(shuffled: list[Examined]) -> None:
    assert grouped(shuffled) == grouped(MIXED)


@given(st.permutations(MIXED), st.integers(0, len(MIXED)))
def test_nobody_is_lost_and_nobody_counted_twice(shuffled: list[Examined], count: int) -> None:
    members = [each for group in grouped(shuffled[:count]) for each in group.members]
    assert sorted(each.failed.vm.name for each in members) == sorted(each.failed.vm.name for each in shuffled[:count])


def lock_of(identity: str, *, decides: bool) -> Lock:
    return Lock(identity, "keep", identity, "CanNotDelete", "", WRONG if decides else evidence("/elsewhere", "CanNotDelete"))


def facts(*answers: object, cause: str | None = "resource-group-lock") -> set[tuple[FactKind, str]]:
    failing = failed_vm("web01")
    return {(fact.what, fact.value) for fact in facts_of(failing, diagnosed(failing.vm, cause), answers)}


AROUND = {(FactKind.REGION, "westeurope"), (FactKind.SUBSCRIPTION, "Contoso Production")}


def test_a_lock_counts_only_where_its_own_evidence_decided() -> None:
    found = facts(Listing((lock_of(LOCK, decides=True), lock_of(OTHER, decides=False)), ()))
    assert found == {(FactKind.LOCK, LOCK), *AROUND}


def test_without_a_cause_only_circumstances_are_left() -> None:
    assert facts(Listing((lock_of(LOCK, decides=True),), ()), cause=None) == AROUND


NSG = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg"


def decision(access: Access, level: Level = Level.SUBNET) -> NsgDecision:
    return NsgDecision(level, "nsg", NSG, "Deny-All", 200, access, WRONG)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        (decision(Access.DENY), (FactKind.SECURITY_RULE, f"{NSG}/securityRules/Deny-All")),
        (decision(Access.DENY, Level.ADMIN), (FactKind.ADMIN_RULE, f"{NSG} Deny-All")),
        (PolicyDenial("write", "rg", "Cost centre", THEN, WRONG), (FactKind.POLICY_ASSIGNMENT, "Cost centre")),
        (RunningJob("/Subscriptions/0/vaults/v/backupJobs/j", "v", THEN, WRONG), (FactKind.BUSY_VAULT, "/subscriptions/0/vaults/v")),
        (Agent(Seen("", WRONG), Seen(Version((2, 2)), WRONG), THEN, ""), (FactKind.AGENT_VERSION, "2.2")),
        (Extension("x", "P", "K", Seen("failed", WRONG), None, "", "1.0", None, False), (FactKind.EXTENSION, "P.K 1.0")),
    ],
)
def test_each_fact_is_named_by_what_tells_it_from_others(answer: object, fact: tuple[FactKind, str]) -> None:
    assert facts(answer) == {fact, *AROUND}


def test_a_rule_that_allows_is_shared_by_nobody() -> None:
    assert facts(decision(Access.ALLOW)) == AROUND


def test_a_silent_agent_has_no_version_to_share() -> None:
    assert facts(Agent(Seen("", WRONG), Seen(None, WRONG), None, "")) == AROUND


def test_an_endpoint_policy_counts_only_where_it_decided() -> None:
    with one_vm(lambda world, vm: add_storage_endpoint(world, vm, policy="ours")) as lab:
        path = lab.ask(lambda vm: vm.outbound(Destination.STORAGE, 443)).items[0]
    (policy,) = path.outlets.policies
    decided = replace(path, outlets=replace(path.outlets, policies=(replace(policy, evidence=WRONG),)))
    assert facts(path) == AROUND
    assert facts(decided) == {(FactKind.ENDPOINT_POLICY, policy.value), *AROUND}


def test_the_document_has_the_keys_that_scripts_read() -> None:
    document = json.loads(dumps(run_of(*MIXED), ENGLISH))
    assert list(document) == [
        *("schema", "tool", "started", "finished", "language", "since", "failed", "summary", "groups", "items_without_vm", "remarks")
    ]
    assert (document["schema"], document["tool"], document["failed"], document["language"]) == (
        1,
        {"name": "backup-doctor", "version": "1.0"},
        6,
        "en",
    )
    group = document["groups"][0]
    assert {name: group[name] for name in ("kind", "cause", "title", "count")} == {
        "kind": "cause",
        "cause": "resource-group-lock",
        "title": "Title of resource-group-lock",
        "count": 3,
    }
    assert group["shared"] == [{"what": "lock", "value": LOCK, "count": 2, "message": f"2 of 3 share one lock: {LOCK}"}]
    assert group["members"][0] == {
        "id": "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10/resourceGroups/rg-payroll/providers/Microsoft.Compute/virtualMachines/vm-01",
        "name": "vm-01",
        "resource_group": "rg-payroll",
        "subscription_id": "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10",
        "subscription": "Contoso Production",
        "location": "westeurope",
        "os": "Windows",
        "failed_at": "2026-11-22T03:12:45Z",
        "code": None,
        "verdict": "confirmed",
        "confidence": "high",
        "summary": "Cause found: “Title of resource-group-lock”.",
        "error": None,
    }
    gone = document["groups"][-1]["members"][0]
    assert (gone["verdict"], gone["confidence"], gone["summary"], gone["error"]) == (None, None, None, "Gone.")


def table(run: FleetRun) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(run, ENGLISH), newline="")))


def test_the_table_has_a_row_for_each_vm_and_says_what_it_shares() -> None:
    rows = {row["name"]: row for row in table(run_of(*MIXED))}
    assert set(rows) == {"vm-01", "vm-02", "vm-03", "a", "b", "c"}
    assert (rows["vm-01"]["group"], rows["vm-01"]["cause"]) == ("1", "resource-group-lock")
    assert (rows["vm-01"]["shared"], rows["vm-03"]["shared"]) == (f"2 of 3 share one lock: {LOCK}", "")
    assert (rows["c"]["cause"], rows["c"]["error"]) == ("", "Gone.")


def test_lines_of_the_table_end_as_the_standard_says() -> None:
    assert as_csv(run_of(locked(1)), ENGLISH).count("\r\n") == 2


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_name_that_looks_like_a_formula_stays_a_name(cell: str) -> None:
    hostile = replace(locked(1), failed=replace(failed_vm("vm-01"), subscription=cell))
    assert table(run_of(hostile))[0]["subscription"] == f"'{cell}"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_whatever_azure_says_comes_back_out_of_the_table(words: str) -> None:
    told = table(run_of(unexamined("c", verbatim(words))))[0]["error"]
    assert told.removeprefix("'") == words.removeprefix("'")
    assert not told.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_summary_counts_what_the_groups_hold() -> None:
    assert ENGLISH.render(run_of(*MIXED).summary) == (
        "Virtual machines whose backup has failed since 2026-11-21 03:12: 6. Subscriptions: 1. Cause found: 4. No cause found: 1. Not examined: 1."
    )
    assert ENGLISH.render(run_of().summary) == "No backup of a virtual machine has failed since 2026-11-21 03:12."


def test_as_text_what_came_of_each_is_told_where_there_is_no_cause() -> None:
    run = replace(run_of(member("a", None), unexamined("c", verbatim("Gone."))), remarks=(verbatim("The list may be older than it looks."),))
    lines = [line.strip() for line in as_text(run, ENGLISH).splitlines()]
    assert "The list may be older than it looks." in lines
    assert "Gone." in lines
    assert any(line.startswith("No cause found") for line in lines)
