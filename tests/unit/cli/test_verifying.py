"""When a repair counts as verified: by what the checks of its cause found before and find now."""

from __future__ import annotations

import pytest

from backup_doctor.cli.verifying import Looked, is_verified, verdict_for_offer
from backup_doctor.core.model import Cause, Finding, Status, Verdict, not_asked, ok
from backup_doctor.core.text import verbatim


def findings(statuses: str) -> dict[str, Finding]:
    """A finding per letter: o(k), w(arning), f(ailed), s(kipped), u(nknown)."""
    status = {each.value[0]: each for each in Status}
    return {f"x/{number}": Finding(status[letter], verbatim("…")) for number, letter in enumerate(statuses)}


@pytest.mark.parametrize(
    ("before", "after", "verified"),
    [
        ("f", "o", True),
        ("w", "o", True),
        ("f", "s", True),
        ("ff", "oo", True),
        ("o", "o", True),
        ("fu", "ou", True),  # what could not be seen before either says nothing against it
        ("uo", "oo", True),
        ("f", "f", False),
        ("f", "w", False),
        ("w", "w", False),
        ("fw", "ow", False),
        ("o", "w", False),  # something else broke
        ("u", "f", False),
        ("f", "u", False),
        ("fo", "ou", False),  # what could be seen before is hidden now
        ("u", "u", False),  # nobody saw anything
        ("uo", "uo", False),
        ("f", "", False),
    ],
)
def test_verified(before: str, after: str, verified: bool) -> None:
    assert is_verified(Looked(findings(before), findings(after))) is verified


def test_checks_that_nobody_asked_for_do_not_speak_against_a_repair() -> None:
    cause = Cause("x", verbatim("X"), verbatim("…"), "https://learn.microsoft.com/")

    @cause.check(title=verbatim("A"), why=verbatim("…"))
    async def a(_vm: object) -> Finding:
        return ok(verbatim("…"))

    @cause.check(title=verbatim("B"), why=verbatim("…"))
    async def b(_vm: object) -> Finding:
        return not_asked(verbatim("…"))

    fine, unasked = ok(verbatim("…")), not_asked(verbatim("…"))
    assert verdict_for_offer(cause, {"x/a": fine, "x/b": unasked}) is None
    assert verdict_for_offer(cause, {"x/a": fine, "x/b": fine}) is Verdict.RULED_OUT
    assert verdict_for_offer(cause, {"x/a": Finding(Status.FAILED, verbatim("…")), "x/b": unasked}) is Verdict.CONFIRMED
