"""Which machine a pasted text means: addresses of every portal, ids of things inside a VM, backup items, mails; and what is refused."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.core.pasted_vm import MOST, PastedVm, looks_pasted, vm_meant
from backup_doctor.core.resource_id import BadResourceId, VmId

GUID = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
VM = f"/subscriptions/{GUID}/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/web01"
GROUP = f"/subscriptions/{GUID}/resourceGroups/rg-vaults/providers"
CONTAINER = f"{GROUP}/Microsoft.RecoveryServices/vaults/v1/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;RG-WEB;web01"
ITEM = f"{CONTAINER}/protectedItems/VM;iaasvmcontainerv2;RG-WEB;web01"
JOB = f"{GROUP}/Microsoft.RecoveryServices/vaults/v1/backupJobs/{GUID}"
ONCE, TWICE = quote(VM, ""), quote(quote(VM, ""), "")

SHAPES = {
    "id": VM,
    "id in the letter case of Azure Backup": VM.upper().replace(GUID.upper(), GUID),
    "id in angle brackets": f"<{VM}>",
    "id in quotes, with blanks": f'  "{VM}/" \n',
    "management address": f"https://management.azure.com{VM}?api-version=2024-07-01",
    "portal, overview": f"https://portal.azure.com/#@contoso.com/resource{VM}/overview",
    "portal, without a slash before the tenant": f"https://portal.azure.com#@contoso.com/resource{VM}/backupReact",
    "portal, with a query": f"https://portal.azure.com/?feature.x=true&l=en.en-us#@contoso.com/resource{VM}/overview",
    "portal, preview host": f"https://ms.portal.azure.com/#resource{VM}",
    "portal, blade": f"https://portal.azure.com/#blade/HubsExtension/ResourceMenuBlade/overview/id/{ONCE}",
    "portal, blade with lower-case quoting": f"https://portal.azure.com/#blade/X/Y/resourceId/{ONCE.lower()}/source/z",
    "portal, view": f"https://portal.azure.com/#view/Microsoft_Azure_DataProtection/BackupBlade/vmId/{ONCE}/openedFrom/menu",
    "portal, quoted twice": f"https://portal.azure.com/#view/Microsoft_Azure_Compute/Menu/id/{TWICE}",
    "US government": f"https://portal.azure.us/#@contoso.us/resource{VM}/overview",
    "China": f"https://portal.azure.cn/#@contoso.cn/resource{VM}/overview",
    "wrapped by a mail gateway": "https://nam02.safelinks.protection.outlook.com/?url="
    + quote(f"https://portal.azure.com/#@contoso.com/resource{ONCE}", "")
    + "&data=05%7C01",
    "extension": f"{VM}/extensions/VMSnapshot",
    "run command": f"{VM}/runCommands/look",
    "disk attached to it": f"{VM}/dataDisks/0",
    "locks of it": f"https://portal.azure.com/#@contoso.com/resource{VM}/locks",
    "JSON": json.dumps({"properties": {"sourceResourceId": VM}}),
    "JSON with quoted slashes": json.dumps({"id": VM}).replace("/", "\\/"),
    "mail": f"Hi,\r\nbackup failed again (see {VM}). Please look.\r\n-- \r\nAnna",
    "mail in Russian": f"Коллеги, машина «{VM}», не бэкапится.",
    "broken before a slash": VM.replace("/providers", "\r\n    /providers"),
    "with unseen characters": VM.replace("web01", "web\u200b01") + "\ufeff",
    "together with its job": f"{JOB} of {VM}",
}


@pytest.mark.parametrize("pasted", SHAPES.values(), ids=SHAPES)
def test_the_machine_is_found_in_whatever_is_pasted(pasted: str) -> None:
    assert looks_pasted(pasted)
    meant = vm_meant(pasted)
    assert meant.vm is not None
    assert meant.vm.same(VM)
    assert not meant.of_item


@pytest.mark.parametrize(
    "pasted", [ITEM, CONTAINER, f"https://portal.azure.com/#view/X/backupInstanceId/{quote(ITEM, '')}", f"{ITEM}/recoveryPoints/1"]
)
def test_a_backup_item_names_its_machine_by_group_and_name(pasted: str) -> None:
    meant = vm_meant(pasted)
    assert (meant.resource_group, meant.name, meant.subscription, meant.of_item) == ("RG-WEB", "web01", GUID, True)


@pytest.mark.parametrize("pasted", ["VM;iaasvmcontainerv2;rg-web;web01", "vmappcontainer;compute;rg-web;web01"])
def test_the_bare_name_of_an_item_leaves_the_subscription_open(pasted: str) -> None:
    assert looks_pasted(pasted)
    assert vm_meant(pasted) == PastedVm("", "rg-web", "web01", of_item=True)
    assert vm_meant(pasted).vm is None


def test_a_portal_address_tells_tenant_and_cloud() -> None:
    meant = vm_meant(SHAPES["US government"])
    assert (meant.tenant, meant.cloud) == ("contoso.us", "usgov")
    assert vm_meant(SHAPES["China"]).cloud == "china"
    assert vm_meant(SHAPES["wrapped by a mail gateway"]).tenant == "contoso.com"
    assert (vm_meant(VM).tenant, vm_meant(VM).cloud) == ("", "")
    assert vm_meant(f"https://portal.azure.com.evil.example/#@x.com/resource{VM}").cloud == ""


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (f"{VM}\n{VM.replace('web01', 'web02')}", "web01, web02"),
        (JOB, "a backup job"),
        (f"{GROUP}/Microsoft.Compute/disks/disk1", "“disk1” of type Microsoft.Compute/disks"),
        (f"{GROUP}/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0", "virtualMachineScaleSets"),
        ("https://portal.azure.com/#home", "is not the resource id"),
        ("/subscriptions/12/resourceGroups/x", "is not the resource id"),
        (VM.replace("rg-web", "rg\nweb"), "is not the resource id"),
        (VM.removesuffix("/web01"), "is not the resource id"),
        (f"{GROUP}/Microsoft.Compute/disks/\u202egnp.exe", "gnp.exe"),
    ],
)
def test_what_names_no_machine_or_several_is_refused_with_one_sentence(pasted: str, said: str) -> None:
    with pytest.raises(BadResourceId) as refused:
        vm_meant(pasted)
    assert said in str(refused.value)
    assert "\u202e" not in str(refused.value)
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize("typed", ["", "sql prod", "rg-web/web", "failed; westeurope", "10.0.0.1", "http", "/sub"])
def test_words_to_filter_by_are_no_ids(typed: str) -> None:
    assert not looks_pasted(typed)


@pytest.mark.parametrize(
    "piece",
    [
        f"/subscriptions/{GUID}/",
        f"/subscriptions/{GUID}/resourcegroups/a",
        "%25",
        "iaasvmcontainerv2;!",
        "/providers/a.b/c/",
        "\n",
        " \n",
        "(((",
        "#@",
    ],
)
def test_hostile_text_is_read_in_no_time_worth_speaking_of(piece: str) -> None:
    """Patterns that try again and again would keep this test, and the window, busy for minutes."""
    with pytest.raises(BadResourceId):
        vm_meant(piece * (MOST // len(piece)))


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        meant = vm_meant(text)
    except BadResourceId:
        return
    assert meant.name


@given(
    st.from_regex(r"\A[A-Za-z0-9][-A-Za-z0-9_.]{0,30}[A-Za-z0-9_]\Z"),
    st.from_regex(r"\A[-A-Za-z0-9_.()]{0,30}[A-Za-z0-9_]\Z"),
)
def test_every_legal_name_survives_a_portal_address(name: str, group: str) -> None:
    vm = VmId(GUID, group, name)
    assert vm_meant(f"https://portal.azure.com/#blade/X/id/{quote(str(vm), '')}/y").vm == vm
