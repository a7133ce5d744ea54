"""The page about faults. Its name lets it come after the tests that it is made of."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.fault_table import ASKED, TABLE, page

PAGE = Path(__file__).parents[2] / "docs/faults.md"


def test_the_page_shows_every_fault_that_was_tried() -> None:
    """It is made by `make faults`, which takes many minutes; here is seen that no fault is missing on it, and that nothing on it was wrong."""
    if ASKED:
        PAGE.write_text(page(PAGE.read_text("utf-8") if PAGE.exists() else ""), "utf-8", newline="\n")
    kept = PAGE.read_text("utf-8")
    assert [row for row in TABLE.rows() if f"| {row} |" not in kept] == []
    assert all(line.endswith("| 0 |") for line in kept.splitlines() if line.startswith("| ") and not line.startswith("| fault"))
