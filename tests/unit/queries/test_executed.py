"""A KQL engine, run on the lab's tables, finds row for row what the lab answers to Azure's own client over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from azure.mgmt.resourcegraph.aio import ResourceGraphClient

from backup_doctor.lab.running import start
from tests.helpers.kql import engine, executed, queries
from tests.unit.lab.azure import Azure, wait_for

ALL = queries()


@pytest.fixture(scope="module")
def azure() -> Iterator[Azure]:
    with start() as lab:
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
