"""Where the VM's ways out lead, for each destination that is asked about."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from ...core.facts import Destination, DnsServers, Grounds, NetworkPath
from ...core.model import Listing
from ...core.text import lazy_translate as translate
from ..errors import Garbled
from ..reading import Reader
from .decision import Judgement, judge
from .documents import Documents
from .matching import Flow
from .surroundings import dns_servers as servers_of
from .surroundings import outlets
from .ways import WayOut, WaysOut, by_configuration, configured_groups, primary_configuration, primary_interface


async def outbound(documents: Documents, ways: WaysOut, destination: Destination, port: int) -> Listing[NetworkPath]:
    """Where each way leads that aims at a destination: the main one first, then the others."""
    if ways.main is None:
        return Listing((), (ways.evidence,))
    others = asyncio.gather(*(_all_or_none(documents, there, destination, port) for there in ways.others))
    main, beside = await asyncio.gather(_path(documents, ways.main, destination, port), others)
    return Listing((main, *(path for paths in beside for path in paths)), (ways.evidence,))


async def dns_servers(documents: Documents, machine: Reader) -> DnsServers:
    """Whom the primary interface asks for names."""
    interfaces = machine["properties"]["networkProfile"]["networkInterfaces"]
    if not list(interfaces.items()):
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=interfaces[0].path))
    nic = await documents.resource(await primary_interface(documents, interfaces))
    subnet = primary_configuration(nic)["properties"]["subnet"]["id"].needed()
    return servers_of(nic, await documents.resource(subnet[: subnet.casefold().rfind("/subnets/")]))


async def _all_or_none(documents: Documents, ways: tuple[WayOut, ...], destination: Destination, port: int) -> list[NetworkPath]:
    """The paths from one interface; none where one of them cannot be read."""
    try:
        return [await _path(documents, way, destination, port) for way in ways]
    except Garbled:  # all that is asked for is at hand already
        return []


async def _path(documents: Documents, way: WayOut, destination: Destination, port: int) -> NetworkPath:
    spot = way.spot
    judgement, grounds = await _judged(documents, way, _flow(way, destination, port))
    return NetworkPath(
        nic=spot.nic["name"].text(),
        nic_id=spot.nic["id"].text(),
        primary=way.primary,
        admin=judgement.admin,
        nsgs=judgement.groups,
        access=judgement.access,
        unguarded=None if judgement.groups else spot.subnet["properties"]["networkSecurityGroup"].evidence(),
        rules=grounds,
        route=way.route,
        routes=way.routes,
        outlets=outlets(spot.nic, spot.subnet, spot.configuration, way.region),
    )


def _flow(way: WayOut, destination: Destination, port: int) -> Flow:
    memberships = [group for place in way.spot.nic["properties"]["ipConfigurations"] for group in place["properties"]["applicationSecurityGroups"]]
    return Flow(
        destination=destination,
        region=way.region,
        port=port,
        address=way.spot.configuration["properties"]["privateIPAddress"].needed(),
        groups=frozenset(group["id"].text().casefold() for group in memberships),
        default_route_diverted=way.diverted,
        storage=way.storage,
    )


async def _judged(documents: Documents, way: WayOut, flow: Flow) -> tuple[Judgement, Grounds]:
    rules = way.rules
    if way.groups is not None and isinstance(rules, Reader):
        try:
            return judge(way.groups, flow), Grounds(effective=True, evidence=(rules["value"].counted(len(list(rules["value"]))),))
        except Garbled as trouble:
            rules = trouble
    return judge(await configured_groups(documents, way.spot), replace(flow, storage=None)), by_configuration(rules)
