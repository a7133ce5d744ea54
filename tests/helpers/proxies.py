"""Company networks on loopback: proxies of every temper, TLS in front of the lab, and authorities nobody else trusts.

The hosts have made-up names (``arm.test``), which only the proxies know how to reach.
"""

from __future__ import annotations

import base64
import os
import select
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import trustme

ROOT = Path(__file__).parents[2]

USER, PASSWORD = "CONTOSO\\backup", "s3cret-Пароль"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
"""What a proxy is told by those who know user and password."""

_SECONDS = 20.0
"""Nothing here takes so long unless it hangs."""


S = TypeVar("S", bound=socket.socket)


class Listener:
    """A port of this computer, with a thread for each connection; closing it closes them all."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def serve(self, client: socket.socket) -> None:
        """One connection."""
        raise NotImplementedError

    def keep(self, connection: S) -> S:
        """Remember a connection, to be closed at the end."""
        connection.settimeout(_SECONDS)
        self._open.append(connection)
        return connection

    def close(self) -> None:
        """End everything."""
        _hang_up(self._socket)
        self._threads[0].join()
        for connection in self._open:
            _hang_up(connection)
        for thread in self._threads:
            thread.join()
        for connection in (self._socket, *self._open):
            connection.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                self.keep(client)
                thread = threading.Thread(target=self._serve, args=[client], daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:  # either side may go at any moment
            self.serve(client)


class TlsFront(Listener):
    """Speaks TLS in front of a plain port."""

    def __init__(self, authority: trustme.CA, port: int, *names: str) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(self._context)
        self._behind = port
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        with self.keep(self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)) as secure:
            secure.do_handshake()
            with self.keep(socket.create_connection(("127.0.0.1", self._behind))) as behind:
                pipe(secure, behind)


@dataclass(eq=False)
class Manners:
    """How a proxy behaves."""

    authorization: str | None = None
    """What it wants to read in ``Proxy-Authorization``; None lets everybody through."""
    offers: Sequence[str] = ('Basic realm="Contoso"',)
    refuses: tuple[int, str] | None = None
    """Status and reason for every request."""
    ports: Mapping[str, int] = field(default_factory=dict)
    """Where ``host:port`` really is on this computer; anything else is the same port here."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Target and ``Proxy-Authorization`` of every request so far."""


class Proxy(Listener):
    """Opens tunnels (CONNECT) to ports of this computer, whatever host they are asked for."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        super().__init__()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self, client: socket.socket) -> None:
        head = _head(client)
        target = head.split()[1]
        told = next((line.partition(": ")[2] for line in head.splitlines() if line.lower().startswith("proxy-authorization:")), "")
        self.manners.asked.append((target, told))
        if self.manners.refuses is not None:
            self._answer(client, *self.manners.refuses)
        elif self.manners.authorization not in (None, told):
            self._answer(client, 407, "Proxy Authentication Required", [f"Proxy-Authenticate: {offer}" for offer in self.manners.offers])
        else:
            port = self.manners.ports.get(target, int(target.rpartition(":")[2]))
            with self.keep(socket.create_connection(("127.0.0.1", port))) as behind:
                self._answer(client, 200, "Connection established")
                pipe(client, behind)

    def _answer(self, client: socket.socket, status: int, reason: str, headers: Sequence[str] = ()) -> None:
        client.sendall("\r\n".join([f"HTTP/1.1 {status} {reason}", *headers, "", ""]).encode())


@contextmanager
def inspecting_proxy(folder: Path, upstream: trustme.CA, *, basic: str = "") -> Iterator[tuple[str, Path]]:
    """A real proxy.py in a process of its own that opens TLS on the way and signs with its own authority, as companies have them.

    Args:
        upstream: the authority that it believes of the servers behind it.
        basic: ``user:password`` that it demands.

    Yields:
        Its address, and its root certificate.
    """
    authority, key = trustme.CA(organization_name="Contoso Inspection", key_type=trustme.KeyType.RSA), folder / "signing.key"
    root, believed, port = folder / "inspection-root.pem", folder / "upstream.pem", folder / "port"
    authority.cert_pem.write_to_path(root)
    authority.private_key_pem.write_to_path(key)
    upstream.cert_pem.write_to_path(believed)
    options = {
        "hostname": "127.0.0.1", "port": "0", "port-file": port, "num-workers": "1", "num-acceptors": "1", "log-file": folder / "log",
        "plugins": "tests.helpers.made_up_hosts.MadeUpHosts", "ca-cert-file": root, "ca-key-file": key, "ca-signing-key-file": key,
        "ca-cert-dir": folder / "certificates", "ca-file": believed, "data-dir": folder / "data", "cache-dir": folder / "cache",
        **({"basic-auth": basic} if basic else {}),
    }  # fmt: skip
    command = [sys.executable, "-m", "proxy", *(part for name, value in options.items() for part in (f"--{name}", str(value)))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{_port(process, port)}", root
        finally:
            process.terminate()


def _port(process: subprocess.Popen[bytes], file: Path) -> int:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        words = file.read_text().strip() if file.exists() else ""
        if words:
            return int(words.split()[0])
        time.sleep(0.02)
    raise AssertionError("proxy.py did not start")


def dead_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def pipe(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    sides = {one: other, other: one}
    while True:
        waiting = [side for side in sides if isinstance(side, ssl.SSLSocket) and side.pending()]
        for side in waiting or select.select([*sides], [], [], _SECONDS)[0]:
            data = side.recv(65536)
            if not data:
                return
            sides[side].sendall(data)


def _head(client: socket.socket) -> str:
    read = b""
    while b"\r\n\r\n" not in read:
        more = client.recv(4096)
        if not more:
            raise ConnectionError
        read += more
    return read.decode("latin-1")


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
