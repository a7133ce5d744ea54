"""A list that grows is read whole by everybody, whenever they begin."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from backup_doctor.arm.growing_list import GrowingList


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 20))


async def read(growing: GrowingList[int]) -> list[int]:
    return [item async for item in growing]


def test_each_reader_gets_everything_in_order_whenever_it_begins() -> None:
    async def work() -> None:
        growing = GrowingList[int]()
        early = asyncio.create_task(read(growing))
        growing.add(1)
        await asyncio.sleep(0)
        growing.add(2)
        between = asyncio.create_task(read(growing))
        await asyncio.sleep(0)
        growing.add(3)
        growing.close()
        assert [await early, await between, await read(growing)] == [[1, 2, 3]] * 3

    run(work())


def test_an_item_is_there_before_the_end_is_known() -> None:
    async def work() -> None:
        growing = GrowingList[int]()
        growing.add(1)
        assert await anext(aiter(growing)) == 1

    run(work())


def test_whoever_waits_gets_each_item_as_it_comes_and_then_the_end() -> None:
    async def work() -> None:
        growing = GrowingList[int]()
        came: list[int] = []

        async def note() -> None:
            async for item in growing:
                came.append(item)

        waiting = asyncio.create_task(note())
        await asyncio.sleep(0)
        for number in range(2):
            growing.add(number)
            async with asyncio.timeout(10):
                while len(came) <= number:
                    await asyncio.sleep(0)
        growing.close()
        await waiting
        assert came == [0, 1]

    run(work())


def test_a_reader_that_goes_away_takes_nobody_with_it() -> None:
    async def work() -> None:
        growing = GrowingList[int]()
        first, second = asyncio.create_task(read(growing)), asyncio.create_task(read(growing))
        await asyncio.sleep(0)
        first.cancel()
        growing.add(1)
        growing.close()
        assert await second == [1]

    run(work())
