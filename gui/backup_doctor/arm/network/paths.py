"""The VM's ways out, put together from what is in effect or, where Azure does not say or the VM does not run, from what is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ...core.facts import Destination, DnsServers, Grounds, Level, NetworkPath, RouteDecision
from ...core.model import CannotStart, CouldNotLook, Listing
from ...core.text import lazy_translate as translate
from ..errors import Garbled
from ..reading import Reader
from . import routes as routing
from . import rules as security
from .addresses import Spans
from .decision import Judgement, judge
from .documents import Documents
from .matching import Flow
from .rules import Group
from .surroundings import dns_servers as servers_of
from .surroundings import outlets, storage_endpoint

T = TypeVar("T")
U = TypeVar("U")

Answer = Reader | CouldNotLook | None
"""What is in effect, why Azure does not say, or None where it was not asked."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where to, from which region."""

    destination: Destination
    port: int
    region: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a flow begins: one IP configuration of one interface, in its subnet."""

    nic: Reader
    configuration: Reader
    subnet: Reader

    @property
    def group_ids(self) -> dict[Level, str]:
        """The groups that interface and subnet name."""
        holders = {Level.INTERFACE: self.nic, Level.SUBNET: self.subnet}
        named = {level: holder["properties"]["networkSecurityGroup"]["id"].text() for level, holder in holders.items()}
        return {level: identity for level, identity in named.items() if identity}

    @property
    def table_id(self) -> str:
        return self.subnet["properties"]["routeTable"]["id"].text()


async def outbound(documents: Documents, machine: Reader, aim: Aim, *, runs: bool) -> Listing[NetworkPath]:
    """The ways out of a VM: that of the primary interface's primary configuration first, by what is in effect while the VM runs;
    then, by what is configured, those that may differ from it, as far as they can be read."""
    interfaces = machine["properties"]["networkProfile"]["networkInterfaces"]
    identities = [place["id"].needed() for place in interfaces.items()]
    if not identities:
        return Listing((), (interfaces.evidence(),))
    first = await _primary(documents, interfaces)
    elsewhere = [None, *(identity for identity in identities if identity != first)]
    main, others = await _settled(_main(documents, first, aim, runs=runs), _all_beside(documents, first, aim, elsewhere))
    return Listing((main, *others), (interfaces.evidence(),))


async def dns_servers(documents: Documents, machine: Reader) -> DnsServers:
    """Whom the primary interface asks for names."""
    interfaces = machine["properties"]["networkProfile"]["networkInterfaces"]
    if not list(interfaces.items()):
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=interfaces[0].path))
    nic = await documents.resource(await _primary(documents, interfaces))
    subnet = _configuration(nic)["properties"]["subnet"]["id"].needed()
    return servers_of(nic, await documents.resource(subnet[: subnet.casefold().rfind("/subnets/")]))


async def _primary(documents: Documents, interfaces: Reader) -> str:
    """The interface with the VM's default route: so named by the VM, else so named by itself, else the first."""
    identities = [place["id"].needed() for place in interfaces]
    named = [identity for identity, place in zip(identities, interfaces, strict=True) if place["properties"]["primary"].value is True]
    if named or len(identities) == 1:
        return (named or identities)[0]
    nics = await asyncio.gather(*map(documents.resource, identities))
    found = (identity for identity, nic in zip(identities, nics, strict=True) if nic["properties"]["primary"].value is True)
    return next(found, identities[0])


def _configuration(nic: Reader) -> Reader:
    """The primary IP configuration; only an IPv4 one can be."""
    places = nic["properties"]["ipConfigurations"]
    return next((place for place in places if place["properties"]["primary"].value is True), places[0])


async def _spot(documents: Documents, nic: Reader, configuration: Reader) -> Spot:
    return Spot(nic, configuration, await documents.resource(configuration["properties"]["subnet"]["id"].needed()))


async def _main(documents: Documents, interface: str, aim: Aim, *, runs: bool) -> NetworkPath:
    asked = (documents.effective_groups(interface), documents.effective_routes(interface)) if runs else (_nothing(), _nothing())
    (spot, rules), ways = await _settled(_settled(_fetched(documents, interface, runs=runs), asked[0]), asked[1])
    return await _path(documents, spot, aim, rules, ways, primary=True)


async def _settled(one: Coroutine[Any, Any, T], other: Coroutine[Any, Any, U]) -> tuple[T, U]:
    """Both at once, like `asyncio.gather`; but where one fails the other is waited for, so that no request outlives its question."""
    first, second = asyncio.ensure_future(one), asyncio.ensure_future(other)
    try:
        await asyncio.wait((first, second))
    finally:
        first.cancel()  # does nothing to what is done; otherwise it is we who are being cancelled
        second.cancel()
    return first.result(), second.result()


async def _nothing() -> None:
    return None


async def _fetched(documents: Documents, interface: str, *, runs: bool) -> Spot:
    """The main spot, with what will be read of its route table and, where nothing is in effect, of its groups already at hand."""
    nic = await documents.resource(interface)
    spot = await _spot(documents, nic, _configuration(nic))
    await asyncio.gather(documents.resource_if_named(spot.table_id), _groups_if_needed(documents, spot, interface, runs=runs))
    return spot


