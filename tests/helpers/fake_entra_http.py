"""The fake Entra on the wire."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import trustme

from tests.helpers.fake_entra import Asked, FakeEntra
from tests.helpers.fake_entra_flows import Answer, answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, entra: FakeEntra, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.entra = entra
        self._context = context
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        # The handshake is the connection's own thread's business: a client that does not trust us must not hold up the others.
        return self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what some tests are about."""

    def hang_up(self) -> None:
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to stderr."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = Asked(self.command, unquote(parts.path), _fields(parts.query), _fields(body))
        entra = self.server.entra
        with entra.lock:
            entra.asked.append(asked)
        self._send(Answer(200, "<html>Sign in to the network</html>") if entra.garbage else answer(entra, asked))

    do_POST = do_GET

    def _send(self, reply: Answer) -> None:
        html = isinstance(reply.body, str)
        body = reply.body.encode() if isinstance(reply.body, str) else json.dumps(reply.body).encode()
        self.send_response_only(reply.status)
        self.send_header("Date", formatdate(time() + self.server.entra.clock, usegmt=True))
        self.send_header("Content-Type", "text/html" if html else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


def _fields(words: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(words, keep_blank_values=True).items()}


@contextmanager
def serving(entra: FakeEntra, authority: trustme.CA) -> Iterator[None]:
    """Answer on a port of this computer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    server = _Server(entra, context)
    entra.authority = f"https://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        server.hang_up()
