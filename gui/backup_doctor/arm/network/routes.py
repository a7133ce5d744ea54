"""Which route an outbound flow takes (user-defined routes overview, 2023-05-27).

The longest prefix wins; of equal ones the user's, then the gateway's, then Azure's own. Azure's routes for the network itself,
its peers and service endpoints go before even longer ones that a gateway has learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...core.facts import RouteDecision
from ...core.text import lazy_translate as translate
from ..errors import Garbled
from ..reading import Reader
from .addresses import PUBLIC, Span, Spans, samples, span, spans
from .tags import ANYWHERE, storage_tags

SOURCES = ("user", "virtualnetworkgateway", "default")
ENDPOINT = "virtualnetworkserviceendpoint"
SYSTEM_HOPS = ("vnetlocal", "vnetpeering", "vnetglobalpeering", ENDPOINT)
DIVERTING = ("virtualappliance", "virtualapplianceecmp", "virtualnetworkgateway")
OPEN = ("internet", ENDPOINT)

LONGEST_CERTAIN = 8
"""No service tag of Azure's holds a block as large as a /8, so a route for its tag goes before one this short."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One prefix of one route."""

    where: Span
    prefix: str
    hop: Reader
    source: str

    @property
    def word(self) -> str:
        return self.hop.text().casefold()

    @property
    def is_systems(self) -> bool:
        return self.source.casefold() == "default" and self.word in SYSTEM_HOPS

    @property
    def decision(self) -> RouteDecision:
        return RouteDecision(self.prefix, self.hop.needed(), self.hop.evidence(), source=self.source)


def _candidates(prefix: str, hop: Reader, source: str) -> list[Candidate]:
    where = span(prefix)
    return [] if where is None else [Candidate(where, prefix, hop, source)]


def _best(candidates: Iterable[Candidate], address: int) -> Candidate | None:
    fitting = [each for each in candidates if each.where[0] <= address <= each.where[1]]
    if any(each.is_systems for each in fitting):
        fitting = [each for each in fitting if each.source.casefold() != "virtualnetworkgateway"]
    return min(fitting, key=_rank, default=None)


def _rank(candidate: Candidate) -> tuple[int, int]:
    source = candidate.source.casefold()
    return candidate.where[1] - candidate.where[0], SOURCES.index(source) if source in SOURCES else len(SOURCES)


def _resolve(candidates: Sequence[Candidate], universe: Spans, otherwise: RouteDecision | None) -> RouteDecision | None:
    """Where the whole destination goes; of several ways the one that is in doubt, marked as partial."""
    taken = [_best(candidates, address) for address in samples(universe, ((each.where,) for each in candidates))]
    ways = {each.prefix: each.decision for each in taken if each is not None}
    found = sorted(ways.values(), key=lambda way: _length(way.prefix))
    if None in taken:
        if otherwise is None:
            return None
        found.insert(0, otherwise)
    if len({way.next_hop.casefold() for way in found}) == 1:
        return found[0]
    return replace(next(way for way in reversed(found) if way.next_hop.casefold() not in OPEN), partial=True)


def _length(prefix: str) -> int:
    return int(prefix.partition("/")[2] or 32)


def configured(subnet: Reader, table: Reader | None, region: str, endpoint: Reader | None) -> RouteDecision:
    """By the subnet's service endpoint for storage and its route table; what a gateway has learnt cannot be seen here."""
    if endpoint is not None:
        return RouteDecision("Microsoft.Storage", "VirtualNetworkServiceEndpoint", endpoint.evidence())
    if table is None:
        return RouteDecision(ANYWHERE, "Internet", subnet["properties"]["routeTable"].evidence())
    routes = table["properties"]["routes"]
    places = {place["properties"]["addressPrefix"].text(): place["properties"]["nextHopType"] for place in routes}
    own = [candidate for prefix, hop in places.items() for candidate in _candidates(prefix, hop, "User")]
    tagged = _by_tag(places, region)
    if tagged is not None:
        rivals = [candidate for candidate in own if _length(candidate.prefix) > LONGEST_CERTAIN]
        return _resolve(rivals, PUBLIC, tagged) or tagged
    fallback = RouteDecision(ANYWHERE, "Internet", routes.evidence())
    return _resolve(own, PUBLIC, fallback) or fallback


def _by_tag(places: dict[str, Reader], region: str) -> RouteDecision | None:
    """The route with the closest tag that contains the region's storage."""
    folded = {prefix.casefold(): prefix for prefix in places}
    prefix = next((folded[tag] for tag in storage_tags(region) if tag in folded), None)
    return None if prefix is None else RouteDecision(prefix, places[prefix].needed(), places[prefix].evidence(), source="User")


def effective(document: Reader, table: Reader | None, region: str, storage: Spans | None, *, endpoint: bool) -> RouteDecision:
    """By the routes in effect (``effectiveRouteTable``), where a tag is a list of prefixes and only its route's name tells what it is.

    Args:
        table: the configured routes, for their tags.
        storage: where the region's storage lies, where that is known.
        endpoint: whether the subnet has a service endpoint for it.

    Raises:
        Garbled: a part of the destination has no active route.
    """
    active = [place for place in document["value"].items() if place["state"].text().casefold() == "active"]
    closest, foreign = _named(table, region)
    universe = storage or next((spans(place["addressPrefix"].texts()) for place in active if _name(place) == closest), ()) or PUBLIC
    found: list[Candidate] = []
    for place in active:
        hop, source = place["nextHopType"], place["source"].text()
        if storage is None and hop.text().casefold() == ENDPOINT:
            if endpoint:
                return RouteDecision("Microsoft.Storage", hop.needed(), hop.evidence(), source=source)
        elif _name(place) not in foreign:
            found += [candidate for prefix in place["addressPrefix"].texts() for candidate in _candidates(prefix, hop, source)]
    decision = _resolve(found, universe, None)
    if decision is None:
        raise Garbled(translate("Azure", "Azure's list of effective routes has no active route for a part of the Internet."))
    return decision


def _name(place: Reader) -> str:
    return place["name"].text().casefold()


def _named(table: Reader | None, region: str) -> tuple[str | None, frozenset[str]]:
    """The name of the configured route with the closest tag that contains storage, and of those with other tags."""
    if table is None:
        return None, frozenset()
    prefixes = {_name(place): place["properties"]["addressPrefix"].text().casefold() for place in table["properties"]["routes"]}
    tags = storage_tags(region)
    ours = sorted((name for name, prefix in prefixes.items() if prefix in tags), key=lambda name: tags.index(prefixes[name]))
    return next(iter(ours), None), frozenset(name for name, prefix in prefixes.items() if span(prefix) is None and prefix not in tags)


def is_diverted(document: Reader | None, table: Reader | None) -> bool:
    """Whether the default route leads to an appliance or a gateway: by the routes in effect where there are any, else by the table."""
    if document is not None:
        places = [place for place in document["value"] if place["state"].text().casefold() == "active"]
        hops = [place["nextHopType"] for place in places if ANYWHERE in place["addressPrefix"].texts()]
    else:
        routes = () if table is None else table["properties"]["routes"]
        hops = [place["properties"]["nextHopType"] for place in routes if place["properties"]["addressPrefix"].text() == ANYWHERE]
    return any(hop.text().casefold() in DIVERTING for hop in hops)
