"""What Azure Monitor kept: changes that Azure Policy refused, and the VM's load. Read without a client of its own: two GETs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from ..core.facts import DAYS_OF_DENIALS, BackupItem, Load, Machine, PolicyDenial
from ..core.model import Listing, Seen
from ..core.resource_id import VmId
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .gateway import Gateway
from .reading import Reader

EVENTS_API = "2015-04-01"
METRICS_API = "2023-10-01"
DENIED = "requestdisallowedbypolicy"
WATCHED = ("microsoft.resources/subscriptions/resourcegroups/write", "microsoft.compute/restorepointcollections/")
NEVER = datetime.min.replace(tzinfo=UTC)
NEVER_ENDING = datetime.max.replace(tzinfo=UTC)
AROUND = timedelta(hours=1)


async def policy_denials(gateway: Gateway, vm: VmId, machine: Machine) -> Listing[PolicyDenial]:
    """Writes of resource groups and restore point collections that Azure Policy refused of late, newest first.

    The reference of the activity log (2015-04-01) allows a span of time alone in the filter, or one resource, group, provider or
    correlation besides. That a status may follow it does not say: Azure's own command line and PowerShell module send it (``--status``).
    """
    if machine.now is None:
        raise Garbled(translate("Azure", "Azure's answer bears no date, so it is not known which days to look at."))
    since, until = ((machine.now - ago).strftime("%Y-%m-%dT%H:%M:%SZ") for ago in (timedelta(days=DAYS_OF_DENIALS), timedelta()))
    path = f"{vm.subscription_scope}/providers/Microsoft.Insights/eventtypes/management/values"
    query = {"$filter": f"eventTimestamp ge '{since}' and eventTimestamp le '{until}' and status eq 'Failed'"}
    pages = [await gateway.get(path, EVENTS_API, query)]
    while following := pages[-1]["nextLink"].text():
        pages.append(await gateway.get(following, EVENTS_API))
    found = [denial for page in pages for place in page["value"].items() if (denial := _denial(place)) is not None]
    found.sort(key=lambda denial: denial.at or NEVER, reverse=True)
    return Listing(tuple(found), tuple(page["value"].counted(len(list(page["value"]))) for page in pages))


def _denial(place: Reader) -> PolicyDenial | None:
    """One event, where it is such a refusal: Resource Manager's error lies in ``statusMessage`` as text, with the code that decides."""
    operation, message = place["operationName"]["value"].text(), place["properties"]["statusMessage"].text()
    error = _error(message)
    if not operation.casefold().startswith(WATCHED) or str(error.get("code", "")).casefold() != DENIED:
        return None
    return PolicyDenial(
        operation=operation,
        resource=place["resourceId"].needed(),
        policies=", ".join(_assignments(error)),
        at=place["eventTimestamp"].moment(),
        evidence=place["properties"]["statusMessage"].evidence(),
    )


def _error(message: str) -> dict[str, Any]:
    try:
        error = json.loads(message)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return error if isinstance(error, dict) else {}


def _assignments(error: dict[str, Any]) -> list[str]:
    """Names in the error's ``additionalInfo``; the message itself is a stranger's words."""
    try:
        names = [detail["info"]["policyAssignmentDisplayName"] for detail in error["additionalInfo"]]
    except (KeyError, TypeError):
        return []
    return [name.encode("utf-8", "replace").decode() for name in names if isinstance(name, str)]


async def load(gateway: Gateway, vm: VmId, machine: Machine, item: BackupItem | None) -> Load:
    """The load around the last backup; of the last hours where there was none."""
    middle = machine.now if item is None or item.last_backup is None else item.last_backup
    if middle is None:
        raise Garbled(translate("Azure", "Azure's answer bears no date, so it is not known which days to look at."))
    since, until = middle - AROUND, min(middle + AROUND, machine.now or NEVER_ENDING)
    span = "/".join(moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (since, until))
    query = {"metricnames": "Percentage CPU,Available Memory Percentage", "timespan": span, "interval": "PT5M", "aggregation": "Average"}
    answer = await gateway.get(f"{vm}/providers/Microsoft.Insights/metrics", METRICS_API, query)
    cpu, memory = _samples(answer, "Percentage CPU"), _samples(answer, "Available Memory Percentage")
    return Load(_chosen(max(cpu, key=_value, default=None)), _chosen(min(memory, key=_value, default=None)), since, until)


def _samples(answer: Reader, metric: str) -> list[Reader]:
    """The samples of a metric; times at which the VM was off have none."""
    series = [place for place in answer["value"].items() if place["name"]["value"].text().casefold() == metric.casefold()]
    if not series:
        raise Garbled(translate("Azure", "Azure's answer lacks the metric {metric}.").format(metric=metric))
    samples = [sample["average"] for place in series for line in place["timeseries"] for sample in line["data"]]
    return [sample for sample in samples if isinstance(sample.value, (int, float)) and not isinstance(sample.value, bool)]


def _value(sample: Reader) -> float:
    return float(sample.value)


def _chosen(sample: Reader | None) -> Seen[float] | None:
    return None if sample is None else Seen(float(sample.value), sample.evidence())
