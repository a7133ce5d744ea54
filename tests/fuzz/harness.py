"""What a harness is: one parser, what it is fed with at first, and what it promises whatever it is fed with.

The same harnesses are run by the suite (`tests/unit/test_fuzz.py`, hypothesis) and by `tests/fuzz/run.py` (atheris, guided by coverage).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Seeds = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Harness:
    """One parser."""

    name: str
    reads: str
    """Whose words they are, for the table in the documentation."""
    run: Callable[[bytes], None]
    """Raises where a promise is broken."""
    seeds: Seeds
    is_json: bool
    slow: bool = False
    """Takes more than some hundredths of a second, so the suite tries fewer inputs."""


HARNESSES: dict[str, Harness] = {}


def harness(reads: str, seeds: Seeds, *, is_json: bool = False, slow: bool = False) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Make a function a harness under its own name, with ``-`` for ``_``."""

    def register(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
        name = run.__name__.replace("_", "-")
        HARNESSES[name] = Harness(name, reads, run, seeds, is_json, slow)
        return run

    return register


def as_seeds(*documents: Any) -> Seeds:
    """Documents as JSON; what is text already stays as it is."""
    return lambda: (document.encode() if isinstance(document, str) else json.dumps(document).encode() for document in documents)


def document_in(data: bytes) -> Any:
    """The JSON in an input; None where there is none, and then nothing is to be tried."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def words_in(data: bytes) -> str:
    """An input as words."""
    return data.decode("utf-8", "replace")
