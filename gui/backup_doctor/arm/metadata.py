"""Where one signs in to a cloud that is known by its ARM endpoint alone."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ..core.text import lazy_translate as translate
from .cloud import CLOUDS, LOOPBACK, PUBLIC, Cloud
from .errors import Garbled, TimedOut, Unreachable, innermost
from .wire import Wire

PATH = "/metadata/endpoints?api-version=2022-09-01"
TIMEOUTS = (10, 60)
"""Seconds to wait for a connection, and for the next byte of an answer."""

# Hosts of Microsoft's own services: a token for one of them must not go to anybody else. The sign-in hosts with the aliases that
# azure-identity and Entra's own discovery know (2026).
_SIGN_IN = (
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
    "login.microsoftonline.us",
    "login-us.microsoftonline.com",
    "login.usgovcloudapi.net",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
)
_SERVICES = (
    "azure.com",
    "azure.net",
    "azure.us",
    "azure.cn",
    "windows.net",
    "microsoft.com",
    "microsoft.us",
    "microsoftonline.com",
    "microsoftonline.us",
    "office.com",
    "office365.com",
    "sharepoint.com",
    "outlook.com",
    "usgovcloudapi.net",
    "chinacloudapi.cn",
    "partner.microsoftonline.cn",
)
_SHORT = "aka.ms"
"""Microsoft's short addresses, some of which lead to its sign-in."""

_ARM = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
"""Azure Resource Manager's own application: some tokens name it as their audience instead of an address."""

_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")
"""What an audience may consist of, as with azure-identity (1.27): it becomes an argument of az, which on Windows is a batch file."""


class ForeignEndpoint(Unreachable):
    """The endpoint asks for tokens that are not for it; nothing was sent there."""


async def discover(cloud: Cloud, wire: Wire) -> Cloud:
    """Ask a custom cloud for its sign-in host and its tokens' audience; a well-known one is not asked.

    Nothing secret is sent for it (``GET /metadata/endpoints``, which Azure CLI reads too).

    Raises:
        ForeignEndpoint: it asks for tokens of Azure's own, and is not Azure.
        Garbled: the answer is not what ARM says.
        Unreachable: no answer.
    """
    if cloud in CLOUDS.values() or _is_discovered(cloud):
        return cloud
    document = await asyncio.to_thread(_read, cloud, wire)
    said = _own(document, cloud)
    authority, audience = _authority(said), _audience(said)
    _refuse_foreign(cloud, authority, audience)
    return replace(cloud, authority=authority, scope=f"{audience}/.default")


def _is_discovered(cloud: Cloud) -> bool:
    """`custom` gives the public cloud's values to start with; whoever says otherwise has looked already."""
    return (cloud.authority, cloud.scope) != (PUBLIC.authority, PUBLIC.scope)


def _read(cloud: Cloud, wire: Wire) -> Any:
    import requests

    session = wire.session()
    try:
        with session.get(cloud.endpoint + PATH, timeout=TIMEOUTS, allow_redirects=False) as response:
            if response.status_code != 200:
                text = translate("Cloud", "{endpoint} does not say where to sign in: it answered {status}. It may be no ARM endpoint.")
                raise Garbled(text.format(endpoint=cloud.endpoint, status=str(response.status_code)))
            return json.loads(response.content)
    except requests.Timeout as error:
        raise TimedOut(translate("Azure", "Azure did not answer in time.")) from error
    except requests.RequestException as error:
        text = translate("Cloud", "{endpoint} could not be reached: {words}")
        raise Unreachable(text.format(endpoint=cloud.endpoint, words=innermost(str(error)))) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(cloud) from error
    finally:
        session.close()


def _own(document: Any, cloud: Cloud) -> Mapping[str, Any]:
    """The endpoint's own part: some answer with one cloud, some with a list of all they know."""
    clouds = document if isinstance(document, list) else [document]
    host = urlsplit(cloud.endpoint).hostname
    named = [one for one in clouds if isinstance(one, dict) and _host(one.get("resourceManager")) == host]
    one = named[0] if named else clouds[0] if len(clouds) == 1 else None
    authentication = one.get("authentication") if isinstance(one, dict) else None
    if not isinstance(authentication, dict):
        raise _unreadable(cloud)
    provider = str(authentication.get("identityProvider", "")).replace(" ", "").casefold()
    if provider == "adfs" or str(authentication.get("loginEndpoint", "")).rstrip("/").endswith("/adfs"):
        raise Garbled(translate("Cloud", "This cloud signs in through AD FS, which Backup Doctor does not support. Sign in with an access token."))
    return authentication


