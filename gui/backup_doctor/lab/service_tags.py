"""Which addresses the lab's service tags stand for.

Azure's real lists change every week. The lab's are made up out of the ranges set apart for documentation (RFC 5737); they only
agree with each other: each region's storage lies in Storage and in the region's AzureCloud, and all of it in Internet.
"""

from __future__ import annotations

from ipaddress import IPv4Network, summarize_address_range

_STORAGE = {
    "northeurope": ("203.0.113.0/27", "198.51.100.0/28"),
    "westeurope": ("203.0.113.32/27", "198.51.100.16/28"),
    "germanywestcentral": ("203.0.113.64/27",),
}
_OTHERS = {"northeurope": ("192.0.2.0/27",), "westeurope": ("192.0.2.32/27",), "germanywestcentral": ("192.0.2.64/27",)}
_SHORT = {"germanywestcentral": "germanywc"}
"""How a tag names a region that has a short form."""

_PRIVATE = ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3")


def storage_of(region: str) -> tuple[str, ...]:
    """Where the storage of a region lies; regions nobody has thought of share one range."""
    return _STORAGE.get(region.casefold(), ("203.0.113.224/27",))


def expansion(tag: str) -> tuple[str, ...]:
    """The prefixes behind a tag; none for one that the lab does not know."""
    return _TAGS.get(tag.casefold(), ())


def _internet() -> tuple[str, ...]:
    """Everything that is not private."""
    free: list[str] = []
    start = 0
    for gap in map(IPv4Network, _PRIVATE):
        if int(gap.network_address) > start:
            last = IPv4Network(int(gap.network_address) - 1).network_address
            free += map(str, summarize_address_range(IPv4Network(start).network_address, last))
        start = int(gap.broadcast_address) + 1
    return tuple(free)


def _all_tags() -> dict[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {"internet": _internet(), "sql": ("192.0.2.96/27",), "azurebackup": ("192.0.2.128/27",)}
    for region, storage in _STORAGE.items():
        word = _SHORT.get(region, region)
        tags[f"storage.{word}"], tags[f"azurecloud.{word}"] = storage, (*storage, *_OTHERS[region])
    every_storage = [prefix for prefixes in _STORAGE.values() for prefix in prefixes]
    tags["storage"] = (*every_storage, "203.0.113.224/27")
    tags["azurecloud"] = (*tags["storage"], *(prefix for prefixes in _OTHERS.values() for prefix in prefixes), *tags["sql"], *tags["azurebackup"])
    return tags


_TAGS = _all_tags()
