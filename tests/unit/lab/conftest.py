"""Labs for one test each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.lab.running import start
from tests.unit.lab.azure import Azure


@pytest.fixture
def open_lab() -> Iterator[Callable[..., Azure]]:
    """Starts labs with the scenarios named (all of them when none is), and stops them after the test."""
    opened: list[Azure] = []

    def begin(*scenarios: str, **options: Any) -> Azure:
        lab = start(scenarios or None, **options)
        lab.world.pace = timedelta(milliseconds=10)
        opened.append(Azure(lab))
        return opened[-1]

    yield begin
    for azure in opened:
        azure.http.close()
        azure.lab.close()


@pytest.fixture
def windows(open_lab: Callable[..., Azure]) -> Azure:
    """A lab with one healthy Windows VM."""
    return open_lab("healthy-windows")


@pytest.fixture
def linux(open_lab: Callable[..., Azure]) -> Azure:
    """A lab with one healthy Linux VM."""
    return open_lab("healthy-linux")
