"""The Azure clouds, and any other ARM endpoint by its URL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..core import web_address
from ..core.text import Text
from ..core.text import lazy_translate as translate

LOOPBACK = web_address.LOOPBACK

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
"""A name or an address; no letters that look like others, and nothing that two readers of one URL could take apart differently."""


class BadEndpoint(ValueError):
    """Not an address one may send a token to. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where Azure Resource Manager answers, and for whom its tokens are made out."""

    name: str
    endpoint: str
    """Base URL without a trailing slash."""
    scope: str
    """OAuth scope of its tokens."""
    authority: str = "https://login.microsoftonline.com"
    """Where one signs in: base URL without a trailing slash, and without the tenant."""


# Endpoints and scopes as azure.core.AzureClouds has them (azure-mgmt 2026): the US government's scope is not its endpoint.
# Authorities as azure.identity.AzureAuthorityHosts has them (1.27).
PUBLIC = Cloud("public", "https://management.azure.com", "https://management.azure.com/.default")
US_GOVERNMENT = Cloud(
    "usgov", "https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net/.default", "https://login.microsoftonline.us"
)
CHINA = Cloud("china", "https://management.chinacloudapi.cn", "https://management.chinacloudapi.cn/.default", "https://login.chinacloudapi.cn")

CLOUDS: Mapping[str, Cloud] = {cloud.name: cloud for cloud in (PUBLIC, US_GOVERNMENT, CHINA)}


def custom(url: str) -> Cloud:
    """The cloud behind an ARM endpoint's URL.

    Raises:
        BadEndpoint: not an http(s) URL without query, or plain http to anything but this machine.
    """
    given = url.strip()[:200]
    try:
        parts = urlsplit(given)
        host = parts.hostname if web_address.is_plain(parts) else None
    except ValueError:
        host = None
        parts = urlsplit("")
    if host is None or _HOST.fullmatch(host) is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username:
        text = translate("Cloud", "“{given}” is not the address of an ARM endpoint. It looks like https://management.example.com.")
        raise BadEndpoint(text.format(given=given))
    if parts.scheme == "http" and host not in LOOPBACK:
        text = translate("Cloud", "{given} is not encrypted. Plain http is accepted for loopback addresses only (127.0.0.1, localhost); use https.")
        raise BadEndpoint(text.format(given=given))
    endpoint = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return Cloud(endpoint, endpoint, PUBLIC.scope)
