"""Which of many rows hold every word that was typed: quick enough to answer each key."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import compress

_RECENT = 24
"""Answers kept, so that deleting costs as little as typing. One of 50,000 rows takes 0.4 MB."""

_FEW = 4
"""A search through fewer rows than one of so many hops from one to the next."""

_WORDS = 8
_LENGTH = 200
"""Beyond these nobody types, and a pasted page need not be looked for word by word."""

Words = tuple[str, ...]


class VmSearch:
    """Rows by number, in the order they stand in."""

    def __init__(self, keys: list[str]) -> None:
        """Search these.

        Args:
            keys: all that can be found of a row, case-folded, by its number. The list is shared: after it has changed, say so.
        """
        self.keys = keys
        self._order: list[int] = []
        self._recent: dict[Words, list[int]] = {(): self._order}

    def arrange(self, order: Iterable[int]) -> None:
        """Search these rows from now on, and answer in this order."""
        # Numbers made anew lie beside each other, and are walked a third quicker than those that sorting has shuffled.
        self._order = list(array("L", order))
        self.forget()

    def append(self, numbers: Iterable[int]) -> None:
        """More rows, after all others."""
        self._order.extend(numbers)
        self.forget()

    def forget(self) -> None:
        """Some keys have changed."""
        self._recent = {(): self._order}

    def matching(self, text: str) -> list[int]:
        """The rows that hold all words of a text, whatever their letter case. Not to be changed."""
        return self._of(words_of(text))

    def matches(self, number: int, text: str) -> bool:
        """Whether one row does."""
        return all(word in self.keys[number] for word in words_of(text))

    def _of(self, words: Words) -> list[int]:
        found = self._recent.pop(words, None)
        if found is None:
            found = self._holding(words[-1], self._among(words))
        self._recent[words] = found  # as the youngest
        if len(self._recent) > _RECENT:
            del self._recent[next(old for old in self._recent if old)]
        return found

    def _holding(self, word: str, among: list[int]) -> list[int]:
        keys = self.keys
        if len(among) < len(keys) // _FEW:
            return [number for number in among if word in keys[number]]
        # All keys, as they lie in memory: hopping between them in another order takes three times as long.
        held = [word in key for key in keys]
        if True not in held:
            return []
        return list(compress(among, map(held.__getitem__, among)))

    def _among(self, words: Words) -> list[int]:
        """The fewest rows that are known to hold all that these words need: one letter more only narrows."""
        before, last = words[:-1], words[-1]
        for end in range(len(last) - 1, 0, -1):
            known = self._recent.get((*before, last[:end]))
            if known is not None:
                return known
        return self._of(before)


def words_of(text: str) -> Words:
    """The words to look for, each once."""
    return tuple(dict.fromkeys(text[:_LENGTH].casefold().split()))[:_WORDS]
