"""The page of measured figures has one place for each bench, so that none is typed by hand or forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.measured import BLOCKS
from tests.bench.run import BENCHES

PAGE = Path(__file__).parents[2] / "docs/measured.md"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_table_has_its_place(name: str) -> None:
    page = PAGE.read_text("utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    assert (page.count(begin), page.count(end)) == (1, 1)
    assert page.index(begin) < page.index(end)


def test_every_bench_has_its_table() -> None:
    assert set(BENCHES) | {"machine"} == set(BLOCKS)
