"""Holds the command that repeats a diagnosis: it asks the same Azure, and nothing in a diagnosis can add a second command."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest

from backup_doctor.catalogue.back_up import cause as back_up_again
from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.symptoms import SYMPTOMS, recognise
from backup_doctor.core.diagnosis import Complaint, SymptomSource
from backup_doctor.core.model import Finding, Symptom, ok, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.pdf.origin import endpoint_host, repair_command, repairs_to_plan, repeat_command
from tests.helpers.diagnoses import changed, unlocked

from .samples import VM, confirmed, diagnosis, evidence, hostile, nothing_found, result, seen


@pytest.mark.parametrize(
    ("url", "host", "connection"),
    [
        ("https://management.azure.com/subscriptions", "management.azure.com", "--auth token"),
        ("https://management.usgovcloudapi.net/x", "management.usgovcloudapi.net", "--auth token --cloud usgov"),
        ("https://management.chinacloudapi.cn/x", "management.chinacloudapi.cn", "--auth token --cloud china"),
        (
            "https://Management.Contoso.example:8443/x",
            "management.contoso.example:8443",
            "--auth token --arm https://management.contoso.example:8443",
        ),
        ("http://127.0.0.1:40123/x", "127.0.0.1:40123", "--demo"),
        ("https://a;reboot/x", None, "--auth token"),
        ("https://[broken/x", None, "--auth token"),
        ("", None, "--auth token"),
    ],
)
def test_the_command_asks_the_same_azure(url: str, host: str | None, connection: str) -> None:
    given = diagnosis([result(catalogue()[0], [ok(seen("x"), evidence(request=f"GET {url}"))])])
    assert endpoint_host(given) == host
    assert repeat_command(given) == f'backup-doctor diagnose --vm "{VM}" --code UserErrorGuestAgentStatusUnavailable {connection}'


def test_without_a_code_the_command_names_none() -> None:
    given = replace(confirmed(), symptom=Complaint(SymptomSource.NONE))
    assert "--code" not in repeat_command(given)


@pytest.mark.parametrize(
    "finding",
    [
        ok(seen("x"), evidence(request=f"POST https://management.azure.com{VM}/runCommand?api-version=2025-04-01")),
        unknown(seen("x"), missing=Permission("Microsoft.Compute/virtualMachines/runCommand/action", str(VM))),
    ],
    ids=["looked", "forbidden"],
)
def test_the_command_looks_inside_again(finding: Finding) -> None:
    assert " --guest " in repeat_command(diagnosis([result(catalogue()[0], [finding])]))
    assert "--guest" not in repeat_command(confirmed())


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: str(symptom.code))
def test_the_command_repeats_what_the_code_meant(symptom: Symptom) -> None:
    given = replace(confirmed(), symptom=Complaint.of(symptom, SymptomSource.PASTED))
    words = shlex.split(repeat_command(given))
    assert recognise(words[words.index("--code") + 1]) is symptom


def test_hostile_names_stay_out_of_the_command() -> None:
    words = shlex.split(repeat_command(hostile()))
    assert words == ["backup-doctor", "diagnose", "--vm", "<resource id>", "--auth", "token"]
    assert repairs_to_plan(hostile()) == []


def test_a_repair_is_planned_with_a_command_only_if_it_is_available() -> None:
    given = changed()
    assert [(remedy.id, remedy.reason is None) for remedy in given.causes[0].remedies] == [
        ("resource-group-lock/unlock", True),
        ("resource-group-lock/delete-collection", False),
    ]
    assert repairs_to_plan(given) == ["resource-group-lock/unlock"]
    assert repairs_to_plan(confirmed()) == []
    command = repair_command(given, "resource-group-lock/unlock")
    assert command == f'backup-doctor fix --vm "{given.vm.id}" --auth token --remedy resource-group-lock/unlock'


def test_after_a_repair_the_backup_is_what_is_left_to_start() -> None:
    given = replace(nothing_found(), actions=(unlocked(),))
    assert repairs_to_plan(given) == [remedy.id for remedy in back_up_again.remedies]
    assert repairs_to_plan(nothing_found()) == []
