"""Which backups failed, from rows that lack what decides and from subscriptions that have nothing to tell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.fleet import failed_vms
from backup_doctor.arm.signin import Account, Session, Subscription, sign_in, token_credential
from backup_doctor.core.fleet import Failures
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from tests.helpers.canned import Canned, Reply, canned
from tests.helpers.worlds import NIGHT

GUID = "5b0c1c2e-7a41-4f0e-9a53-6d1f0b7e2c11"
VAULT = f"/subscriptions/{GUID}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv"
ITEM = f"{VAULT}/backupFabrics/Azure/protectionContainers/c/protectedItems/i"
VM = f"/subscriptions/{GUID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web"
LATELY = (NIGHT - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
BEFORE = (NIGHT - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def azure() -> Iterator[Canned]:
    with canned() as prepared:
        yield prepared


def told(azure: Canned, row: dict[str, Any]) -> Failures:
    """What Resource Graph's rows come to, the VM of the item among them."""
    rows = [{"id": VM}, {"id": ITEM, "vmId": VM}, row]
    azure.prepare({"rows": Reply(body={"data": rows, "totalRecords": len(rows), "count": len(rows)})})
    account = Account("", "", "", azure.cloud, (Subscription(GUID, "Production"),))
    return azure.use(lambda gateway: failed_vms(Session(gateway, account)))


@pytest.mark.parametrize(("began", "failed"), [(LATELY, ["web"]), (BEFORE, []), ("", []), ("yesterday", [])])
def test_only_a_job_that_began_within_the_time_asked_for_has_failed_in_it(azure: Canned, began: str, failed: list[str]) -> None:
    found = told(azure, {"id": f"{VAULT}/backupJobs/j", "item": ITEM, "startTime": began, "errorTitle": "No network"})
    assert ([each.vm.name for each in found.failed], found.nameless) == (failed, ())


def test_where_there_is_no_subscription_nothing_is_asked_and_nothing_failed(azure: Canned) -> None:
    azure.prepare({})
    found = azure.use(lambda gateway: failed_vms(Session(gateway, Account("", "", "", azure.cloud, ()))))
    assert (found.failed, found.nameless, azure.asked) == ((), (), [])


@pytest.mark.parametrize(("status", "nameless"), [("Failed", (ITEM,)), ("Completed", ())])
def test_an_item_of_nobody_is_named_only_where_its_backup_failed(azure: Canned, status: str, nameless: tuple[str, ...]) -> None:
    found = told(azure, {"id": ITEM, "vmId": "", "lastBackupStatus": status, "lastBackupTime": LATELY})
    assert (found.failed, found.nameless) == ((), nameless)


def test_a_subscription_without_vaults_has_answered_too() -> None:
    """Where another's vaults may not be read, that is told; it is no error as long as one of all said anything."""

    async def work() -> Failures:
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            return await failed_vms(session)
        finally:
            await session.gateway.close()

    with start(["healthy-windows"], faults=[Fault.parse("403:ResourceGraph")]) as lab:
        lab.world.subscription("Contoso Empty")
        production = next(identity for identity, name in lab.world.subscriptions.items() if name == "Contoso Production")
        lab.world.deny("Microsoft.RecoveryServices/Vaults/read", f"/subscriptions/{production}")
        assert asyncio.run(work()).failed == ()
