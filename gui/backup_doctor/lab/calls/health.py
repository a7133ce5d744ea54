"""Azure Resource Health."""

from __future__ import annotations

from ..answers import Answer
from ..backup import zulu
from ..routing import Call, Routes
from .common import VM, machine_of

routes = Routes()


@routes.serve("GET", VM + "/providers/Microsoft.ResourceHealth/availabilityStatuses/current", "Microsoft.ResourceHealth/availabilityStatuses/read")
def current(call: Call) -> Answer:
    vm = machine_of(call)
    health, now = vm.health, zulu(call.world.now())
    properties = {
        "availabilityState": health.state,
        "title": health.state,
        "summary": health.summary,
        "reasonType": health.reason,
        "context": health.context,
        "category": "Not Applicable" if health.state == "Available" else "Planned",
        "reasonChronicity": "Persistent",
        "occuredTime": now,  # Azure's own spelling
        "reportedTime": now,
    }
    body = {
        "id": f"{vm.id}/providers/Microsoft.ResourceHealth/availabilityStatuses/current",
        "name": "current",
        "type": "Microsoft.ResourceHealth/AvailabilityStatuses",
        "location": vm.location,
        "properties": properties,
    }
    return Answer(200, body)
