"""A whole diagnosis over the wire, while one answer of Azure's is another one."""

from __future__ import annotations

import atexit
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

from backup_doctor.arm import vm
from tests.fuzz.harness import document_in, harness
from tests.helpers.troubles import Trouble
from tests.unit.test_trouble import Bench, open_bench


class _Complaints(logging.Handler):
    """What the engine says of a check that is broken; it goes on all the same."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


_open = ExitStack()
"""Whose end is the process's."""


@cache
def bench() -> Bench:
    """One for the whole process."""
    vm.LONGEST_LOOK = 1
    atexit.register(_open.close)
    return _open.enter_context(open_bench())


@cache
def complaints() -> _Complaints:
    """Hears what is logged from now on."""
    handler = _Complaints()
    logging.getLogger().addHandler(handler)
    return handler


def answers() -> Iterator[bytes]:
    """Every answer of an undisturbed diagnosis, with its question."""
    here = bench()
    _ = here.asked_by
    for question, bodies in here.handler.bodies.items():
        for body in bodies:
            yield json.dumps({"question": question, "body": body}).encode()


@harness("Azure, or whoever answers in its place", answers, is_json=True, slow=True)
def whole_diagnosis(data: bytes) -> None:
    """No check breaks, whatever one of the answers says."""
    given = document_in(data)
    question = given.get("question") if isinstance(given, dict) else None
    if not isinstance(question, str) or question not in bench().asked_by:
        return
    bench().trouble(Trouble("bent", bend=lambda _: given.get("body")), question)
    complaints().heard.clear()
    bench().look(bench().asked_by[question])
    assert not complaints().heard, complaints().heard[0].getMessage() + str(complaints().heard[0].exc_info)
