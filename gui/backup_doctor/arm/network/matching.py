"""What of an outbound flow a rule covers (network security group overview, 2025-07-15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.facts import Destination
from .addresses import EVERYTHING, HOST, PUBLIC, Span, Spans, holds, merged, span, spans
from .rules import Rule
from .tags import ANY, NETWORK, Holds
from .tags import holds as tag_holds

EPHEMERAL: Spans = ((32768, 65535),)
"""Source ports: Linux takes them from 32768 on, Windows from 49152."""

TCP = ("*", "all", "any", "tcp")
UDP = ("*", "all", "any", "udp")
"""Names are asked for over UDP; everything else here is TCP."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One outbound flow of one IP configuration."""

    destination: Destination
    region: str
    port: int
    address: str
    """The private address it comes from: a rule sees the flow before address translation."""
    groups: frozenset[str] = frozenset()
    """Ids of the application security groups that any of the interface's configurations is in, case-folded."""
    default_route_diverted: bool = False
    """With 0.0.0.0/0 routed to an appliance or gateway, ``VirtualNetwork`` may cover Internet addresses too."""
    storage: Spans | None = None
    """Where the region's storage lies, where Azure has said so."""

    @property
    def universe(self) -> Spans:
        """The addresses that count as the destination."""
        if self.destination is not Destination.STORAGE:
            return spans([HOST])
        return self.storage or PUBLIC


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a flow that a rule covers."""

    rule: Rule
    addresses: Spans
    ports: Spans
    """Source ports."""
    doubts: frozenset[str]
    """Tags of which Azure does not say whether they contain the whole destination: the rule covers it all if one of them does."""


def reach(rule: Rule, flow: Flow) -> Reach | None:
    """What of the flow the rule covers; None for nothing."""
    if rule.protocol not in (UDP if flow.destination is Destination.PLATFORM_DNS else TCP):
        return None
    if not holds(_ports(rule.ports), flow.port) or not _from_here(rule, flow):
        return None
    ports = _ports(rule.source_ports)
    if not any(low <= EPHEMERAL[0][1] and high >= EPHEMERAL[0][0] for low, high in ports):  # «source port 443» never matches
        return None
    addresses, doubts = _to_there(rule, flow)
    return Reach(rule, addresses, ports, doubts) if addresses or doubts else None


def _ports(ranges: Iterable[str]) -> Spans:
    return merged(filter(None, map(_port_range, ranges)))


def _port_range(text: str) -> Span | None:
    if text.strip() == "*":
        return 0, 65535
    low, _, high = (part.strip() for part in text.partition("-"))
    return (int(low), int(high or low)) if low.isdigit() and (high or low).isdigit() else None


def _from_here(rule: Rule, flow: Flow) -> bool:
    if rule.source_groups & flow.groups:
        return True
    if any(source.casefold() in (*ANY, NETWORK) for source in rule.sources):
        return True
    own = span(flow.address)
    return own is not None and holds(spans((*rule.sources, *rule.expanded_sources)), own[0])


def _to_there(rule: Rule, flow: Flow) -> tuple[Spans, frozenset[str]]:
    """The addresses the rule covers for certain, and the tags in doubt."""
    held = {destination: tag_holds(destination, flow.destination, flow.region) for destination in rule.destinations}
    if Holds.ALL in held.values():
        return EVERYTHING, frozenset()
    if flow.destination is not Destination.STORAGE:  # ordinary rules do not touch the host's services
        return (), frozenset()
    listed = spans(rule.expanded_destinations)
    doubts = {destination.casefold() for destination, held_by in held.items() if held_by is Holds.MAYBE and not (listed and flow.storage)}
    if flow.default_route_diverted and not listed and any(destination.casefold() == NETWORK for destination in rule.destinations):
        doubts.add(NETWORK)
    counts = flow.storage is not None or _all_public(listed)  # a tag's list tells nothing as long as storage may be anywhere
    return spans((*rule.destinations, *(rule.expanded_destinations if counts else ()))), frozenset(doubts)


def _all_public(listed: Spans) -> bool:
    """Whether a tag's own list leaves out none of the addresses where storage may be."""
    return all(any(low <= first and last <= high for low, high in listed) for first, last in PUBLIC)
