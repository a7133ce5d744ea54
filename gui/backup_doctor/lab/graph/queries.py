"""This program's own queries, answered in Python as KQL would answer them; tests hold both to the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from ...core.resources import resource
from ..answers import Json, lab_does_not_know
from ..backup import ITEM_TYPE, JOB_TYPE
from ..world import World
from .tables import TABLES

_AGO = re.compile(r"\bago\((\d+)([dhms])\)")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
EVER = timedelta.max


@dataclass(frozen=True, slots=True)
class Query:
    """A query: the table it reads, the records it keeps (of those not older than ``ago``) and what it makes of each."""

    table: str
    keeps: Callable[[Json], bool]
    row: Callable[[Json], Json]
    times: Callable[[Json], str] | None = None
    """The time that ``ago`` is compared with."""


def answer(world: World, text: str, subscriptions: Iterable[str]) -> list[Json]:
    """The rows of a query, in the order of their ids.

    Raises:
        ArmError: 501 for a query that is none of ours.
    """
    name, span = _recognised(text)
    query = QUERIES[name]
    since = None if query.times is None else world.now() - span
    records = (record for record in TABLES[query.table](world, subscriptions) if query.keeps(record) and _is_since(query, record, since))
    return sorted(map(query.row, records), key=lambda row: str(row["id"]))


def _recognised(text: str) -> tuple[str, timedelta]:
    found = _AGO.search(text)
    span = EVER if found is None else timedelta(**{_UNITS[found[2]]: int(found[1])})
    bare = _bare(text)
    name = next((name for name in QUERIES if _own(name) == bare), None)
    if name is None:
        raise lab_does_not_know("this Resource Graph query")
    return name, span


@cache
def _own(name: str) -> str:
    return _bare(resource("queries", f"{name}.kql").read_text(encoding="utf-8"))


def _bare(text: str) -> str:
    """A query without its comments, its line breaks and the length of its ``ago``."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("//"))
    return _AGO.sub("ago()", " ".join(" ".join(lines).split()))


def _is_since(query: Query, record: Json, since: datetime | None) -> bool:
    if since is None or query.times is None:
        return True
    try:
        return datetime.fromisoformat(query.times(record)) > since
    except ValueError:  # no time: ``todatetime`` gives null, and a comparison with null keeps nothing
        return False


def text_of(record: Json, *path: str | int) -> str:
    """``tostring`` of a place in the properties: empty where nothing is there, numbers and truth values as JSON writes them."""
    place: Any = record["properties"]
    for step in path:
        if isinstance(step, int):
            place = place[step] if isinstance(place, list) and step < len(place) else None
        else:
            place = place.get(step) if isinstance(place, dict) else None
    if place is None:
        return ""
    return str(place).lower() if isinstance(place, bool) else str(place)


def _is(record: Json, kind: str) -> bool:
    return bool(record["type"] == kind.lower())


def _is_said(record: Json, name: str, *words: str) -> bool:
    return text_of(record, name).lower() in words


def _is_backup(record: Json) -> bool:
    return _is(record, JOB_TYPE) and _is_said(record, "backupManagementType", "azureiaasvm") and _is_said(record, "operation", "backup")


def _machine(record: Json) -> Json:
    columns = {name: record[name] for name in ("id", "name", "resourceGroup", "subscriptionId", "location")}
    return {
        **columns,
        "os": text_of(record, "storageProfile", "osDisk", "osType"),
        "power": text_of(record, "extended", "instanceView", "powerState", "code"),
    }


def _backup(record: Json) -> Json:
    return {
        "id": record["id"],
        "subscriptionId": record["subscriptionId"],
        "vmId": text_of(record, "sourceResourceId").lower(),
        "lastBackupStatus": text_of(record, "lastBackupStatus"),
        "lastBackupTime": text_of(record, "lastBackupTime"),
        "healthStatus": text_of(record, "healthStatus"),
    }


def _job(record: Json) -> Json:
    return {
        "id": record["id"],
        "subscriptionId": record["subscriptionId"],
        "item": text_of(record, "backupInstanceId"),
        "container": text_of(record, "containerName"),
        "vmName": text_of(record, "entityFriendlyName"),
        "startTime": text_of(record, "startTime"),
    }


def _failed_job(record: Json) -> Json:
    errors = {name: text_of(record, "errorDetails", 0, name) for name in ("errorCode", "errorTitle", "errorString")}
    return {**_job(record), "endTime": text_of(record, "endTime"), **errors}


QUERIES = {
    "vms": Query("resources", lambda record: _is(record, "Microsoft.Compute/virtualMachines"), _machine),
    "backups": Query(
        "recoveryservicesresources",
        lambda record: _is(record, ITEM_TYPE) and _is_said(record, "backupManagementType", "azureiaasvm"),
        _backup,
    ),
    "running_jobs": Query(
        "recoveryservicesresources", lambda record: _is_backup(record) and _is_said(record, "status", "inprogress", "cancelling"), _job
    ),
    "failed_jobs": Query(
        "recoveryservicesresources",
        lambda record: _is_backup(record) and _is_said(record, "status", "failed"),
        _failed_job,
        times=lambda record: text_of(record, "startTime"),
    ),
}
