"""Connections made by hand, to look at one thing at a time: what a proxy says, and which certificates are shown."""

from __future__ import annotations

import _ssl
import http.client
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

from urllib3.util.ssltransport import SSLTransport

from .certificates import read_certificate
from .hops import Certificate
from .proxies import Route
from .wire import Wire

SECONDS = 10.0
"""To wait for each answer."""

_OFFERS = 20
"""Header lines of a refusal that are read; a proxy offers two or three."""


class Refused(Exception):
    """The proxy answers, and does not let us through."""

    def __init__(self, status: int, reason: str, schemes: tuple[str, ...]) -> None:
        super().__init__(status, reason)
        self.status, self.reason, self.schemes = status, reason, schemes


@contextmanager
def dialled(wire: Wire, route: Route, host: str, port: int, *, signs_in: bool = True) -> Iterator[socket.socket]:
    """A connection to a host, through the proxy's tunnel where there is one.

    Args:
        signs_in: whether the proxy is told user and password, where they are known.

    Raises:
        OSError: nobody answers.
        Refused: the proxy says no.
    """
    if route.proxy is None:
        with closing(socket.create_connection((host, port), SECONDS)) as plain:
            yield plain
        return
    parts = urlsplit(route.proxy)
    with closing(socket.create_connection((parts.hostname or "", parts.port or 80), SECONDS)) as plain:
        through: socket.socket = plain
        if parts.scheme == "https":
            through = wire.trust().wrap_socket(plain, server_hostname=parts.hostname)
        with closing(through):
            sign_in = wire.sign_in_for(route.proxy) if signs_in else None
            _ask_for_tunnel(through, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", None if sign_in is None else sign_in.header)
            yield through


def _ask_for_tunnel(through: socket.socket, target: str, authorization: str | None) -> None:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if authorization is not None:
        lines.append(f"Proxy-Authorization: {authorization}")
    through.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
    answer = http.client.HTTPResponse(through, method="CONNECT")
    try:
        answer.begin()
        if answer.status != 200:
            offers = answer.headers.get_all("Proxy-Authenticate", [])[:_OFFERS]
            raise Refused(answer.status, answer.reason[:200], tuple(offer.split(None, 1)[0][:40] for offer in offers if offer.strip()))
    except http.client.HTTPException as error:
        raise OSError(f"the proxy does not speak HTTP: {str(error)[:100] or type(error).__name__}") from error
    finally:
        answer.close()


def schemes_offered(wire: Wire, route: Route, host: str, port: int) -> tuple[str, ...]:
    """The ways of signing in that a proxy names when it is told nothing; empty where it cannot be asked, or names none."""
    try:
        with dialled(wire, route, host, port, signs_in=False):
            return ()
    except Refused as refusal:
        return refusal.schemes
    except OSError:
        return ()


def handshake(connection: socket.socket, context: ssl.SSLContext, host: str) -> tuple[Certificate, ...]:
    """Make a connection secure, and hand out the certificates that were shown.

    Raises:
        ssl.SSLError: it cannot be made so, or the certificate is not trusted.
        OSError: it was cut.
    """
    if isinstance(connection, ssl.SSLSocket):  # the proxy itself is reached over TLS
        with closing(SSLTransport(connection, context, host)) as within:
            return _chain(within.sslobj)
    with closing(context.wrap_socket(connection, server_hostname=host)) as wrapped:
        return _chain(wrapped)


def chain_met(wire: Wire, route: Route, host: str, port: int) -> tuple[Certificate, ...]:
    """The certificates that a host shows, believed or not. Nothing is sent over this connection.

    Empty where they cannot be had.
    """
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE  # only to read what was refused already; not a byte is sent or read after the handshake
    try:
        with dialled(wire, route, host, port) as connection:
            return handshake(connection, blind, host)
    except (OSError, Refused):
        return ()


def _chain(wrapped: Any) -> tuple[Certificate, ...]:
    """Python 3.13 made it public; before, only the object within has it, on which truststore relies too."""
    if hasattr(wrapped, "get_unverified_chain"):  # pragma: no cover: Python 3.13, and coverage is measured before it
        return tuple(_readable(wrapped.get_unverified_chain() or ()))
    return tuple(_readable(certificate.public_bytes(_ssl.ENCODING_DER) for certificate in wrapped._sslobj.get_unverified_chain() or ()))


def _readable(ders: Iterable[bytes]) -> Iterator[Certificate]:
    """Up to the first that makes no sense, which anybody on the way may show."""
    for der in ders:
        try:
            yield read_certificate(der)
        except ValueError:
            return
