"""A place on loopback where newer versions are announced, well or badly."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import trustme

PAGE = "https://example.com/releases/9.8.7"
GOOD = json.dumps({"version": "9.8.7", "page": PAGE}).encode()

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What it was asked."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    """Headers of every request."""
    paths: list[str] = field(default_factory=list)


@contextmanager
def site(answer: Answer, certificate: trustme.LeafCert | None = None) -> Iterator[Site]:
    """Serve one answer, encrypted where there is a certificate."""
    found = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(dict(self.headers))
            found.paths.append(self.path)
            answer(self)

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        found.url = f"{'https' if certificate else 'http'}://localhost:{server.server_port}/notice.json"
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    """One answer, whole."""

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer
