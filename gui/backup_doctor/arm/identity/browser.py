"""The browser's way back to this program."""

from __future__ import annotations

import http.client
import socket
import threading


def free_port() -> int:
    """A port of this computer on which nobody listens.

    Another program may take it before azure-identity listens there, which then says so; its own choice, 8400 to 8999, could not be cancelled.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end_waiting(port: int) -> None:
    """Answer in the browser's place that the person does not want to, so that nobody waits for the browser any longer."""
    threading.Thread(target=_decline, args=(port,), name="end of sign-in", daemon=True).start()


def _decline(port: int) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/?error=access_denied")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return  # nobody waits there (yet): the transport has been stopped, so nobody will
    finally:
        connection.close()
