"""Keeps a run over many VMs within Azure's limits, counted as Azure counts them, and waits where Azure asks to.

Resource Manager: a bucket of 250 reads that refills with 25 a second for each subscription and principal, 200 and 10 for writes, which
every POST is (request limits and throttling, 2024). Compute: 36 cheap reads of one VM, refilled with 12 a minute (compute throttling
limits, 2024-05-27). Resource Graph: 15 queries in 5 seconds a user (guidance for throttled requests, 2024). Another program of the
same account spends from the same buckets, so what Azure's headers say goes before what is reckoned here.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import AsyncHTTPPolicy

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..headers import count_of, resets_after, retry_after
from ..read_only import READS, only_reads

REQUESTS = 24
"""Under way at once: the loop's executor and the connection pool hold 32, and the rest of the program needs some."""

TRIES = 5
"""Times one request is sent while Azure answers 429."""

LONGEST_WAIT = 300.0
"""Seconds that one request may be put off by 429 in all; then it has failed, and its finding says so."""

WITHOUT_WISH = 5.0
"""Seconds to wait after a 429 that names no time."""

Slow = Callable[[float, Text], None]
"""Called with seconds and words whenever Azure makes us wait."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and so many more each second."""

    burst: int
    per_second: float


READS_OF_SUBSCRIPTION = Limit(250, 25)
WRITES_OF_SUBSCRIPTION = Limit(200, 10)
READS_OF_VM = Limit(36, 12 / 60)
GRAPH = Limit(15, 15 / 5)


@dataclass(slots=True)
class Bucket:
    """One of Azure's buckets. Whoever takes a turn is told how long to wait for it, so that turns come evenly and in order."""

    limit: Limit | None
    """None where nobody counts, and only what Azure says matters."""
    full_at: float = 0.0
    """When it would be full again if nothing more were taken (seconds of the caller's clock)."""
    closed_until: float = 0.0
    taken: int = 0
    """How many have been taken so far."""

    def take(self, now: float) -> float:
        """Take one; returns the seconds until it may be used."""
        self.taken += 1
        closed = max(0.0, self.closed_until - now)
        if self.limit is None:
            return closed
        self.full_at = max(self.full_at, now) + 1 / self.limit.per_second
        return max(closed, self.full_at - self.limit.burst / self.limit.per_second - now)

    def has_left(self, count: int, now: float) -> None:
        """Azure says how many are left: never more than we reckon with."""
        if self.limit is not None:
            self.full_at = max(self.full_at, now + max(0, self.limit.burst - count) / self.limit.per_second)

    def close(self, now: float, seconds: float) -> None:
        """Let nobody through for so long."""
        self.closed_until = max(self.closed_until, now + seconds)

    def drain(self) -> None:
        """Nothing is left when it opens again, so that those who wait do not all come at once."""
        if self.limit is not None:
            self.full_at = max(self.full_at, self.closed_until + self.limit.burst / self.limit.per_second)


_VM = re.compile(r"/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.compute/virtualmachines/[^/]+")
_SUBSCRIPTION = re.compile(r"/subscriptions/[^/]+")


def counted_as(method: str, path: str) -> Iterator[tuple[str, Limit]]:
    """The buckets that a request takes from, by name."""
    low = path.casefold()
    if low.endswith("/providers/microsoft.resourcegraph/resources"):
        yield "graph", GRAPH
        return
    subscription = _SUBSCRIPTION.search(low)
    where = subscription[0] if subscription else "tenant"
    if method in READS:
        yield f"reads {where}", READS_OF_SUBSCRIPTION
        machine = _VM.search(low)
        if machine is not None and low.count("/providers/") == 1:  # what another provider keeps below a VM is not Compute's
            yield f"reads {machine[0]}", READS_OF_VM
    else:
        yield f"writes {where}", WRITES_OF_SUBSCRIPTION


