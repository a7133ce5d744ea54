"""A run keeps within Azure's limits as Azure counts them, and does what Azure asks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from azure.core.pipeline import AsyncPipeline
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest import HttpRequest

from backup_doctor.arm.fleet.pacing import (
    BUSY,
    GRAPH,
    READS_OF_SUBSCRIPTION,
    READS_OF_VM,
    TRIES,
    WRITES_OF_SUBSCRIPTION,
    Bucket,
    Limit,
    Pace,
    Paced,
    counted_as,
    heed,
)
from backup_doctor.core.text import Text

VM = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web"


def waits(bucket: Bucket, count: int, now: float = 100.0) -> list[float]:
    return [round(bucket.take(now), 6) for _ in range(count)]


def test_a_full_bucket_lets_its_burst_through_and_then_keeps_the_pace() -> None:
    assert waits(Bucket(Limit(3, 2)), 6) == [0, 0, 0, 0.5, 1.0, 1.5]


def test_a_bucket_fills_again_with_time_but_not_over_its_brim() -> None:
    bucket = Bucket(Limit(3, 2))
    waits(bucket, 3)
    assert waits(bucket, 2, now=101.0) == [0, 0]
    assert waits(bucket, 4, now=1000.0) == [0, 0, 0, 0.5]


def test_azures_word_goes_before_our_reckoning_but_never_makes_more_of_it() -> None:
    bucket = Bucket(Limit(10, 2))
    bucket.has_left(1, 100.0)
    assert waits(bucket, 2) == [0, 0.5]
    bucket.has_left(9000, 100.0)
    assert waits(bucket, 1) == [1.0]


def test_a_closed_bucket_lets_nobody_through_and_opens_without_a_rush() -> None:
    bucket = Bucket(Limit(3, 2))
    bucket.close(100.0, 30)
    bucket.drain()
    assert waits(bucket, 3) == [30.5, 31.0, 31.5]


def test_without_a_limit_only_what_azure_asks_for_counts() -> None:
    bucket = Bucket(None)
    bucket.has_left(0, 100.0)
    bucket.drain()
    assert waits(bucket, 3) == [0, 0, 0]
    bucket.close(100.0, 4)
    assert waits(bucket, 1) == [4]


@pytest.mark.parametrize(
    ("method", "path", "buckets"),
    [
        ("GET", VM, [("reads /subscriptions/1", READS_OF_SUBSCRIPTION), (f"reads {VM.lower()}", READS_OF_VM)]),
        ("GET", VM.upper() + "/extensions", [("reads /subscriptions/1", READS_OF_SUBSCRIPTION), (f"reads {VM.lower()}", READS_OF_VM)]),
        ("GET", f"{VM}/providers/Microsoft.Insights/metrics", [("reads /subscriptions/1", READS_OF_SUBSCRIPTION)]),
        ("GET", "/subscriptions/1/providers/Microsoft.Authorization/locks", [("reads /subscriptions/1", READS_OF_SUBSCRIPTION)]),
        ("GET", "/subscriptions", [("reads tenant", READS_OF_SUBSCRIPTION)]),
        ("POST", "/subscriptions/1/x/effectiveRouteTable", [("writes /subscriptions/1", WRITES_OF_SUBSCRIPTION)]),
        ("POST", "/providers/Microsoft.ResourceGraph/resources", [("graph", GRAPH)]),
    ],
)
def test_requests_are_counted_as_azure_counts_them(method: str, path: str, buckets: list[tuple[str, Limit]]) -> None:
    assert list(counted_as(method, path)) == buckets


def heeded(headers: dict[str, str], method: str = "GET") -> tuple[float, float]:
    """How long the widest and the narrowest bucket make the next one wait."""
    wide, narrow = Bucket(Limit(100, 1)), Bucket(Limit(100, 1))
    heed(headers, method, [wide, narrow], 0.0)
    return wide.take(0.0), narrow.take(0.0)


def test_the_headers_of_each_service_reach_their_bucket() -> None:
    assert heeded({"x-ms-ratelimit-remaining-subscription-reads": "0"}) == (1, 0)
    assert heeded({"x-ms-ratelimit-remaining-subscription-writes": "0"}) == (0, 0)
    assert heeded({"x-ms-ratelimit-remaining-subscription-writes": "0"}, "POST") == (1, 0)
    assert heeded({"x-ms-ratelimit-remaining-tenant-reads": "0"}) == (1, 0)
    compute = "Microsoft.Compute/GetVM3Min;238,Microsoft.Compute/GetResource3Min; 0"
    assert heeded({"x-ms-ratelimit-remaining-resource": compute}) == (0, 1)
    assert heeded({"x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:05"})[0] == 5
    assert heeded({"x-ms-ratelimit-remaining-subscription-reads": "many", "x-ms-ratelimit-remaining-resource": "none"}) == (0, 0)


class Answer:
    """As much of a response as policies read."""

    def __init__(self, status: int, body: str = "", **headers: str) -> None:
        self.status_code, self.headers, self._body = status, {name.replace("_", "-"): value for name, value in headers.items()}, body

    def text(self) -> str:
        return self._body


class Wire(AsyncHttpTransport[Any, Any]):
    """A transport that answers what it is told to."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        self.sent, self._answers = 0, answers

    async def send(self, request: Any, **kwargs: Any) -> Any:
        self.sent += 1
        return next(self._answers)

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


