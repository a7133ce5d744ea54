"""Walks Azure's JSON and remembers the way, so that every value comes with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..core.answer import Answer, Answers
from ..core.model import Evidence, Seen
from ..core.text import lazy_translate as translate
from .errors import Garbled, not_json
from .headers import moment

LONGEST_VALUE = 1000
"""Characters of a value kept as evidence."""

ABSENT = "(absent)"
EMPTY = '""'
"""An empty string as evidence: that nothing stands there may be what decides."""


@dataclass(frozen=True, slots=True)
class Source:
    """One answer of Azure."""

    request: str
    request_id: str
    at: datetime
    dated: bool
    """Whether ``at`` is the server's clock; else it is ours."""
    answer: Answer | None = field(default=None, repr=False, compare=False)
    """Its body, where it is kept."""

    @classmethod
    def of(cls, response: Any, answers: Answers | None = None) -> Source:
        """From an azure-core pipeline response.

        Args:
            answers: keep its body; None does not.
        """
        http, request = response.http_response, response.http_request
        date = moment(http.headers.get("Date"))
        return cls(
            request=f"{request.method} {request.url}",
            request_id=http.headers.get("x-ms-request-id", ""),
            at=date or datetime.now(UTC),
            dated=date is not None,
            answer=None if answers is None else answers.keep(http.content),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """A place in an answer. Stepping to what is not there gives an absent place, not an error."""

    value: Any
    path: str
    source: Source

    def __getitem__(self, key: str | int) -> Reader:
        if isinstance(key, int):
            inside = self.value[key] if isinstance(self.value, list) and key < len(self.value) else None
            return Reader(inside, f"{self.path}[{key}]", self.source)
        inside = self.value.get(key) if isinstance(self.value, dict) else None
        return Reader(inside, f"{self.path}.{key}", self.source)

    def __iter__(self) -> Iterator[Reader]:
        """The places of a list; none where there is no list."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self[index]

    def items(self) -> Iterator[Reader]:
        """The places of the list here.

        Raises:
            Garbled: there is no list; an absent one must not pass for an empty one.
        """
        if not isinstance(self.value, list):
            raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=self.path))
        return iter(self)

    @property
    def is_there(self) -> bool:
        return self.value is not None

    def text(self) -> str:
        """The string here; empty when there is none."""
        return _sound(self.value) if isinstance(self.value, str) else ""

    def texts(self) -> tuple[str, ...]:
        """The strings of a list here."""
        return tuple(place.text() for place in self if isinstance(place.value, str))

    def needed(self) -> str:
        """The string here.

        Raises:
            Garbled: Azure's answer lacks it.
        """
        if not isinstance(self.value, str) or not self.value:
            raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=self.path))
        return self.text()

    def seen(self) -> Seen[str]:
        """The string here with its evidence; an absent one is the empty string."""
        return Seen(self.text(), self.evidence())

    def seen_needed(self) -> Seen[str]:
        """Like `needed`, with evidence."""
        return Seen(self.needed(), self.evidence())

    def moment(self) -> datetime | None:
        """The ISO 8601 moment here, in UTC."""
        try:
            moment = datetime.fromisoformat(self.text())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):  # the second for a moment before the year 1 or after 9999, once it is moved to UTC
            return None

    def evidence(self) -> Evidence:
        """This place and its literal value as evidence."""
        return self._evidence(self.path, self._literal())

    def counted(self, count: int, where: str = "") -> Evidence:
        """How many items of this list count, as evidence; ``where`` is the JSON path filter that picks them."""
        return self._evidence(f"{self.path}{where}.length()", str(count))

    def _evidence(self, path: str, value: str) -> Evidence:
        return Evidence(self.source.request, self.source.request_id, self.source.at, path, value, self.source.answer)

    def _literal(self) -> str:
        if self.value is None:
            return ABSENT
        if self.value == "":
            return EMPTY
        literal = _sound(self.value if isinstance(self.value, str) else json.dumps(self.value, ensure_ascii=False))
        return literal if len(literal) <= LONGEST_VALUE else literal[:LONGEST_VALUE] + "…"


def _sound(words: str) -> str:
    """JSON may spell half a surrogate pair, which no file and no terminal can take."""
    return words.encode("utf-8", "replace").decode()


def reader(response: Any, answers: Answers | None = None) -> Reader:
    """The root of an azure-core pipeline response.

    Args:
        answers: keep its body; None does not.

    Raises:
        Garbled: the body is no JSON object.
    """
    try:
        document = response.http_response.json()
    except (ValueError, RecursionError) as error:  # the second for brackets without end
        raise not_json() from error
    if not isinstance(document, dict):
        raise Garbled(translate("Azure", "The answer was JSON, but not an ARM document."))
    return Reader(document, "$", Source.of(response, answers))
