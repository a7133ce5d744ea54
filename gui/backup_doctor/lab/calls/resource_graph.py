"""Azure Resource Graph, as far as this program's own queries go: it knows those in resources/queries, by their text."""

from __future__ import annotations

from typing import Any

from ..answers import Answer, Json, bad_request, lab_does_not_know, no_valid_subscriptions
from ..graph.paging import skip_token
from ..graph.queries import answer
from ..routing import Call, Routes

routes = Routes()

LARGEST_PAGE = 1000
"""Rows (guidance for throttled requests, 2024)."""
MOST_SUBSCRIPTIONS = 1000
"""In one query (troubleshoot errors using Azure Resource Graph, 2024)."""


@routes.serve("POST", "/providers/Microsoft.ResourceGraph/resources", lockable=False)
def resources(call: Call) -> Answer:
    """The rows of a query, page by page."""
    headers = call.world.graph_quota.spend(call.world.now())
    options = call.body.get("options") or {}
    if options.get("resultFormat", "objectArray") != "objectArray":
        raise lab_does_not_know("results as a table")
    top = options.get("$top", LARGEST_PAGE)
    if not isinstance(top, int) or not 1 <= top <= LARGEST_PAGE:
        raise bad_request("BadRequest", "The value of $top is invalid: it is a number from 1 to 1000.")
    return Answer(200, _page(call, options, top), headers)


def _page(call: Call, options: Json, top: int) -> Json:
    query, token = str(call.body.get("query", "")), options.get("$skipToken")
    asked = (call.tenant, query)
    if token:
        name, rows, start = call.world.graph_results.rest(str(token), asked)
    else:
        name, rows, start = "", answer(call.world, query, _subscriptions(call)), _skipped(options.get("$skip", 0))
    data = rows[start : start + top]
    body: Json = {"totalRecords": len(rows), "count": len(data), "data": data, "facets": [], "resultTruncated": "false"}
    if start + top < len(rows):
        body["$skipToken"] = skip_token(name or call.world.graph_results.keep(asked, rows), start + top)
    return body


def _skipped(given: Any) -> int:
    if not isinstance(given, int) or given < 0:
        raise bad_request("BadRequest", "The value of $skip is invalid.")
    return given


def _subscriptions(call: Call) -> list[str]:
    """Those asked for, as far as the tenant has them; all of the tenant's where none is named.

    Others are left out in silence, and only where nothing is left Resource Graph says so.
    """
    own = dict.fromkeys(call.world.subscriptions_of(call.tenant))
    named = [str(identity).lower() for identity in call.body.get("subscriptions") or own]
    if len(named) > MOST_SUBSCRIPTIONS:
        raise bad_request("BadRequest", f"The query names more than {MOST_SUBSCRIPTIONS} subscriptions.")
    seen = [identity for identity in named if identity in own]
    if not seen:
        raise no_valid_subscriptions(named)
    return seen