def _authority(said: Mapping[str, Any]) -> str:
    address = str(said.get("loginEndpoint", "")).strip().rstrip("/")
    parts = _parts(address)
    if parts is None or not _PLAIN.fullmatch(address) or parts.scheme != "https" or parts.username or parts.path:
        text = translate("Cloud", "This cloud names “{address}” as the place to sign in, which is no https address of a host. Nothing is sent there.")
        raise Garbled(text.format(address=address[:200]))
    return address


def _audience(said: Mapping[str, Any]) -> str:
    audiences = said.get("audiences")
    first = str(audiences[0]) if isinstance(audiences, list) and audiences else ""
    parts = _parts(first)
    if parts is None or parts.scheme != "https" or not _PLAIN.fullmatch(first):
        text = translate("Cloud", "This cloud names “{address}” as what its tokens are for, which is no https address.")
        raise Garbled(text.format(address=first[:200]))
    return first


def _refuse_foreign(cloud: Cloud, authority: str, audience: str) -> None:
    """Whatever sign-in host it names: the page of a stranger's can send the browser on to Azure's own."""
    host, sign_in, service = _host(cloud.endpoint), _host(authority), _host(audience)
    if not _below(service, _SERVICES) or host in LOOPBACK:
        return
    own = [_host(known.endpoint) for known in CLOUDS.values() if _host(known.authority) == sign_in or sign_in not in _SIGN_IN]
    if _below(host, own):
        return
    text = translate("Cloud", "{endpoint} asks for tokens for {service}, but is not part of it. Backup Doctor does not sign in there.")
    raise ForeignEndpoint(text.format(endpoint=cloud.endpoint, service=service))


def refuse_foreign_token(cloud: Cloud, claims: Mapping[str, Any]) -> None:
    """A token from elsewhere that is good for Azure itself goes to Azure and to this computer only.

    Args:
        claims: what the token says of itself; an opaque one says nothing, and passes.

    Raises:
        ForeignEndpoint: the cloud is somebody else.
    """
    host, audience = _host(cloud.endpoint), str(claims.get("aud") or "")
    service = _host(PUBLIC.endpoint) if audience.casefold() == _ARM else _host(audience)
    if not _below(_host(claims.get("iss")), _SIGN_IN) or not _below(service, _SERVICES):
        return
    if host in LOOPBACK or _below(host, [_host(known.endpoint) for known in CLOUDS.values()]):
        return
    text = translate("Cloud", "This access token is for {service}, and {endpoint} is not part of it. The token was not sent there.")
    raise ForeignEndpoint(text.format(endpoint=cloud.endpoint, service=service))


def is_own_address(authority: str, address: object) -> bool:
    """Whether an address belongs to a sign-in host, and is nothing but an address; Microsoft's several hosts count as one."""
    given = str(address)
    return _PLAIN.fullmatch(given) is not None and is_own_host(authority, given)


def is_own_host(authority: str, url: str) -> bool:
    """Whether a request to this URL stays with the sign-in host."""
    own, other = _parts(authority), _parts(url)
    if own is None or other is None or other.scheme != "https" or other.username:
        return False
    if own.hostname in _SIGN_IN:
        return _below(other.hostname, _SIGN_IN) and other.port in (None, 443)
    return (other.hostname, other.port or 443) == (own.hostname, own.port or 443)


def may_show_code(authority: str, address: str) -> bool:
    """Whether a sign-in host may send a person there with a device code: a stranger's could be one that it got from Microsoft for itself."""
    if _host(authority) in _SIGN_IN:
        return address.startswith("https://")
    return address.startswith("https://") and bool(_host(address)) and not _below(_host(address), (*_SIGN_IN, *_SERVICES, _SHORT))


def _below(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(address: object) -> str:
    parts = _parts(str(address or ""))
    return "" if parts is None else (parts.hostname or "").rstrip(".")


def _parts(address: str) -> Any:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname and "\\" not in address else None


def _unreadable(cloud: Cloud) -> Garbled:
    return Garbled(translate("Cloud", "{endpoint} does not say where to sign in. It may be no ARM endpoint.").format(endpoint=cloud.endpoint))
