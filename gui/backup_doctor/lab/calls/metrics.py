"""The host's counters of a VM (metrics list of Azure Monitor, 2023-10-01; walkthrough of its REST API)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ..answers import Answer, Json, bad_request, lab_does_not_know
from ..machine import VirtualMachine
from ..routing import Call, Routes
from .common import VM, machine_of

routes = Routes()

GRAIN = timedelta(minutes=5)
"""Between two values, as our question asks (PT5M)."""


@routes.serve("GET", VM + "/providers/Microsoft.Insights/metrics", "Microsoft.Insights/metrics/read")
def metrics(call: Call) -> Answer:
    vm, query = machine_of(call), call.query
    if (query.get("interval"), query.get("aggregation", "").casefold()) != ("PT5M", "average"):
        raise lab_does_not_know("metrics in other steps than five-minute averages")
    since, until = _span(query.get("timespan", ""))
    body = {
        "cost": int((until - since) / timedelta(minutes=1)),
        "timespan": query["timespan"],
        "interval": query["interval"],
        "value": [_metric(vm, name, since, until) for name in query.get("metricnames", "").split(",")],
        "namespace": "Microsoft.Compute/virtualMachines",
        "resourceregion": vm.location,
    }
    return Answer(200, body)


def _span(words: str) -> tuple[datetime, datetime]:
    try:
        since, until = (datetime.fromisoformat(part).astimezone(UTC) for part in words.split("/"))
    except ValueError:
        raise bad_request("BadRequest", f"Invalid time interval input: {words}") from None
    if until <= since:
        raise bad_request("BadRequest", f"Start time cannot be after or equal to end time: {words}")
    return since, until


def _metric(vm: VirtualMachine, name: str, since: datetime, until: datetime) -> Json:
    """A VM that is off leaves times without a sample."""
    known = {"Percentage CPU": vm.load.cpu, "Available Memory Percentage": vm.load.memory_free}
    if name not in known:
        message = f"Failed to find metric configuration for provider: Microsoft.Compute, resource Type: virtualMachines, metric: {name}"
        raise bad_request("BadRequest", f"{message}, Valid metrics: {','.join(known)}")
    sample = {"average": known[name]} if vm.runs and known[name] is not None else {}
    times = [since + GRAIN * step for step in range(int((until - since) / GRAIN))]
    data = [{"timeStamp": f"{moment:%Y-%m-%dT%H:%M:%SZ}", **sample} for moment in times]
    return {
        "id": f"{vm.id}/providers/Microsoft.Insights/metrics/{name}",
        "type": "Microsoft.Insights/metrics",
        "name": {"value": name, "localizedValue": name},
        "unit": "Percent",
        "timeseries": [{"metadatavalues": [], "data": data}],
        "errorCode": "Success",
    }
