"""A plugin of proxy.py that finds made-up hosts on this computer, as a company's proxy alone knows its company's names."""

from __future__ import annotations

from proxy.http.proxy import HttpProxyBasePlugin


class MadeUpHosts(HttpProxyBasePlugin):
    """Every name that ends in ``.test`` is 127.0.0.1; nothing else is looked up."""

    def resolve_dns(self, host: str, port: int) -> tuple[str | None, tuple[str, int] | None]:
        """Address of a host, and from where to connect (anywhere)."""
        return ("127.0.0.1" if host.endswith(".test") else "0.0.0.0"), None
