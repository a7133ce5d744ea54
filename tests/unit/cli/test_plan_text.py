"""A plan on a terminal: everything that is to be seen, and nothing that moves the cursor."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from backup_doctor.cli.exits import Exit
from backup_doctor.cli.plan_text import offer_lines
from backup_doctor.cli.result_text import outcome_lines
from backup_doctor.cli.telling import Teller
from backup_doctor.cli.verifying import Looked
from backup_doctor.core.language import language
from backup_doctor.core.model import Cause, Finding, Remedy, Status
from backup_doctor.core.offer import Offer
from backup_doctor.core.permission import Permission
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text, lazy_translate, verbatim
from backup_doctor.core.undertaking import Outcome, Stage, StepRecord, Undertaking

EVIL = "web\x1b[2J\u202e01"
WORDS = language("en")
VM = VmId("0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10", "rg", EVIL)


def hostile() -> Text:
    """A sentence of ours with a value of somebody else's."""
    return lazy_translate("Test", "About {name}.").format(name=EVIL)


def steps() -> tuple[Step, ...]:
    body = {"location": EVIL, "tags": {EVIL: "x"}}
    script = {"commandId": "RunShellScript", "script": ["#!/bin/sh", "", "\techo one"]}
    return (
        Step(hostile(), Request("PUT", "/subscriptions/x/resourceGroups/rg/providers/A.B/c/d", "2024-01-01", body, if_match='W/"7"')),
        Step(hostile(), Request("POST", "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/v/runCommand", "1", script)),
        Step(hostile(), only_if="room", asks=hostile(), also_needs=(Permission("A.B/c/join/action", EVIL),)),
    )


def offered(reason: Text | None = None) -> Offer:
    async def mend(_vm: object) -> Plan:
        raise AssertionError

    cause = Cause(EVIL, hostile(), hostile(), "https://learn.microsoft.com/")
    plan = Plan(steps(), Risk.DISRUPTIVE, hostile(), hostile(), hostile(), (hostile(),))
    return Offer(Remedy(cause, hostile(), hostile(), (), Risk.SAFE, mend, True), plan, reason, unsure=(Permission("A.B/c/join/action", EVIL),))


def undertaking(outcome: Outcome | None) -> Undertaking:
    records = [StepRecord(step, Stage.FAILED, said=hostile(), status=409, request_id=EVIL, parts=((EVIL, EVIL),)) for step in steps()]
    return Undertaking("x", VM, "x/y", hostile(), Risk.SAFE, datetime(2026, 11, 22, tzinfo=UTC), "1", records, outcome)


def unprintable(lines: Iterator[str] | list[str]) -> list[str]:
    return [sign for line in lines for sign in line if not sign.isprintable()]


def test_a_hostile_name_cannot_move_the_cursor_out_of_a_plan() -> None:
    lines = list(offer_lines(offered(hostile()), VM, WORDS, "https://arm"))
    assert any("web\\u001b[2J\\u202e01" in line for line in lines)
    assert unprintable(lines) == []


def test_nor_out_of_its_progress() -> None:
    stream = io.StringIO()
    teller = Teller(WORDS, stream)
    teller.progress(undertaking(None))
    teller.what_stands_open(undertaking(None), EVIL)
    assert len(stream.getvalue().splitlines()) > 3
    assert unprintable(stream.getvalue().splitlines()) == []


def test_nor_out_of_its_result() -> None:
    cause = offered().remedy.cause

    @cause.check(title=hostile(), why=hostile())
    async def look(_vm: object) -> Finding:
        raise AssertionError

    found = {cause.checks[0].id: Finding(Status.FAILED, hostile())}
    assert unprintable(outcome_lines(undertaking(Outcome.FAILED), cause.checks, Looked(found, found), Exit.REFUSED, WORDS)) == []


def test_a_script_is_shown_line_by_line_and_a_body_whole() -> None:
    lines = list(offer_lines(offered(), VM, WORDS, "https://arm"))
    start = next(number for number, line in enumerate(lines) if line.startswith("    It runs this script of 3 "))
    assert lines[start + 1 : start + 4] == ["        #!/bin/sh", "", "         echo one"]
    assert "        {" in lines
    assert '          "location": "web\\u001b[2J\\u202e01",' in lines


def test_what_is_conditional_or_not_seen_is_said() -> None:
    lines = list(offer_lines(offered(), VM, WORDS, "https://arm"))
    assert "    Carried out only if it is needed when its turn comes." in lines
    assert any(line.startswith("    A last resort, skipped unless --confirm names the VM: About ") for line in lines)
    assert any(line.endswith("whether the account has it could not be checked.") for line in lines)


def test_the_same_news_twice_is_told_once() -> None:
    stream = io.StringIO()
    teller = Teller(WORDS, stream)
    for _ in range(3):
        teller.progress(undertaking(None))
    assert len(stream.getvalue().splitlines()) == len(steps())


def test_a_step_of_many_tasks_names_them() -> None:
    stream = io.StringIO()
    item = undertaking(None)
    item.steps[0].said, item.steps[0].parts = verbatim("The backup is running…"), (("Take Snapshot", "InProgress"),)
    Teller(WORDS, stream).progress(item)
    assert stream.getvalue().splitlines()[0].endswith(": Failed. The backup is running… (Take Snapshot: InProgress)")
