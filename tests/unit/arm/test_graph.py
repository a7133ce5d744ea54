"""A query of Resource Graph is read to its end, within the quota that Azure says it has."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.errors import AzureError, Garbled, ServerFault, Throttled
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.graph import rows as graph
from backup_doctor.arm.graph.quota import WITHOUT_WISH, Quota
from backup_doctor.arm.signin import token_credential
from backup_doctor.core.text import Text
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import RunningLab, start
from tests.helpers.canned import Reply, canned

Wait = tuple[int, str]


def nobody_waits(seconds: int, why: Text) -> None:
    raise AssertionError(f"waits {seconds} s: {why}")


def read(lab: RunningLab, query: str = "vms", *, page: int = 1000, on_wait: Callable[[int, Text], None] = nobody_waits, times: int = 1) -> list[str]:
    """The ids of all rows, read so many times at once."""

    async def once(gateway: Gateway) -> list[str]:
        return [row["id"].text() async for rows in graph.rows(gateway, query, list(lab.world.subscriptions), on_wait) for row in rows]

    async def work() -> list[str]:
        gateway = Gateway(custom(lab.endpoint), token_credential(lab.token))
        try:
            first, *others = await asyncio.gather(*(once(gateway) for _ in range(times)))
            assert all(other == first for other in others)
            return first
        finally:
            await gateway.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph, "PAGE", page)
        return asyncio.run(work())


def test_all_pages_are_read_in_the_order_of_their_ids() -> None:
    with start() as lab:
        ids = read(lab, page=10)
        assert ids == sorted(vm.id for vm in lab.vms)


def test_more_subscriptions_than_a_query_may_name_take_several() -> None:
    with start(["healthy-windows", "healthy-linux"]) as lab:
        own, *_ = lab.world.subscriptions
        others = {f"00000000-0000-0000-0000-{number:012}": "Other" for number in range(2400)}
        lab.world.subscriptions = {**others, own: "Own"}
        assert read(lab) == sorted(vm.id for vm in lab.vms)
        left = lab.world.graph_quota.spend(lab.world.now())["x-ms-user-quota-remaining"]
        assert int(left) == lab.world.graph_quota.limit - 4, "three queries and ours"


def test_another_span_takes_the_place_of_the_day() -> None:
    def ids(within: timedelta | None) -> int:
        async def work() -> int:
            gateway = Gateway(custom(lab.endpoint), token_credential(lab.token))
            rows = [row async for page in graph.rows(gateway, "failed_jobs", [lab.subscription], nobody_waits, within=within) for row in page]
            await gateway.close()
            return len(rows)

        return asyncio.run(work())

    with start(["windows-agent-stopped"]) as lab:
        assert [ids(span) for span in (None, timedelta(hours=8), timedelta(hours=10), timedelta(days=14))] == [1, 0, 1, 1]


@pytest.mark.parametrize("fault", ["429/1:ResourceGraph:1", "429:ResourceGraph:1", "503:ResourceGraph:2"])
def test_a_query_that_azure_could_not_answer_just_then_is_asked_again(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setattr(graph, "WITHOUT_WISH", 0.05)
    waits: list[Wait] = []
    with start(["healthy-linux"], faults=[Fault.parse(fault)]) as lab:
        assert len(read(lab, on_wait=lambda seconds, why: waits.append((seconds, str(why))))) == 1
    expected = [(1, "Azure is throttling this account. Reading continues in 1 second(s).")] if fault.startswith("429") else []
    assert waits == expected


@pytest.mark.parametrize(
    ("fault", "error"), [("503:ResourceGraph", ServerFault), ("429/120:ResourceGraph", Throttled), ("html:ResourceGraph", Garbled)]
)
def test_what_does_not_pass_is_an_error(fault: str, error: type[AzureError], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "PAUSES", (0.01, 0.01))
    with start(["healthy-linux"], faults=[Fault.parse(fault)]) as lab, pytest.raises(error):
        read(lab)


def test_readers_of_one_session_share_the_quota_and_say_that_they_wait() -> None:
    waits: list[Wait] = []
    with start() as lab:
        lab.world.graph_quota.limit = 6
        lab.world.graph_quota.window = timedelta(seconds=1)
        ids = read(lab, page=50, on_wait=lambda seconds, why: waits.append((seconds, str(why))), times=3)
        assert len(ids) == len(lab.vms) > 100
        assert lab.world.graph_quota.refused == 0, "nobody asked for more than there was"
    assert waits
    assert {seconds for seconds, _ in waits} == {1}


def test_waiting_can_be_given_up() -> None:
    async def work() -> None:
        gateway = Gateway(custom(lab.endpoint), token_credential(lab.token))
        waiting = asyncio.Event()

        async def reading() -> None:
            async for _ in graph.rows(gateway, "vms", [lab.subscription], lambda *_: waiting.set()):
                raise AssertionError("there is no quota for a page")

        task = asyncio.ensure_future(reading())
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await gateway.close()

    with start(["healthy-linux"]) as lab:
        lab.world.graph_quota.limit = 0
        lab.world.graph_quota.window = timedelta(seconds=50)
        asyncio.run(work())


def test_rows_that_azure_left_out_are_missed() -> None:
    cut = {"totalRecords": 7, "count": 1, "resultTruncated": "true", "data": [{"id": "/one"}]}
    seen: list[str] = []

    async def work(gateway: Gateway) -> None:
        async for page in graph.rows(gateway, "vms", ["s"], nobody_waits):
            seen.extend(row["id"].text() for row in page)

    with canned() as azure:
        azure.prepare({"rows": Reply(body=cut)})
        with pytest.raises(Garbled, match=re.escape("1 of 7 rows")):
            azure.use(work)
    assert seen == ["/one"], "what came is true all the same"


# The quota by itself


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def says(left: object, resets: str) -> Any:
    headers = {"x-ms-user-quota-remaining": str(left), "x-ms-user-quota-resets-after": resets}
    return SimpleNamespace(http_response=SimpleNamespace(headers=headers))


def test_before_azure_has_said_anything_nobody_waits() -> None:
    quota = Quota(Clock())
    assert [quota.take() for _ in range(40)] == [0.0] * 40


def asked(quota: Quota) -> float:
    """One query from its turn to its answer."""
    wait = quota.take()
    if not wait:
        quota.give_back()
    return wait


def test_what_azure_says_is_left_is_left_until_the_reset() -> None:
    clock = Clock()
    quota = Quota(clock)
    quota.heed(says(1, "00:00:05"))
    assert asked(quota) == 0.0
    quota.heed(says(0, "00:00:05"))
    assert [quota.take(), quota.take()] == [5.0, 5.0]
    clock.now += 3
    assert quota.take() == 2.0
    clock.now += 2
    assert [quota.take(), quota.take()] == [0.0, 0.0], "as many as there ever were"
    quota.heed(says(0, "00:01:00"))
    assert quota.take() == 60.0


def test_queries_under_way_count_as_taken() -> None:
    quota = Quota(Clock())
    quota.heed(says(2, "00:00:05"))
    assert [quota.take() for _ in range(3)] == [0.0, 0.0, 5.0]
    quota.give_back()
    assert quota.take() == 0.0


def test_an_answer_that_was_overtaken_brings_nothing_back() -> None:
    quota = Quota(Clock())
    for left in (1, 2):
        quota.heed(says(left, "00:00:05"))
    assert [quota.take(), quota.take()] == [0.0, 5.0]


def test_a_window_that_has_begun_anew_is_believed() -> None:
    clock = Clock()
    quota = Quota(clock)
    quota.heed(says(0, "00:00:01"))
    clock.now += 0.9
    quota.heed(says(14, "00:00:05"))
    assert quota.take() == 0.0


def test_a_refusal_closes_for_everybody() -> None:
    clock = Clock()
    quota = Quota(clock)
    quota.close(WITHOUT_WISH)
    assert quota.take() == WITHOUT_WISH
    clock.now += WITHOUT_WISH
    assert quota.take() == 0.0


@pytest.mark.parametrize(("left", "resets"), [("", ""), ("many", "00:00:05"), ("0", "soon"), ("-1", "00:00:05"), ("٣", "00:00:05")])
def test_headers_that_say_nothing_change_nothing(left: str, resets: str) -> None:
    quota = Quota(Clock())
    quota.heed(says(left, resets))
    assert quota.take() == 0.0
