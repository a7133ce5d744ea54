"""Each question is asked once, whoever asks, whenever, and whatever becomes of the asker."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from backup_doctor.arm.once import asked_once


class Oracle:
    """Counts what it is really asked."""

    def __init__(self) -> None:
        self.answers: dict[object, asyncio.Future[Any]] = {}
        self.asked: list[str] = []
        self.may_answer = asyncio.Event()

    @asked_once
    async def question(self, words: str) -> str:
        self.asked.append(words)
        await self.may_answer.wait()
        if words == "bad":
            raise LookupError(words)
        return words.upper()


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 20))


def test_askers_at_the_same_moment_share_one_request() -> None:
    async def work() -> None:
        oracle = Oracle()
        asking = [asyncio.create_task(oracle.question("a")) for _ in range(5)]
        oracle.may_answer.set()
        assert await asyncio.gather(*asking) == ["A"] * 5
        assert await oracle.question("a") == "A"
        assert oracle.asked == ["a"]

    run(work())


def test_another_question_is_another_request() -> None:
    async def work() -> None:
        oracle = Oracle()
        oracle.may_answer.set()
        assert [await oracle.question("a"), await oracle.question("b")] == ["A", "B"]

    run(work())


def test_an_asker_that_goes_away_takes_nobody_with_it() -> None:
    async def work() -> None:
        oracle = Oracle()
        first, second = asyncio.create_task(oracle.question("a")), asyncio.create_task(oracle.question("a"))
        await asyncio.sleep(0)
        first.cancel()
        oracle.may_answer.set()
        assert await second == "A"
        assert first.cancelled()
        assert oracle.asked == ["a"]

    run(work())


def test_a_failure_is_an_answer_too_and_remembered() -> None:
    async def work() -> None:
        oracle = Oracle()
        oracle.may_answer.set()
        for _ in range(2):
            with pytest.raises(LookupError):
                await oracle.question("bad")
        assert oracle.asked == ["bad"]

    run(work())
