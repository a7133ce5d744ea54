"""What the organisation has laid down holds on the command line, and can be read there."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.arm.memory import Memory
from backup_doctor.core.places import history_folder
from backup_doctor.core.policy import Policy, closed
from backup_doctor.core.policy_settings import SETTINGS, judge
from backup_doctor.core.policy_source import from_file
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.accounts import account
from tests.helpers.commands import Command, user_journal
from tests.helpers.keyrings import WindowsStore, using
from tests.helpers.repairs import changes
from tests.helpers.worlds import Lab, scenario

EXTENSION = "backup-extension-load-failure/delete-extension"
WRITERS = "vss-or-com-failure/restart-writer-services"
NO_REPAIRS = judge({"AllowRepairs": "0"}, "here")
NO_RUN_COMMAND = judge({"AllowRunCommand": "0"}, "here")


def test_a_repair_is_refused_and_its_plan_still_shown(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        outcome = command(lab, NO_REPAIRS, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply")
        assert changes(lab) == []
    assert outcome.code == 5
    assert "Set by your organisation: nothing may be changed in Azure from this computer (AllowRepairs)." in outcome.err
    assert "Step 1: Remove the extension VMSnapshot" in outcome.out
    assert user_journal().undertakings() == []


def test_the_document_says_so_too(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        fix = command(lab, NO_REPAIRS, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--format", "json")
        diagnosis = command(lab, NO_REPAIRS, "diagnose", "--vm", str(lab.vm), "--format", "json").document
    assert (fix.document["applied"], fix.document["remedy"]["available"]) == (False, False)
    offered = {remedy["id"]: remedy for cause in diagnosis["causes"] for remedy in cause["remedies"]}
    assert "AllowRepairs" in offered[EXTENSION]["reason"]


def test_what_was_begun_before_can_neither_be_finished_nor_taken_back_here(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        assert command(lab, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply").code == 0
        (begun,) = user_journal().undertakings()
        before = changes(lab)
        outcome = command(lab, NO_REPAIRS, "journal", "--undo", begun.id)
        assert changes(lab) == before
    assert outcome.code == 5
    assert "AllowRepairs" in outcome.err


def ran_inside(lab: Lab) -> list[str]:
    return [line for line in lab.seen if "/runcommand" in line.casefold()]


def test_nobody_looks_inside(command: Command) -> None:
    with scenario("windows-writers-bad") as lab:
        for outcome in (
            command(lab, NO_RUN_COMMAND, "diagnose", "--vm", str(lab.vm), "--guest"),
            command(lab, NO_RUN_COMMAND, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--guest"),
        ):
            assert outcome.code == 5
            assert "AllowRunCommand" in outcome.err
        assert lab.seen == []


def test_no_repair_goes_inside_and_others_are_still_carried_out(command: Command) -> None:
    with scenario("windows-writers-bad") as lab:
        outcome = command(lab, NO_RUN_COMMAND, "fix", "--vm", str(lab.vm), "--remedy", WRITERS, "--apply")
        assert ran_inside(lab) == []
    assert outcome.code == 5
    assert "AllowRunCommand" in outcome.err
    with scenario("extension-stuck") as lab:
        assert command(lab, NO_RUN_COMMAND, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply").code == 0


@pytest.mark.parametrize(
    "values",
    [{"SignInMethods": "browser"}, {"Tenant": "11111111-2222-3333-4444-55555555aaaa"}, {"Cloud": "china"}, {"Cloud": "nowhere"}],
)
def test_one_signs_in_only_as_laid_down(command: Command, values: dict[str, str]) -> None:
    with scenario("extension-stuck") as lab:
        outcome = command(lab, judge(values, "/somewhere/policy.ini"), "diagnose", "--vm", str(lab.vm))
        assert [line for line in lab.seen if "/virtualmachines/" in line.casefold()] == []
    assert outcome.code == 3
    assert "/somewhere/policy.ini" in outcome.err


def test_one_signs_in_where_it_is_allowed(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        policy = judge({"SignInMethods": "token", "Tenant": TENANT_ID, "Cloud": lab.endpoint}, "here")
        assert command(lab, policy, "diagnose", "--vm", str(lab.vm)).code == 1


def test_the_demo_tenant_needs_no_leave_and_keeps_to_the_rest(command: Command) -> None:
    policy = judge({"SignInMethods": "browser", "Cloud": "china", "AllowRunCommand": "0"}, "here")
    vm = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/y/providers/Microsoft.Compute/virtualMachines/z"
    assert command(policy, "diagnose", "--demo", "--vm", vm).code == 3, "no such machine, but signed in"
    assert command(policy, "diagnose", "--demo", "--vm", vm, "--guest").code == 5


def test_the_cloud_that_is_laid_down_need_not_be_named(command: Command) -> None:
    with scenario("extension-stuck") as lab:
        policy = judge({"Cloud": f"{lab.endpoint}/away"}, "here")
        outcome = command(policy, "connection", "--format", "json")
    assert {hop["host"] for hop in outcome.document["hops"] if hop["place"] == "management"} == {"127.0.0.1"}


def test_accounts_of_before_are_not_read_and_can_be_removed(command: Command) -> None:
    policy = judge({"AllowRemembering": "0"}, "here")
    with using(WindowsStore()) as store:
        Memory().remember(account())
        listed = command(policy, "accounts")
        assert "AllowRemembering" in listed.out
        assert "No account is remembered" in listed.out
        assert store.content
        assert command(policy, "accounts", "--forget-all").code == 0
        assert store.content == {}


def test_the_language_is_that_of_the_organisation_until_another_is_asked_for(command: Command) -> None:
    policy = judge({"Language": "ru"}, "here")
    assert command(policy, "journal").out == "Незавершённых изменений нет.\n"
    assert command(policy, "journal", "--lang", "en").out == "Nothing is unfinished.\n"


def test_what_cannot_be_understood_is_said_at_every_command(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "policy.ini"
    file.write_text("AllowRepairs = 0\n")
    for arguments in (["journal"], ["role"]):
        outcome = command(from_file(file), *arguments)
        assert (outcome.code, outcome.err.count("cannot be read")) == (0, 1)


def test_the_command_tells_what_holds(command: Command) -> None:
    assert command(Policy(), "policy").out == "Your organisation has set nothing for this computer.\n"
    policy = judge({"AllowRepairs": "0", "SignInMethods": "browser"}, "/somewhere/policy.ini")
    told = command(policy, "policy")
    assert told.code == 0
    assert told.out.splitlines()[0] == "Set in: /somewhere/policy.ini"
    assert len(told.out.splitlines()) == 3
    document = command(policy, "policy", "--format", "json").document
    assert set(document["settings"]) == {setting.name for setting in SETTINGS}
    assert (document["settings"]["AllowRepairs"], document["settings"]["SignInMethods"], document["problems"]) == (False, ["browser"], [])
    broken = command(closed("here", "no"), "policy", "--format", "json")
    assert broken.code == 1
    assert len(broken.document["problems"]) == 1


def test_no_command_keeps_a_history(command: Command) -> None:
    """So there is nothing of it for a policy to forbid here."""
    with scenario("extension-stuck") as lab:
        command(lab, "diagnose", "--vm", str(lab.vm))
    assert not history_folder().exists()


def test_the_help_names_it(command: Command) -> None:
    told = command("--help")
    assert (told.code, " ".join(told.out.split()).count("policy show what the organisation has set for this computer")) == (0, 1)
    assert command("policy", "--help").code == 0