@dataclass(slots=True)
class Pace:
    """The buckets of one run, its share of requests under way, and how often Azure asked to wait."""

    slow: Slow = lambda _seconds, _text: None
    reckons: bool = True
    """Whether to keep within the published limits; else only what Azure asks for is waited for."""
    clock: Callable[[], float] = time.monotonic
    sent: int = 0
    """Requests that went out, repeated ones too."""
    refused: int = 0
    """Times Azure answered 429."""
    waited: float = 0.0
    """Seconds that Azure has asked for; where several requests wait at once, that counts once."""
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(REQUESTS))
    buckets: dict[str, Bucket] = field(default_factory=dict)
    """All that were taken from, by name."""

    def buckets_of(self, method: str, path: str) -> list[Bucket]:
        """The buckets that a request takes from, the widest first."""
        return [self.buckets.setdefault(name, Bucket(limit if self.reckons else None)) for name, limit in counted_as(method, path)]

    async def turn(self, buckets: Sequence[Bucket]) -> None:
        """Wait until all of the buckets allow one more. One that Azure has closed meanwhile is queued for anew."""
        while wait := max((bucket.take(self.clock()) for bucket in buckets), default=0.0):
            await asyncio.sleep(wait)
            if all(bucket.closed_until <= self.clock() for bucket in buckets):
                return

    def put_off(self, buckets: Sequence[Bucket], seconds: float) -> None:
        """Azure asked to wait: everything that takes from these buckets does."""
        now = self.clock()
        already = max((bucket.closed_until for bucket in buckets), default=0.0)
        for bucket in buckets:
            bucket.close(now, seconds)
        buckets[0].drain()
        longer = now + seconds - max(already, now)
        if longer > 0:
            self.waited += longer
            text = translate("Fleet", "Azure is throttling this account and asks to wait %n second(s). The run waits and then continues.", "", 0)
            self.slow(seconds, text.counted(math.ceil(seconds)))


class Paced(AsyncHTTPPolicy[Any, Any]):
    """Holds each request of a run back until its turn, and sends it again when Azure says that it came too early (429)."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """The answer; a 429 only where Azure goes on answering so."""
        method, path = request.http_request.method, urlsplit(request.http_request.url).path
        buckets, put_off = self._pace.buckets_of(method, path), 0.0
        for _ in range(TRIES):
            response = await self._once(request, buckets)
            if response.http_response.status_code != 429 or not only_reads(method, path):
                return response
            seconds = _wish(response.http_response.headers)
            put_off += seconds
            if put_off > LONGEST_WAIT:
                return response
            await self._wait(response, buckets, seconds)
        return response

    async def _once(self, request: PipelineRequest[Any], buckets: Sequence[Bucket]) -> PipelineResponse[Any, Any]:
        await self._pace.turn(buckets)
        async with self._pace.gate:
            self._pace.sent += 1
            response = await self.next.send(request)
        heed(response.http_response.headers, request.http_request.method, buckets, self._pace.clock())
        return response

    async def _wait(self, response: PipelineResponse[Any, Any], buckets: Sequence[Bucket], seconds: float) -> None:
        self._pace.refused += 1
        if BUSY in response.http_response.text():
            await asyncio.sleep(seconds)  # one object is busy, and nobody else has to wait for it
        else:
            self._pace.put_off(buckets, seconds)


BUSY = "RetryableErrorDueToAnotherOperation"
"""Network answers 429 with this code where it means one busy object (request limits and throttling, 2020)."""


def heed(headers: Mapping[str, str], method: str, buckets: Sequence[Bucket], now: float) -> None:
    """Take over what Azure says is left.

    Args:
        buckets: those that the request took from, the widest first.
    """
    kind = "reads" if method in READS else "writes"
    for name in (f"x-ms-ratelimit-remaining-subscription-{kind}", f"x-ms-ratelimit-remaining-tenant-{kind}", "x-ms-user-quota-remaining"):
        left = count_of(headers.get(name))
        if left is not None:
            buckets[0].has_left(left, now)
    if headers.get("x-ms-user-quota-remaining") == "0":
        buckets[0].close(now, resets_after(headers) or 0)
    counts = [int(count) for count in re.findall(r";\s*(\d+)", headers.get("x-ms-ratelimit-remaining-resource", ""))]
    if counts:
        buckets[-1].has_left(min(counts), now)


def _wish(headers: Mapping[str, str]) -> float:
    """Seconds that a 429 asks for."""
    seconds = retry_after(headers)
    return float(seconds) if seconds is not None else float(resets_after(headers) or WITHOUT_WISH)
