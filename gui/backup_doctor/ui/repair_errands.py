"""What the window sends the worker to do about repairs. The journal is read and written here, off the GUI thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..core.model import Cause, CouldNotLook, Remedy, Verdict
from ..core.offer import Offer
from ..core.plan import Plan, Step
from ..core.resource_id import VmId
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Undertaking
from .errands import ask_anew
from .worker import Report

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..core.carrying_out import Tools
    from ..core.facts import Vm
    from ..core.journal import Entry, Journal


@dataclass(frozen=True, slots=True)
class ConfirmedPlan:
    """What the user has confirmed, and for which VM."""

    vm: VmId
    remedy: Remedy
    plan: Plan


@dataclass(frozen=True, slots=True)
class StepQuestion:
    """Something only the user can decide; the worker waits for the answer."""

    step: Step
    answer: Callable[[bool], None]
    """To be called on the worker's loop."""


@dataclass(frozen=True, slots=True)
class JournalNews:
    """What the journal says of changes that are not over."""

    open: tuple[Undertaking, ...] = ()
    """Begun, and neither ended nor being worked on."""
    in_use: tuple[Undertaking, ...] = ()
    """Being worked on at this moment, here or in another window."""
    damaged: tuple[Path, ...] = ()


async def offers(vm: Vm, causes: tuple[Cause, ...], verdicts: dict[str, Verdict]) -> dict[str, Offer]:
    """Every remedy of these causes and the backup itself, as they stand for this VM. Nothing is changed."""
    from ..catalogue import back_up
    from ..core.offering import offers as ask

    return await ask(vm, (*causes, back_up.cause), verdicts)


async def read_journal(folder: Path) -> JournalNews:
    """What is still open."""
    from ..core.journal import Journal

    def read() -> JournalNews:
        journal = Journal(folder)
        listed = [item for item in journal.undertakings() if item.is_open]
        used = {item.id for item in listed if journal.is_in_use(item.id)}
        return JournalNews(
            tuple(item for item in listed if item.id not in used),
            tuple(item for item in listed if item.id in used),
            tuple(journal.damaged()),
        )

    return await asyncio.to_thread(read)


async def begin(session: Session, folder: Path, confirmed: ConfirmedPlan, report: Report) -> None:
    """Write the plan down and carry it out.

    Raises:
        CouldNotLook: what was confirmed is not what would be planned now.
    """
    from ..core.carrying_out import carry_out
    from ..core.journal import Journal

    ask_anew(session)
    await _must_still_hold(session, confirmed)
    entry = Journal(folder).begin(confirmed.vm, confirmed.remedy.id, confirmed.remedy.title, confirmed.plan, __version__)
    await _work(entry, carry_out, session, folder, report)


async def finish(session: Session, folder: Path, identity: str, report: Report) -> None:
    """Take an undertaking up again and do what is left of it."""
    from ..core.carrying_out import carry_out
    from ..core.journal import Journal

    ask_anew(session)
    await _work(_resumed(Journal(folder), identity), carry_out, session, folder, report)


async def undo(session: Session, folder: Path, identity: str, report: Report) -> None:
    """Take back what an undertaking has changed."""
    from ..core.carrying_out import undo as take_back
    from ..core.journal import Journal

    ask_anew(session)
    await _work(_resumed(Journal(folder), identity), take_back, session, folder, report)


async def leave(folder: Path, identity: str) -> Undertaking:
    """Write down that an undertaking stays as it is."""
    from ..core.journal import Journal

    with _resumed(Journal(folder), identity) as entry:
        if entry.undertaking.is_open:
            entry.close(Outcome.LEFT)
        return snapshot(entry.undertaking)


def snapshot(undertaking: Undertaking) -> Undertaking:
    """A copy that the worker no longer changes."""
    return replace(undertaking, steps=[replace(record) for record in undertaking.steps])


async def _must_still_hold(session: Session, confirmed: ConfirmedPlan) -> None:
    """A plan may have stood on the screen for an hour: a backup may run by now, somebody may have set a lock."""
    from ..arm.vm import AzureVm
    from ..core.offering import offer

    now = await offer(AzureVm(session.gateway, confirmed.vm), confirmed.remedy)
    if now.reason is not None:
        text = translate("Repairs", "Nothing was sent, because something has changed since the plan was made: {reason}")
        raise CouldNotLook(text.format(reason=now.reason))
    if now.plan is None or _essence(now.plan) != _essence(confirmed.plan):
        raise CouldNotLook(translate("Repairs", "Nothing was sent: what has to be done is no longer what this plan shows. Check again."))


def _essence(plan: Plan) -> list[tuple[str, str]]:
    """What is changed, and in which state it has to be; a document may hold a moment of its own."""
    return [(step.request.line, step.request.if_match) for step in plan.steps if step.request is not None]


def _resumed(journal: Journal, identity: str) -> Entry:
    from ..core.journal import InUse

    try:
        return journal.resume(identity)
    except InUse as error:
        raise CouldNotLook(translate("Repairs", "Another window of Backup Doctor is working on this at the moment.")) from error
    except KeyError as error:
        raise CouldNotLook(translate("Repairs", "The journal no longer holds this, or its file is damaged.")) from error


async def _work(entry: Entry, work: Callable[[Entry, Tools], Awaitable[None]], session: Session, folder: Path, report: Report) -> None:
    """Hold the entry while it is worked on. What was given up before anything had left is closed: nothing is open then."""
    try:
        report(snapshot(entry.undertaking))
        await work(entry, _tools(entry.undertaking, session, folder, report))
    except asyncio.CancelledError:
        if entry.undertaking.is_open and not any(record.may_have_changed for record in entry.undertaking.steps):
            entry.close(Outcome.LEFT)
        raise
    finally:
        report(snapshot(entry.undertaking))
        entry.release()


def _tools(undertaking: Undertaking, session: Session, folder: Path, report: Report) -> Tools:
    from ..arm.changes import Changes
    from ..arm.vm import AzureVm
    from ..catalogue.watches import CONDITIONS, WATCHES
    from ..core.carrying_out import Tools

    async def approve(step: Step) -> bool:
        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def answer(yes: bool) -> None:
            if not answered.done():
                answered.set_result(yes)

        report(StepQuestion(step, answer))
        return await answered

    return Tools(
        azure=Changes(session.gateway),
        vm=lambda: AzureVm(session.gateway, undertaking.vm),
        watches=WATCHES,
        conditions=CONDITIONS,
        approve=approve,
        interval=session.gateway.interval,
        folder=folder.parent / "guest-logs" / undertaking.id,
        progress=lambda news: report(snapshot(news)),
    )
