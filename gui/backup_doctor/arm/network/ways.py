"""The VM's ways out, put together from what is in effect or, where Azure does not say or the VM does not run, from what is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ...core.facts import Grounds, Level, RouteDecision
from ...core.model import CannotStart, CouldNotLook, Evidence
from ..errors import Garbled
from ..reading import Reader
from . import routes as routing
from . import rules as security
from .addresses import Spans
from .documents import Documents
from .rules import Group
from .surroundings import storage_endpoint

T = TypeVar("T")
U = TypeVar("U")

Answer = Reader | CouldNotLook | None
"""What is in effect, why Azure does not say, or None where it was not asked."""


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


@dataclass(frozen=True, slots=True)
class WayOut:
    """All that decides about flows from one spot, whatever they aim at."""

    spot: Spot
    region: str
    groups: list[Group] | None
    """Those in effect; None where they are not known."""
    rules: Answer
    storage: Spans | None
    """Where the region's storage lies, where that is known."""
    route: RouteDecision
    routes: Grounds
    diverted: bool
    """Whether the default route leads to an appliance or a gateway."""
    primary: bool


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The ways out of a VM, put together once for all that is asked of them: Azure lists thousands of addresses."""

    main: WayOut | None
    """That of the primary interface's primary configuration; None where the VM has no interface."""
    others: tuple[tuple[WayOut, ...], ...]
    """By interface, those that may differ from it, by what is configured and as far as they can be read."""
    evidence: Evidence


async def ways_out(documents: Documents, machine: Reader, region: str, *, runs: bool) -> WaysOut:
    """The ways out of a VM, the main one by what is in effect while the VM runs."""
    interfaces = machine["properties"]["networkProfile"]["networkInterfaces"]
    identities = [place["id"].needed() for place in interfaces.items()]
    if not identities:
        return WaysOut(None, (), interfaces.evidence())
    first = await primary_interface(documents, interfaces)
    elsewhere = [None, *(identity for identity in identities if identity != first)]
    main, others = await _settled(_main(documents, first, region, runs=runs), _all_beside(documents, first, region, elsewhere))
    return WaysOut(main, others, interfaces.evidence())


async def primary_interface(documents: Documents, interfaces: Reader) -> str:
    """The interface with the VM's default route: so named by the VM, else so named by itself, else the first."""
    identities = [place["id"].needed() for place in interfaces]
    named = [identity for identity, place in zip(identities, interfaces, strict=True) if place["properties"]["primary"].value is True]
    if named or len(identities) == 1:
        return (named or identities)[0]
    nics = await asyncio.gather(*map(documents.resource, identities))
    found = (identity for identity, nic in zip(identities, nics, strict=True) if nic["properties"]["primary"].value is True)
    return next(found, identities[0])


def primary_configuration(nic: Reader) -> Reader:
    """The primary IP configuration; only an IPv4 one can be."""
    places = nic["properties"]["ipConfigurations"]
    return next((place for place in places if place["properties"]["primary"].value is True), places[0])


async def _spot(documents: Documents, nic: Reader, configuration: Reader) -> Spot:
    return Spot(nic, configuration, await documents.resource(configuration["properties"]["subnet"]["id"].needed()))


async def _main(documents: Documents, interface: str, region: str, *, runs: bool) -> WayOut:
    asked = (documents.effective_groups(interface), documents.effective_routes(interface)) if runs else (_nothing(), _nothing())
    (spot, rules), routes = await _settled(_settled(_fetched(documents, interface, runs=runs), asked[0]), asked[1])
    return await _way_out(documents, spot, region, rules, routes, primary=True)


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
    spot = await _spot(documents, nic, primary_configuration(nic))
    await asyncio.gather(documents.resource_if_named(spot.table_id), _groups_if_needed(documents, spot, interface, runs=runs))
    return spot


