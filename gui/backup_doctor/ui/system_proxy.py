"""The proxy that the system's settings name, through Qt: static settings, PAC files and automatic discovery.

What Qt finds depends on the system: on Windows and macOS the system itself fetches and runs the PAC file; on Linux Qt reads the environment,
or asks libproxy where it was built with it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkProxy

_ASKING = threading.Lock()
"""One question at a time: on Windows, Qt keeps its handle of the system's proxy service without a lock of its own."""


def find_system_proxy(url: str) -> str | None:
    """``http://host:port`` for a URL, or None for the direct way. Blocks while a PAC file is fetched: not for the GUI thread."""
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxyFactory, QNetworkProxyQuery  # a library of its own: not for the first picture

    with _ASKING:
        return first_usable(QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))))


def first_usable(offered: Iterable[QNetworkProxy]) -> str | None:
    """The first of the ways that Qt offers in the order of preference, passing over SOCKS where there is another.

    Returns:
        A URL, also ``socks5://…`` where nothing else is offered, so that it can be said that this does not work; None for the direct way.
    """
    from PySide6.QtNetwork import QNetworkProxy

    kind, socks = QNetworkProxy.ProxyType, None
    for proxy in offered:
        host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
        if proxy.type() in (kind.HttpProxy, kind.HttpCachingProxy):
            return f"http://{host}:{proxy.port()}"
        if proxy.type() is kind.NoProxy:
            return None
        if proxy.type() is kind.Socks5Proxy:
            socks = socks or f"socks5://{host}:{proxy.port()}"
    return socks
