"""Resource Graph, which knows our own queries and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import requests
from azure.mgmt.resourcegraph.aio import ResourceGraphClient

from backup_doctor.core.resource_id import segment
from backup_doctor.core.resources import resource
from backup_doctor.lab.answers import ArmError
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.build import Site, windows
from backup_doctor.lab.graph.paging import AZURES_QUOTA, MOST_RESULTS, Results, skip_token
from backup_doctor.lab.graph.queries import QUERIES, text_of
from backup_doctor.lab.graph.tables import COLUMNS, TABLES
from backup_doctor.lab.world import World
from tests.unit.lab.azure import Azure, code_of, wait_for

OpenLab = Callable[..., Azure]


def rows(azure: Azure, query: str, **options: object) -> dict[str, object]:
    client = azure.client(ResourceGraphClient)
    body = {"query": query, "subscriptions": [*azure.lab.world.subscriptions], "options": {"resultFormat": "objectArray", **options}}
    return dict(wait_for(client.resources(body)).as_dict())


@pytest.mark.parametrize("name", sorted(QUERIES))
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


def ask(azure: Azure, query: str = "vms", options: dict[str, object] | None = None) -> requests.Response:
    body = {"query": resource("queries", f"{query}.kql").read_text(encoding="utf-8"), "options": options or {}}
    return azure.ask("POST", "/providers/Microsoft.ResourceGraph/resources", body)


@pytest.mark.parametrize("table", TABLES)
def test_a_record_has_every_column_and_lower_case_where_azure_has_it(table: str) -> None:
    world = World()
    windows(world, "web-01", Site("RG-Web", vault_group="RG-Backup"))
    records = list(TABLES[table](world, world.subscriptions))
    assert len({record["type"] for record in records}) > 1, "a query has something to leave out"
    for record in records:
        assert list(record) == list(COLUMNS)
        assert record["id"].endswith(f"/{record['name']}")
        group, kind = segment(record["id"], "resourceGroups"), record["id"].partition("/providers/")[2].split("/")
        assert record["resourceGroup"] == group.lower()
        assert record["type"] == "/".join((kind[0], *kind[1::2])).lower()
        assert record["subscriptionId"] == segment(record["id"], "subscriptions").lower()
        assert record["location"] == "westeurope"
    assert list(TABLES[table](world, [])) == []


def test_every_query_of_ours_is_known() -> None:
    assert set(QUERIES) == {path.name.removesuffix(".kql") for path in resource("queries").iterdir() if path.name.endswith(".kql")}


def test_a_next_page_shows_the_result_as_it_was(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", "healthy-linux")
    first = ask(azure, options={"$top": 1}).json()
    azure.lab.world.deny("Microsoft.Compute/virtualMachines/read", "/")
    second = ask(azure, options={"$top": 1, "$skipToken": first["$skipToken"]}).json()
    assert {row["id"] for answer in (first, second) for row in answer["data"]} == {vm.id for vm in azure.lab.vms}
    assert ask(azure).json()["data"] == []


def test_a_token_belongs_to_its_query(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", "healthy-linux")
    token = ask(azure, options={"$top": 1}).json()["$skipToken"]
    assert ask(azure, "backups", {"$skipToken": token}).status_code == 400


def test_failed_jobs_are_those_within_the_span(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    (job,) = ask(azure, "failed_jobs").json()["data"]
    assert (job["errorCode"], job["errorTitle"], job["vmName"]) == ("400239", "UserErrorGuestAgentStatusUnavailable", "erp-app")
    assert job["item"].endswith(f";{azure.vm.resource_group};{azure.vm.name}".lower())
    azure.pass_time(timedelta(hours=16))  # that night was nine hours ago
    assert ask(azure, "failed_jobs").json()["data"] == []


def test_the_quota_is_counted_and_comes_back(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-linux")
    azure.lab.world.graph_quota.limit = AZURES_QUOTA
    stopped = azure.lab.world.now()
    azure.lab.world.now = lambda: stopped
    answers = [ask(azure) for _ in range(17)]
    assert [int(answer.headers["x-ms-user-quota-remaining"]) for answer in answers] == [*reversed(range(15)), 0, 0]
    assert {answer.headers["x-ms-user-quota-resets-after"] for answer in answers} == {"00:00:05"}
    assert [answer.status_code for answer in answers[14:]] == [200, 429, 429]
    assert (code_of(answers[15]), answers[15].headers["Retry-After"]) == ("RateLimiting", "5")
    azure.pass_time(timedelta(seconds=4))
    assert (ask(azure).status_code, ask(azure).headers["Retry-After"]) == (429, "1")
    azure.pass_time(timedelta(seconds=1))
    assert ask(azure).headers["x-ms-user-quota-remaining"] == "14"


def test_resource_graph_knows_no_other_query_and_no_other_shape(windows: Azure) -> None:
    path, query = "/providers/Microsoft.ResourceGraph/resources", resource("queries", "vms.kql").read_text(encoding="utf-8")
    assert windows.ask("POST", path, {"query": "resources | take 1"}).status_code == 501
    assert windows.ask("POST", path, {"query": query, "options": {"resultFormat": "table"}}).status_code == 501
    assert windows.ask("POST", path, {"query": query, "options": {"$top": 5000}}).status_code == 400
    for token in ("x", "MS8x", "ä"):  # the second reads 1/1, and nothing has been kept
        assert windows.ask("POST", path, {"query": query, "options": {"$skipToken": token}}).status_code == 400
    assert windows.ask("POST", path, {"query": query, "options": {"$skip": -1}}).status_code == 400
    assert windows.ask("POST", path, {"query": query, "subscriptions": [str(number) for number in range(1001)]}).status_code == 400


def test_so_many_results_are_kept_and_the_oldest_goes_first() -> None:
    results, asked = Results(), ("query", "tenant")
    names = [results.keep(asked, []) for _ in range(MOST_RESULTS + 1)]
    assert results.rest(skip_token(names[1], 7), asked) == (names[1], [], 7)
    with pytest.raises(ArmError):
        results.rest(skip_token(names[0], 7), asked)


def test_a_job_without_an_item_or_a_time_is_a_record_all_the_same(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    for job in azure.lab.world.store.of_type(JOB_TYPE):
        job["properties"].pop("containerName")
        job["properties"]["startTime"] = ""
    assert ask(azure, "failed_jobs").json()["data"] == [], "nobody knows whether it is within the span"


def test_what_a_record_lacks_is_empty() -> None:
    assert [text_of({"properties": {"a": [{"b": True}]}}, *path) for path in (("a", 0, "b"), ("a", 1, "b"), ("c",))] == ["true", "", ""]