async def _groups_if_needed(documents: Documents, spot: Spot, interface: str, *, runs: bool) -> None:
    if not runs or not isinstance(await documents.effective_groups(interface), Reader):
        await configured_groups(documents, spot)


async def _all_beside(documents: Documents, main: str, region: str, interfaces: list[str | None]) -> tuple[tuple[WayOut, ...], ...]:
    return tuple(await asyncio.gather(*(_beside(documents, main, region, interface) for interface in interfaces)))


async def _beside(documents: Documents, main: str, region: str, interface: str | None) -> tuple[WayOut, ...]:
    """A way for each other subnet of an interface (None: of the main one). What cannot be read is left out: the main one decides."""
    try:
        nic = await documents.resource(interface or main)
        known = set[str]() if interface else {primary_configuration(nic)["properties"]["subnet"]["id"].text().casefold()}
        spots = [await _spot(documents, nic, place) for place in _one_for_each_subnet(nic, known)]
        for spot in spots:
            await configured_groups(documents, spot)  # to have them at hand: here they are what decides
        return tuple([await _way_out(documents, spot, region, None, None) for spot in spots])
    except CannotStart:
        raise
    except CouldNotLook:
        return ()


def _one_for_each_subnet(nic: Reader, known: set[str]) -> list[Reader]:
    found: dict[str, Reader] = {}
    for place in nic["properties"]["ipConfigurations"]:
        subnet = place["properties"]["subnet"]["id"].text().casefold()
        if subnet and subnet not in known and place["properties"]["privateIPAddressVersion"].text().casefold() != "ipv6":
            found.setdefault(subnet, place)
    return list(found.values())


async def _way_out(documents: Documents, spot: Spot, region: str, rules: Answer, ways: Answer, *, primary: bool = False) -> WayOut:
    table = await documents.resource_if_named(spot.table_id)
    groups, rules = _effective_groups(spot, rules)
    storage = security.storage_addresses(groups or (), region)
    route, routes = _route(spot, table, region, ways, storage)
    return WayOut(
        spot=spot,
        region=region,
        groups=groups,
        rules=rules,
        storage=storage,
        route=replace(route, table=spot.table_id if route.source.casefold() == "user" else ""),
        routes=routes,
        diverted=routing.is_diverted(ways if isinstance(ways, Reader) and routes.effective else None, table),
        primary=primary,
    )


def _effective_groups(spot: Spot, rules: Answer) -> tuple[list[Group] | None, Answer]:
    """The groups in effect, and where there are none why."""
    if not isinstance(rules, Reader):
        return None, rules
    try:
        return security.effective(rules, spot.subnet["id"].text(), spot.group_ids.values()), rules
    except Garbled as trouble:
        return None, trouble


async def configured_groups(documents: Documents, spot: Spot) -> list[Group]:
    """The groups that interface and subnet name, as they are configured."""
    named = spot.group_ids
    found = await asyncio.gather(*map(documents.resource, named.values()))
    return [security.configured(level, group) for level, group in zip(named, found, strict=True)]


def _route(spot: Spot, table: Reader | None, region: str, ways: Answer, storage: Spans | None) -> tuple[RouteDecision, Grounds]:
    endpoint = storage_endpoint(spot.subnet, region)
    if isinstance(ways, Reader):
        try:
            decision = routing.effective(ways, table, region, storage, endpoint=endpoint is not None)
            return decision, Grounds(effective=True, evidence=(ways["value"].counted(len(list(ways["value"]))),))
        except Garbled as trouble:
            ways = trouble
    return routing.configured(spot.subnet, table, region, endpoint), by_configuration(ways)


def by_configuration(refusal: Answer) -> Grounds:
    """What a decision rests on that is made by what is configured, and why it is."""
    if not isinstance(refusal, CouldNotLook):
        return Grounds(effective=False)
    return Grounds(effective=False, evidence=refusal.evidence, refusal=refusal.text, missing=refusal.missing)
