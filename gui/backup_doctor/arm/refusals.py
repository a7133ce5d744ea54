"""What Azure refused, in our words: the one seam where exceptions of the SDK become errors of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from azure.core import exceptions as azure

from ..core.answer import Answer
from ..core.model import Evidence
from ..core.permission import Permission, permission_of
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .errors import (
    AzureError,
    Forbidden,
    NotFound,
    NotSignedIn,
    OtherTenant,
    Rejected,
    ServerFault,
    Throttled,
    TimedOut,
    Unreachable,
    innermost,
    not_json,
    ours_within,
)
from .headers import moment, retry_after
from .read_only import only_reads

PASSING = (408, 409, 429, 500, 502, 503, 504)
"""Statuses whose reason may pass by itself: something else is under way, too many requests, Azure's own trouble."""

_DENIED = re.compile(r"perform action '(?P<action>[^']+)'.*?over scope '(?P<scope>[^']+)'", re.DOTALL)


LARGEST_REFUSAL = 64 << 10
"""Bytes of a refusal that is kept whole."""


@contextmanager
def azure_refusals() -> Iterator[None]:
    """Turns the SDK's exceptions into ours; a body that is no JSON, or of no known shape, comes differently from every generation of clients.

    Raises:
        AzureError: our own tree, `arm.errors`.
    """
    try:
        yield
    except azure.AzureError as error:
        raise from_azure(error) from error
    except (azure.DeserializationError, json.JSONDecodeError, RecursionError) as error:  # the last for brackets without end
        raise not_json() from error


def from_azure(error: azure.AzureError) -> AzureError:
    """The error of ours that an SDK exception stands for, with the request that Azure refused as its evidence."""
    within = ours_within(error)
    if within is not None:
        return within
    ours = _mapped(error)
    ours.evidence = _evidence(error)
    ours.status = getattr(error, "status_code", None) or 0
    ours.passes = ours.status in PASSING
    ours.wait = float(retry_after(_headers(error)) or 0)
    return ours


def _evidence(error: azure.AzureError) -> tuple[Evidence, ...]:
    response = getattr(error, "response", None)
    request = getattr(response, "request", None)
    if response is None or request is None or not isinstance(error, azure.HttpResponseError):
        return ()
    code, _ = _said(error)
    value, path = (code, _path_of_code(response)) if code else (str(error.status_code), "HTTP status")
    at = moment(response.headers.get("Date")) or datetime.now(UTC)
    answer = Answer(response.content) if len(response.content) <= LARGEST_REFUSAL else None
    return (Evidence(f"{request.method} {request.url}", response.headers.get("x-ms-request-id", ""), at, path, value, answer),)


def _path_of_code(response: Any) -> str:
    """Where the code stands: Compute throttles without the envelope that ARM's errors have (troubleshooting API throttling, 2018)."""
    return "$.error.code" if "error" in json.loads(response.text()) else "$.code"


def _headers(error: azure.AzureError) -> Mapping[str, str]:
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    return headers


def _mapped(error: azure.AzureError) -> AzureError:
    match error:
        case azure.HttpResponseError() if error.status_code is not None and error.status_code >= 400:
            return _from_status(error, error.status_code)
        case azure.DecodeError():
            return not_json()
        case azure.ServiceResponseTimeoutError() | azure.ServiceRequestTimeoutError():
            return TimedOut(translate("Azure", "Azure did not answer in time."))
        case azure.ServiceRequestError() | azure.ServiceResponseError():
            return _unreachable(error)
        case azure.ClientAuthenticationError():
            return NotSignedIn(translate("Azure", "Signing in failed: {words}").format(words=error.message))
        case _:
            return Rejected(translate("Azure", "Azure refused: {words}").format(words=error.message))


