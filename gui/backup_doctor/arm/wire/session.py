"""A requests session that goes the way its `Wire` says, and raises our own errors where that way is blocked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

from ..errors import Unreachable
from .proxies import BadProxy, Route
from .trouble import proxy_trouble, tls_trouble
from .wire import Wire

CONNECTIONS = 32
"""Requests under way at once; the loop's default executor needs as many threads."""

_HOSTS = 8
"""Hosts whose connections are kept."""


class WireSession(requests.Session):
    """Made by `Wire.session`."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        self.trust_env = False  # requests' own reading of the environment would add .netrc, and proxies for loopback
        adapter = WireAdapter(wire)
        for scheme in ("http://", "https://"):
            self.mount(scheme, adapter)

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """The settings of one request. Whoever asks for another proxy, or for no verification, does not get it.

        Nor is anything streamed, though azure-core asks for it: of a request given up meanwhile nobody reads the answer, and its connection
        would stay open until the garbage collector finds it.

        Raises:
            Unreachable: the setting that decides names no HTTP proxy.
        """
        proxy = _route(self._wire, url).proxy
        ways = {} if proxy is None else {"http": proxy, "https": proxy}
        return {"proxies": ways, "stream": False, "verify": True, "cert": cert}


class WireAdapter(HTTPAdapter):
    """The connections of one session."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._pools = _pool_classes(wire)
        super().__init__(pool_connections=_HOSTS, pool_maxsize=CONNECTIONS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Those without a proxy."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Those through a proxy, which may itself be reached over TLS."""
        manager = super().proxy_manager_for(proxy, proxy_ssl_context=self._wire.trust(), **proxy_kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """None: they would be kept for ever. Each connection asks the wire when it is made."""
        return {}

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        return super().build_connection_pool_key_attributes(request, True, cert)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Always verified, and against the wire's trust alone: requests would add the roots that certifi brings."""
        conn.cert_reqs = "CERT_REQUIRED"

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request.

        Raises:
            AzureError: the proxy or the certificate stands in the way. It is no exception of requests', so that nobody sends again what cannot
                get through, such as a wrong password: after a few of those an account is locked.
        """
        try:
            return super().send(request, *args, **kwargs)
        except requests.exceptions.ProxyError as error:
            raise proxy_trouble(self._wire, _route(self._wire, str(request.url)), str(request.url), error) from error
        except requests.exceptions.SSLError as error:
            raise tls_trouble(self._wire, _route(self._wire, str(request.url)), str(request.url), error) from error


def _route(wire: Wire, url: str) -> Route:
    try:
        return wire.route(url)
    except BadProxy as error:
        raise Unreachable(error.text) from error


def _pool_classes(wire: Wire) -> Mapping[str, type[HTTPConnectionPool]]:
    """urllib3 makes connections of a class, without arguments of ours: so the wire stands in the class."""

    class Connection(HTTPSConnection):
        def connect(self) -> None:
            self.ssl_context = wire.trust()
            super().connect()

        def set_tunnel(self, host: str, port: int | None = None, headers: Mapping[str, str] | None = None, scheme: str = "http") -> None:
            sign_in = None if self.proxy is None else wire.sign_in_for(self.proxy.url)
            told = {} if sign_in is None else {"Proxy-Authorization": sign_in.header}
            super().set_tunnel(host, port, {**(headers or {}), **told}, scheme)

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return {"http": HTTPConnectionPool, "https": Pool}
