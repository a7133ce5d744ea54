"""The pages of measured figures have one place for each table, so that none is typed by hand or forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.measured import PAGES
from tests.bench.run import BENCHES

DOCUMENTS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, blocks in PAGES.items() for name in blocks])
def test_every_table_has_its_place(page: str, name: str) -> None:
    text = (DOCUMENTS / page).read_text("utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    assert (text.count(begin), text.count(end)) == (1, 1)
    assert text.index(begin) < text.index(end)


def test_every_bench_has_its_table() -> None:
    assert {name.partition("_")[0] for name in BENCHES} | {"machine"} == set(PAGES["measured.md"])


def test_every_bench_is_there() -> None:
    scripts = {path.stem for path in (DOCUMENTS.parent / "tests/bench").glob("*.py")} - {"run", "measured"}
    assert {name.partition("_")[0] for name in BENCHES} == scripts
