"""The one object that knows how this computer reaches Azure."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

    import requests

    from .proxies import ProxyAsks, ProxyFinder, ProxySignIn, Route

ROUTE_SECONDS = 60.0
"""How long the way to a host is remembered: a PAC file need not be run for every request."""


class Wire:
    """How this computer reaches Azure: its trust store, its proxies, the password of the proxy. One per process, thread-safe."""

    def __init__(self, find_proxy: ProxyFinder | None = None, *, ca_file: str = "") -> None:
        """Make one; nothing is loaded yet.

        Args:
            find_proxy: see `proxies.route_to`.
            ca_file: a PEM file with root certificates to trust besides the system's.
        """
        self._find_proxy = find_proxy
        self._ca_file = ca_file
        self._routes: dict[str, tuple[float, Route]] = {}
        self._contexts = threading.local()
        self.proxy_sign_in: ProxySignIn | None = None
        """For a proxy that asks; used from the next connection on. In memory only, never in an address or an error's text."""
        self.asks: ProxyAsks | None = None
        """The last proxy that wanted to know who is asking."""

    def session(self) -> requests.Session:
        """A session that takes the right way for every URL and trusts what the system trusts. Close it when done.

        What goes wrong on the way is raised as the errors of `arm.errors` (ProxyTrouble, ProxyWantsPassword, NotTrusted, Unreachable), which
        pass through azure-core as they are and are found again with `arm.errors.ours_within` where somebody has wrapped them.

        Raises:
            Unreachable: a variable such as SSL_CERT_FILE names certificates that cannot be read.
        """
        from .session import WireSession

        self.trust()
        return WireSession(self)

    def route(self, url: str, *, fresh: bool = False) -> Route:
        """The way to a URL; may block.

        Args:
            fresh: ask again, whatever is remembered.

        Raises:
            BadProxy: a setting names no HTTP proxy.
        """
        key, now = "/".join(url.partition("?")[0].split("/", 3)[:3]), time.monotonic()  # scheme and host
        known = self._routes.get(key)
        if known is not None and not fresh and now - known[0] < ROUTE_SECONDS:
            return known[1]
        from .proxies import route_to  # not for the first picture

        route = route_to(url, self._find_proxy)
        self._routes[key] = now, route
        return route

    def sign_in_for(self, proxy: str) -> ProxySignIn | None:
        """What this proxy may be told, where anything is known."""
        own = self.proxy_sign_in
        if own is not None and own.proxy in ("", proxy):
            return own
        given = (route.sign_in for _, route in list(self._routes.values()) if route.proxy == proxy)
        return next((sign_in for sign_in in given if sign_in is not None), None)

    def trust(self) -> ssl.SSLContext:
        """What the system trusts, for connections of this thread.

        A context of truststore holds a lock during each handshake: shared, it would make them all wait for the slowest.

        Raises:
            Unreachable: a variable such as SSL_CERT_FILE names certificates that cannot be read.
        """
        from .trust import system_trust

        context: ssl.SSLContext | None = getattr(self._contexts, "context", None)
        if context is None:
            context = self._contexts.context = system_trust(self._ca_file)
        return context
