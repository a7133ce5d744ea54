"""Addresses of the web as somebody has written them: taken only where every reader understands the same by them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")

LONGEST = 500
"""Characters; a longer one is nobody's address of a page."""

_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?#\[\]!$&'()*+,;=%-]+")
"""Those of RFC 3986, but for ``@``: a name before the host is there to deceive."""

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


def web_address(text: str, *, loopback: bool = True) -> str | None:
    """The address, without the spaces around it; None where it is none that may be used. It is encrypted, or leads to this very computer.

    Args:
        loopback: whether plain http to this computer is good enough.
    """
    given = text.strip()
    if len(given) > LONGEST or _CHARACTERS.fullmatch(given) is None:
        return None
    try:
        parts = urlsplit(given)
        host = parts.hostname if is_plain(parts) else None
    except ValueError:
        return None
    if not host or _HOST.fullmatch(host) is None or parts.fragment:
        return None
    if parts.scheme == "https" or (loopback and parts.scheme == "http" and host in LOOPBACK):
        return given
    return None


def is_plain(parts: SplitResult) -> bool:
    """Whether host and port are all there is: behind an address in brackets the standard library passes over anything.

    Raises:
        ValueError: the port is none.
    """
    host, port = parts.hostname or "", parts.port
    shown = f"[{host}]" if ":" in host else host
    return parts.netloc.casefold() == (shown if port is None else f"{shown}:{port}")
