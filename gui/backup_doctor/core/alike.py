"""Checks that found the very same: a report names them all and says it once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .diagnosis import CheckResult
from .permission import Permission
from .text import Text


def alike(checks: Sequence[CheckResult]) -> list[list[CheckResult]]:
    """The checks in order, those together that found the same, word for word and by the same evidence."""
    return [list(group) for _, group in groupby(checks, lambda check: check.finding)]


def by_reason(checks: Sequence[CheckResult]) -> list[list[CheckResult]]:
    """The checks that could not be made, by why: one refused question may leave many open."""
    groups: dict[tuple[Text, Permission | None], list[CheckResult]] = {}
    for check in checks:
        groups.setdefault((check.finding.text, check.finding.missing), []).append(check)
    return list(groups.values())
