"""Which edition of the rule set this program holds: two reports are comparable only where it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from .causes import catalogue
from .symptoms import SYMPTOMS


@cache
def edition() -> str:
    """Two groups of four digits that change with any code, cause, check, remedy or manual step, and with the words of the checks."""
    digest = sha256("\n".join(_rules()).encode()).hexdigest()[:8].upper()
    return f"{digest[:4]}-{digest[4:]}"


def _rules() -> Iterator[str]:
    for symptom in SYMPTOMS:
        yield f"{symptom.code}: {symptom.message.source}: {', '.join(symptom.causes)}"
    for cause in catalogue():
        yield f"{cause.id}: {cause.title.source}: {', '.join(cause.upstream)}"
        yield from (f"{check.id}: {check.title.source}: {check.why.source}" for check in cause.checks)
        yield from (remedy.id for remedy in cause.remedies)
        yield from (manual.id for manual in cause.manual_steps)
