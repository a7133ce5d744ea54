"""One request from end to end: sign-in, api-version, existence, permission, lock, answer."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from .answers import (
    Answer,
    ArmError,
    Json,
    Response,
    bad_request,
    challenged,
    group_not_found,
    lab_does_not_know,
    subscription_not_found,
    wrong_tenant,
)
from .calls import ROUTES
from .identity import TENANT_ID, has_expired, tenant_of
from .locks import require_unlocked
from .routing import Call, Router
from .world import World

log = logging.getLogger(__name__)

METADATA = "/metadata/endpoints"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What came over the wire."""

    method: str
    target: str
    """Path and query, still quoted."""
    authorization: str
    body: bytes
    base: str
    if_match: str = ""
    """The version the caller wants to replace; empty where he does not say."""


class Issuer(Protocol):
    """Somebody whose tokens the lab accepts besides its own."""

    def knows(self, token: str) -> bool:
        """Whether it has issued this token."""
        ...

    def challenge(self, token: str) -> str:
        """The claims, as JSON, that a new token has to meet in this one's place; empty where this one is good."""
        ...


@dataclass(slots=True)
class Service:
    """Answers requests from a world."""

    world: World
    token: str
    router: Router = field(default_factory=lambda: Router(ROUTES))
    issuer: Issuer | None = None
    login_endpoint: str = "https://login.microsoftonline.com"
    """Where the metadata says one signs in."""

    def answer(self, request: Request) -> Response:
        """Answer anything; whatever goes wrong becomes an answer too."""
        try:
            with self.world.lock:
                return self._answer(request).encode()
        except ArmError as error:
            return error.answer.encode()
        except Exception:  # a fault of the lab: the caller gets Azure's 500, the log the reason
            log.exception("the lab failed at %s %s", request.method, request.target)
            return ArmError(500, "InternalServerError", "The lab itself failed. Its log says why.").answer.encode()

    def _answer(self, request: Request) -> Answer:
        self.world.settle()
        parts = urlsplit(request.target)
        path = unquote(parts.path).rstrip("/") or "/"
        if path.casefold() == METADATA:
            return Answer(200, _endpoints(request.base, self.login_endpoint))
        tenant = self._authenticate(request.authorization)
        query = {name.casefold(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
        if not query.get("api-version"):
            message = "The api-version query parameter (?api-version=) is required for all requests."
            raise bad_request("MissingApiVersionParameter", message)
        return self._dispatch(request, path, query, tenant)

    def _dispatch(self, request: Request, path: str, query: Mapping[str, str], tenant: str) -> Answer:
        found = self.router.find(request.method, path)
        self._require_place(path, tenant)
        if found is None:
            raise lab_does_not_know(f"{request.method} {path}")
        route, args = found
        call = Call(self.world, request.method, path, query, _json(request.body), request.base, args, request.if_match, tenant)
        if route.action:
            self.world.require(route.action, call.scope)
        if route.lockable:
            require_unlocked(self.world.store, request.method, call.scope)
        return route.handler(call)

    def _require_place(self, path: str, tenant: str) -> None:
        """The subscription and the resource group a path names have to exist, and in this tenant, whatever is asked of them."""
        segments = path.strip("/").split("/")
        if len(segments) < 2 or segments[0].casefold() != "subscriptions":
            return
        subscription = segments[1]
        if not _GUID.fullmatch(subscription):
            raise bad_request("InvalidSubscriptionId", f"The provided subscription identifier '{subscription}' is malformed or invalid.")
        if subscription.lower() not in self.world.subscriptions:
            raise subscription_not_found(subscription)
        owner = self.world.tenant_of(subscription)
        if owner != tenant:
            raise wrong_tenant(tenant, owner)
        if len(segments) > 3 and segments[2].casefold() == "resourcegroups" and not self.world.store.has_group(subscription, segments[3]):
            raise group_not_found(segments[3])

    def _authenticate(self, authorization: str) -> str:
        """Who is asking; returns the tenant they have signed in to."""
        scheme, _, token = authorization.partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise _unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing or invalid.")
        if has_expired(token, self.world.now()):
            raise _unauthorized("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than the current UTC time.")
        if self.issuer is not None and self.issuer.knows(token):
            claims = self.issuer.challenge(token)
            if claims:
                raise challenged(claims)
        elif not compare_digest(token.encode(), self.token.encode()):
            raise _unauthorized("InvalidAuthenticationToken", "The access token is invalid.")
        return tenant_of(token)


def _unauthorized(code: str, message: str) -> ArmError:
    authority = f"https://login.microsoftonline.com/{TENANT_ID}"
    challenge = f'Bearer authorization_uri="{authority}", error="invalid_token", error_description="{message}"'
    return ArmError(401, code, message, {"WWW-Authenticate": challenge})


def _json(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        document: Any = json.loads(body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise bad_request("InvalidRequestContent", "The request content was invalid and could not be deserialized.")
    return document


def _endpoints(base: str, login_endpoint: str) -> Json:
    """What ``az cloud register`` reads before anybody has signed in."""
    return {
        "name": "BackupDoctorLab",
        "portal": base,
        "authentication": {
            "loginEndpoint": login_endpoint,
            "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "graphAudience": "https://graph.windows.net/",
        "graph": "https://graph.windows.net/",
        "resourceManager": f"{base}/",
        "gallery": f"{base}/",
        "batch": "https://batch.core.windows.net/",
        "media": "https://rest.media.azure.net",
        "sqlManagement": "https://management.core.windows.net:8443/",
        "microsoftGraphResourceId": "https://graph.microsoft.com/",
        "activeDirectoryDataLake": "https://datalake.azure.net/",
        "vmImageAliasDoc": f"{base}/",
        "suffixes": {"storage": "core.windows.net", "sqlServerHostname": "database.windows.net", "keyVaultDns": "vault.azure.net"},
    }
