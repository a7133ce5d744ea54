"""The pipeline of every client: what may be sent, how often, and never more than was asked.

Giving a client its own ``policies`` also keeps azure-mgmt-core from registering resource providers
behind the user's back (a hidden POST), which its default pipeline does on a 409.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from azure.core.pipeline import PipelineRequest, PipelineResponse, policies
from azure.core.pipeline.policies import AsyncRetryPolicy, SansIOHTTPPolicy
from azure.mgmt.core.policies import ARMHttpLoggingPolicy
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .. import __version__
from ..core.plan import Request
from ..core.policy import NO_REPAIRS, NO_RUN_COMMAND, Policy
from ..core.text import lazy_translate as translate
from .challenge import Challenge
from .cloud import LOOPBACK, Cloud
from .credential import Credential
from .errors import AgainstPolicy, Elsewhere, ReadOnly
from .lean_policies import AsOne, ParsedOnce, RequestId
from .probes import is_probe
from .read_only import only_reads

PLAIN = "/;"
"""What stays as it is in a path on the wire, besides letters, digits and ``_.-~``."""

LONGEST_WAIT = 15
"""Seconds of Retry-After that are waited out in silence; a longer wait is the user's decision."""


class CappedRetry(AsyncRetryPolicy[Any, Any]):
    """azure-core alone sleeps whatever Retry-After says, and sends a change again whose answer was lost; neither is right here.

    A PUT or DELETE that is sent twice in silence may be refused the second time because of the first (412, 409), and nobody would know.
    """

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """Only what reads is sent again after a broken connection."""
        http = request.http_request
        request.context.options["retry_on_methods"] = (http.method,) if only_reads(http.method, http.url.partition("?")[0]) else ()
        return await super().send(request)

    def get_retry_after(self, response: PipelineResponse[Any, Any]) -> float | None:
        """Seconds that Azure asks to wait; None for a wish that is neither a number nor a date, over which azure-core stumbles."""
        try:
            return super().get_retry_after(response)
        except (ValueError, OverflowError):
            return None

    def is_retry(self, settings: dict[str, Any], response: PipelineResponse[Any, Any]) -> bool:
        """Whether to send again: short waits only, and a change only when Azure has certainly not begun it (429)."""
        if response.http_response.status_code < 400:
            return False
        delay = self.get_retry_after(response)
        if delay and delay > LONGEST_WAIT:
            return False
        if not settings["methods"]:
            return response.http_response.status_code == 429 and bool(settings["total"])
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
        self._cloud = cloud

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raises Elsewhere instead of sending."""
        require_home(self._cloud, request.http_request.url)


def require_home(cloud: Cloud, url: str) -> None:
    """Let an address pass that lies within the cloud.

    Raises:
        Elsewhere: it does not.
    """
    (scheme, here, port), (its_scheme, host, its_port) = _known_place(cloud.endpoint), _place(url)
    if (its_scheme, its_port) != (scheme, port) or not (host == here or host.endswith(f".{here}")):
        text = translate("Azure", "An answer names an address outside this cloud; no request was sent there: {address}")
        raise Elsewhere(text.format(address=url.partition("?")[0][:200]))


_PORTS = {"http": 80, "https": 443}


def _place(url: str) -> tuple[str, str, int]:
    """Scheme, host and port as the transport will read them: the standard library finds another host in ``https://evil.com\\@home``."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        return "", "", 0
    scheme = parts.scheme or ""
    return scheme, parts.host or "", parts.port or _PORTS.get(scheme, 0)


_known_place = lru_cache(maxsize=8)(_place)
"""Of an endpoint, which each request is held against."""


class RepairGuard(SansIOHTTPPolicy[Any, Any]):
    """Stands next to the transport and lets nothing through that changes Azure, but for the one request of a confirmed plan.

    Run Command passes as reading only with a script of ours that reads, letter by letter. What the organisation's policy forbids
    never passes, whoever asks for it.
    """

    def __init__(self, cloud: Cloud, policy: Policy) -> None:
        self.repairs_allowed = False
        self._policy = policy
        self._root = urlsplit(cloud.endpoint).path
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
        if only_reads(http.method, path):
            return
        runs_script = http.method == "POST" and path.casefold().endswith("/runcommand")
        if runs_script and not self._policy.run_command:
            raise AgainstPolicy(http.method, path, NO_RUN_COMMAND)
        if runs_script and is_probe(http.content):
            return
        if not self._policy.repairs:
            raise AgainstPolicy(http.method, path, NO_REPAIRS)
        if self.repairs_allowed and any(is_same(planned, http, self._root) for planned in self._permitted):
            return
        raise ReadOnly(http.method, path)


def is_same(planned: Request, http: Any, root: str = "") -> bool:
    """Whether a request on the wire is the planned one, letter by letter: method, path, version, condition and document.

    Args:
        root: path of the cloud's endpoint, which stands before the planned one.
    """
    parts = urlsplit(http.url)
    return (
        http.method == planned.method
        and parts.path == root + quote(planned.path, safe=PLAIN)
        and parts.query == f"api-version={quote(planned.api_version, safe='')}"
        and http.headers.get("If-Match", "") == planned.if_match
        and (http.content or None) == (None if planned.body is None else json.dumps(planned.body))
    )


def pipeline(cloud: Cloud, credential: Credential, guard: RepairGuard, *last: Any) -> list[Any]:
    """The policies of one client, outermost first.

    Args:
        last: more of them, that every single request passes, repeated ones too.
    """
    return [
        AsOne(
            AllowLoopbackHttp(),
            RequestId(),
            policies.UserAgentPolicy(f"backup-doctor/{__version__}"),
            policies.ProxyPolicy(),
            ParsedOnce(),
        ),
        policies.AsyncRedirectPolicy(),
        CappedRetry(retry_total=3, retry_connect=1, retry_read=1, retry_backoff_factor=0.4),
        Challenge(credential, cloud.scope, enable_cae=True),
        AsOne(policies.CustomHookPolicy(), policies.SensitiveHeaderCleanupPolicy(), ARMHttpLoggingPolicy(), HomeGuard(cloud), guard),
        *last,
    ]
