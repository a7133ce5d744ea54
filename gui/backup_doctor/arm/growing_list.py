"""What can be read while it still grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class GrowingList(Generic[T]):
    """A list that is filled on one loop. Any number may read it, each from its beginning to the end that `close` sets."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._closed = False
        self._news = asyncio.Event()

    def add(self, item: T) -> None:
        """Put one more at its end."""
        self._items.append(item)
        self._tell()

    def close(self) -> None:
        """There will be no more."""
        self._closed = True
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[T]:
        seen = 0
        while True:
            news = self._news
            while seen < len(self._items):
                seen += 1
                yield self._items[seen - 1]
            if self._closed:
                return
            await news.wait()
