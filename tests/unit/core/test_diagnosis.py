"""One run over one VM: every check lands, one that fails stops no other, and only a missing VM stops them all."""

from __future__ import annotations

import asyncio

import pytest

from backup_doctor.core.diagnosis import NO_CODE, Subject, conclude
from backup_doctor.core.examination import examine
from backup_doctor.core.facts import Vm
from backup_doctor.core.model import Cause, CheckFunction, CouldNotLook, Finding, Status, Verdict, failed, ok
from backup_doctor.core.permission import Permission
from backup_doctor.core.text import verbatim
from backup_doctor.core.verdict import Confidence
from backup_doctor.core.words import conclusion
from backup_doctor.lab.world import World
from tests.helpers.diagnoses import THEN, VM
from tests.helpers.logfail import LogWatch
from tests.helpers.worlds import one_vm, serving


def cause_of(*functions: CheckFunction, identity: str = "test", os: str | None = None) -> Cause:
    cause = Cause(identity, verbatim(identity), verbatim(""), "https://learn.microsoft.com/", os)
    for function in functions:
        cause.check(title=verbatim(""), why=verbatim(""))(function)
    return cause


async def fine(_vm: Vm) -> Finding:
    return ok(verbatim("fine"))


async def faulty(_vm: Vm) -> Finding:
    return failed(verbatim("faulty"))


async def forbidden(_vm: Vm) -> Finding:
    raise CouldNotLook(verbatim("not allowed"), missing=Permission("a/read", "/subscriptions/x"))


async def crashing(_vm: Vm) -> Finding:
    raise ZeroDivisionError


def run(*causes: Cause) -> dict[str, Finding]:
    landed: list[str] = []
    with one_vm() as lab:
        findings = lab.ask(lambda vm: examine(vm, causes, progress=lambda pair: landed.append(pair[0].id)))
    assert sorted(landed) == sorted(findings), "each check is reported once"
    return findings


def test_a_check_that_could_not_look_is_unknown_and_says_what_is_missing() -> None:
    finding = run(cause_of(fine, forbidden))["test/forbidden"]
    assert finding == Finding(Status.UNKNOWN, verbatim("not allowed"), (), Permission("a/read", "/subscriptions/x"))


def test_a_check_that_crashes_is_unknown_and_stops_no_other(log_watch: LogWatch) -> None:
    log_watch.expect("test/crashing is broken")
    findings = run(cause_of(crashing, fine))
    assert [findings[check].status for check in ("test/crashing", "test/fine")] == [Status.UNKNOWN, Status.OK]


@pytest.mark.parametrize(("os", "status"), [("Windows", Status.OK), ("Linux", Status.SKIPPED), (None, Status.OK)])
def test_a_cause_of_the_other_system_is_not_asked(os: str | None, status: Status) -> None:
    assert run(cause_of(fine, os=os))["test/fine"].status is status


def test_a_vm_that_does_not_exist_ends_the_examination() -> None:
    world = World()
    world.subscription("any")
    with serving(world, str(VM)) as lab, pytest.raises(CouldNotLook):
        lab.ask(lambda vm: examine(vm, [cause_of(fine)], progress=lambda _: None))


def test_checks_run_at_the_same_time() -> None:
    async def meeting() -> dict[str, Finding]:
        here, there = asyncio.Event(), asyncio.Event()

        def meets(mine: asyncio.Event, theirs: asyncio.Event) -> CheckFunction:
            async def check(_vm: Vm) -> Finding:
                mine.set()
                await theirs.wait()
                return ok(verbatim("met"))

            return check

        with one_vm() as lab:
            causes = [cause_of(meets(here, there), identity="a"), cause_of(meets(there, here), identity="b")]
            return await asyncio.to_thread(lab.ask, lambda vm: asyncio.wait_for(examine(vm, causes, progress=lambda _: None), 20))

    assert len(asyncio.run(meeting())) == 2


@pytest.mark.parametrize(
    ("functions", "verdict", "words"),
    [
        ([fine], Verdict.RULED_OUT, "No cause found: everything that was checked is in order."),
        ([fine, forbidden], Verdict.UNKNOWN, "No cause found, but not everything could be checked."),
        ([forbidden], Verdict.UNKNOWN, "Nothing could be checked, so no cause is known."),
        ([fine, faulty], Verdict.CONFIRMED, "Cause found: “test”."),
    ],
)
def test_the_conclusion_is_one_sentence(functions: list[CheckFunction], verdict: Verdict, words: str) -> None:
    cause = cause_of(*functions)
    findings = run(cause)
    diagnosis = conclude(Subject(VM), NO_CODE, [cause], findings, version="1", started=THEN, finished=THEN)
    assert diagnosis.causes[0].verdict is verdict
    assert str(conclusion(diagnosis)) == words


def test_without_a_cause_to_check_nothing_is_in_order_and_nothing_is_sure() -> None:
    diagnosis = conclude(Subject(VM), NO_CODE, [], {}, version="1", started=THEN, finished=THEN)
    assert (diagnosis.root_cause, diagnosis.confidence) == (None, Confidence.LOW)
    assert str(conclusion(diagnosis)) == "This code has no cause that can be checked from outside."
