"""Tries the way to Azure, hop by hop, and says at each one what was seen and what helps. No token is sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ...core.model import Status
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..cloud import CLOUDS, PUBLIC, Cloud
from ..errors import AzureError
from .hops import Connection, Hop, Place, Step
from .steps import Way
from .wire import Wire

Report = Callable[[Hop], None]

# Both answer without a sign-in (the first after OpenID Connect Discovery 1.0; the second is what `az cloud register` reads).
_DISCOVERY = "/common/v2.0/.well-known/openid-configuration"
_METADATA = "/metadata/endpoints?api-version=2022-09-01"

_EARLIER = translate("ConnectionTest", "Not checked: the step before has failed.")


async def test_connection(cloud: Cloud, wire: Wire, report: Report = lambda _: None) -> Connection:
    """Look at the way to the sign-in host and to the management host, both at once.

    Where the cloud is known by its ARM endpoint alone, that has to answer first: it names the sign-in host. Being cancelled ends it at once;
    what a thread is waiting for ends by itself within seconds.

    Args:
        report: called with every hop as soon as it is known, on the loop.
    """
    began, tester = datetime.now(UTC), _Tester(cloud, wire, report)
    if tester.knows_sign_in_host:
        async with asyncio.TaskGroup() as both:
            sign_in = both.create_task(tester.walk(Place.SIGN_IN, cloud.authority + _DISCOVERY))
            management = both.create_task(tester.walk(Place.MANAGEMENT, cloud.endpoint + _METADATA))
        return Connection((*sign_in.result(), *management.result()), began)
    hops = await tester.walk(Place.MANAGEMENT, cloud.endpoint + _METADATA)
    return Connection((*await tester.sign_in_host(hops), *hops), began)


test_connection.__test__ = False  # type: ignore[attr-defined]  # pytest takes a function of this name for one of its own


_MICROSOFTS = {urlsplit(url).hostname for cloud in CLOUDS.values() for url in (cloud.endpoint, cloud.authority)}


class _Tester:
    def __init__(self, cloud: Cloud, wire: Wire, report: Report) -> None:
        self._cloud, self._wire, self._report = cloud, wire, report
        self._hosts = ", ".join(dict.fromkeys(filter(None, (urlsplit(url).hostname for url in (cloud.authority, cloud.endpoint)))))

    @property
    def knows_sign_in_host(self) -> bool:
        """`cloud.custom` gives the public cloud's values to start with; whoever says otherwise has asked the endpoint already."""
        cloud = self._cloud
        return cloud in CLOUDS.values() or (cloud.authority, cloud.scope) != (PUBLIC.authority, PUBLIC.scope)

    async def walk(self, place: Place, url: str) -> list[Hop]:
        """All steps to one host; after the first that fails nothing more is tried."""
        way = Way(self._wire, url, is_known=urlsplit(url).hostname in _MICROSOFTS, hosts=self._hosts)
        hops: list[Hop] = []
        for step in Step:
            if any(hop.status is Status.FAILED for hop in hops):
                hop = Hop(place, step, way.host, Status.SKIPPED, _EARLIER)
            else:
                hop = await self._look(way, place, step)
            hops.append(hop)
            self._report(hop)
        return hops

    async def _look(self, way: Way, place: Place, step: Step) -> Hop:
        began = time.perf_counter()
        found = await asyncio.to_thread(way.look, step)
        seconds = time.perf_counter() - began if found.seconds is None else found.seconds
        return Hop(place, step, way.host, found.status, found.seen, found.advice, round(seconds * 1000), found.certificates, found.asks)

    async def sign_in_host(self, management: list[Hop]) -> list[Hop]:
        """The steps to the sign-in host that the endpoint itself names."""
        from ..metadata import discover

        if any(hop.status is Status.FAILED for hop in management):
            return list(self._skipped(translate("ConnectionTest", "The sign-in host is not known: the management host would have to name it.")))
        try:
            found = await discover(self._cloud, self._wire)
        except AzureError as error:
            words = translate("ConnectionTest", "The sign-in host is not known. {reason}")
            return list(self._skipped(words.format(reason=error.text)))
        return await _Tester(found, self._wire, self._report).walk(Place.SIGN_IN, found.authority + _DISCOVERY)

    def _skipped(self, why: Text) -> Iterator[Hop]:
        for step in Step:
            hop = Hop(Place.SIGN_IN, step, "", Status.SKIPPED, why)
            self._report(hop)
            yield hop
