"""Checks in a row that found the very same: a report names them all and says it once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .diagnosis import CheckResult


def alike(checks: Sequence[CheckResult]) -> list[list[CheckResult]]:
    """The checks in order, those together that found the same, word for word and by the same evidence."""
    return [list(group) for _, group in groupby(checks, lambda check: check.finding)]
