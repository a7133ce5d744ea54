"""``journal``: what stands open is listed, finished, undone or left, and nothing else happens."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from backup_doctor.catalogue.remedies import remedy_of
from backup_doctor.core.journal import Entry
from backup_doctor.core.places import journal_folder
from backup_doctor.core.plan import Plan
from backup_doctor.core.undertaking import Outcome as Ended
from backup_doctor.core.undertaking import Stage
from backup_doctor.lab.breaking.backup import stall_clean_up
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.locks import CAN_NOT_DELETE, LOCK_TYPE
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.commands import Command, user_journal
from tests.helpers.repairs import changes, plan_of
from tests.helpers.worlds import Lab, one_vm, scenario

EXTENSION = "backup-extension-load-failure/delete-extension"
UNLOCK = "resource-group-lock/unlock-and-lock-again"
NOBODY = "20260101T000000Z-0123456789ab"


def begun(lab: Lab, remedy: str = EXTENSION, plan: Plan | None = None) -> Entry:
    """A plan written down, and nothing of it done."""
    found = remedy_of(remedy)
    assert found is not None
    return user_journal().begin(lab.vm, remedy, found.title, plan or plan_of(lab, remedy), "test")


def left_open(lab: Lab, remedy: str = EXTENSION, plan: Plan | None = None) -> str:
    """The same as a process leaves it that died; its id."""
    with begun(lab, remedy, plan) as entry:
        return entry.undertaking.id


def outcome_of(identity: str) -> Ended | None:
    return next(item.outcome for item in user_journal().undertakings() if item.id == identity)


def locked(world: World, vm: VirtualMachine) -> None:
    """Restore points that pile up behind a lock, and that Azure Backup does not clean up afterwards either."""
    fill_restore_points(world, vm)
    world.add_lock(f"{vm.id.subscription_scope}/resourceGroups/AzureBackupRG_westeurope_1", "keep", CAN_NOT_DELETE)
    fail_last_backup(world, vm, INTERNAL)
    stall_clean_up(world, vm)


def test_a_new_user_has_nothing_open(command: Command) -> None:
    outcome = command("journal")
    assert (outcome.code, outcome.out, outcome.err) == (0, "Nothing is unfinished.\n", "")
    assert command("journal", "--format", "json").document["undertakings"] == []
    assert not journal_folder().exists(), "looking makes nothing"


def test_what_stands_open_is_listed_with_the_ways_on(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
    outcome = command("journal")
    assert (outcome.code, outcome.err) == (1, "")
    assert f"{identity}: “Remove the backup extension” ({EXTENSION})" in outcome.out
    assert f"VM: {lab.vm}" in outcome.out
    assert f"backup-doctor journal --finish {identity}" in outcome.out
    assert f"backup-doctor journal --leave {identity}" in outcome.out
    assert "--undo" not in outcome.out, "nothing of it can be undone"


def test_the_ways_on_say_that_they_need_a_connection_and_repeat_the_one_that_was_given(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
        listed, given = command("journal").out, command(lab, "journal").out
    assert f"backup-doctor journal --finish {identity} --auth …\n" in listed
    assert f"backup-doctor journal --finish {identity} --auth token --arm {lab.endpoint}\n" in given
    assert f"backup-doctor journal --leave {identity}\n" in listed


def test_the_document_of_the_journal(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
    outcome = command("journal", "--format", "json")
    document = outcome.document
    assert outcome.code == 1
    assert set(document) == {"schema", "tool", "undertakings", "damaged"}
    (entry,) = document["undertakings"]
    assert (entry["id"], entry["vm"], entry["outcome"], entry["in_use"]) == (identity, str(lab.vm), None, False)
    assert (entry["can_be_finished"], entry["can_be_undone"], entry["action"]["remedy"]) == (True, False, EXTENSION)


def test_what_has_ended_is_listed_only_when_asked_for(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        command(lab, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply")
    assert command("journal").out == "Nothing is unfinished.\n"
    outcome = command("journal", "--all", "--format", "json")
    assert outcome.code == 0
    assert [entry["outcome"] for entry in outcome.document["undertakings"]] == ["done"]
    assert EXTENSION in command("journal", "--all").out


def test_a_damaged_file_is_named(command: Command) -> None:
    journal_folder().mkdir(parents=True)
    damaged = journal_folder() / f"{NOBODY}.jsonl"
    damaged.write_bytes(b"no JSON\n")
    outcome = command("journal")
    assert (outcome.code, str(damaged) in outcome.out) == (1, True)
    assert command("journal", "--format", "json").document["damaged"] == [str(damaged)]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_journal_that_cannot_be_looked_into_is_not_an_empty_one(form: str, command: Command) -> None:
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_bytes(b"")  # what another user's folder is to this one: there, and nothing can be seen in it
    outcome = command("journal", "--format", form)
    assert (outcome.code, str(journal_folder()) in outcome.out) == (1, True)
    assert "Nothing is unfinished" not in outcome.out


def test_moments_are_written_as_in_a_diagnosis(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        left_open(lab)
    (entry,) = command("journal", "--format", "json").document["undertakings"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["begun"])


def test_what_somebody_works_on_is_his(command: Command) -> None:
    with scenario("extension-stuck") as lab, begun(lab) as entry:
        identity = entry.undertaking.id
        listed = command("journal")
        assert (listed.code, "Another instance of the program is working on it." in listed.out) == (0, True)
        assert command("journal", "--format", "json").document["undertakings"][0]["in_use"] is True
        for arguments in ((lab, "journal", "--finish", identity), (lab, "journal", "--undo", identity), ("journal", "--leave", identity)):
            outcome = command(*arguments)
            assert (outcome.code, outcome.out) == (5, "")
            assert outcome.err == f"backup-doctor: Another instance of the program is working on {identity}.\n"
        assert changes(lab) == []
        assert entry.undertaking.is_open


def test_to_finish_shows_what_is_sent_and_lets_the_checks_decide(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
        outcome = command(lab, "journal", "--finish", identity, "--format", "json")
    document = outcome.document
    assert (outcome.code, outcome_of(identity)) == (0, Ended.DONE)
    assert set(document) == {"schema", "tool", "undertaking", "requests", "open", "action", "checks"}
    assert document["requests"] == [{"request": f"DELETE {lab.endpoint}{lab.vm}/extensions/VMSnapshot?api-version=2024-07-01", "body": None}]
    assert (document["checks"][0]["before"], document["checks"][0]["after"]) == ("failed", "ok")
    assert "Step 1 of 1" in outcome.err


def test_finishing_what_azure_refuses_is_said(command: Command) -> None:
    with scenario("extension-stuck", "403:extensions/VMSnapshot") as lab:
        identity = left_open(lab)
        outcome = command(lab, "journal", "--finish", identity)
    assert (outcome.code, outcome_of(identity)) == (5, Ended.FAILED)
    assert outcome.out.splitlines()[-1] == "Result: not completed."


def test_a_repair_of_another_version_is_never_called_verified(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        with user_journal().begin(lab.vm, "old-cause/old-remedy", plan_of(lab, EXTENSION).downtime, plan_of(lab, EXTENSION), "0.0.1") as entry:
            identity = entry.undertaking.id
        outcome = command(lab, "journal", "--finish", identity)
    assert (outcome.code, outcome_of(identity)) == (1, Ended.DONE)


@pytest.mark.parametrize("confirm", [(), ("--confirm", "another")])
def test_a_last_resort_is_left_out_unless_the_vm_is_named(confirm: tuple[str, ...], command: Command) -> None:
    with one_vm(locked) as lab:
        identity = left_open(lab, UNLOCK, impatient(plan_of(lab, UNLOCK)))
        outcome = command(lab, "journal", "--finish", identity, *confirm)
        assert [line for line in changes(lab) if "restorePointCollections" in line] == []
        assert len(lab.world.store.of_type(LOCK_TYPE)) == 1, "the lock is back all the same"
    assert outcome.code == 1
    assert "is a last resort and is skipped. To allow it, add --confirm with the VM's name." in outcome.err


def test_a_last_resort_is_used_when_the_vm_is_named(command: Command) -> None:
    with one_vm(locked) as lab:
        identity = left_open(lab, UNLOCK, impatient(plan_of(lab, UNLOCK)))
        outcome = command(lab, "journal", "--finish", identity, "--confirm", lab.vm.name.upper())
        vm = lab.world.machine(lab.vm)
        assert vm is not None
        assert not collections_of(lab.world, vm)
        assert len(lab.world.store.of_type(LOCK_TYPE)) == 1
    assert (outcome.code, outcome_of(identity)) == (1, Ended.DONE), "the lock is back, and the checks see it"


def impatient(plan: Plan) -> Plan:
    """Does not wait for hours for a clean-up that never comes."""
    return replace(plan, steps=tuple(replace(step, limit=timedelta(0)) if step.watch == "clean-up" else step for step in plan.steps))


def test_to_leave_asks_nobody_and_ends_it(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
        lab.seen.clear()
        outcome = command("journal", "--leave", identity)
        assert lab.seen == []
    assert (outcome.code, outcome.out, outcome_of(identity)) == (0, "", Ended.LEFT)
    assert outcome.err == f"{identity} stays as it is and no longer counts as unfinished.\n"
    assert command("journal").code == 0
    assert command("journal", "--leave", identity).code == 5


def test_to_leave_has_a_document_too(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
    document = command("journal", "--leave", identity, "--format", "json").document
    assert (document["schema"], document["undertaking"], document["open"]) == (1, identity, False)


def test_what_has_ended_cannot_be_finished(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        command(lab, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply")
        (item,) = user_journal().undertakings()
        lab.seen.clear()
        outcome = command(lab, "journal", "--finish", item.id)
        undone = command(lab, "journal", "--undo", item.id)
        assert lab.seen == []
    assert (outcome.code, outcome.err) == (5, f"backup-doctor: {item.id} is already closed: there is nothing to finish.\n")
    assert (undone.code, undone.err) == (5, f"backup-doctor: Nothing in {item.id} can be undone.\n")


@pytest.mark.parametrize("identity", [NOBODY, "../../etc/passwd", "nothing"])
@pytest.mark.parametrize("word", ["finish", "undo", "leave"])
def test_what_is_not_in_the_journal(word: str, identity: str, command: Command) -> None:
    with scenario("healthy-windows") as lab:
        outcome = command(lab, "journal", f"--{word}", identity)
        assert lab.seen == []
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"backup-doctor: The journal has no readable entry {identity}. Unfinished: —.\n"


@pytest.mark.parametrize("word", ["finish", "undo"])
def test_what_speaks_to_azure_needs_a_connection(word: str, command: Command) -> None:
    outcome = command("journal", f"--{word}", NOBODY)
    assert (outcome.code, outcome.out) == (2, "")
    assert "add --auth" in outcome.err


def test_the_demo_tenant_is_no_connection_for_it(command: Command) -> None:
    assert command("journal", "--finish", NOBODY, "--demo").code == 2


def test_a_connection_that_does_not_lead_to_the_vm_changes_nothing(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        identity = left_open(lab)
    with scenario("healthy-windows") as elsewhere:
        outcome = command(elsewhere, "journal", "--finish", identity)
        assert changes(elsewhere) == []
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (3, "", 1)
    (item,) = user_journal().open_items()
    assert [record.stage for record in item.steps] == [Stage.PLANNED]


def test_a_list_in_a_file(command: Command, tmp_path: Path) -> None:
    outcome = command("journal", "--format", "json", "--output", str(tmp_path / "journal.json"))
    assert (outcome.code, outcome.out) == (0, "")
    assert json.loads((tmp_path / "journal.json").read_text("utf-8"))["undertakings"] == []
