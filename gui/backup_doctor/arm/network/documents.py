"""What is asked of Azure about the network, each thing once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from ...core.model import CouldNotLook
from ...core.resource_id import last_name, segment
from ...core.text import lazy_translate as translate
from ..errors import Garbled, TimedOut
from ..gateway import Gateway
from ..once import asked_once
from ..reading import Reader

LONGEST_WAIT = 90
"""Seconds that Azure may take to work out what is in effect; mostly it takes a few."""


class Documents:
    """Network resources, and what is in effect at interfaces. Two spellings of one id are one question."""

    def __init__(self, gateway: Gateway) -> None:
        self.answers: dict[object, asyncio.Future[Any]] = {}
        self._gateway = gateway

    async def resource(self, identity: str) -> Reader:
        """A network resource, in whatever subscription it lies."""
        return await self._resource(identity.casefold())

    async def resource_if_named(self, identity: str) -> Reader | None:
        """The same; None for an empty id."""
        return await self.resource(identity) if identity else None

    async def effective_groups(self, interface: str) -> Reader | CouldNotLook:
        """The security groups in effect at an interface, or why Azure does not say."""
        return await _or_refusal(self._effective_groups(interface.casefold()))

    async def effective_routes(self, interface: str) -> Reader | CouldNotLook:
        """The routes in effect at an interface, or why Azure does not say."""
        return await _or_refusal(self._effective_routes(interface.casefold()))

    @asked_once
    async def _resource(self, identity: str) -> Reader:
        client = self._gateway.network(segment(identity, "subscriptions"))
        group, name, kind = segment(identity, "resourceGroups"), last_name(identity), last_name(identity.rpartition("/")[0])
        if kind == "subnets":
            return _whole(await self._gateway.ask(client.subnets.get, group, segment(identity, "virtualNetworks"), name))
        operations: dict[str, Callable[..., Awaitable[object]]] = {
            "networkinterfaces": client.network_interfaces.get,
            "networksecuritygroups": client.network_security_groups.get,
            "routetables": client.route_tables.get,
            "virtualnetworks": client.virtual_networks.get,
        }
        if kind not in operations:
            raise Garbled(translate("Azure", "Azure names a network resource this program does not know: {id}.").format(id=identity))
        return _whole(await self._gateway.ask(operations[kind], group, name))

    @asked_once
    async def _effective_groups(self, interface: str) -> Reader:
        interfaces = self._gateway.network(segment(interface, "subscriptions")).network_interfaces
        return await self._follow(interfaces.begin_list_effective_network_security_groups, interface)

    @asked_once
    async def _effective_routes(self, interface: str) -> Reader:
        interfaces = self._gateway.network(segment(interface, "subscriptions")).network_interfaces
        return await self._follow(interfaces.begin_get_effective_route_table, interface)

    async def _follow(self, operation: Callable[..., Awaitable[Any]], interface: str) -> Reader:
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                return await self._gateway.follow(operation, segment(interface, "resourceGroups"), last_name(interface))
        except TimeoutError as error:
            text = translate("Azure", "Azure did not return the rules or routes in effect within {limit}.")
            raise TimedOut(text.format(limit=timedelta(seconds=LONGEST_WAIT))) from error


def _whole(document: Reader) -> Reader:
    """The document, if it is one: in an empty object every part that is absent would pass for one that does not exist.

    Raises:
        Garbled: it is none.
    """
    document["id"].needed()
    if not document["properties"].is_there:
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=document["properties"].path))
    return document


async def _or_refusal(answer: Awaitable[Reader]) -> Reader | CouldNotLook:
    try:
        return await answer
    except CouldNotLook as refusal:
        return refusal
