"""The whole answers behind the evidence: in memory for as long as something refers to them, never on a disk, never with a header.

The body is kept as Azure sent it; nothing is laid out before somebody wants to read it, so a diagnosis costs no more than before.
"""

from __future__ import annotations

import weakref
from collections import deque

LARGEST = 2 << 20
"""Bytes of one answer that is kept."""

MOST = 32 << 20
"""Bytes of all answers of a session together; beyond that the oldest go."""


class Answer:
    """The body of one answer."""

    __slots__ = ("__weakref__", "body", "size")

    def __init__(self, body: bytes) -> None:
        self.size = len(body)
        self.body: bytes | None = body if len(body) <= LARGEST else None
        """None where there was no room for it, or no longer."""


class Answers:
    """Hands out answers to refer to, and sees to it that all of them together stay within their room."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: deque[weakref.ref[Answer]] = deque()
        self._held = 0
        """Bytes at most: what nobody refers to any more is only noticed when room is needed."""

    def keep(self, body: bytes) -> Answer:
        """An answer to refer to; it goes with the last one who does."""
        answer = Answer(body)
        if answer.body is not None:
            self._kept.append(weakref.ref(answer))
            self._held += answer.size
            if self._held > self._most:
                self._make_room()
        return answer

    def _make_room(self) -> None:
        alive = [answer for answer in (kept() for kept in self._kept) if answer is not None]
        self._held = sum(answer.size for answer in alive)
        given_up = 0
        while self._held > self._most:
            alive[given_up].body = None
            self._held -= alive[given_up].size
            given_up += 1
        self._kept = deque(weakref.ref(answer) for answer in alive[given_up:])
