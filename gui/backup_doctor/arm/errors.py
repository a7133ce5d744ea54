"""One tree of errors for everything that can go wrong with Azure, each with words for the user.

    CouldNotLook                      (core)
    └── AzureError
        ├── NotSignedIn               also CannotStart: 401, or no usable token
        ├── Unreachable               also CannotStart: no connection, no name, connection lost
        │   ├── NotTrusted            a certificate that this computer does not believe
        │   ├── ProxyTrouble          the proxy is dead, or leads nowhere
        │   └── ProxyWantsPassword    the proxy wants to know who is asking (407)
        ├── VmNotFound                also CannotStart
        ├── OtherTenant               401 for a subscription of a tenant that was not signed in to
        ├── Forbidden                 403, with the missing permission
        ├── NotFound                  404
        ├── Throttled                 429, with how long Azure asks to wait
        ├── ServerFault               5xx
        ├── TimedOut                  no answer in time
        ├── Rejected                  any other refusal, in Azure's words
        ├── Garbled                   an answer that is not ARM's JSON, or lacks a field
        │   └── Elsewhere             it names an address outside of this cloud, which was not asked
        └── ReadOnly                  a changing request before repairs were allowed; never sent
            └── AgainstPolicy         a request that the organisation does not allow from this computer; never sent

Foreign exceptions are mapped in `from_azure`, the one seam; what proxies and certificates do to a connection is ours from the start
(`arm.wire.session`), and `ours_within` finds it again where azure-identity or msal have wrapped it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from azure.core import exceptions as azure

from ..core.answer import Answer
from ..core.model import CannotStart, CouldNotLook, Evidence
from ..core.permission import Permission, permission_of
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .looking import only_reads
from .wire.hops import Certificate
from .wire.proxies import ProxyAsks


class AzureError(CouldNotLook):
    """Something between us and Azure's answer."""


class NotSignedIn(AzureError, CannotStart):
    """Azure does not accept who we are."""


class Unreachable(AzureError, CannotStart):
    """Azure could not be reached."""


class NotTrusted(Unreachable):
    """A certificate on the way that this computer does not believe."""

    def __init__(self, text: Text, certificates: tuple[Certificate, ...] = ()) -> None:
        super().__init__(text)
        self.certificates = certificates
        """The chain that was met, the host's own first; empty where it could not be had."""


class ProxyTrouble(Unreachable):
    """The proxy does not answer, or does not let us through."""


class ProxyWantsPassword(Unreachable):
    """The proxy wants to know who is asking."""

    def __init__(self, text: Text, asks: ProxyAsks) -> None:
        super().__init__(text)
        self.asks = asks


class VmNotFound(AzureError, CannotStart):
    """Azure knows no such VM, or hides it from this account."""


class OtherTenant(AzureError):
    """What was asked for belongs to a tenant that was not signed in to. The sign-in itself is good, and nobody needs to sign in again."""


class Forbidden(AzureError):
    """The account may not read this."""


class NotFound(AzureError):
    """What was asked for does not exist."""


class Throttled(AzureError):
    """Azure asks to wait."""

    def __init__(self, text: Text, retry_after: int | None) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds, where Azure named them."""


class ServerFault(AzureError):
    """Azure itself failed."""


class TimedOut(AzureError):
    """No answer in time."""


class Rejected(AzureError):
    """Azure understood and refused."""


class Garbled(AzureError):
    """The answer is not what ARM says."""


class Elsewhere(Garbled):
    """An answer names an address outside of this cloud; nothing was sent there."""


class ReadOnly(AzureError):
    """The guard at the transport stopped a changing request."""

    def __init__(self, method: str, path: str, text: Text | None = None) -> None:
        text = text or translate("Azure", "The session is read-only: {method} {path} was not sent.")
        super().__init__(text.format(method=method, path=path))


class AgainstPolicy(ReadOnly):
    """The guard at the transport stopped what the organisation's policy does not allow."""

    def __init__(self, method: str, path: str, reason: Text) -> None:
        super().__init__(method, path, translate("Azure", "{reason} {method} {path} was not sent.").format(reason=reason))


