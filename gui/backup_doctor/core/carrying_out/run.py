"""A whole plan: its steps one after the other, or the last one first where it is taken back."""

from __future__ import annotations

import asyncio
import logging

from ..journal import Entry
from ..model import CouldNotLook
from ..text import lazy_translate as translate
from ..undertaking import Outcome, Stage, StepRecord, Undertaking
from .azure import OutcomeUnknown
from .step import StepRun, may_pass, refusal, request_id_of
from .tools import Tools

log = logging.getLogger(__name__)

UNDO_TRIES = 5
"""The operation that is taken back may still be under way, which Azure answers with a conflict."""


async def carry_out(entry: Entry, tools: Tools) -> None:
    """Do what is left of an undertaking, up to its end or to the first step that fails; that one is tried anew the next time.

    It stays open where a step failed or waited in vain and something is left to finish or to take back, and where this is cancelled:
    then the journal tells how far it came. Nothing is done to one that has ended, nor to one that is being taken back: `undo` goes
    on with that.

    Raises:
        CannotWrite: the journal's disk is full; nothing was sent that is not written down.
        CouldNotLook: another version of the program began it, and this one does not know how to wait for one of its steps.
    """
    undertaking = entry.undertaking
    if not undertaking.is_open or undertaking.undoing:
        return
    _require_known(undertaking, tools)
    for record in undertaking.steps:
        if record.is_settled:
            continue
        try:
            await StepRun(entry, record, tools).run()
        except CouldNotLook as error:
            log.info("%s stopped at %s: %s", undertaking.id, record.step.title, error)
            stage = record.stage if isinstance(error, OutcomeUnknown) else Stage.FAILED
            entry.note(record, stage, said=error.text, **refusal(record, error))
        if not record.is_settled:
            if undertaking.is_over:
                entry.close(Outcome.FAILED)
            tools.progress(undertaking)
            return
        tools.progress(undertaking)
    entry.close(Outcome.DONE)
    tools.progress(undertaking)


async def undo(entry: Entry, tools: Tools) -> None:
    """Take back what can be taken back, the last step first. It stays open where that fails.

    Nothing is done to one that has ended with nothing left to take back.

    Raises:
        CannotWrite: as for `carry_out`.
    """
    undertaking = entry.undertaking
    if not undertaking.is_open and not undertaking.undoable:
        return
    if not undertaking.undoing:
        entry.begin_undo()
    for record in undertaking.undoable:
        try:
            await _take_back(entry, record, tools)
        except CouldNotLook as error:
            said = {"undo_status": error.status, "undo_request_id": request_id_of(error)} if error.status else {}
            entry.note(record, Stage.UNDOING, said=error.text, **said)
            tools.progress(undertaking)
            return
        tools.progress(undertaking)
    entry.close(Outcome.UNDONE)
    tools.progress(undertaking)


async def _take_back(entry: Entry, record: StepRecord, tools: Tools) -> None:
    """Send the request that takes a step back, and follow it. It may be sent twice: it says how things were."""
    request = record.step.undo
    assert request is not None
    entry.note(record, Stage.UNDOING, said=None, undo_status=0, undo_request_id="")
    tools.progress(entry.undertaking)
    for left in reversed(range(UNDO_TRIES)):  # pragma: no branch: the last try breaks or raises
        try:
            answer = await tools.azure.send(request)
            break
        except CouldNotLook as error:
            if not left or not may_pass(error):
                raise
            await asyncio.sleep(max(tools.interval, error.wait))
    seen = {"undo_status": answer.status, "undo_request_id": answer.request_id}
    if answer.is_pending:
        entry.note(record, Stage.UNDOING, **seen)
        await tools.azure.follow(request, answer.status_url, answer.result_url)
    entry.note(record, Stage.UNDONE, **seen)


def _require_known(undertaking: Undertaking, tools: Tools) -> None:
    """What this version cannot wait for must not be begun."""
    steps = [record.step for record in undertaking.steps if not record.is_settled]
    watched = all(not step.watch or step.watch in tools.watches for step in steps)
    if not watched or any(step.only_if and step.only_if not in tools.conditions for step in steps):
        raise CouldNotLook(translate("Repair", "Another version of the program began this. Only that one can finish it."))