class Slept:
    """Time that only passes while somebody sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("backup_doctor.arm.fleet.pacing.asyncio.sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Slept:
    return Slept(monkeypatch)


def send(pace: Pace, *answers: Answer, method: str = "GET", path: str = VM) -> tuple[int, int]:
    """Status of the answer, and how many requests it took."""
    wire = Wire(iter(answers))

    async def run() -> int:
        async with AsyncPipeline(wire, [Paced(pace)]) as pipeline:
            response = await pipeline.run(HttpRequest(method, f"https://management.azure.com{path}"))
        return int(response.http_response.status_code)

    return asyncio.run(run()), wire.sent


def refusal(seconds: str = "7") -> Answer:
    return Answer(429, Retry_After=seconds)


def test_a_refusal_is_waited_out_and_told(time: Slept) -> None:
    told: list[tuple[float, Text]] = []
    pace = Pace(slow=lambda seconds, text: told.append((seconds, text)), clock=lambda: time.now)
    assert send(pace, refusal(), Answer(200)) == (200, 2)
    assert time.now >= 7
    assert [(seconds, text.n) for seconds, text in told] == [(7.0, 7)]
    assert (pace.sent, pace.refused, pace.waited) == (2, 1, 7.0)


def test_one_wait_of_many_requests_is_told_once(time: Slept) -> None:
    told: list[float] = []
    pace = Pace(slow=lambda seconds, _text: told.append(seconds), clock=lambda: time.now)
    buckets = pace.buckets_of("GET", VM)
    for _ in range(5):
        pace.put_off(buckets, 7)
    assert (told, pace.waited) == ([7], 7.0)


def test_everything_of_the_same_subscription_waits_and_nothing_else(time: Slept) -> None:
    pace = Pace(clock=lambda: time.now)
    pace.put_off(pace.buckets_of("GET", VM), 30)
    neighbour = pace.buckets_of("GET", VM.replace("/web", "/db"))
    stranger = pace.buckets_of("GET", VM.replace("/1/", "/2/"))
    assert max(bucket.take(0.0) for bucket in neighbour) > 30
    assert max(bucket.take(0.0) for bucket in stranger) == 0


def test_a_refusal_that_names_no_time_is_waited_out_too(time: Slept) -> None:
    assert send(Pace(clock=lambda: time.now), Answer(429), Answer(200)) == (200, 2)
    assert time.now >= 5


def test_an_endless_refusal_ends(time: Slept) -> None:
    assert send(Pace(clock=lambda: time.now), *[refusal("1")] * 50) == (429, TRIES)


def test_a_wait_that_would_take_too_long_is_not_begun(time: Slept) -> None:
    assert send(Pace(clock=lambda: time.now), refusal("3600"), Answer(200)) == (429, 1)
    assert time.now == 0


def test_one_busy_object_holds_up_nobody_else(time: Slept) -> None:
    pace = Pace(clock=lambda: time.now)
    busy = Answer(429, f'{{"error": {{"code": "{BUSY}"}}}}', Retry_After="4")
    assert send(pace, busy, Answer(200)) == (200, 2)
    assert (time.now, pace.waited) == (4, 0.0)


def test_who_waits_for_a_bucket_that_is_closed_meanwhile_waits_on(time: Slept, monkeypatch: pytest.MonkeyPatch) -> None:
    pace, bucket = Pace(clock=lambda: time.now), Bucket(Limit(10, 1))
    pace.put_off([bucket], 5)

    async def asked_again_meanwhile(seconds: float) -> None:
        if time.now == 0:
            pace.put_off([bucket], 30)
        await time.sleep(seconds)

    monkeypatch.setattr("backup_doctor.arm.fleet.pacing.asyncio.sleep", asked_again_meanwhile)
    asyncio.run(pace.turn([bucket]))
    assert time.now >= 30


def test_a_change_is_never_sent_twice_by_this(time: Slept) -> None:
    assert send(Pace(clock=lambda: time.now), refusal(), Answer(200), method="DELETE") == (429, 1)


def test_no_more_requests_are_under_way_than_may_be() -> None:
    now = most = 0

    class Busy(Wire):
        async def send(self, request: Any, **kwargs: Any) -> Any:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1
            return Answer(200)

    async def run() -> None:
        pace = Pace(gate=asyncio.Semaphore(3))
        async with AsyncPipeline(Busy(iter(())), [Paced(pace)]) as pipeline:
            await asyncio.gather(*(pipeline.run(HttpRequest("GET", f"https://management.azure.com{VM}")) for _ in range(20)))

    asyncio.run(run())
    assert most == 3