def _unreachable(error: azure.AzureError) -> AzureError:
    words = str(error.message)
    if "timed out" in words.casefold():
        return TimedOut(translate("Azure", "Azure did not answer in time."))
    return Unreachable(translate("Azure", "Azure could not be reached: {words}").format(words=innermost(words)))


def _from_status(error: azure.HttpResponseError, status: int) -> AzureError:
    code, words = _said(error)
    if status == 401 and code.casefold() == "invalidauthenticationtokentenant":
        return OtherTenant(_elsewhere(error))
    if status == 401:
        return NotSignedIn(_signed_out(code, words))
    if status == 403:
        return _forbidden(error, code, words)
    if status == 404 and error.error is None:  # a proxy's page, not ARM's word
        return not_json()
    if status == 404:
        return NotFound(translate("Azure", "Azure does not know this ({code}): {words}").format(code=code, words=words))
    if status == 429:
        return _throttled(error)
    if status == 412:
        return Rejected(translate("Azure", "It has been changed since the plan was made, so Azure refused (412). Make the plan again."))
    if status >= 500:
        return ServerFault(
            translate("Azure", "Azure had an internal error, {status} {code}: {words}").format(status=str(status), code=code, words=words)
        )
    return Rejected(translate("Azure", "Azure refused with {status} {code}: {words}").format(status=str(status), code=code, words=words))


def _said(error: azure.HttpResponseError) -> tuple[str, str]:
    """Azure's code and message; from a body that is no ARM error, the HTTP reason."""
    said = error.error
    if said is not None and (said.code or said.message):
        return str(said.code or ""), str(said.message or "")[:500]
    return "", str(error.reason or "")[:500]


def _signed_out(code: str, words: str) -> Text:
    if code.casefold() == "expiredauthenticationtoken":
        return translate("Azure", "The access token has expired. Sign in again.")
    return translate("Azure", "Azure does not accept this sign-in ({code}): {words}").format(code=code or "401", words=words)


_OWNER = re.compile(r'authorization_uri="https://[^/"]+/(?P<tenant>[0-9a-fA-F-]{36})"')


def _elsewhere(error: azure.HttpResponseError) -> Text:
    """The right tenant stands in the header (recorded answer, 2022-09-05)."""
    owner = _OWNER.search(_headers(error).get("WWW-Authenticate", ""))
    if owner is None:
        return translate("Azure", "This belongs to another tenant than the one that was signed in to. Sign in to its tenant and look again.")
    text = translate("Azure", "This belongs to tenant {tenant}, and the sign-in is for another one. Sign in to that tenant and look again.")
    return text.format(tenant=owner["tenant"])


def _forbidden(error: azure.HttpResponseError, code: str, words: str) -> Forbidden:
    missing = missing_permission(error, words)
    if missing is None:
        return Forbidden(translate("Azure", "Azure forbids this ({code}): {words}").format(code=code or "403", words=words))
    text = translate("Azure", "Not allowed: the account lacks {action} on {scope}.")
    request = getattr(error.response, "request", None)
    if request is None or only_reads(request.method, urlsplit(request.url).path):
        text = translate("Azure", "Not allowed to look: the account lacks {action} on {scope}.")
    return Forbidden(text.format(action=missing.action, scope=missing.scope), missing=missing)


def missing_permission(error: azure.HttpResponseError, words: str) -> Permission | None:
    """What Azure says is missing; where it does not say, what the request itself needs."""
    said = _DENIED.search(words)
    if said is not None:
        return Permission(said["action"], said["scope"])
    request = getattr(error.response, "request", None)
    return None if request is None else permission_of(request.method, request.url)


def _throttled(error: azure.HttpResponseError) -> Throttled:
    seconds = retry_after(_headers(error))
    if seconds is None:
        return Throttled(translate("Azure", "Azure is throttling this account. Look again in a few minutes."), None)
    text = translate("Azure", "Azure is throttling this account and asks to wait %n second(s) before looking again.", "", 0)
    return Throttled(text.counted(seconds), seconds)
