"""``fix``: a plan first, changes only when told to, and an exit code that the checks have decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backup_doctor.core.places import journal_folder
from backup_doctor.core.scripts import script
from backup_doctor.core.undertaking import Outcome as Ended
from backup_doctor.lab.machine import VirtualMachine
from tests.helpers.commands import Command, Outcome, user_journal
from tests.helpers.repairs import changes
from tests.helpers.worlds import Lab, scenario

EXTENSION = "backup-extension-load-failure/delete-extension"
BACKUP = "back-up-again/back-up-now"
UNLOCK = "resource-group-lock/unlock-for-good"
WRITERS = "vss-or-com-failure/restart-writer-services"
COLLECTION = "restore-point-limit/delete-collection"

Fix = Callable[..., Outcome]


@pytest.fixture
def fix(command: Command) -> Fix:
    """Run ``fix`` for the VM of a lab."""
    return lambda lab, remedy, *arguments: command(lab, "fix", "--vm", str(lab.vm), "--remedy", remedy, *arguments)


def machine(lab: Lab) -> VirtualMachine:
    vm = lab.world.machine(lab.vm)
    assert vm is not None
    return vm


def test_without_apply_the_plan_is_shown_and_nothing_is_done(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION)
        assert changes(lab) == []
    assert (outcome.code, outcome.err) == (0, "")
    for shown in (
        "Step 1: Remove the extension VMSnapshot",
        f"DELETE {lab.vm}/extensions/VMSnapshot?api-version=",
        "az rest --method delete --url '",
        "Invoke-AzRestMethod -Method DELETE -Path '",
        f"Needs Microsoft.Compute/virtualMachines/extensions/delete on {lab.vm}/extensions/VMSnapshot: the account has it.",
        "Risk: Safe",
        "Interruption: ",
        "What is lost: ",
        "Undo: ",
    ):
        assert shown in outcome.out
    assert outcome.out.splitlines()[-1] == "Nothing has been changed. Add --apply to carry it out."
    assert not journal_folder().exists()


def test_the_document_of_a_plan(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION, "--format", "json")
    document = outcome.document
    assert (outcome.code, outcome.err) == (0, "")
    assert set(document) == {"schema", "tool", "vm", "remedy", "plan", "applied", "action", "checks", "extra"}
    assert (document["schema"], document["tool"]["name"]) == (1, "backup-doctor")
    assert (document["vm"]["name"], document["vm"]["os"], document["vm"]["power"]) == (lab.vm.name, "Windows", "running")
    assert set(document["remedy"]) == {"id", "title", "risk", "available", "reason"}
    assert (document["remedy"]["id"], document["remedy"]["available"], document["remedy"]["reason"]) == (EXTENSION, True, None)
    assert set(document["plan"]) == {"risk", "steps", "downtime", "loss", "undo", "notes"}
    (step,) = document["plan"]["steps"]
    address = f"{lab.endpoint}{lab.vm}/extensions/VMSnapshot?api-version=2024-07-01"
    need = {"action": "Microsoft.Compute/virtualMachines/extensions/delete", "scope": f"{lab.vm}/extensions/VMSnapshot", "held": True}
    assert step == {
        "title": "Remove the extension VMSnapshot",
        "request": f"DELETE {address}",
        "body": None,
        "az": f"az rest --method delete --url '{address}'",
        "powershell": f"Invoke-AzRestMethod -Method DELETE -Path '{lab.vm}/extensions/VMSnapshot?api-version=2024-07-01'",
        "permissions": [need],
        "undo": None,
        "only_if_needed": False,
    }
    assert (document["applied"], document["action"], document["extra"]["undertaking"]) == (False, None, None)
    assert document["checks"][0]["id"] == "backup-extension-load-failure/backup-extension"
    assert (document["checks"][0]["before"], document["checks"][0]["after"]) == ("failed", None)


@pytest.mark.parametrize("name", ["extension-stuck", "extension-failed"])
def test_with_apply_the_plan_is_carried_out_and_the_checks_decide(name: str, fix: Fix) -> None:
    with scenario(name) as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
        assert machine(lab).backup_extension is None
    document = outcome.document
    assert (outcome.code, document["applied"], document["extra"]["open"]) == (0, True, False)
    (step,) = document["action"]["steps"]
    assert (step["request"], step["status"]) == (document["plan"]["steps"][0]["request"], 202)
    assert step["request_id"]
    assert set(document["action"]) == {"remedy", "started", "finished", "steps", "outcome", "undo"}
    assert [(check["before"], check["after"]) for check in document["checks"]] == [("failed", "ok"), ("ok", "ok"), ("ok", "ok")]
    (kept,) = user_journal().undertakings()
    assert (kept.id, kept.outcome) == (document["extra"]["undertaking"], Ended.DONE)


def test_progress_goes_to_stderr_and_the_result_to_stdout(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION, "--apply")
    assert outcome.err.splitlines()[-1].startswith("Step 1 of 1, “Remove the extension VMS")
    assert "Step 1 of 1" not in outcome.out
    assert "[Failed → OK] The backup extension is in order" in outcome.out
    assert outcome.out.splitlines()[-1] == "Result: carried out, and verified."
    assert "Nothing has been changed" not in outcome.out


def test_a_result_in_a_file_leaves_stdout_empty(fix: Fix, tmp_path: Path) -> None:
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json", "--output", str(tmp_path / "fixed.json"))
    assert (outcome.code, outcome.out) == (0, "")
    assert json.loads((tmp_path / "fixed.json").read_text("utf-8"))["applied"] is True


def test_what_is_still_wrong_afterwards_is_not_verified(fix: Fix) -> None:
    with scenario("other-extension-failed") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
    assert outcome.code == 1
    assert outcome.document["extra"]["open"] is False
    assert ("warning", "warning") in [(check["before"], check["after"]) for check in outcome.document["checks"]]


@pytest.mark.parametrize(("name", "code"), [("healthy-windows", 0), ("extension-failed", 1)])
def test_a_backup_is_verified_by_the_end_of_its_job(name: str, code: int, fix: Fix) -> None:
    with scenario(name) as lab:
        outcome = fix(lab, BACKUP, "--apply", "--format", "json")
    assert (outcome.code, outcome.document["applied"], outcome.document["extra"]["open"]) == (code, True, False)
    assert outcome.document["checks"] == []


def test_a_backup_that_azure_does_not_begin_has_failed(fix: Fix) -> None:
    with scenario("healthy-windows", "403:/backup?") as lab:
        outcome = fix(lab, BACKUP, "--apply", "--format", "json")
    assert (outcome.code, outcome.document["applied"], outcome.document["extra"]["open"]) == (5, False, False)


def test_what_is_not_broken_is_not_repaired(fix: Fix) -> None:
    with scenario("healthy-windows") as lab:
        dry, wet = fix(lab, EXTENSION), fix(lab, EXTENSION, "--apply", "--format", "json")
        assert changes(lab) == []
    assert (dry.code, wet.code) == (5, 5)
    assert "This cannot be done now. Nothing to repair here" in dry.out
    assert dry.err.startswith("backup-doctor: Nothing to repair here")
    assert (wet.document["remedy"]["available"], wet.document["plan"], wet.document["applied"]) == (False, None, False)


@pytest.mark.parametrize("arguments", [(), ("--apply",)])
def test_a_permission_that_is_missing_is_named_and_nothing_is_tried(arguments: tuple[str, ...], fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        lab.world.deny("Microsoft.Compute/virtualMachines/extensions/delete", lab.vm.subscription_scope)
        outcome, text = fix(lab, EXTENSION, "--format", "json", *arguments), fix(lab, EXTENSION, *arguments)
        assert changes(lab) == []
    assert (outcome.code, text.code) == (5, 5)
    assert outcome.document["remedy"]["available"] is False
    assert outcome.document["plan"]["steps"][0]["permissions"][0]["held"] is False
    assert f"on {lab.vm}/extensions/VMSnapshot: the account lacks it." in text.out


def test_a_permission_that_nobody_shows_does_not_stand_in_the_way(fix: Fix) -> None:
    with scenario("extension-stuck", "403:Microsoft.Authorization/permissions") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
    assert outcome.document["plan"]["steps"][0]["permissions"][0]["held"] is None
    assert outcome.code == 0


def test_a_refusal_by_azure_leaves_nothing_open(fix: Fix) -> None:
    with scenario("extension-stuck", "403:extensions/VMSnapshot") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
        assert machine(lab).backup_extension is not None
    assert (outcome.code, outcome.document["applied"], outcome.document["extra"]["open"]) == (5, False, False)
    assert "the account lacks Microsoft.Compute/virtualMachines/extensions/delete" in outcome.document["action"]["outcome"]
    assert user_journal().open_items() == []


def test_a_lock_that_could_not_be_seen_refuses_and_leaves_nothing_open(fix: Fix) -> None:
    with scenario("extension-stuck", "403:Microsoft.Authorization/locks") as lab:
        lab.world.add_lock(lab.vm.group_scope, "keep", "CanNotDelete")
        outcome = fix(lab, EXTENSION, "--apply")
    assert outcome.code == 5
    assert "ScopeLocked" in outcome.err
    assert "is unfinished" not in outcome.err
    assert outcome.out.splitlines()[-1] == "Result: not completed."
    assert [item.outcome for item in user_journal().undertakings()] == [Ended.FAILED]


def test_a_lost_connection_leaves_the_truth_and_the_way_on(fix: Fix, command: Command) -> None:
    with scenario("extension-stuck", "reset:extensions/VMSnapshot:1") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
        (item,) = user_journal().open_items()
        said = outcome.err.splitlines()
        assert (outcome.code, outcome.document["extra"]["open"]) == (5, True)
        assert any(
            line.startswith("“Remove the backup extension” on /subs") and f"is unfinished; its id in the journal is {item.id}." in line
            for line in said
        )
        assert "It is not known whether Azure has completed “Remove the extension VMSnapshot”." in said
        assert f"To finish it: backup-doctor journal --finish {item.id} --auth token --arm {lab.endpoint}" in said
        assert said[-1] == f"To leave it as it is: backup-doctor journal --leave {item.id}"
        finished = command(lab, "journal", "--finish", item.id)
        assert machine(lab).backup_extension is None
    assert finished.code == 0
    assert finished.out.splitlines()[1].startswith(f"  DELETE {lab.vm}/extensions/VMSnapshot?api-version=")
    assert "[Failed → OK] The backup extension is in order" in finished.out
    assert user_journal().open_items() == []


def lock_of(lab: Lab) -> object:
    (lock,) = lab.world.store.of_type("Microsoft.Authorization/locks")
    return {**lock, "systemData": None}


def test_what_stops_half_way_is_taken_back_at_once(fix: Fix) -> None:
    with scenario("restore-points-locked", "403:/backup?") as lab:
        before = lock_of(lab)
        outcome = fix(lab, UNLOCK, "--apply", "--format", "json")
        assert lock_of(lab) == before
        assert [line.partition(" ")[0] for line in changes(lab)] == ["DELETE", "POST", "PUT"]
    assert (outcome.code, outcome.document["applied"], outcome.document["extra"]["open"]) == (5, True, False)
    assert "It stopped half-way, and there is nobody to ask: what can be undone is being undone now." in outcome.err
    assert "is unfinished" not in outcome.err
    assert [item.outcome for item in user_journal().undertakings()] == [Ended.UNDONE]


def test_what_cannot_be_taken_back_either_is_said_with_the_way_to_do_it(fix: Fix, command: Command) -> None:
    read_and_lifted = "slow/0:locks/no-delete:2"
    with scenario("restore-points-locked", "403:/backup?", read_and_lifted, "403:locks/no-delete:1") as lab:
        before = lock_of(lab)
        outcome = fix(lab, UNLOCK, "--apply", "--format", "json")
        assert lab.world.store.of_type("Microsoft.Authorization/locks") == []
        (item,) = user_journal().open_items()
        said = outcome.err.splitlines()
        assert (outcome.code, outcome.document["extra"]["open"]) == (5, True)
        assert any(line.startswith("Still changed, and can be undone: “Lift lock no-delete") for line in said)
        assert f"To undo it: backup-doctor journal --undo {item.id} --auth token --arm {lab.endpoint}" in said
        assert not any("--finish" in line for line in said)
        listed = command("journal")
        assert (listed.code, f"backup-doctor journal --undo {item.id}" in listed.out) == (1, True)
        assert command(lab, "journal", "--finish", item.id).code == 5
        undone = command(lab, "journal", "--undo", item.id, "--format", "json")
        assert lock_of(lab) == before
    assert (undone.code, undone.document["open"]) == (0, False)
    assert undone.document["requests"][0]["request"].startswith(f"PUT {lab.endpoint}/subscriptions/")
    assert command("journal").code == 0


def test_the_way_back_from_what_went_well_is_told(fix: Fix, command: Command) -> None:
    with scenario("restore-points-locked") as lab:
        before = lock_of(lab)
        outcome = fix(lab, UNLOCK, "--apply", "--format", "json")
        identity = outcome.document["extra"]["undertaking"]
        assert outcome.code == 0
        assert outcome.err.splitlines()[-1].startswith(f"It can be undone, even later: backup-doctor journal --undo {identity} --auth token")
        undone = command(lab, "journal", "--undo", identity)
        assert lock_of(lab) == before
    assert (undone.code, undone.out.splitlines()[-1]) == (0, "Result: undone.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Nothing was sent: something would be lost for good. To agree, add --confirm "),
        (("--confirm", "another"), "Nothing was sent: --confirm names another, but the VM is "),
        (("--confirm", ""), "Nothing was sent: --confirm names , but the VM is "),
    ],
)
def test_what_is_lost_for_good_takes_the_name_of_the_vm(arguments: tuple[str, ...], sentence: str, fix: Fix) -> None:
    with scenario("points-full") as lab:
        outcome = fix(lab, COLLECTION, "--apply", *arguments)
        document = fix(lab, COLLECTION, "--apply", "--format", "json", *arguments).document
        assert changes(lab) == []
    assert (outcome.code, outcome.err) == (5, f"backup-doctor: {sentence}{lab.vm.name}.\n")
    assert (document["applied"], document["remedy"]["available"]) == (False, True)
    assert not journal_folder().exists()


def test_the_name_of_the_vm_in_any_letter_case_is_its_name(fix: Fix) -> None:
    with scenario("points-full") as lab:
        outcome = fix(lab, COLLECTION, "--apply", "--confirm", lab.vm.name.upper())
    assert outcome.code == 0, outcome.err


def test_a_wrong_name_stops_even_what_needs_none(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        assert fix(lab, EXTENSION, "--apply", "--confirm", "another").code == 5
        assert changes(lab) == []


def test_a_repair_inside_the_vm_is_verified_from_inside(fix: Fix) -> None:
    with scenario("windows-writers-bad") as lab:
        plan = fix(lab, WRITERS)
        assert changes(lab) == [], "a plan takes no look inside that nobody asked for"
        outcome = fix(lab, WRITERS, "--apply", "--format", "json")
        scripts = [line for line in changes(lab) if line.endswith("/runCommand")]
    assert plan.code == 0
    assert "inside the VM:" in plan.out
    assert [line for line in script("windows-restart-writers.ps1").splitlines() if line not in plan.out] == [], "the script itself can be read"
    assert ("failed", "ok") in [(check["before"], check["after"]) for check in outcome.document["checks"]]
    assert (outcome.code, len(scripts)) == (0, 3), "looked, repaired, looked again"


def test_an_unknown_repair_names_those_there_are(fix: Fix) -> None:
    with scenario("healthy-windows") as lab:
        outcome = fix(lab, "no-such/thing")
        assert lab.seen == []
    assert (outcome.code, outcome.out) == (2, "")
    assert EXTENSION in outcome.err
    assert BACKUP in outcome.err


def test_a_vm_that_does_not_exist(fix: Fix, command: Command) -> None:
    with scenario("healthy-windows") as lab:
        outcome = command(lab, "fix", "--vm", f"{lab.vm}-gone", "--remedy", EXTENSION, "--apply", "--format", "json")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (3, "", 1)


def test_a_code_may_be_given_and_must_be_one(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        assert fix(lab, EXTENSION, "--code", "ExtensionOperationFailed").code == 0
        assert fix(lab, EXTENSION, "--code", "NoSuchCode").code == 2


def test_a_journal_that_cannot_be_written_lets_nothing_out(fix: Fix) -> None:
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file where the folder should be")
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
        assert changes(lab) == []
    assert (outcome.code, outcome.out) == (5, "")
    assert outcome.err.startswith("backup-doctor: Nothing was sent. ")


def test_the_demo_tenant_leaves_no_trace_in_the_journal(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        vm = str(lab.vm)  # the demo tenant's ids are the same on every start
    outcome = command("fix", "--vm", vm, "--remedy", EXTENSION, "--apply", "--demo", "--format", "json")
    assert (outcome.code, outcome.document["applied"]) == (0, True)
    assert user_journal().undertakings() == []


def test_names_from_azure_cannot_move_the_cursor(fix: Fix) -> None:
    with scenario("hostile-names") as lab:
        for remedy in (EXTENSION, BACKUP, UNLOCK):
            for arguments in ((), ("--apply",)):
                outcome = fix(lab, remedy, *arguments)
                assert [sign for sign in outcome.out + outcome.err if not sign.isprintable() and sign != "\n"] == []


def test_the_token_is_nowhere_in_the_output(fix: Fix) -> None:
    with scenario("extension-stuck") as lab:
        outcome = fix(lab, EXTENSION, "--apply", "--format", "json")
        kept = "".join(path.read_text("utf-8") for path in journal_folder().iterdir())
        assert lab.token.split(".")[1] not in outcome.out + outcome.err + kept
