"""Each question about a VM is asked of Azure once and remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Remembers(Protocol):
    """Holds the answers to its questions."""

    answers: dict[object, asyncio.Future[Any]]


S = TypeVar("S", bound=Remembers)


def asked_once(question: Callable[Concatenate[S, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """For async methods with hashable arguments: one request, however many ask, also at the same moment.

    A failure is an answer too and is remembered; looking again means a new, empty object.
    """

    @wraps(question)
    async def ask(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (question.__name__, args, tuple(sorted(kwargs.items())))
        answer = self.answers.get(key)
        if answer is None:
            answer = self.answers[key] = asyncio.ensure_future(question(self, *args, **kwargs))
            answer.add_done_callback(noted)
        result: T = await asyncio.shield(answer)  # without shield, one cancelled asker would cancel the request of all
        return result

    return ask


async def given_up(answers: Iterable[asyncio.Future[Any]]) -> None:
    """End what is still being asked, and wait until it has ended."""
    everything = list(answers)
    for answer in everything:
        answer.cancel()  # does nothing to what is done
    await asyncio.gather(*everything, return_exceptions=True)


def noted(answer: asyncio.Future[Any]) -> None:
    """Look at a failure nobody waited for, so that asyncio does not report it as lost."""
    if not answer.cancelled():
        answer.exception()
