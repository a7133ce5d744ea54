"""The lab on the wire: HTTP/1.1 on loopback, a thread per connection."""

from __future__ import annotations

import logging
import socket
import struct
import time
import uuid
from contextlib import suppress
from dataclasses import replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import unquote

from .answers import Response
from .faults import Fault, Faults
from .service import Request, Service

log = logging.getLogger(__name__)

_NO_LINGER = struct.pack("ii", 1, 0)

PAGE = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Proxy authentication required</h1></body></html>"


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1."""

    daemon_threads = True
    block_on_close = False
    # The default of 5 makes a burst of connections wait a second or more for TCP's retransmission.
    request_queue_size = 256

    def __init__(self, service: Service, port: int, latency: float, faults: Faults) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.service = service
        self.latency = latency
        self.faults = faults
        self.requests = count(1)
        self._open: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that closing the lab closes it too."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection; one that was to be reset skips the polite FIN, which would spoil the reset."""
        self._open.discard(request)
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_NO_LINGER)) == _NO_LINGER:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; the standard library would print a traceback."""
        log.debug("connection of %s ended", client_address, exc_info=True)

    def hang_up(self) -> None:
        """Cut the connections that clients keep open."""
        for request in list(self._open):
            with suppress(OSError):  # the other side may have been quicker
                request.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    # Unbuffered headers and body meet Nagle and delayed ACK: 40 ms per answer.
    disable_nagle_algorithm = True
    wbufsize = 65536

    def log_message(self, format: str, *args: Any) -> None:  # named by the standard library
        """To the log instead of stderr."""
        log.debug(format, *args)

    def do_GET(self) -> None:
        """Answer; the methods all take the same way."""
        request = Request(
            self.command,
            self.path,
            self.headers.get("Authorization", ""),
            self._body(),
            f"http://{self.headers.get('Host') or '127.0.0.1'}",
            self.headers.get("If-Match", ""),
        )
        number = next(self.server.requests)
        time.sleep(self.server.latency)
        fault = self.server.faults.strike(f"{self.command} {unquote(self.path)}")
        if fault is None:
            self._send(self.server.service.answer(request), number)
        else:
            self._suffer(fault, request, number)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").casefold() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _suffer(self, fault: Fault, request: Request, number: int) -> None:
        if fault.kind == "lost":
            self.server.service.answer(request)
        if fault.kind in ("reset", "lost"):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.close_connection = True
        elif fault.kind in ("status", "claims"):
            self._send(fault.answer.encode(), number)
        elif fault.kind == "html":
            self._send(Response(200, PAGE.encode(), {}), number, "text/html; charset=utf-8")
        elif fault.kind == "slow":
            time.sleep(fault.seconds or 0)
            self._send(self.server.service.answer(request), number)
        else:
            response = self.server.service.answer(request)
            self._send(replace(response, body=response.body[: len(response.body) // 2]), number)

    def _send(self, response: Response, number: int, kind: str = "application/json; charset=utf-8") -> None:
        self.send_response_only(response.status)
        if response.body:
            self.send_header("Content-Type", kind)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        for name, value in (*self._common_headers(number).items(), *response.headers.items()):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _common_headers(self, number: int) -> dict[str, str]:
        now = self.server.service.world.now()
        kind = {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}.get(self.command, "writes")
        return {
            "Date": format_datetime(now, usegmt=True),
            "x-ms-request-id": str(uuid.uuid4()),
            "x-ms-correlation-request-id": self.headers.get("x-ms-correlation-request-id") or str(uuid.uuid4()),
            f"x-ms-ratelimit-remaining-subscription-{kind}": str(max(12_000 - number, 1)),
            "Cache-Control": "no-cache",
        }
