"""``--vm``: takes what the window takes, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from backup_doctor.cli.given import vm_of
from tests.helpers.commands import Command
from tests.helpers.worlds import scenario

GUID = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
VM = f"/subscriptions/{GUID}/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/web01"
VAULT = f"/subscriptions/{GUID}/resourceGroups/rg-vaults/providers/Microsoft.RecoveryServices/vaults/v1"
ITEM = "VM;iaasvmcontainerv2;rg-web;web01"


@pytest.mark.parametrize(
    "given",
    [
        VM,
        f"https://portal.azure.com/#@contoso.com/resource{VM}/overview",
        f"https://portal.azure.com/#view/Microsoft_Azure_Compute/Menu/id/{quote(quote(VM, ''), '')}",
        f"{VM}/extensions/VMSnapshot",
        f"The backup of {VM} failed.",
        f"{VAULT}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-web;web01/protectedItems/{ITEM}",
    ],
    ids=["id", "portal", "quoted twice", "something inside it", "sentence", "backup item"],
)
def test_whatever_names_one_machine(given: str) -> None:
    assert str(vm_of(given)) == VM


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"{VM} {VM}2", "2 VMs are named here: web01, web012."),
        (ITEM, "is not the resource id of a virtual machine"),
        (f"{VAULT}/backupJobs/{GUID}", "This is a backup job, not its VM."),
        (VAULT, "not a virtual machine"),
    ],
    ids=["two", "backup item without its subscription", "job", "vault"],
)
def test_what_names_none_or_several_is_refused_before_anything_is_asked(given: str, said: str, command: Command) -> None:
    outcome = command("diagnose", "--vm", given, "--auth", "cli")
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_a_machine_is_diagnosed_by_its_portal_address(command: Command) -> None:
    with scenario("windows-agent-stopped") as lab:
        outcome = command("diagnose", lab, "--vm", f"https://portal.azure.com/#@contoso.com/resource{lab.vm}/overview")
    assert outcome.code == 1, outcome.err
