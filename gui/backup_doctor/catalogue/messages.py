"""Finding an error message in a text, exact or slightly altered."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache

from ..core.model import Symptom

ENOUGH = 0.85
"""The share of a message that a text must hold. A word that few symptoms have counts twice, a small word not at all."""

FEW = 3
"""Symptoms that may share a word which still counts twice."""

MOST_READ = 20_000
"""Characters in which messages are looked for; codes are found in a text of any length."""

SMALL = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "because", "been", "by", "due", "for", "from", "has", "have", "in", "is", "it", "its"),
        *("more", "of", "on", "one", "or", "some", "that", "the", "this", "to", "was", "were", "which", "while", "with"),
        *("в", "во", "за", "и", "из", "к", "как", "ко", "на", "о", "об", "от", "по", "при", "с", "со", "так", "у", "ходе", "через", "что"),
    ]
)
NEGATIONS = frozenset(["no", "not", "unable", "не", "нет", "отсутствует", "отсутствия"])
"""Without such a word a message would say the opposite, so none of them may be missing."""

_LONG_ENOUGH_FOR_A_SLIP = 5
"""Letters: with one of them wrong a shorter word is mostly another word."""
_LIKENESS = 0.83
"""Of a word with a slip of the finger: one letter of six, two of twelve."""


@dataclass(frozen=True)
class _Message:
    symptom: Symptom
    words: tuple[str, ...]

    @cached_property
    def negations(self) -> Counter[str]:
        return Counter(word for word in self.words if word in NEGATIONS)


class Messages:
    """The messages of all symptoms."""

    def __init__(self, known: Sequence[tuple[str, Symptom]]) -> None:
        """Take in what is known.

        Args:
            known: messages with the symptom each speaks of; the first of two like ones stands.
        """
        unique: dict[tuple[str, ...], Symptom] = {}
        for message, symptom in known:
            unique.setdefault(words_of(message), symptom)
        self._messages = [_Message(symptom, words) for words, symptom in unique.items()]
        self._weights = _weights(unique)
        by_letter: dict[str, list[str]] = {}
        for word in sorted(self._weights):
            by_letter.setdefault(word[0], []).append(word)
        self._by_letter = by_letter
        self._nearest = lru_cache(maxsize=10_000)(self._look_up)

    def find(self, text: str) -> Symptom | None:
        """The symptom whose message stands most wholly in a text; of two that do equally, the one that says more."""
        words = [self._nearest(word) for word in words_of(text[:MOST_READ])]
        found, best = None, (0.0, 0)
        for message in self._messages:
            score = (self._score(message, words), self._weight(message.words))
            if score[0] >= ENOUGH and score > best:
                found, best = message.symptom, score
        return found

    def _score(self, message: _Message, words: Sequence[str]) -> float:
        """How much of the message stands close together and in its order, at the best place of the text."""
        if not self._may_hold(message, words):
            return 0.0
        room = len(message.words) + 1 + len(message.words) // 4
        best = 0.0
        for start, word in enumerate(words):
            if word in message.words and best < 1.0:
                best = max(best, self._held(message, words[start : start + room]))
        return best

    def _held(self, message: _Message, words: Sequence[str]) -> float:
        if not self._may_hold(message, words):
            return 0.0
        blocks = SequenceMatcher(None, message.words, words, autojunk=False).get_matching_blocks()
        held = [word for block in blocks for word in message.words[block.a : block.a + block.size]]
        if message.negations - Counter(held):
            return 0.0
        return self._weight(held) / self._weight(message.words)

    def _may_hold(self, message: _Message, words: Iterable[str]) -> bool:
        """Whether enough of its words are there at all, in whatever order: a quick look before a slow one."""
        there = set(words)
        return self._weight(word for word in message.words if word in there) >= ENOUGH * self._weight(message.words)

    def _weight(self, words: Iterable[str]) -> int:
        return sum(self._weights[word] for word in words)

    def _look_up(self, word: str) -> str:
        """The word of a message that this one is, slips of the finger forgiven; else the word itself."""
        if word in self._weights or len(word) < _LONG_ENOUGH_FOR_A_SLIP:
            return word
        return next(iter(get_close_matches(word, self._by_letter.get(word[0], ()), 1, _LIKENESS)), word)


def words_of(text: str) -> tuple[str, ...]:
    """The words that count, without case, punctuation and «ё», and whatever kind of dash, quote or space stands between them."""
    folded = unicodedata.normalize("NFKC", _unescaped(text)).casefold().replace("ё", "е")
    folded = "".join(character for character in folded if unicodedata.category(character) != "Cf")  # soft hyphens and the like
    folded = re.sub(r"n['’ʼ]t\b", " not", re.sub(r"\bcan(['’ʼ]t|not)\b", "can not", folded))
    return tuple(word for word in re.findall(r"[^\W_]+", folded) if word not in SMALL)


def _unescaped(text: str) -> str:
    """JSON may write Russian letters and line breaks as escapes."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\[nrt]", " ", text)


def _weights(known: Mapping[tuple[str, ...], Symptom]) -> dict[str, int]:
    """2 for a word that tells messages apart, 1 for what many of them say."""
    speakers: dict[str, set[int]] = {}
    for words, symptom in known.items():
        for word in words:
            speakers.setdefault(word, set()).add(id(symptom))
    return {word: 2 if len(symptoms) <= FEW else 1 for word, symptoms in speakers.items()}
