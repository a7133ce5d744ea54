"""IPv4 addresses as spans of whole numbers. IPv6 never matches IPv4 traffic, so there is none here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, ip_network

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""First and last addresses; sorted, apart from one another."""

EVERYTHING: Spans = ((0, 2**32 - 1),)

HOST = "168.63.129.16"
"""The Azure host: the same in every region, subject neither to rules nor to routes (What is 168.63.129.16, 2023-03-30)."""

_NEVER_STORAGE = ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", f"{HOST}/32", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")


def span(prefix: str) -> Span | None:
    """The addresses of a CIDR prefix or of a single address; None for anything else, such as a service tag."""
    try:
        network = ip_network(prefix.strip(), strict=False)
    except ValueError:
        return None
    if not isinstance(network, IPv4Network):
        return None
    return int(network.network_address), int(network.broadcast_address)


def spans(prefixes: Iterable[str]) -> Spans:
    """The addresses of several prefixes; what is none is left out."""
    return merged(filter(None, map(span, prefixes)))


def merged(parts: Iterable[Span]) -> Spans:
    """Sorted, with overlaps and neighbours made one."""
    joined: list[Span] = []
    for low, high in sorted(parts):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def holds(where: Spans, address: int) -> bool:
    """Whether an address lies in one of the spans."""
    at = bisect_right(where, (address, 2**32)) - 1
    return at >= 0 and where[at][0] <= address <= where[at][1]


def samples(universe: Spans, cuts: Iterable[Spans]) -> list[int]:
    """One address for each part of the universe that the given spans do not tell apart any further."""
    edges = {edge for where in cuts for low, high in where for edge in (low, high + 1)}
    inside = {edge for edge in edges if holds(universe, edge)}
    return sorted(inside | {low for low, _ in universe})


def without(whole: Span, gaps: Sequence[Span]) -> Spans:
    """A span with gaps in it."""
    left: list[Span] = []
    low = whole[0]
    for first, last in merged(gaps):
        if first > low:
            left.append((low, min(first - 1, whole[1])))
        low = max(low, last + 1)
    return (*left, (low, whole[1])) if low <= whole[1] else tuple(left)


PUBLIC = without((0, (224 << 24) - 1), spans(_NEVER_STORAGE))
"""Where Azure Storage may have its addresses, as long as Azure does not say where exactly."""
