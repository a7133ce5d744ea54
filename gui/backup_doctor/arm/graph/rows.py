"""Azure Resource Graph: a query of resources/queries read page by page, within what Azure allows the user."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from typing import Any

from ...core.resources import resource
from ...core.text import lazy_translate as translate
from ..errors import AzureError, Garbled, Throttled
from ..gateway import Gateway
from ..reading import Reader
from .quota import WITHOUT_WISH, OnWait

PAGE = 1000
"""Rows a page: Resource Graph's limit, and about as much JSON as keeps the window smooth."""

MOST_SUBSCRIPTIONS = 1000
"""In one query (troubleshoot errors using Azure Resource Graph, 2024). More take a query for each thousand."""

PAUSES = (0.4, 0.8, 1.6)
"""Seconds before a query is asked again that Azure itself failed at. Nothing below sends a POST twice, which this one may be: it only reads."""


async def rows(
    gateway: Gateway, query: str, subscriptions: Sequence[str], on_wait: OnWait, *, within: timedelta | None = None
) -> AsyncIterator[list[Reader]]:
    """The rows of a query, page by page.

    Args:
        query: its file's name without ``.kql``.
        subscriptions: their ids.
        within: takes the place of the day in ``ago(1d)``.

    Raises:
        AzureError: Azure did not answer, or left rows out; pages already given out stay true.
    """
    text = _text(query, within)
    for batch in _batches(subscriptions):
        token = ""
        while True:
            options = {"$top": PAGE, "resultFormat": "objectArray", **({"$skipToken": token} if token else {})}
            answer = await _ask(gateway, {"query": text, "subscriptions": batch, "options": options}, on_wait)
            yield list(answer["data"].items())
            token = answer["$skipToken"].text()
            if not token:
                _require_whole(answer)
                break


def _text(query: str, within: timedelta | None) -> str:
    text = resource("queries", f"{query}.kql").read_text("utf-8")
    return text if within is None else text.replace("ago(1d)", f"ago({math.ceil(within / timedelta(minutes=1))}m)")


def _batches(subscriptions: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(subscriptions), MOST_SUBSCRIPTIONS):
        yield list(subscriptions[start : start + MOST_SUBSCRIPTIONS])


async def _ask(gateway: Gateway, body: dict[str, Any], on_wait: OnWait) -> Reader:
    quota = gateway.graph_quota
    for pause in (*PAUSES, None):
        try:
            async with quota.turn(on_wait):
                # The pipeline would wait in silence, and each reader by itself.
                return await gateway.ask(gateway.resource_graph().resources, body, modelled=True, raw_response_hook=quota.heed, retry_total=0)
        except AzureError as error:
            if pause is None or not error.passes:
                raise
            if isinstance(error, Throttled):  # a wait too long raises out of the next turn
                quota.close(error.wait or WITHOUT_WISH)
            else:
                await asyncio.sleep(pause)
    raise AssertionError("the last try either answers or raises")  # pragma: no cover: as it says itself


def _require_whole(answer: Reader) -> None:
    """There is no token where Azure cannot page a result, and then it says so (paging results, 2025)."""
    if answer["resultTruncated"].text().casefold() == "true":
        raise Garbled(
            translate("VmList", "Azure gave only a part of the list: {count} of {total} rows.").format(
                count=answer["count"].value, total=answer["totalRecords"].value
            )
        )
