"""The browser's way back to this program."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Mapping
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ...core.language import LANGUAGES, SOURCE, Language, language
from ...core.text import lazy_translate as translate

_TURN = 0.2
"""Seconds after which a waiting server looks whether it is still wanted."""

_LARGEST = 1 << 20
"""Bytes of an answer that are read; Entra's has some kilobytes."""


def free_port() -> int:
    """A port of this computer on which nobody listens.

    Another program may take it before azure-identity listens there, which then says so; its own choice, 8400 to 8999, is not ours to cancel.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class WayBack(ThreadingHTTPServer):
    """Waits for the browser, in place of azure-identity's own server (1.27).

    That one cannot be told to stop, leaves its port open when no browser can be opened, and waits for ever on a connection that a browser has
    opened to be ready and does not use.
    """

    daemon_threads = True
    block_on_close = False
    # Windows would let another program listen on the same port at the same time; elsewhere it only means a port that has just been used.
    allow_reuse_address = sys.platform != "win32"
    allow_reuse_port = False

    def __init__(self, hostname: str, port: int, timeout: float) -> None:
        super().__init__((hostname, port), _Page)
        self.timeout = _TURN
        self._until = time.monotonic() + timeout
        self._stopped = threading.Event()
        self.brought: Mapping[str, str] = {}

    def wait_for_redirect(self) -> Mapping[str, str]:
        """What the browser has brought; nothing when it took too long or nobody wants it any more."""
        try:
            while not self.brought and not self._stopped.is_set() and time.monotonic() < self._until:
                self.handle_request()
        finally:
            self.server_close()
        return self.brought

    def stop(self) -> None:
        """Nobody waits any more; from any thread, and as often as one likes."""
        self._stopped.set()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no news; the standard library would print a traceback."""


class _Page(BaseHTTPRequestHandler):
    server: WayBack
    timeout = 10  # for a connection on which nothing comes

    def log_message(self, format: str, *args: Any) -> None:  # named by the standard library
        """Nothing: what the browser brings is secret."""

    def do_GET(self) -> None:
        """The answer in the address, as some sign-in pages give it in case of an error."""
        self._take(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """The answer as a form, which is how azure-identity asks for it."""
        length = min(int(self.headers.get("Content-Length") or 0), _LARGEST)
        self._take(self.rfile.read(length).decode("utf-8", "replace"))

    def _take(self, words: str) -> None:
        brought = dict(parse_qsl(words, keep_blank_values=True))
        if "code" not in brought and "error" not in brought:  # /favicon.ico, or somebody who looks what is here
            self.send_error(404)
            return
        try:
            self._show(_page(language(self._code()), failed="error" in brought).encode())
        finally:  # also for a browser that does not wait for the page
            self.server.brought = brought

    def _code(self) -> str:
        """The browser's first language, where it is one of ours."""
        wanted = (self.headers.get("Accept-Language") or "")[:2].casefold()
        return wanted if wanted in LANGUAGES else SOURCE

    def _show(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def _page(words: Language, *, failed: bool) -> str:
    good = translate("SignIn", "You are signed in. You can close this page and go back to Backup Doctor.")
    bad = translate("SignIn", "You are not signed in. Close this page and go back to Backup Doctor, which says why.")
    said = escape(words.render(bad if failed else good))
    return f'<!DOCTYPE html><html lang="{words.code}"><head><title>Backup Doctor</title></head><body><p>{said}</p></body></html>'
