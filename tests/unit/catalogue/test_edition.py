"""The edition of the rule set: the same for the same rules, another one for others."""

from __future__ import annotations

import re

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.edition import edition


def test_the_same_rules_are_the_same_edition() -> None:
    first = edition()
    edition.cache_clear()
    assert edition() == first
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", first)


def test_a_check_less_is_another_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    first = edition()
    cause = catalogue()[0]
    monkeypatch.setattr(cause, "checks", cause.checks[:-1])
    edition.cache_clear()
    try:
        assert edition() != first
    finally:
        edition.cache_clear()
