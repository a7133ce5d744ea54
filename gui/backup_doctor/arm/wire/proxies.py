"""Which proxy leads to an address. The environment goes first, as administrators expect; then the system's settings."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..cloud import LOOPBACK

ProxyFinder = Callable[[str], str | None]
"""From a URL to ``http://host:port``, or None for the direct way. May block (a PAC file is fetched and run); called from worker threads.

It is told scheme and host only: a PAC file, which anybody on a network may provide, need not know what is asked for.
"""

_PORTS = {"http": 80, "https": 443}


class BadProxy(ValueError):
    """A setting names something that is no HTTP proxy. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Origin(StrEnum):
    """Who says which way to take."""

    LOOPBACK = "loopback"
    """This very machine: never through a proxy."""
    ENVIRONMENT = "environment"
    EXCEPTED = "excepted"
    """NO_PROXY names the host."""
    SYSTEM = "system"
    NOBODY = "nobody"
    """No setting names a proxy for it: the direct way."""


@dataclass(frozen=True, slots=True)
class ProxySignIn:
    """User name and password for a proxy that asks for them."""

    user: str
    password: str = field(repr=False)
    proxy: str = ""
    """``http://host:port`` of the only proxy that may see them; empty for whichever asks. A network that is not one's own may name its own proxy."""

    @property
    def header(self) -> str:
        """For ``Proxy-Authorization`` (RFC 7617, in UTF-8)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class ProxyAsks:
    """What a proxy that demands a sign-in is willing to accept."""

    proxy: str
    """``http://host:port``."""
    schemes: tuple[str, ...]
    """``Basic``, ``Negotiate``, ``NTLM``, as the proxy names them."""
    refused: bool
    """A user name and password were given, and it did not accept them."""

    @property
    def takes_password(self) -> bool:
        """Whether a user name and a password are any good here. A proxy that names no scheme at all may still take them."""
        return not self.schemes or any(scheme.casefold() == "basic" for scheme in self.schemes)


@dataclass(frozen=True, slots=True)
class Route:
    """The way to one address."""

    proxy: str | None
    """``http://host:port``, without user and password; None for the direct way."""
    origin: Origin
    setting: str = ""
    """Name of the environment variable that decided."""
    sign_in: ProxySignIn | None = field(default=None, repr=False)
    """From the environment's own address, where it has user and password."""


def route_to(url: str, find_proxy: ProxyFinder | None) -> Route:
    """The way to a URL.

    Args:
        find_proxy: asked where the environment says nothing; None asks the system's static settings (Windows' and macOS').

    Raises:
        BadProxy: the setting that decides names no HTTP proxy.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK:
        return Route(None, Origin.LOOPBACK)
    said = _from_environment(parts)
    if said is not None:
        return said
    proxy = _static_proxy(parts.scheme, host) if find_proxy is None else find_proxy(f"{parts.scheme}://{parts.netloc}/")
    return Route(None, Origin.NOBODY) if proxy is None else _route(proxy, Origin.SYSTEM, "")


def _from_environment(parts: SplitResult) -> Route | None:
    from urllib import request  # loads http and ssl: not for the first picture

    given: Mapping[str, str] = request.getproxies_environment()
    if request.proxy_bypass_environment(parts.netloc, given):  # type: ignore[attr-defined]  # unknown to typeshed
        return Route(None, Origin.EXCEPTED, "NO_PROXY")
    for name in (parts.scheme, "all"):
        if name in given:
            return _route(given[name], Origin.ENVIRONMENT, f"{name.upper()}_PROXY")
    return None


def _static_proxy(scheme: str, host: str) -> str | None:
    """Of Windows or macOS, as the standard library reads them; other systems keep theirs in the environment."""
    from urllib import request

    for system in ("registry", "macosx_sysconf"):
        read, bypass = getattr(request, f"getproxies_{system}", None), getattr(request, f"proxy_bypass_{system}", None)
        if read is not None and bypass is not None:
            proxy: str | None = read().get(scheme)
            return None if proxy is None or bypass(host) else proxy
    return None


def _route(proxy: str, origin: Origin, setting: str) -> Route:
    """A setting taken apart; who sees it later sees no password."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    name = setting or str(origin)
    if parts.scheme.startswith("socks"):
        text = translate("Wire", "The proxy that is set ({setting}) uses SOCKS. Backup Doctor needs an HTTP proxy: name one in HTTPS_PROXY.")
        raise BadProxy(text.format(setting=name))
    if host is None or parts.scheme not in _PORTS:
        # The value is not shown: it may hold a password.
        text = translate("Wire", "The proxy that is set ({setting}) has no usable address. It looks like http://proxy.example.com:8080.")
        raise BadProxy(text.format(setting=name))
    shown = f"[{host}]" if ":" in host else host
    clean = f"{parts.scheme}://{shown}:{port or _PORTS[parts.scheme]}"
    sign_in = None if parts.username is None else ProxySignIn(unquote(parts.username), unquote(parts.password or ""), clean)
    return Route(clean, origin, setting, sign_in)
