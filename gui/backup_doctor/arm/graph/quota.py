"""How many queries Azure Resource Graph still allows the user."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import Throttled
from ..headers import count_of, resets_after

WITHOUT_WISH = 5
"""Seconds to wait after a refusal that names none: the window of the quota."""

LONGEST_WAIT = 60
"""Seconds that are waited by themselves; a longer wait is the user's decision."""

OnWait = Callable[[int, Text], None]
"""Called with whole seconds and words before every wait that Azure asks for."""


class Quota:
    """How many more queries Azure allows, by its own last word (guidance for throttled requests, 2024). All readers of a session share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full: int | None = None
        """The most that was ever left: what there is again after a reset."""
        self._left: int | None = None
        """None while Azure has not said."""
        self._resets = 0.0
        self._under_way = 0
        """Queries without an answer yet. Azure may have counted them or not; they are reckoned as not."""

    def take(self) -> float:
        """Take one query, to be given back when its answer is there; returns 0, or the seconds until there may be one."""
        now = self._clock()
        if now >= self._resets:
            self._left = self._full
        if self._left is not None and self._left <= self._under_way and self._resets > now:
            return self._resets - now
        self._under_way += 1
        return 0.0

    def give_back(self) -> None:
        """Its answer is there, and has said what is left."""
        self._under_way -= 1

    def heed(self, response: Any) -> None:
        """Take over what the headers of an answer say; a ``raw_response_hook`` of the SDK."""
        headers: Mapping[str, str] = response.http_response.headers
        left, seconds = count_of(headers.get("x-ms-user-quota-remaining")), resets_after(headers)
        if left is not None and seconds is not None:
            self._note(left, self._clock() + seconds)

    def _note(self, left: int, resets: float) -> None:
        """Answers may overtake each other: within a window the smallest number counts. Azure rounds to seconds."""
        same_window = self._left is not None and resets < self._resets + 1
        self._left = min(left, self._left or 0) if same_window else left
        self._full = max(self._full or 0, left + 1)
        self._resets = max(self._resets, resets)

    def close(self, seconds: float) -> None:
        """Azure has refused a query: none may be asked for so long."""
        self._full, self._left = self._full or 1, 0
        self._resets = max(self._resets, self._clock() + seconds)

    @asynccontextmanager
    async def turn(self, on_wait: OnWait) -> AsyncIterator[None]:
        """Wait until a query may be asked; within it, ask that one.

        Raises:
            Throttled: that would take longer than `LONGEST_WAIT`.
        """
        while wait := self.take():
            seconds = math.ceil(wait)
            if seconds > LONGEST_WAIT:
                text = translate("Azure", "Azure is throttling this account and asks to wait %n second(s) before looking again.", "", 0)
                raise Throttled(text.counted(seconds), seconds)
            on_wait(seconds, translate("VmList", "Azure is throttling this account. Reading continues in %n second(s).", "", 0).counted(seconds))
            await asyncio.sleep(wait)
        try:
            yield
        finally:
            self.give_back()