async def _groups_if_needed(documents: Documents, spot: Spot, interface: str, *, runs: bool) -> None:
    if not runs or not isinstance(await documents.effective_groups(interface), Reader):
        await _configured_groups(documents, spot)


async def _all_beside(documents: Documents, main: str, aim: Aim, interfaces: list[str | None]) -> list[NetworkPath]:
    found = await asyncio.gather(*(_beside(documents, main, aim, interface) for interface in interfaces))
    return [path for paths in found for path in paths]


async def _beside(documents: Documents, main: str, aim: Aim, interface: str | None) -> list[NetworkPath]:
    """A path for each other subnet of an interface (None: of the main one). What cannot be read is left out: the main path decides."""
    try:
        nic = await documents.resource(interface or main)
        known = set[str]() if interface else {_configuration(nic)["properties"]["subnet"]["id"].text().casefold()}
        return [await _path(documents, await _spot(documents, nic, place), aim, None, None) for place in _one_for_each_subnet(nic, known)]
    except CannotStart:
        raise
    except CouldNotLook:
        return []


def _one_for_each_subnet(nic: Reader, known: set[str]) -> list[Reader]:
    found: dict[str, Reader] = {}
    for place in nic["properties"]["ipConfigurations"]:
        subnet = place["properties"]["subnet"]["id"].text().casefold()
        if subnet and subnet not in known and place["properties"]["privateIPAddressVersion"].text().casefold() != "ipv6":
            found.setdefault(subnet, place)
    return list(found.values())


async def _path(documents: Documents, spot: Spot, aim: Aim, rules: Answer, ways: Answer, *, primary: bool = False) -> NetworkPath:
    table = await documents.resource_if_named(spot.table_id)
    groups, rules = _effective_groups(spot, rules)
    storage = security.storage_addresses(groups or (), aim.region)
    route, routes = _route(spot, table, aim, ways, storage)
    route = replace(route, table=spot.table_id if route.source.casefold() == "user" else "")
    flow = _flow(spot, aim, routing.is_diverted(ways if isinstance(ways, Reader) and routes.effective else None, table), storage)
    judgement, grounds = await _judged(documents, spot, flow, groups, rules)
    return NetworkPath(
        nic=spot.nic["name"].text(),
        nic_id=spot.nic["id"].text(),
        primary=primary,
        admin=judgement.admin,
        nsgs=judgement.groups,
        access=judgement.access,
        unguarded=None if judgement.groups else spot.subnet["properties"]["networkSecurityGroup"].evidence(),
        rules=grounds,
        route=route,
        routes=routes,
        outlets=outlets(spot.subnet, spot.configuration, aim.region),
    )


def _flow(spot: Spot, aim: Aim, diverted: bool, storage: Spans | None) -> Flow:
    memberships = [group for place in spot.nic["properties"]["ipConfigurations"] for group in place["properties"]["applicationSecurityGroups"]]
    return Flow(
        destination=aim.destination,
        region=aim.region,
        port=aim.port,
        address=spot.configuration["properties"]["privateIPAddress"].needed(),
        groups=frozenset(group["id"].text().casefold() for group in memberships),
        default_route_diverted=diverted,
        storage=storage,
    )


def _effective_groups(spot: Spot, rules: Answer) -> tuple[list[Group] | None, Answer]:
    """The groups in effect, and where there are none why."""
    if not isinstance(rules, Reader):
        return None, rules
    try:
        return security.effective(rules, spot.subnet["id"].text(), spot.group_ids.values()), rules
    except Garbled as trouble:
        return None, trouble


async def _judged(documents: Documents, spot: Spot, flow: Flow, groups: list[Group] | None, rules: Answer) -> tuple[Judgement, Grounds]:
    if groups is not None and isinstance(rules, Reader):
        try:
            return judge(groups, flow), Grounds(effective=True, evidence=(rules["value"].counted(len(list(rules["value"]))),))
        except Garbled as trouble:
            rules = trouble
    return judge(await _configured_groups(documents, spot), replace(flow, storage=None)), _configured(rules)


async def _configured_groups(documents: Documents, spot: Spot) -> list[Group]:
    named = spot.group_ids
    found = await asyncio.gather(*map(documents.resource, named.values()))
    return [security.configured(level, group) for level, group in zip(named, found, strict=True)]


def _route(spot: Spot, table: Reader | None, aim: Aim, ways: Answer, storage: Spans | None) -> tuple[RouteDecision, Grounds]:
    endpoint = storage_endpoint(spot.subnet, aim.region)
    if isinstance(ways, Reader):
        try:
            decision = routing.effective(ways, table, aim.region, storage, endpoint=endpoint is not None)
            return decision, Grounds(effective=True, evidence=(ways["value"].counted(len(list(ways["value"]))),))
        except Garbled as trouble:
            ways = trouble
    return routing.configured(spot.subnet, table, aim.region, endpoint), _configured(ways)


def _configured(refusal: Answer) -> Grounds:
    if not isinstance(refusal, CouldNotLook):
        return Grounds(effective=False)
    return Grounds(effective=False, evidence=refusal.evidence, refusal=refusal.text, missing=refusal.missing)
