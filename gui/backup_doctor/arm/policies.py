"""The pipeline of every client: what may be sent, how often, and never more than was asked.

Giving a client its own ``policies`` also keeps azure-mgmt-core from registering resource providers
behind the user's back (a hidden POST), which its default pipeline does on a 409.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from azure.core.pipeline import PipelineRequest, PipelineResponse, policies
from azure.core.pipeline.policies import AsyncRetryPolicy, SansIOHTTPPolicy
from azure.mgmt.core.policies import ARMHttpLoggingPolicy, AsyncARMChallengeAuthenticationPolicy

from .. import __version__
from ..core.plan import Request
from ..core.text import lazy_translate as translate
from .cloud import LOOPBACK, Cloud
from .credential import Credential
from .errors import Garbled, ReadOnly
from .probes import is_probe

LONGEST_WAIT = 15
"""Seconds of Retry-After that are waited out in silence; a longer wait is the user's decision."""


class CappedRetry(AsyncRetryPolicy[Any, Any]):
    """azure-core alone sleeps whatever Retry-After says and sends a POST again after a 503; neither is right here."""

    def is_retry(self, settings: dict[str, Any], response: PipelineResponse[Any, Any]) -> bool:
        """Whether to send again: short waits only, and a POST or PATCH only when Azure has certainly not begun it (429)."""
        delay = self.get_retry_after(response)
        if delay and delay > LONGEST_WAIT:
            return False
        if response.http_request.method in ("POST", "PATCH") and response.http_response.status_code != 429:
            return False
        return super().is_retry(settings, response)


class AllowLoopbackHttp(SansIOHTTPPolicy[Any, Any]):
    """Without it azure-core refuses to send a bearer token over http, also to this machine's own lab."""

    def on_request(self, request: PipelineRequest[Any]) -> None:
        parts = urlsplit(request.http_request.url)
        if parts.scheme == "http" and parts.hostname in LOOPBACK:
            request.context.options.setdefault("enforce_https", False)


class HomeGuard(SansIOHTTPPolicy[Any, Any]):
    """Lets nothing out but to the cloud's own hosts: a link or an id in an answer must not lead our token elsewhere.

    Azure answers now and then with the address of a region's front end, which lies below the endpoint's own name.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._home = urlsplit(cloud.endpoint)

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raises Garbled instead of sending."""
        there = urlsplit(request.http_request.url)
        here, host = self._home.hostname or "", there.hostname or ""
        if there.scheme != self._home.scheme or there.port != self._home.port or not (host == here or host.endswith(f".{here}")):
            text = translate("Azure", "An answer names an address outside of this cloud, which was not asked: {address}")
            raise Garbled(text.format(address=f"{there.scheme}://{there.netloc}"[:200]))


class RepairGuard(SansIOHTTPPolicy[Any, Any]):
    """Stands next to the transport and lets nothing through that changes Azure, but for the one request of a confirmed plan.

    A POST that only reads has to be named here. Run Command passes as reading only with a script of ours that reads, letter by letter.
    """

    READING = (
        "/providers/microsoft.resourcegraph/resources",
        "/effectivenetworksecuritygroups",
        "/effectiveroutetable",
        "/backupstatus",
    )

    def __init__(self) -> None:
        self.repairs_allowed = False
        self._permitted: list[Request] = []

    @contextmanager
    def permitting(self, request: Request) -> Iterator[None]:
        """Within it this one request may pass, if repairs are allowed."""
        self._permitted.append(request)
        try:
            yield
        finally:
            self._permitted.remove(request)

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raises ReadOnly instead of sending."""
        http = request.http_request
        path = urlsplit(http.url).path
        if http.method in ("GET", "HEAD") or (http.method == "POST" and path.casefold().endswith(self.READING)):
            return
        if http.method == "POST" and path.casefold().endswith("/runcommand") and is_probe(http.content):
            return
        if self.repairs_allowed and any(is_same(planned, http) for planned in self._permitted):
            return
        raise ReadOnly(http.method, path)


def is_same(planned: Request, http: Any) -> bool:
    """Whether a request on the wire is the planned one: method, path, version, condition and body."""
    parts = urlsplit(http.url)
    return (
        http.method == planned.method
        and unquote(parts.path) == planned.path
        and dict(parse_qsl(parts.query)) == {"api-version": planned.api_version}
        and http.headers.get("If-Match", "") == planned.if_match
        and _document(http.content) == planned.body
    )


def _document(content: Any) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except (TypeError, ValueError):
        return ""  # no JSON is no planned body


def pipeline(cloud: Cloud, credential: Credential, guard: RepairGuard) -> list[Any]:
    """The policies of one client, outermost first."""
    return [
        AllowLoopbackHttp(),
        policies.RequestIdPolicy(),
        policies.UserAgentPolicy(f"backup-doctor/{__version__}"),
        policies.ProxyPolicy(),
        policies.ContentDecodePolicy(),
        policies.AsyncRedirectPolicy(),
        CappedRetry(retry_total=3, retry_connect=1, retry_read=1, retry_backoff_factor=0.4),
        AsyncARMChallengeAuthenticationPolicy(credential, cloud.scope, enable_cae=True),
        policies.CustomHookPolicy(),
        policies.SensitiveHeaderCleanupPolicy(),
        ARMHttpLoggingPolicy(),
        HomeGuard(cloud),
        guard,
    ]
