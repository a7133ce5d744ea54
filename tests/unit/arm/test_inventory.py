"""The list of virtual machines: machines and last backups come beside each other, and what is missing is said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.errors import AzureError, Forbidden
from backup_doctor.arm.signin import Account, Session, Subscription, sign_in, token_credential
from backup_doctor.arm.vm_list.inventory import Backup, BackupsCame, FellBack, News, RowsCame, VmRow, Waits, read_vms
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.answers import Response
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.lab.service import Request, Service
from tests.helpers.canned import Canned, Reply, canned

GUID = "5b0c1c2e-7a41-4f0e-9a53-6d1f0b7e2c11"
OTHER = "00000000-0000-0000-0000-000000000002"
ID = f"/subscriptions/{GUID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines"
VAULT = f"/subscriptions/{GUID}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults"


class Told:
    """What a reading has reported."""

    def __init__(self) -> None:
        self.news: list[News] = []

    def of(self, kind: type[Any]) -> list[Any]:
        return [news for news in self.news if isinstance(news, kind)]

    @property
    def rows(self) -> list[VmRow]:
        return [row for news in self.of(RowsCame) for row in news.rows]

    @property
    def backups(self) -> dict[str, Backup]:
        return {backup.vm: backup for news in self.of(BackupsCame) for backup in news.backups}

    @property
    def words(self) -> list[str]:
        return [str(news.text) for news in self.of(FellBack)]

    def backup(self, name: str) -> Backup:
        return next(backup for vm, backup in self.backups.items() if vm.endswith(f"/{name}"))


def read(lab: RunningLab) -> Told:
    told = Told()

    async def work() -> None:
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            await read_vms(session, told.news.append)
        finally:
            await session.gateway.close()

    asyncio.run(work())
    return told


def read_canned(azure: Canned, rows: Any) -> Told:
    told = Told()
    azure.prepare({"rows": Reply(body={"data": rows, "totalRecords": 9, "count": 9})})
    account = Account("", "", "", azure.cloud, (Subscription(GUID, "Production"),))
    azure.use(lambda gateway: read_vms(Session(gateway, account), told.news.append))
    return told


def stand_before(lab: RunningLab, change: Callable[[Request], Request]) -> None:
    """See each request before the lab does."""
    service = lab._server.service

    class Before(Service):
        def answer(self, request: Request) -> Response:
            return service.answer(change(request))

    lab._server.service = Before(service.world, service.token)


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def whole(lab: RunningLab) -> Told:
    return read(lab)


@pytest.fixture(scope="module")
def azure() -> Iterator[Canned]:
    with canned() as prepared:
        yield prepared


# From Resource Graph


def test_every_vm_is_listed_once(lab: RunningLab, whole: Told) -> None:
    assert sorted(str(row.id).casefold() for row in whole.rows) == sorted(vm.id.casefold() for vm in lab.vms)
    (row,) = (row for row in whole.rows if row.id.name == "erp-app")
    assert row == VmRow(row.id, "Contoso Production", "westeurope", "Windows", "running")
    assert whole.words == []


def test_backups_carry_the_words_of_their_last_failed_job(whole: Told) -> None:
    failing, healthy = whole.backup("erp-app"), whole.backup("dc-01")
    assert (failing.status, failing.error) == ("Failed", "UserErrorGuestAgentStatusUnavailable")
    assert (healthy.status, healthy.error) == ("Completed", "")
    assert healthy.at is not None
    assert healthy.vault.endswith("/vaults/rsv-contoso-weu")
    assert set(whole.backups) < {str(row.id).casefold() for row in whole.rows}, "one VM is not protected"


def test_the_first_rows_are_told_after_one_request_of_each_kind() -> None:
    with start() as lab, pytest.MonkeyPatch.context() as patch:
        patch.setattr("backup_doctor.arm.graph.rows.PAGE", 20)
        told = read(lab)
        first = next(news for news in told.news if isinstance(news, RowsCame))
        assert len(first.rows) == 20
        assert sorted(str(row.id) for row in told.rows) == sorted(str(VmId.parse(vm.id)) for vm in lab.vms)


def test_machines_backups_and_errors_are_asked_for_at_the_same_time() -> None:
    together = Barrier(3, timeout=20)  # seconds after which it breaks, and the lab's answers with it

    def wait_for_the_others(request: Request) -> Request:
        if "ResourceGraph" in request.target:
            together.wait()
        return request

    with start(["healthy-windows"]) as lab:
        stand_before(lab, wait_for_the_others)
        assert len(read(lab).rows) == 1


def test_a_vault_that_may_not_be_seen_leaves_its_backups_out() -> None:
    with start(["healthy-windows", "windows-agent-stopped"]) as lab:
        lab.world.deny("Microsoft.RecoveryServices/Vaults/read", "/")
        told = read(lab)
    assert len(told.rows) == 2
    assert told.backups == {}


def test_the_item_with_the_latest_backup_counts() -> None:
    with start(["healthy-windows"]) as lab:
        (item,) = lab.world.store.of_type("Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems")
        older = {**item["properties"], "lastBackupStatus": "Failed", "lastBackupTime": "2020-01-01T00:00:00.0000000Z"}
        for vault in ("rsv-0", "rsv-zzz"):  # one comes before, one after it
            lab.world.store.put({**item, "id": item["id"].replace("rsv-contoso-weu", vault), "properties": older})
        told = read(lab)
    (backup,) = told.backups.values()
    assert (backup.status, backup.vault.rpartition("/")[2]) == ("Completed", "rsv-contoso-weu")


def test_a_wait_for_the_quota_is_told_and_the_reading_goes_on() -> None:
    with start(["healthy-windows"]) as lab:
        lab.world.graph_quota.limit = 1
        lab.world.graph_quota.window = timedelta(seconds=1)
        told = read(lab)
    assert {news.seconds for news in told.of(Waits)} == {1}
    assert (len(told.rows), len(told.backups)) == (1, 1)


@pytest.mark.parametrize(
    ("query", "words", "backups"),
    [(b"protecteditems'", "The results of the last backups are not known.", 0), (b"errorTitle", "Why backups failed is not known.", 1)],
)
def test_machines_are_listed_when_the_rest_fails(query: bytes, words: str, backups: int) -> None:
    def spoil(request: Request) -> Request:
        return replace(request, body=b"no JSON") if query in request.body else request

    with start(["windows-agent-stopped"]) as lab:
        stand_before(lab, spoil)
        told = read(lab)
    assert (len(told.rows), len(told.backups)) == (1, backups)
    assert [text.startswith(words) for text in told.words] == [True]


@pytest.mark.parametrize("fault", ["html", "broken", "500"])
def test_a_list_that_azure_does_not_give_is_an_error_and_not_an_empty_list(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.graph.rows.PAUSES", (0.01,))
    with start(["healthy-linux"], faults=[Fault.parse(f"{fault}:ResourceGraph")]) as lab, pytest.raises(AzureError):
        read(lab)


def test_rows_that_are_no_vms_are_left_out_and_counted(azure: Canned) -> None:
    rows = [{"id": f"{ID}/web", "os": "Linux"}, {"id": ID.replace("Machines", "Networks") + "/net"}, {"id": ""}, {}]
    told = read_canned(azure, rows)
    assert [row.id.name for row in told.rows] == ["web"]
    assert told.words == ["3 row(s) of Azure's list do not name a virtual machine and were skipped."]


def test_ids_are_compared_without_regard_to_letter_case(azure: Canned) -> None:
    upper = {"id": f"{ID}/web".upper(), "vmId": f"{ID}/Web", "lastBackupStatus": "Failed"}
    told = read_canned(azure, [{"id": f"{ID}/web"}, upper, {"id": f"{ID}/web"}])
    assert [(row.id.name, row.subscription) for row in told.rows] == [("web", "Production")]
    assert told.backup("web").status == "Failed"


def test_a_vm_of_a_subscription_that_was_not_listed_shows_its_id(azure: Canned) -> None:
    told = read_canned(azure, [{"id": f"{ID}/web".replace(GUID, OTHER)}])
    assert [row.subscription for row in told.rows] == [OTHER]


def test_words_of_an_error_come_before_or_after_its_backup(azure: Canned) -> None:
    item = f"{VAULT}/rsv/backupFabrics/Azure/protectionContainers/c/protectedItems/i"
    rows = [
        {"id": item, "vmId": f"{ID}/web", "lastBackupStatus": "Failed", "lastBackupTime": "2026-11-21T23:00:04.5Z"},
        *({"id": f"job{day}", "item": item.upper(), "startTime": f"2026-11-{day}T23:00:00Z", "errorString": f"of {day}"} for day in (20, 21, 19)),
    ]
    told = read_canned(azure, rows)
    assert told.backup("web").error == "of 21"
    assert told.backup("web").vault == f"{VAULT}/rsv"


def test_nothing_is_asked_where_there_is_no_subscription(azure: Canned) -> None:
    azure.prepare({})
    told = Told()
    azure.use(lambda gateway: read_vms(Session(gateway, Account("", "", "", azure.cloud, ())), told.news.append))
    assert (told.news, azure.asked) == ([], [])


# Without Resource Graph


@pytest.mark.parametrize("status", ["403", "404", "400"])
def test_without_resource_graph_the_subscriptions_are_read_and_it_is_said(lab: RunningLab, whole: Told, status: str) -> None:
    lab._server.faults.add(Fault.parse(f"{status}:ResourceGraph"))
    try:
        told = read(lab)
    finally:
        lab._server.faults.forget()
    (words,) = told.words
    assert words.startswith("Azure Resource Graph did not return the list. It is read from each subscription instead")
    assert sorted(told.rows, key=str) == sorted((replace(row, power="") for row in whole.rows), key=str)
    assert told.backups == {vm: replace(backup, error="") for vm, backup in whole.backups.items()}
    assert isinstance(told.news[0], FellBack)


def test_one_subscription_that_is_denied_does_not_hide_the_others() -> None:
    with start(faults=[Fault.parse("403:ResourceGraph")]) as lab:
        finance = next(identity for identity, name in lab.world.subscriptions.items() if name == "Contoso Finance")
        sandbox = next(identity for identity, name in lab.world.subscriptions.items() if name == "Contoso Sandbox")
        lab.world.deny("Microsoft.Compute/virtualMachines/read", f"/subscriptions/{finance}")
        lab.world.deny("Microsoft.RecoveryServices/Vaults/read", f"/subscriptions/{sandbox}")
        told = read(lab)
    assert {row.subscription for row in told.rows} == {"Contoso Production", "Contoso Sandbox"}
    assert not any(sandbox in vm for vm in told.backups)
    _, machines, backups = told.words
    assert machines.startswith("In 1 subscription(s) VMs could not be read. In Contoso Finance: Not allowed to look")
    assert backups.startswith("In 1 subscription(s) last backups could not be read. In Contoso Sandbox: Not allowed to look")


def test_one_vault_that_is_denied_does_not_hide_the_others() -> None:
    with start(faults=[Fault.parse("403:ResourceGraph"), Fault.parse("403:rsv-contoso-weu/backupProtectedItems")]) as lab:
        told = read(lab)
    assert told.backups
    assert not any("rsv-contoso-weu" in backup.vault for backup in told.backups.values())
    assert "last backups could not be read. In Contoso Production" in told.words[1]


def test_when_every_subscription_is_denied_that_is_an_error() -> None:
    with start(["healthy-windows", "healthy-linux"], faults=[Fault.parse("403:ResourceGraph")]) as lab:
        lab.world.deny("Microsoft.Compute/virtualMachines/read", "/")
        with pytest.raises(Forbidden, match=r"Microsoft\.Compute/virtualMachines/read"):
            read(lab)
