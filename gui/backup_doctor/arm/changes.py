"""Sends what a plan holds, letter by letter, and follows it. Implements `core.carrying_out.Azure`.

No SDK operation is used: what was confirmed is what is sent, and an operation that was begun before a crash is followed by the
addresses in the journal, which no poller of the SDK could be made from.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests
from azure.core.rest import HttpRequest
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from ..core.carrying_out import Answer, Forgotten, OutcomeUnknown
from ..core.plan import Request
from ..core.text import lazy_translate as translate
from .errors import (
    AzureError,
    Elsewhere,
    Garbled,
    NotFound,
    NotSignedIn,
    NotTrusted,
    ProxyTrouble,
    ProxyWantsPassword,
    ReadOnly,
    Rejected,
    ServerFault,
    Throttled,
    TimedOut,
    Unreachable,
    not_json,
)
from .gateway import Gateway
from .headers import count_of, moment, retry_after
from .policies import PLAIN
from .reading import Reader, Source
from .repair_scripts import outcome_of

LONGEST_SILENCE = 600
"""Seconds without an answer to a poll after which nobody is asked any more."""

LONGEST_PAUSE = 120
"""Seconds between two polls, whatever Azure asks for: an operation may end much sooner than it thinks."""

SHORTEST_PAUSE = 0.01

NOWHERE = Source("", "", datetime.min.replace(tzinfo=UTC), dated=False)
"""For walking a document whose places are no evidence."""

_TIMED_OUT = re.compile(r"time(d)?out", re.IGNORECASE)
"""An operation that ran out of time may get further the next time; no list of the codes for that is published."""

_OVER = ("succeeded", "failed", "canceled", "cancelled")
_BAD = _OVER[1:]

STATUS, RESULT = "Azure-AsyncOperation", "Location"
"""Headers that say where to follow an operation: by how far it is, and by its result."""


class Changes:
    """Sends changing requests through a gateway whose session allows repairs."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def send(self, request: Request) -> Answer:
        """See `core.carrying_out.Azure.send`."""
        try:
            with self._gateway.permitting(request):
                response = await self._gateway.exchange(http_request(request))
            return _answer(response)
        except NotFound as error:
            if request.method != "DELETE" or not _is_gone(error):
                raise
            return Answer(404, error.evidence[0].request_id, error.evidence[0].at)
        except AzureError as error:
            if _may_have_arrived(error):
                raise _unknown(error) from error
            raise

    async def follow(self, request: Request, status_url: str, result_url: str) -> Answer:
        """See `core.carrying_out.Azure.follow`. ``Azure-AsyncOperation`` tells how it ended, ``Location`` its result."""
        answer = await (self._ended(status_url) if status_url else self._result(result_url))
        if not request.runs_script:
            return answer
        if status_url and result_url and not _has_output(answer.result):
            answer = await self._result(result_url)
        return replace(answer, output=outcome_of(answer.result or {}))

    async def _ended(self, url: str) -> Answer:
        """Ask how far it is until it is over."""

        def is_over(response: Any) -> bool:
            status = str((_document(response) or {}).get("status", ""))
            if not status:  # not what Azure says of an operation, so nobody has answered
                raise not_json()
            return status.casefold() in _OVER

        try:
            response = await self._poll(url, STATUS, is_over)
        except AzureError as error:  # about the question: of the operation it says nothing
            raise _lost(error) from error
        _raise_failure(_document(response) or {})
        return _answer_to_poll(response)

    async def _result(self, url: str) -> Answer:
        """Ask for the result until it is there; an operation that failed answers with its error instead of it."""
        try:
            response = await self._poll(url, RESULT, lambda response: response.status_code != 202)
        except AzureError as error:
            if isinstance(error, Rejected) and error.status:
                raise
            raise _lost(error) from error
        _raise_failure(_document(response) or {})
        return _answer_to_poll(response)

    async def _poll(self, url: str, header: str, is_over: Callable[[Any], bool]) -> Any:
        """Ask until it is over, as often as Azure asks us to; a connection that comes back is no reason to give up."""
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            try:
                response = await self._gateway.exchange(HttpRequest("GET", url))
                if is_over(response):
                    return response
                heard, pause = loop.time(), _pause(response, self._gateway.interval)
                url = response.headers.get(header) or url
            except Elsewhere:
                raise
            except (Unreachable, TimedOut, Throttled, ServerFault, Garbled) as error:
                if loop.time() - heard > LONGEST_SILENCE:
                    raise
                pause = min(max(error.wait, self._gateway.interval), LONGEST_PAUSE)
            await asyncio.sleep(pause)