PASSING = (408, 409, 429, 500, 502, 503, 504)
"""Statuses whose reason may pass by itself: something else is under way, too many requests, Azure's own trouble."""

_DENIED = re.compile(r"perform action '(?P<action>[^']+)'.*?over scope '(?P<scope>[^']+)'", re.DOTALL)


def ours_within(error: BaseException) -> AzureError | None:
    """The error of ours that somebody has wrapped in theirs, as azure-identity does with what its transport raises; None where there is none."""
    inner: BaseException | None = error
    for _ in range(_DEEPEST):
        if inner is None or isinstance(inner, AzureError):
            return inner
        inner = getattr(inner, "inner_exception", None) or inner.__cause__ or inner.__context__
    return None


_DEEPEST = 12
"""Layers of wrapping that are looked through; a chain of causes can be a circle."""


LARGEST_REFUSAL = 64 << 10
"""Bytes of a refusal that is kept whole."""


def from_azure(error: azure.AzureError) -> AzureError:
    """The error of ours that an SDK exception stands for, with the request that Azure refused as its evidence."""
    within = ours_within(error)
    if within is not None:
        return within
    ours = _mapped(error)
    ours.evidence = _evidence(error)
    ours.status = getattr(error, "status_code", None) or 0
    ours.passes = ours.status in PASSING
    ours.wait = _wait(error)
    return ours


def _wait(error: azure.AzureError) -> float:
    """Seconds of ``Retry-After``; 0 where Azure names none."""
    seconds = str(getattr(getattr(error, "response", None), "headers", {}).get("Retry-After", ""))
    return float(seconds) if seconds.isascii() and seconds.isdigit() else 0.0


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


def moment(header: str | None) -> datetime | None:
    """An HTTP ``Date``, in UTC."""
    try:
        return None if header is None else parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError):  # the second for a year with thirty digits, or one that moves out of the calendar with its time zone
        return None


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


def not_json() -> Garbled:
    """The error for a body that is no JSON, as a proxy or a sign-in page of the network gives it."""
    return Garbled(translate("Azure", "The answer was not JSON. A proxy or sign-in page may stand between this computer and Azure."))


def _unreachable(error: azure.AzureError) -> AzureError:
    words = str(error.message)
    if "timed out" in words.casefold():
        return TimedOut(translate("Azure", "Azure did not answer in time."))
    return Unreachable(translate("Azure", "Azure could not be reached: {words}").format(words=innermost(words)))


_INNERMOST = re.compile(
    r"\[Errno -?\d+\] [^'\")]+|Failed to resolve '[^']+'|certificate verify failed[^')]*|(?<=RemoteDisconnected\(')[^']+|(?<=\d, ')[^']+"
)


_NUMBER = re.compile(r"^\[(?:Errno|WinError) -?\d+\] ")
"""Of the system's error, which says the same as the words behind it."""


def innermost(words: str) -> str:
    """The part of a connection error that helps; urllib3 wraps it in several layers of repr."""
    innermost = _INNERMOST.findall(words)
    return _NUMBER.sub("", innermost[-1] if innermost else words)[:300]


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
            translate("Azure", "Azure answered with an error of its own, {status} {code}: {words}").format(status=str(status), code=code, words=words)
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
    owner = _OWNER.search(getattr(error.response, "headers", {}).get("WWW-Authenticate", ""))
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
    headers = getattr(error.response, "headers", {})
    seconds = str(headers.get("Retry-After", ""))
    if not (seconds.isascii() and seconds.isdigit()):
        return Throttled(translate("Azure", "Azure is throttling this account. Look again in a few minutes."), None)
    text = translate("Azure", "Azure is throttling this account and asks to wait %n second(s) before looking again.", "", 0)
    return Throttled(text.counted(int(seconds)), int(seconds))
