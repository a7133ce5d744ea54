"""Remedies against a lab: planned, carried out and taken back as the program does it, with the journal on a real disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

from backup_doctor.arm.changes import Changes
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.remedies import remedy_of
from backup_doctor.catalogue.watches import CONDITIONS, WATCHES
from backup_doctor.core.carrying_out import Tools, carry_out, undo
from backup_doctor.core.diagnosis import NO_CODE
from backup_doctor.core.journal import Entry, Journal
from backup_doctor.core.model import Remedy, Verdict
from backup_doctor.core.offer import Offer
from backup_doctor.core.offering import offer
from backup_doctor.core.plan import Plan, Step
from backup_doctor.core.undertaking import Undertaking
from tests.helpers.worlds import Lab

Work = Callable[[Entry, Tools], Awaitable[None]]
"""`carry_out` or `undo`."""

QUICKLY = 0.02
"""Seconds between two looks; nothing in the lab takes longer."""


SPEED = 300
"""How much faster than ours the lab's clock runs while something is carried out: an agent that reports again does so later than before."""


def yes(_step: Step) -> bool:
    """The user agrees to every last resort."""
    return True


def no(_step: Step) -> bool:
    """The user declines every last resort."""
    return False


def offer_of(lab: Lab, remedy: str, verdict: Verdict | None = None) -> Offer:
    """The remedy ``CAUSE/REMEDY`` as it stands; without a verdict it is planned whatever the checks say."""
    return lab.ask(lambda vm: offer(vm, _remedy(remedy), verdict))


def plan_of(lab: Lab, remedy: str) -> Plan:
    """The plan of a remedy that has to be available."""
    offered = offer_of(lab, remedy)
    assert offered.plan is not None and offered.is_available, offered.reason
    return offered.plan


def reason_of(lab: Lab, remedy: str) -> str:
    """Why a remedy is not available, which it must not be."""
    offered = offer_of(lab, remedy)
    assert offered.reason is not None, offered.plan
    return str(offered.reason)


def requests_of(plan: Plan) -> list[tuple[str, object]]:
    """What a plan sends, in order: method and path with its version, and the document."""
    return [(step.request.line, step.request.body) for step in plan.steps if step.request is not None]


def repair(lab: Lab, remedy: str, folder: Path, *, approve: Callable[[Step], bool] = yes, plan: Plan | None = None) -> Undertaking:
    """Carry out a remedy that has to be available, to its end or to where it stops.

    Args:
        plan: one that was made before; else it is made now.
    """
    plan = plan or plan_of(lab, remedy)
    with Journal(folder).begin(lab.vm, remedy, _remedy(remedy).title, plan, "test") as entry:
        _let_time_pass(lab)
        lab.use(lambda gateway: carry_out(entry, _tools(gateway, lab, folder, approve)))
        return entry.undertaking


def resumed(lab: Lab, undertaking: Undertaking, folder: Path, *, approve: Callable[[Step], bool] = yes) -> Undertaking:
    """Go on with an undertaking that stopped, as its journal tells it."""
    return _with_entry(lab, undertaking, folder, carry_out, approve)


def undo_of(lab: Lab, undertaking: Undertaking, folder: Path) -> Undertaking:
    """Take back what an undertaking did, as its journal tells it."""
    return _with_entry(lab, undertaking, folder, undo, yes)


def _with_entry(lab: Lab, undertaking: Undertaking, folder: Path, work: Work, approve: Callable[[Step], bool]) -> Undertaking:
    with Journal(folder).resume(undertaking.id) as entry:
        _let_time_pass(lab)
        lab.use(lambda gateway: work(entry, _tools(gateway, lab, folder, approve)))
        return entry.undertaking


def stages(undertaking: Undertaking) -> list[str]:
    """How far each step has come."""
    return [record.stage.value for record in undertaking.steps]


def verdicts(lab: Lab, *, looks_inside: bool = False) -> dict[str, Verdict]:
    """What all checks say, cause by cause; they are asked anew."""
    return {cause.id: cause.verdict for cause in lab.diagnose(NO_CODE, looks_inside=looks_inside).causes}


def changes(lab: Lab) -> list[str]:
    """The requests so far that could have changed something, without their version."""
    reading = ("/resources", "/effectivenetworksecuritygroups", "/effectiveroutetable", "/backupstatus")
    lines = [line.partition("?")[0] for line in lab.seen]
    return [line for line in lines if not line.startswith("GET") and not line.casefold().endswith(reading)]


def _let_time_pass(lab: Lab) -> None:
    start, began = lab.world.now(), monotonic()
    lab.world.now = lambda: start + timedelta(seconds=(monotonic() - began) * SPEED)


def _remedy(identity: str) -> Remedy:
    remedy = remedy_of(identity)
    assert remedy is not None, identity
    return remedy


def _tools(gateway: Gateway, lab: Lab, folder: Path, approve: Callable[[Step], bool]) -> Tools:
    async def answer(step: Step) -> bool:
        return approve(step)

    gateway.repairs_allowed = True
    gateway.interval = QUICKLY
    return Tools(
        azure=Changes(gateway),
        vm=lambda: AzureVm(gateway, lab.vm),
        watches=WATCHES,
        conditions=CONDITIONS,
        approve=answer,
        interval=QUICKLY,
        folder=folder,
        progress=lambda _undertaking: None,
    )