def http_request(request: Request) -> HttpRequest:
    """A planned request as it goes over the wire; its path has no host, which the gateway adds."""
    headers = {"If-Match": request.if_match} if request.if_match else {}
    path = quote(request.path, safe=PLAIN)
    return HttpRequest(request.method, path, params={"api-version": request.api_version}, headers=headers, json=request.body)


def _answer(response: Any) -> Answer:
    headers = response.headers
    status_url = headers.get(STATUS, "")
    result_url = headers.get(RESULT, "") if response.status_code == 202 else ""
    return Answer(response.status_code, _id(response), _at(response), _document(response), status_url, result_url)


def _answer_to_poll(response: Any) -> Answer:
    return Answer(response.status_code, _id(response), _at(response), _document(response))


def _at(response: Any) -> datetime:
    return moment(response.headers.get("Date")) or datetime.now(UTC)


def _id(response: Any) -> str:
    return str(response.headers.get("x-ms-request-id", ""))


def _document(response: Any) -> Mapping[str, Any] | None:
    """The document of an answer; None where it has none.

    Raises:
        Garbled: it is a page of somebody who stands between us and Azure.
    """
    if not response.content:
        return None
    try:
        document = response.json()
    except (ValueError, RecursionError) as error:  # the second for brackets without end
        raise not_json() from error
    return document if isinstance(document, dict) else None


def _has_output(document: Mapping[str, Any] | None) -> bool:
    return Reader(document, "$", NOWHERE)["properties"]["output"].is_there


def _raise_failure(document: Mapping[str, Any]) -> None:
    """An operation that did not succeed says so in its document, behind a status of 200."""
    if str(document.get("status", "")).casefold() not in _BAD:
        return
    place = Reader(document, "$", NOWHERE)
    code, words = place["error"]["code"].text(), place["error"]["message"].text()
    text = translate("Azure", "Azure began this and then gave up ({code}): {words}")
    error = Rejected(text.format(code=code or place["status"].text(), words=words[:500]))
    error.passes = _TIMED_OUT.search(code) is not None
    raise error


def _may_have_arrived(error: AzureError) -> bool:
    """Whether Azure may have carried the request out: it has, as far as we know, unless it says no or was never reached."""
    match error:
        case Elsewhere() | ReadOnly() | NotSignedIn():
            return False
        case NotTrusted() | ProxyTrouble() | ProxyWantsPassword():  # before there was a tunnel, or a handshake was over
            return False
        case Unreachable() | TimedOut():
            return not _never_connected(error)
        case ServerFault() | Garbled():
            return True
        case _:
            return not error.status


def _never_connected(error: AzureError) -> bool:
    """Whether there was not even a connection to send it over."""
    cause = getattr(error.__cause__, "inner_exception", None)
    innermost = cause.args[0] if isinstance(cause, requests.RequestException) and cause.args else cause
    return isinstance(getattr(innermost, "reason", innermost), NewConnectionError | ConnectTimeoutError)


def _is_gone(error: NotFound) -> bool:
    """What shall be deleted is not there, nor is what it was in; where a whole subscription is not found, it is this account that sees nothing."""
    code = error.evidence[0].value.casefold() if error.evidence else ""
    return code.endswith("notfound") and code != "subscriptionnotfound"


def _unknown(error: AzureError) -> OutcomeUnknown:
    text = translate("Azure", "The connection was lost, and it is not known whether Azure has carried this out: {reason}")
    if isinstance(error, ServerFault):
        text = translate("Azure", "Azure had an internal error, and it is not known whether it has carried this out: {reason}")
    unknown = OutcomeUnknown(text.format(reason=error.text))
    unknown.status, unknown.passes, unknown.wait, unknown.evidence = error.status, error.passes, error.wait, error.evidence
    return unknown


def _lost(error: AzureError) -> OutcomeUnknown:
    """The operation goes on or has ended, and we do not hear of it."""
    if isinstance(error, NotFound | Elsewhere | Rejected):
        text = translate("Azure", "Azure has begun this, and it can no longer be found out how it ended: {reason}")
        return Forgotten(text.format(reason=error.text))
    text = translate("Azure", "Azure has begun this, and cannot be asked at the moment how far it has got: {reason}")
    return OutcomeUnknown(text.format(reason=error.text))


def _pause(response: Any, otherwise: float) -> float:
    """Seconds until the next poll."""
    exact, whole = count_of(response.headers.get("retry-after-ms")), retry_after(response.headers)
    wished = exact / 1000 if exact is not None else whole if whole is not None else otherwise
    return min(max(wished, SHORTEST_PAUSE), LONGEST_PAUSE)
