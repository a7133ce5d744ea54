"""Text from outside shows every character that would move the cursor or turn the line around."""

from __future__ import annotations

import pytest

from backup_doctor.core.plain import plain


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ошибка 404 — “no”", "Ошибка 404 — “no”"),
        ("two\r\nlines\u2028and\ttab", "two  lines and tab"),
        ("\x1b[2Jgone", "\\u001b[2Jgone"),
        ("exe.\u202egpj", "exe.\\u202egpj"),
        ("half \ud800 a pair", "half \\ud800 a pair"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_control_characters_become_visible(given: str, shown: str) -> None:
    assert plain(given) == shown
