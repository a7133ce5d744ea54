"""The permission a refused request lacks, whether Azure says it or the path does."""

from __future__ import annotations

import pytest

from backup_doctor.arm.errors import Forbidden
from backup_doctor.core.permission import Permission, permission_of
from tests.helpers.worlds import one_vm

SUB = "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
GROUP = f"{SUB}/resourceGroups/rg"
VM = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm"
ARM = "https://management.azure.com"


@pytest.mark.parametrize(
    ("method", "path", "action", "scope"),
    [
        ("GET", VM, "Microsoft.Compute/virtualMachines/read", VM),
        ("HEAD", f"{VM}/", "Microsoft.Compute/virtualMachines/read", VM),
        ("GET", f"{VM}/extensions", "Microsoft.Compute/virtualMachines/extensions/read", VM),
        ("GET", f"{SUB}/providers/Microsoft.Compute/restorePointCollections", "Microsoft.Compute/restorePointCollections/read", SUB),
        ("GET", f"{GROUP}/providers/Microsoft.Authorization/locks", "Microsoft.Authorization/locks/read", GROUP),
        ("GET", f"{VM}/providers/Microsoft.Authorization/locks", "Microsoft.Authorization/locks/read", VM),
        (
            "POST",
            f"{GROUP}/providers/Microsoft.Network/networkInterfaces/nic/effectiveRouteTable",
            "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
            f"{GROUP}/providers/Microsoft.Network/networkInterfaces/nic",
        ),
        (
            "GET",
            f"{SUB}/providers/Microsoft.Insights/eventtypes/management/values",
            "Microsoft.Insights/eventtypes/values/read",
            f"{SUB}/providers/Microsoft.Insights/eventtypes/management",
        ),
        ("GET", f"{VM}/providers/Microsoft.Insights/metrics", "Microsoft.Insights/metrics/read", VM),
        ("POST", "/providers/Microsoft.ResourceGraph/resources", "Microsoft.ResourceGraph/resources/read", "/"),
        (
            "POST",
            f"{SUB}/providers/Microsoft.RecoveryServices/locations/westeurope/backupStatus",
            "Microsoft.RecoveryServices/locations/backupStatus/action",
            f"{SUB}/providers/Microsoft.RecoveryServices/locations/westeurope",
        ),
        ("PUT", f"{VM}/extensions/X", "Microsoft.Compute/virtualMachines/extensions/write", f"{VM}/extensions/X"),
        ("DELETE", f"{VM}/extensions/VMSnapshot", "Microsoft.Compute/virtualMachines/extensions/delete", f"{VM}/extensions/VMSnapshot"),
        ("GET", f"{VM.replace('rg', 'r%20g')}", "Microsoft.Compute/virtualMachines/read", VM.replace("rg", "r g")),
    ],
)
def test_the_path_tells_the_permission(method: str, path: str, action: str, scope: str) -> None:
    assert permission_of(method, f"{ARM}{path}?api-version=2024-07-01") == Permission(action, scope)


@pytest.mark.parametrize("path", ["/subscriptions", "/tenants", "", f"{GROUP}"])
def test_a_path_without_a_provider_tells_none(path: str) -> None:
    assert permission_of("GET", f"{ARM}{path}") is None


def test_azures_own_words_go_before_the_path() -> None:
    with one_vm(lambda world, vm: world.deny("Microsoft.Compute/virtualMachines/read", "")) as lab, pytest.raises(Forbidden) as refused:
        lab.ask(lambda vm: vm.machine())
    assert refused.value.missing == Permission("Microsoft.Compute/virtualMachines/read", str(lab.vm))
    assert str(refused.value) == f"Not allowed to look: the account lacks Microsoft.Compute/virtualMachines/read on {lab.vm}."


def test_without_azures_words_the_request_itself_tells() -> None:
    with one_vm(faults=("403:/extensions",)) as lab, pytest.raises(Forbidden) as refused:
        lab.ask(lambda vm: vm.extensions())
    assert refused.value.missing == Permission("Microsoft.Compute/virtualMachines/extensions/read", str(lab.vm))
