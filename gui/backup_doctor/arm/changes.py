"""Sends what a plan holds, letter by letter, and follows it. Implements `core.carrying_out.Azure`.

No SDK operation is used: what was confirmed is what is sent, and an operation that was begun before a crash is followed by the
addresses in the journal, which no poller of the SDK could be made from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from azure.core.rest import HttpRequest

from ..core.carrying_out import Answer, OutcomeUnknown
from ..core.plan import Request
from ..core.text import lazy_translate as translate
from .errors import AzureError, Rejected, ServerFault, Throttled, TimedOut, Unreachable, moment
from .gateway import Gateway
from .reading import Reader, Source
from .repair_scripts import outcome_of

LONGEST_SILENCE = 600
"""Seconds without an answer to a poll after which nobody is asked any more."""

NOWHERE = Source("", "", datetime.min.replace(tzinfo=UTC), dated=False)
"""For walking a document whose places are no evidence."""

_OVER = ("succeeded", "failed", "canceled", "cancelled")


class Changes:
    """Sends changing requests through a gateway whose session allows repairs."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def send(self, request: Request) -> Answer:
        """See `core.carrying_out.Azure.send`."""
        try:
            with self._gateway.permitting(request):
                response = await self._gateway.exchange(http_request(request))
        except (Unreachable, TimedOut) as error:
            raise _unknown(error) from error
        return _answer(response)

    async def follow(self, request: Request, status_url: str, result_url: str) -> Answer:
        """See `core.carrying_out.Azure.follow`. ``Azure-AsyncOperation`` tells how it ended, ``Location`` its result."""
        answer = await self._poll(status_url or result_url, by_status=bool(status_url))
        if status_url and result_url and request.runs_script:
            answer = await self._poll(result_url, by_status=False)
        if request.runs_script:
            return Answer(answer.status, answer.request_id, answer.at, answer.result, output=outcome_of(answer.result or {}))
        return answer

    async def _poll(self, url: str, *, by_status: bool) -> Answer:
        """Ask until it is over, as often as Azure asks us to; a connection that comes back is no reason to give up."""
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            try:
                response = await self._gateway.exchange(HttpRequest("GET", url))
            except (Unreachable, TimedOut, Throttled, ServerFault) as error:
                if loop.time() - heard > LONGEST_SILENCE:
                    raise _unknown(error) from error
                await asyncio.sleep(self._gateway.interval)
                continue
            heard = loop.time()
            document = _document(response)
            if _is_over(response.status_code, document, by_status=by_status):
                _raise_failure(document or {})
                return Answer(response.status_code, _id(response), _at(response), document)
            await asyncio.sleep(_wait_of(response, self._gateway.interval))


def http_request(request: Request) -> HttpRequest:
    """A planned request as it goes over the wire; its path has no host, which the gateway adds."""
    headers = {"If-Match": request.if_match} if request.if_match else {}
    return HttpRequest(
        request.method, quote(request.path, safe="/;"), params={"api-version": request.api_version}, headers=headers, json=request.body
    )


def _answer(response: Any) -> Answer:
    headers = response.headers
    pending = response.status_code in (200, 201, 202)
    status_url = headers.get("Azure-AsyncOperation", "") if pending else ""
    result_url = headers.get("Location", "") if response.status_code == 202 else ""
    return Answer(response.status_code, _id(response), _at(response), _document(response), status_url, result_url)


def _at(response: Any) -> datetime:
    return moment(response.headers.get("Date")) or datetime.now(UTC)


def _id(response: Any) -> str:
    return str(response.headers.get("x-ms-request-id", ""))


def _document(response: Any) -> Mapping[str, Any] | None:
    if not response.content:
        return None
    try:
        document = response.json()
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _is_over(status: int, document: Mapping[str, Any] | None, *, by_status: bool) -> bool:
    if not by_status:
        return status != 202
    return str((document or {}).get("status", "")).casefold() in _OVER


def _raise_failure(document: Mapping[str, Any]) -> None:
    """An operation that did not succeed says so in its document, behind a status of 200."""
    if str(document.get("status", "succeeded")).casefold() not in ("failed", "canceled", "cancelled"):
        return
    place = Reader(document, "$", NOWHERE)
    code, words = place["error"]["code"].text(), place["error"]["message"].text()
    text = translate("Azure", "Azure began this and then gave up ({code}): {words}")
    raise Rejected(text.format(code=code or place["status"].text(), words=words[:500]))


def _unknown(error: AzureError) -> OutcomeUnknown:
    text = translate("Azure", "The connection was lost, and whether Azure has carried this out is not known: {reason}")
    return OutcomeUnknown(text.format(reason=error.text))


def _wait_of(response: Any, otherwise: float) -> float:
    """Seconds until the next poll."""
    exact, whole = str(response.headers.get("retry-after-ms", "")), str(response.headers.get("Retry-After", ""))
    if exact.isdigit():
        return int(exact) / 1000
    return float(whole) if whole.isdigit() else otherwise
