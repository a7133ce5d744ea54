"""A KQL engine, run on the lab's tables, finds row for row what the lab answers to Azure's own client over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import duckdb
import pytest
from azure.mgmt.resourcegraph.aio import ResourceGraphClient

from backup_doctor.lab.backup import ITEM_TYPE, JOB_TYPE, zulu
from backup_doctor.lab.running import start
from backup_doctor.lab.world import World
from tests.helpers.kql import engine, executed, queries
from tests.unit.lab.azure import Azure, wait_for

ALL = queries()


def put_decoys(world: World) -> None:
    """What the demo tenant has none of, and a query has to keep or to leave out."""
    (item, *_), (job, *_) = (world.store.of_type(kind) for kind in (ITEM_TYPE, JOB_TYPE))
    running = {**job["properties"], "status": "InProgress"}
    failed = {**job["properties"], "status": "FAILED", "startTime": zulu(world.now() - timedelta(hours=3))}
    items: tuple[dict[str, Any], ...] = ({"backupManagementType": "AzureWorkload"}, {"backupManagementType": "azureiaasvm", "sourceResourceId": None})
    jobs: tuple[dict[str, Any], ...] = (
        *({**running, **other} for other in ({"status": "cancelling"}, {"operation": "Restore"}, {"backupManagementType": "MAB"})),
        *({**failed, **other} for other in ({"operation": "BACKUP"}, {"operation": "Restore"}, {"backupManagementType": "MAB"})),
        *({**failed, "startTime": when} for when in (zulu(world.now() - timedelta(hours=25)), "", None, "yesterday")),
        {**failed, "status": "Completed"},
        {**failed, "errorDetails": []},
        {**failed, "errorDetails": None, "endTime": True, "entityFriendlyName": 7},
    )
    for number, properties in enumerate(items):
        world.store.put({**item, "id": f"{item['id']}{number}", "properties": {**item["properties"], **properties}})
    for number, properties in enumerate(jobs):
        world.store.put({**job, "id": f"{job['id']}{number}", "properties": properties})


@pytest.fixture(scope="module")
def azure() -> Iterator[Azure]:
    with start() as lab:
        put_decoys(lab.world)
        opened = Azure(lab)
        yield opened
        opened.http.close()


@pytest.fixture(scope="module")
def duck(azure: Azure) -> Iterator[duckdb.DuckDBPyConnection]:
    with engine(azure.lab.world) as connection:
        yield connection


def answered(azure: Azure, query: str, size: int = 20) -> list[dict[str, Any]]:
    """All pages, through the SDK's client."""
    client, rows, token = azure.client(ResourceGraphClient), [], None
    while True:
        options = {"$top": size, "resultFormat": "objectArray", **({"$skipToken": token} if token else {})}
        body = {"query": query, "subscriptions": [*azure.lab.world.subscriptions], "options": options}
        answer = wait_for(client.resources(body))
        rows += answer.data
        token = answer.skip_token
        if not token:
            return rows


@pytest.mark.parametrize("name", ALL)
def test_lab_and_engine_agree(azure: Azure, duck: duckdb.DuckDBPyConnection, name: str) -> None:
    rows = answered(azure, ALL[name])
    assert rows == executed(duck, ALL[name])
    assert rows, "an empty answer would prove nothing"
    assert list(rows[0]) == list(executed(duck, ALL[name])[0])


CHANGED = {
    "vms": ("osDisk.osType", "osDisk.name"),
    "backups": ("tolower(", "toupper("),
    "running_jobs": ("'InProgress', 'Cancelling'", "'Cancelling'"),
    "failed_jobs": ("errorDetails[0].errorTitle", "errorDetails[1].errorTitle"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_query_cannot_be_changed_alone(azure: Azure, duck: duckdb.DuckDBPyConnection, name: str) -> None:
    changed = ALL[name].replace(*CHANGED[name])
    assert changed != ALL[name]
    assert executed(duck, changed) != answered(azure, ALL[name]), "its file would be changed, and the lab not"
