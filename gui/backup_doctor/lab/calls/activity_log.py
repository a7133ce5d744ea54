"""The activity log of a subscription (activity logs of Azure Monitor, 2015-04-01), newest first."""

from __future__ import annotations

import re

from ..answers import Answer, Json, bad_request, lab_does_not_know
from ..routing import Call, Routes
from .common import SUBSCRIPTION, page

routes = Routes()

EVENTS = SUBSCRIPTION + "/providers/Microsoft.Insights/eventtypes/management/values"
PAGE_SIZE = 20

_TIME = r"'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)'"
_SPAN = re.compile(rf"eventTimestamp ge {_TIME} and eventTimestamp le {_TIME}(?P<rest>.*)", re.IGNORECASE)
_REST = re.compile(r" and (resourceGroupName|status) eq '([^']*)'", re.IGNORECASE)


@routes.serve("GET", EVENTS, "Microsoft.Insights/eventtypes/values/read")
def events(call: Call) -> Answer:
    """The filter is required, and begins with a span of time."""
    condition = call.query.get("$filter", "")
    if not condition:
        raise bad_request("BadRequest", "The $filter query parameter is required and has to hold at least the start time.")
    span = _SPAN.fullmatch(condition)
    if span is None or _REST.sub("", span["rest"]):
        raise lab_does_not_know(f"$filter={condition}")
    wanted = {name.casefold(): value.casefold() for name, value in _REST.findall(span["rest"])}
    subscription = call.args["subscription"].casefold()
    found = [event for event in call.world.activity if event["subscriptionId"] == subscription and _fits(event, span[1], span[2], wanted)]
    found.sort(key=lambda event: str(event["eventTimestamp"]), reverse=True)
    return page(call, found, PAGE_SIZE)


def _fits(event: Json, since: str, until: str, wanted: dict[str, str]) -> bool:
    said = {"status": event["status"]["value"], "resourcegroupname": event["resourceGroupName"]}
    inside = since[:19] <= event["eventTimestamp"][:19] <= until[:19]
    return inside and all(said[name].casefold() == value for name, value in wanted.items())
