"""The threat model names tests that exist, and one for everything that somebody could try."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/threat-model.md").read_text("utf-8")
FILES = (ROOT / "tests").rglob("test_*.py")
TESTS = {name for file in FILES for name in re.findall(r"^ *(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 40
    assert named - TESTS == set()


def test_everything_that_could_be_tried_has_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| what he")]
    assert [row for row in rows if "`test_" not in row.rpartition(" | ")[2]] == []
