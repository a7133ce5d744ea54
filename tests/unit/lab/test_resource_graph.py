"""Resource Graph, which knows our own queries and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from azure.mgmt.resourcegraph.aio import ResourceGraphClient

from backup_doctor.core.resources import resource
from tests.unit.lab.azure import Azure, wait_for

OpenLab = Callable[..., Azure]


def rows(azure: Azure, query: str, **options: object) -> dict[str, object]:
    client = azure.client(ResourceGraphClient)
    body = {"query": query, "subscriptions": [*azure.lab.world.subscriptions], "options": {"resultFormat": "objectArray", **options}}
    return dict(wait_for(client.resources(body)).as_dict())


@pytest.mark.parametrize("name", ["vms", "backups", "running_jobs"])
def test_resource_graph_answers_our_own_queries_page_by_page(open_lab: OpenLab, name: str) -> None:
    azure = open_lab()
    query = resource("queries", f"{name}.kql").read_text(encoding="utf-8")
    whole = rows(azure, query)
    total = whole["total_records"]
    assert isinstance(total, int)
    assert total > 0
    pages, token = [], None
    while True:
        answer = rows(azure, query, **{"$top": 2}, **({"$skipToken": token} if token else {}))
        pages.append(answer["data"])
        token = answer.get("skip_token")
        if token is None:
            break
    assert len(pages) == -(-total // 2)
    assert [row for page in pages if isinstance(page, list) for row in page] == whole["data"]


def test_the_rows_of_both_queries_meet_in_the_vms_id(open_lab: OpenLab) -> None:
    azure = open_lab()
    machines, backups = (rows(azure, resource("queries", f"{name}.kql").read_text(encoding="utf-8"))["data"] for name in ("vms", "backups"))
    assert isinstance(machines, list)
    assert isinstance(backups, list)
    vms = {row["id"].lower() for row in machines}
    assert vms == {vm.id.lower() for vm in azure.lab.vms}
    assert {row["vmId"] for row in backups} < vms, "one VM is not protected"
    assert {row["power"] for row in machines} == {"PowerState/running", "PowerState/deallocated"}
    assert {row["lastBackupStatus"] for row in backups} == {"Completed", "Failed", "InProgress", ""}


def test_a_running_job_names_its_item_and_is_hidden_with_its_vault(open_lab: OpenLab) -> None:
    azure = open_lab("backup-running-in-old-vault")
    query = resource("queries", "running_jobs.kql").read_text(encoding="utf-8")
    (row,) = everything_of(rows(azure, query))
    assert row["item"].endswith(";rg-stream-broker;stream-broker-01")
    assert (row["vmName"], "/rsv-contoso-old/" in row["id"]) == ("stream-broker-01", True)
    azure.lab.world.deny("Microsoft.RecoveryServices/Vaults/read", azure.vm.subscription_scope)
    assert everything_of(rows(azure, query)) == []


def everything_of(answer: dict[str, object]) -> list[dict[str, str]]:
    data = answer["data"]
    assert isinstance(data, list)
    return data


def test_resource_graph_leaves_out_what_was_not_asked_for_and_may_not_be_read(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", "subscription-lock", "healthy-linux")
    azure.lab.world.deny("Microsoft.Compute/virtualMachines/read", azure.lab.vms[2].id)
    body = {"query": resource("queries", "vms.kql").read_text(encoding="utf-8"), "subscriptions": [azure.lab.subscription]}
    answer = azure.ask("POST", "/providers/Microsoft.ResourceGraph/resources", body).json()
    assert [row["id"] for row in answer["data"]] == [azure.lab.vms[0].id]


def test_resource_graph_knows_no_other_query_and_no_other_shape(windows: Azure) -> None:
    path, query = "/providers/Microsoft.ResourceGraph/resources", resource("queries", "vms.kql").read_text(encoding="utf-8")
    assert windows.ask("POST", path, {"query": "resources | take 1"}).status_code == 501
    assert windows.ask("POST", path, {"query": query, "options": {"resultFormat": "table"}}).status_code == 501
    assert windows.ask("POST", path, {"query": query, "options": {"$top": 5000}}).status_code == 400
    assert windows.ask("POST", path, {"query": query, "options": {"$skipToken": "x"}}).status_code == 400
