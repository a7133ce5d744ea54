"""The key vault of an encrypted VM: what Azure Resource Manager can tell of it, and what it cannot (domain: back up encrypted VMs, 2022-12-14)."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import key_vault_permission as cause
from backup_doctor.core.examination import look
from backup_doctor.core.model import Finding, Status
from backup_doctor.lab.answers import Json
from backup_doctor.lab.breaking.disks import decide_by_role, encrypt_disks, shut_key_vault
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.disks import access_policy, disks_of, key_vaults_of
from backup_doctor.lab.failures import INTERNAL, KEYS_OUT_OF_REACH
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing, one_vm

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN

KEYS, SECRETS = ("Get", "List", "Backup"), ("Get", "List", "Backup")


def looked(identity: str, *broken: Break, faults: tuple[str, ...] = (), code: str | None = None) -> Finding:
    check = next(check for check in cause.cause.checks if check.id == f"key-vault-permission/{identity}")
    with one_vm(*broken, faults=faults) as lab:
        return lab.ask(lambda vm: look(vm, check), code=code)


def encrypted(*policies: Json, wrapped: bool = True) -> Break:
    return lambda world, vm: encrypt_disks(world, vm, policies, wrapped=wrapped)


def well(world: World, vm: VirtualMachine) -> None:
    encrypt_disks(world, vm)


def by_role(world: World, vm: VirtualMachine) -> None:
    decide_by_role(world, vm)


def refused(world: World, vm: VirtualMachine) -> None:
    fail_last_backup(world, vm, KEYS_OUT_OF_REACH)


def failed_otherwise(world: World, vm: VirtualMachine) -> None:
    fail_last_backup(world, vm, INTERNAL)


def own_keys(world: World, vm: VirtualMachine) -> None:
    for disk in disks_of(world, vm):
        disk["properties"]["encryption"] = {"type": "EncryptionAtRestWithCustomerKey", "diskEncryptionSetId": "/subscriptions/x/diskEncryptionSets/y"}


def switched_off(world: World, vm: VirtualMachine) -> None:
    for disk in disks_of(world, vm):
        disk["properties"]["encryptionSettingsCollection"]["enabled"] = False


@pytest.mark.parametrize("check", [cause.access_granted, cause.firewall_open])
@pytest.mark.parametrize("broken", [[nothing], [own_keys], [well, switched_off]], ids=["plain", "customer-managed keys", "encrypted once"])
def test_only_azure_disk_encryption_needs_a_key_vault(check: object, broken: list[Break]) -> None:
    assert find(check, *broken).status is SKIPPED  # type: ignore[arg-type]  # pytest hands it on untyped


@pytest.mark.parametrize(
    ("policies", "wrapped", "status"),
    [
        ([access_policy("a", keys=KEYS, secrets=SECRETS)], True, OK),
        ([access_policy("a", keys=["all"], secrets=["all"])], True, OK),
        ([access_policy("a", keys=["BACKUP", "list", "get"], secrets=["get", "LIST"])], True, OK),
        ([access_policy("a", keys=KEYS, secrets=["Get"])], True, FAILED),
        ([access_policy("a", keys=["Get", "List"], secrets=SECRETS)], True, FAILED),
        ([access_policy("a", keys=KEYS), access_policy("b", secrets=SECRETS)], True, FAILED),
        ([], True, FAILED),
        ([access_policy("a", secrets=SECRETS)], False, OK),
        ([access_policy("a", secrets=["Get", "List"])], False, FAILED),
        ([access_policy("a", keys=["Get", "Teleport"], secrets=SECRETS)], True, UNKNOWN),
    ],
    ids=["template", "all", "Microsoft's commands", "secrets short", "keys short", "two halves", "nobody", "no key", "no copy", "unknown word"],
)
def test_the_rights_of_the_access_policies(policies: list[Json], wrapped: bool, status: Status) -> None:
    assert looked("access-granted", encrypted(*policies, wrapped=wrapped)).status is status


def unsaid(world: World, vm: VirtualMachine) -> None:
    for vault in key_vaults_of(world, vm):
        vault["properties"]["accessPolicies"] = [{"permissions": {"secrets": ["Get"]}}]


def without_policies(world: World, vm: VirtualMachine) -> None:
    for vault in key_vaults_of(world, vm):
        del vault["properties"]["accessPolicies"]


def without_vaults(world: World, vm: VirtualMachine) -> None:
    for disk in disks_of(world, vm):
        disk["properties"]["encryptionSettingsCollection"]["encryptionSettings"] = []


@pytest.mark.parametrize("broken", [unsaid, without_policies, without_vaults])
def test_what_azure_leaves_out_is_not_taken_for_a_missing_right(broken: Break) -> None:
    assert looked("access-granted", well, broken).status is UNKNOWN


def test_with_the_code_the_job_is_the_witness() -> None:
    finding = looked("access-granted", well, refused)
    assert finding.status is WARNING
    assert "UserErrorKeyvaultPermissionsNotConfigured" in finding.evidence[0].value
    assert looked("access-granted", well, code="usererrorkeyvaultpermissionsnotconfigured").status is WARNING
    assert looked("access-granted", well, failed_otherwise).status is OK


def test_nobody_with_rights_weighs_more_than_the_code() -> None:
    assert looked("access-granted", encrypted(), refused).status is FAILED


def test_roles_are_proven_by_a_backup_that_got_through() -> None:
    assert looked("access-granted", well, by_role).status is OK
    assert looked("access-granted", well, by_role, failed_otherwise).status is UNKNOWN
    assert looked("access-granted", well, by_role, refused).status is WARNING


def network(**rules: object) -> Break:
    def fault(world: World, vm: VirtualMachine) -> None:
        for vault in key_vaults_of(world, vm):
            vault["properties"] |= rules

    return fault


def shut(bypass: str) -> Break:
    return lambda world, vm: shut_key_vault(world, vm, bypass=bypass)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (nothing, OK),
        (shut("None"), WARNING),
        (shut("NONE"), WARNING),
        (shut("AzureServices"), OK),
        (network(networkAcls={"defaultAction": "Deny"}), OK),
        (network(networkAcls={"defaultAction": "Allow", "bypass": "None"}), OK),
        (network(publicNetworkAccess="Disabled"), OK),
        (network(publicNetworkAccess="disabled", networkAcls={"defaultAction": "Allow", "bypass": "None"}), WARNING),
    ],
)
def test_the_firewall(broken: Break, status: Status) -> None:
    assert find(cause.firewall_open, well, broken).status is status


@pytest.mark.parametrize("identity", ["access-granted", "firewall-open"])
def test_a_vault_that_may_not_be_read_is_left_open(identity: str) -> None:
    finding = looked(identity, well, faults=("403:vaults/kv-web-01",))
    assert finding.status is UNKNOWN
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.KeyVault/vaults/read"


def gone(world: World, vm: VirtualMachine) -> None:
    for vault in key_vaults_of(world, vm):
        world.store.remove(vault["id"])


def test_a_vault_that_is_gone_is_left_open() -> None:
    assert looked("access-granted", well, gone).status is UNKNOWN


def test_a_vault_is_read_once_however_many_disks_name_it() -> None:
    def spelled_differently(world: World, vm: VirtualMachine) -> None:
        encrypt_disks(world, vm)
        place = disks_of(world, vm)[1]["properties"]["encryptionSettingsCollection"]["encryptionSettings"][0]
        place["diskEncryptionKey"]["sourceVault"]["id"] = place["diskEncryptionKey"]["sourceVault"]["id"].upper()

    with one_vm(spelled_differently) as lab:
        vaults = lab.ask(lambda vm: vm.key_vaults())
        assert [vault.name for vault in vaults.items] == ["kv-web-01"]
        assert sum("keyvault" in line.casefold() for line in lab.seen) == 1
