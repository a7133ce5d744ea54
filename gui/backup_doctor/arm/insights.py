"""What Azure Monitor kept: changes that Azure Policy refused, and the VM's load. Read without a client of its own: two GETs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from ..core.facts import BackupItem, Load, Machine, PolicyDenial
from ..core.model import Listing, Seen
from ..core.resource_id import VmId
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .gateway import Gateway
from .reading import Reader

EVENTS_API = "2015-04-01"
METRICS_API = "2023-10-01"
DAYS = 3
DENIED = "requestdisallowedbypolicy"
WATCHED = ("microsoft.resources/subscriptions/resourcegroups/write", "microsoft.compute/restorepointcollections/")
AROUND = timedelta(hours=1)


async def policy_denials(gateway: Gateway, vm: VmId, machine: Machine) -> Listing[PolicyDenial]:
    """Writes of resource groups and restore point collections that Azure Policy refused of late, newest first."""
    now = machine.now or datetime.now(UTC)
    since = (now - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"{vm.subscription_scope}/providers/Microsoft.Insights/eventtypes/management/values"
    query = {"$filter": f"eventTimestamp ge '{since}' and levels eq 'Error'"}
    pages = [await gateway.get(path, EVENTS_API, query)]
    while following := pages[-1]["nextLink"].text():
        pages.append(await gateway.get(following, EVENTS_API))
    found = [denial for page in pages for place in page["value"].items() if (denial := _denial(place)) is not None]
    return Listing(tuple(found), tuple(page["value"].counted(len(list(page["value"]))) for page in pages))


def _denial(place: Reader) -> PolicyDenial | None:
    operation, message = place["operationName"]["value"].text(), place["properties"]["statusMessage"].text()
    if not operation.casefold().startswith(WATCHED) or DENIED not in message.casefold():
        return None
    return PolicyDenial(
        operation=operation,
        resource=place["resourceId"].text(),
        policies=", ".join(_assignments(message)),
        at=place["eventTimestamp"].moment(),
        evidence=place["properties"]["statusMessage"].evidence(),
    )


def _assignments(message: str) -> list[str]:
    """Names in the error's ``additionalInfo``; the message itself is a stranger's words."""
    try:
        details = json.loads(message)["error"]["additionalInfo"]
        names = [detail["info"]["policyAssignmentDisplayName"] for detail in details]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [name for name in names if isinstance(name, str)]


async def load(gateway: Gateway, vm: VmId, machine: Machine, item: BackupItem | None) -> Load:
    """The load around the last backup; of the last hours where there was none."""
    now = machine.now or datetime.now(UTC)
    middle = now if item is None or item.last_backup is None else item.last_backup
    since, until = middle - AROUND, min(middle + AROUND, now)
    span = "/".join(moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (since, until))
    query = {"metricnames": "Percentage CPU,Available Memory Percentage", "timespan": span, "interval": "PT5M", "aggregation": "Average"}
    answer = await gateway.get(f"{vm}/providers/Microsoft.Insights/metrics", METRICS_API, query)
    return Load(_extreme(answer, "Percentage CPU", highest=True), _extreme(answer, "Available Memory Percentage", highest=False), since, until)


def _extreme(answer: Reader, metric: str, *, highest: bool) -> Seen[float] | None:
    series = [place for place in answer["value"].items() if place["name"]["value"].text().casefold() == metric.casefold()]
    samples = [sample["average"] for place in series for line in place["timeseries"] for sample in line["data"]]
    known = [sample for sample in samples if isinstance(sample.value, (int, float)) and not isinstance(sample.value, bool)]
    if not series:
        raise Garbled(translate("Azure", "Azure's answer lacks the metric {metric}.").format(metric=metric))
    if not known:
        return None
    chosen = max(known, key=lambda sample: sample.value) if highest else min(known, key=lambda sample: sample.value)
    return Seen(float(chosen.value), chosen.evidence())
