"""``diagnose``: one document on stdout, everything else on stderr, and the exit codes scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.edition import edition
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import Failure
from tests.helpers.commands import Command
from tests.helpers.worlds import Lab, one_vm, scenario

GUID = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"


@pytest.fixture
def diagnose(command: Command) -> Command:
    """Diagnose the VM of a lab in this process."""
    return lambda lab, *arguments: command("diagnose", "--vm", str(lab.vm), lab, *arguments)


@pytest.mark.parametrize(
    ("name", "code", "root"),
    [
        ("healthy-windows", 0, None),
        ("deallocated", 0, None),
        ("hardened-egress", 0, None),
        ("windows-agent-stopped", 1, "windows-agent-unresponsive"),
        ("linux-agent-outdated", 1, "linux-agent-outdated"),
        ("no-permission-for-locks", 4, None),
    ],
)
def test_the_exit_code_and_the_root_cause(name: str, code: int, root: str | None, diagnose: Command) -> None:
    with scenario(name) as lab:
        outcome = diagnose(lab, "--format", "json")
    assert (outcome.code, outcome.document["root_cause"], outcome.err) == (code, root, "")


def test_the_letter_case_of_an_id_does_not_matter(diagnose: Command) -> None:
    with scenario("restore-points-locked") as lab:
        shouted = replace(lab, vm=VmId(lab.vm.subscription, lab.vm.resource_group.upper(), lab.vm.name.upper()))
        assert diagnose(shouted, "--format", "json").document["root_cause"] == "resource-group-lock"


@pytest.mark.parametrize(
    ("given", "source", "code"),
    [
        ([], "last_job", "BackUpOperationFailedV2"),
        (["--code", "backupoperationfailed"], "given", "BackUpOperationFailed"),
        (["--code", "Error: ExtensionOperationFailed, please retry"], "pasted", "ExtentionOperationFailed"),
    ],
)
def test_the_symptom_and_where_it_comes_from(given: list[str], source: str, code: str, diagnose: Command) -> None:
    with scenario("restore-points-locked") as lab:
        symptom = diagnose(lab, "--format", "json", *given).document["symptom"]
    assert (symptom["source"], symptom["code"]) == (source, code)


def test_without_a_failed_job_there_is_no_symptom(diagnose: Command) -> None:
    with scenario("healthy-linux") as lab:
        assert diagnose(lab, "--format", "json").document["symptom"] == {"code": None, "source": "none", "message": None}


MIGRATED = "The backups of VMs have failed after the policy migration from Standard to Enhanced policy."


def test_a_code_with_no_cause_to_check_is_honest_about_it(diagnose: Command) -> None:
    with scenario("healthy-windows") as lab:
        outcome, text = diagnose(lab, "--format", "json", "--code", MIGRATED), diagnose(lab, "--code", MIGRATED)
    document = outcome.document
    assert (outcome.code, document["symptom"]["code"], document["causes"], document["root_cause"]) == (4, "BackUpOperationFailedV2", [], None)
    assert (document["symptom"]["message"], document["confidence"]) == (MIGRATED, "low")
    assert document["extra"]["guidance"].startswith("Contact Azure support")
    assert text.code == 4
    assert "Result: This code has no cause that can be checked from outside." in text.out
    assert "What to do about this code: Contact Azure support" in text.out


def test_the_guidance_of_a_code_stands_beside_its_causes(diagnose: Command) -> None:
    with scenario("healthy-windows") as lab:
        outcome = diagnose(lab, "--code", "UserErrorBackupOperationInProgress")
    assert outcome.code == 0
    assert "What to do about this code: Wait for the running job" in outcome.out


def failed_job(lab: Lab) -> str:
    return next(str(job["name"]) for job in lab.world.store.of_type(JOB_TYPE) if job["properties"]["status"] == "Failed")


def test_the_id_of_a_job_stands_for_its_error(diagnose: Command) -> None:
    with scenario("windows-agent-stopped") as lab:
        path = f"/subscriptions/{lab.vm.subscription}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v/backupJobs/{failed_job(lab)}"
        for given in (failed_job(lab), path):
            lab.seen.clear()
            symptom = diagnose(lab, "--format", "json", "--code", given).document["symptom"]
            assert (symptom["source"], symptom["code"]) == ("pasted", "UserErrorGuestAgentStatusUnavailable")
            assert not [request for request in lab.seen if "backupJobs?" in request and "Failed" in request], "the last failed job was not asked for"


def test_a_job_that_may_not_be_read_leaves_every_cause_to_be_checked(diagnose: Command) -> None:
    with scenario("healthy-windows", "403:backupJobs/") as lab:
        symptom = diagnose(lab, "--format", "json", "--code", GUID).document["symptom"]
    assert (symptom["source"], symptom["code"]) == ("none", None)
    assert "backupJobs" in symptom["message"]


def test_an_error_of_the_last_job_that_nobody_knows_is_shown(diagnose: Command) -> None:
    strange = Failure("CloudsInTheWay", 123456, "The sky fell on \x1b[2Jweb-01.")
    with one_vm(lambda world, vm: fail_last_backup(world, vm, strange)) as lab:
        document, text = diagnose(lab, "--format", "json").document, diagnose(lab)
    assert (document["symptom"]["source"], document["symptom"]["code"], len(document["causes"])) == ("none", None, len(catalogue()))
    for shown in (document["symptom"]["message"], text.out):
        assert "contains no known error code: “CloudsInTheWay The sky fell on \\u001b[2Jweb-01.”" in shown


def test_a_missing_permission_is_named_in_the_document(diagnose: Command) -> None:
    with scenario("no-permission-for-locks") as lab:
        causes = diagnose(lab, "--format", "json").document["causes"]
        scope = lab.vm.subscription_scope
    (check,) = [check for cause in causes for check in cause["checks"] if "missing_permission" in check]
    assert (check["id"], check["status"]) == ("resource-group-lock/no-lock", "unknown")
    assert check["missing_permission"] == {"action": "Microsoft.Authorization/locks/read", "scope": scope}


def test_the_language_changes_the_words_and_nothing_else(diagnose: Command) -> None:
    with scenario("windows-agent-stopped") as lab:
        english, russian = (diagnose(lab, "--format", "json", "--lang", code).document for code in ("en", "ru"))
    assert (english["language"], russian["language"]) == ("en", "ru")
    assert english["causes"][0]["title"] != russian["causes"][0]["title"]
    assert [cause["verdict"] for cause in english["causes"]] == [cause["verdict"] for cause in russian["causes"]]
    assert english["extra"]["texts"].keys() == russian["extra"]["texts"].keys()


def test_the_document_says_where_it_was_made_and_when_the_backup_failed(diagnose: Command) -> None:
    with scenario("windows-agent-stopped") as lab:
        extra = diagnose(lab, "--format", "json").document["extra"]
    made = extra["environment"]
    assert (made["rules"], made["cloud"], made["proxy"], made["method"]) == (edition(), lab.endpoint, "loopback", "token")
    assert made["tenant_id"]
    assert extra["failed_at"].endswith("Z")


def test_a_result_in_a_file_leaves_stdout_empty(diagnose: Command, tmp_path: Path) -> None:
    with scenario("healthy-windows") as lab:
        outcome = diagnose(lab, "--format", "json", "--output", str(tmp_path / "diagnosis.json"), "--pdf", str(tmp_path / "summary.pdf"))
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert json.loads((tmp_path / "diagnosis.json").read_text("utf-8"))["schema"] == 1
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["diagnosis.json", "summary.pdf"], "nothing half-written is left"


def test_names_from_azure_cannot_move_the_cursor(diagnose: Command) -> None:
    with scenario("hostile-names") as lab:
        words = diagnose(lab, "--format", "text").out
    assert [character for character in words if not character.isprintable() and character != "\n"] == []


def test_a_trouble_with_one_question_is_one_unknown_finding(diagnose: Command) -> None:
    with scenario("healthy-windows", "403:restorePointCollections") as lab:
        outcome = diagnose(lab, "--format", "json")
    assert outcome.code == 4
    asking = {"resource-group-lock", "restore-point-limit", "policy-denies-restore-points", "backup-not-active"}
    assert {cause["id"] for cause in outcome.document["causes"] if cause["verdict"] == "unknown"} <= asking
    assert outcome.document["root_cause"] is None


def test_a_vm_that_may_not_be_read_leaves_everything_open(diagnose: Command) -> None:
    with scenario("windows-agent-stopped", "403:virtualMachines/erp-app?") as lab:
        outcome = diagnose(lab, "--format", "json")
    assert (outcome.code, outcome.document["vm"]["os"], outcome.document["root_cause"]) == (4, None, None)
    assert {cause["verdict"] for cause in outcome.document["causes"]} == {"unknown"}


def test_the_token_is_nowhere_in_the_output(diagnose: Command) -> None:
    with scenario("windows-agent-stopped") as lab:
        outcome = diagnose(lab, "--format", "json")
        assert lab.token.split(".")[1] not in outcome.out + outcome.err
