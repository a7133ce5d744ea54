"""``journal``: what was begun and stands open, and the ways to end it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..catalogue.remedies import remedy_of
from ..core.action import outcome_in_words, undo_in_words
from ..core.examination import must_exist
from ..core.files import CannotWrite
from ..core.journal import Entry, InUse, Journal
from ..core.language import Language
from ..core.model import CannotStart, Finding
from ..core.places import journal_folder
from ..core.plain import plain
from ..core.plan import Request
from ..core.policy import against
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Undertaking
from .connection import options_of, session
from .exits import Exit, Stop
from .files import check_place
from .fix import goes_inside, look_again
from .plan_json import action_document, checks_to_json, dumped, head, sent_later, undertaking_to_json
from .result import Result
from .result_text import outcome_lines
from .telling import Teller
from .unattended import UnattendedRun
from .verifying import Looked, exit_of_repair, look

if TYPE_CHECKING:
    from ..arm.gateway import Gateway


async def journal(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: bad arguments, no such undertaking, one that is in use or cannot go on, or no way into Azure.
    """
    check_place(arguments.output)
    kept = Journal(journal_folder())
    identity = arguments.finish or arguments.undo
    if identity and arguments.auth is None:
        raise Stop(Exit.USAGE, translate("CommandLine", "This needs a connection to Azure: add --auth and its options."))
    with Result(arguments.format, arguments.output, words) as result:
        if arguments.leave:
            return _leave(kept, arguments.leave, result, words)
        if not identity:
            return _list(kept, arguments, result, words)
        with _taken_up(kept, identity) as entry:
            _check(entry.undertaking, arguments)
            async with session(arguments) as opened:
                errand = _Errand(opened.gateway, entry, arguments, result, words)
                return await (errand.finish() if arguments.finish else errand.undo())


def _list(kept: Journal, arguments: argparse.Namespace, result: Result, words: Language) -> Exit:
    listed = [(item, item.is_open and kept.is_in_use(item.id)) for item in kept.undertakings() if arguments.all or item.is_open]
    damaged = [str(path) for path in kept.damaged()]
    way = options_of(arguments) if arguments.auth is not None else "--auth …"
    result.text(lambda: _listing(listed, damaged, words, way))
    entries = [undertaking_to_json(item, words, in_use=in_use) for item, in_use in listed]
    result.document(lambda: dumped({**head(), "undertakings": entries, "damaged": damaged}))
    return Exit.STANDS_OPEN if damaged or any(item.is_open and not in_use for item, in_use in listed) else Exit.DONE


def _listing(listed: list[tuple[Undertaking, bool]], damaged: list[str], words: Language, way: str) -> Iterator[str]:
    if not damaged and not any(item.is_open for item, _ in listed):
        yield words.render(translate("JournalText", "Nothing is unfinished."))
    for item, in_use in listed:
        yield ""
        yield from _entry(item, words, way, in_use=in_use)
    if damaged:
        yield ""
        yield words.render(
            translate("JournalText", "%n file(s) of the journal cannot be read; what was in them is not known:", "", 0).counted(len(damaged))
        )
        yield from (f"  {plain(path)}" for path in damaged)


def _entry(item: Undertaking, words: Language, way: str, *, in_use: bool) -> Iterator[str]:
    def say(text: Text) -> str:
        return plain(words.render(text))

    yield say(translate("JournalText", "{id}: “{remedy}” ({name})").format(id=item.id, remedy=item.title, name=item.remedy))
    yield "  " + say(translate("JournalText", "VM: {vm}").format(vm=str(item.vm)))
    yield "  " + say(translate("JournalText", "Begun: {moment}").format(moment=item.begun))
    if in_use:
        yield "  " + say(translate("JournalText", "Another instance of the program is working on it."))
        return
    yield f"  {say(outcome_in_words(item))}"
    yield f"  {say(undo_in_words(item))}"
    for word in _words_for(item):
        yield plain(f"  backup-doctor journal --{word} {item.id} {'' if word == 'leave' else way}".rstrip())


def _words_for(item: Undertaking) -> Iterator[str]:
    """The ways to go on."""
    if item.is_open and not item.undoing:
        yield "finish"
    if item.undoable:
        yield "undo"
    if item.is_open:
        yield "leave"


def _taken_up(kept: Journal, identity: str) -> Entry:
    try:
        return kept.resume(identity)
    except InUse as error:
        raise Stop(Exit.REFUSED, translate("CommandLine", "Another instance of the program is working on {id}.").format(id=identity[:80])) from error
    except KeyError as error:
        known = ", ".join(item.id for item in kept.open_items()) or "—"
        text = translate("CommandLine", "The journal has no readable entry {id}. Unfinished: {known}.")
        raise Stop(Exit.USAGE, text.format(id=identity[:80], known=known)) from error
    except CannotWrite as error:
        raise Stop(Exit.REFUSED, error.text) from error


def _check(undertaking: Undertaking, arguments: argparse.Namespace) -> None:
    steps = [record.step for record in undertaking.steps]
    refusal = against(arguments.policy, (request for step in steps for request in (step.request, step.undo) if request is not None))
    if refusal is not None:
        raise Stop(Exit.REFUSED, refusal)
    if arguments.finish and not undertaking.is_open:
        raise Stop(Exit.REFUSED, translate("CommandLine", "{id} is already closed: there is nothing to finish.").format(id=undertaking.id))
    if arguments.finish and undertaking.undoing:
        text = translate("CommandLine", "{id} is being undone and can no longer be finished; continue with --undo.")
        raise Stop(Exit.REFUSED, text.format(id=undertaking.id))
    if arguments.undo and not undertaking.undoable:
        raise Stop(Exit.REFUSED, translate("CommandLine", "Nothing in {id} can be undone.").format(id=undertaking.id))


def _leave(kept: Journal, identity: str, result: Result, words: Language) -> Exit:
    with _taken_up(kept, identity) as entry:
        if not entry.undertaking.is_open:
            raise Stop(Exit.REFUSED, translate("CommandLine", "{id} is already closed.").format(id=identity))
        try:
            entry.close(Outcome.LEFT)
        except CannotWrite as error:
            raise Stop(Exit.REFUSED, error.text) from error
    Teller(words).tell(translate("CommandLine", "{id} stays as it is and no longer counts as unfinished.").format(id=identity))
    result.document(lambda: dumped({**head(), "undertaking": identity, "open": False}))
    return Exit.DONE


@dataclass(frozen=True, slots=True)
class _Errand:
    """One undertaking that is finished or taken back."""

    gateway: Gateway
    entry: Entry
    arguments: argparse.Namespace
    result: Result
    words: Language

    async def finish(self) -> Exit:
        """Do what is left of it, and look whether it has helped."""
        undertaking, remedy = self.entry.undertaking, remedy_of(self.entry.undertaking.remedy)
        inside = goes_inside(record.step for record in undertaking.steps)
        before = await self._before(looks_inside=inside)
        left = [record.step.request for record in undertaking.steps if not record.is_settled and record.step.request is not None]
        self._show(left)
        self.result.something_changed()
        await self._hands().carry_out(self.entry)
        if remedy is None:  # of another version of the program: nobody here knows what to look at
            code = Exit.NOT_VERIFIED if undertaking.outcome is Outcome.DONE else Exit.REFUSED
            return self._put_out(left, Looked({}, {}), code)
        looked = Looked(before, await look_again(self.gateway, remedy, undertaking, looks_inside=inside))
        return self._put_out(left, looked, exit_of_repair(remedy, undertaking, looked))

    async def undo(self) -> Exit:
        """Take it back. The checks are not asked: what the repair had mended is meant to be as it was."""
        undertaking = self.entry.undertaking
        left = [record.step.undo for record in undertaking.undoable if record.step.undo is not None]
        self._show(left)
        self.result.something_changed()
        await self._hands().undo(self.entry)
        return self._put_out(left, Looked({}, {}), Exit.DONE if undertaking.outcome is Outcome.UNDONE else Exit.REFUSED)

    async def _before(self, *, looks_inside: bool) -> dict[str, Finding]:
        """What the checks find now; it also proves that this connection leads to the VM."""
        from ..arm.vm import AzureVm

        undertaking = self.entry.undertaking
        vm, remedy = AzureVm(self.gateway, undertaking.vm, looks_inside=looks_inside), remedy_of(undertaking.remedy)
        try:
            await must_exist(vm)
        except CannotStart as error:
            raise Stop(Exit.NO_AZURE, error.text) from error
        return {} if remedy is None else await look(vm, remedy.cause)

    def _hands(self) -> UnattendedRun:
        confirm, name = self.arguments.confirm, self.entry.undertaking.vm.name
        return UnattendedRun(self.gateway, Teller(self.words), self.arguments, confirm is not None and confirm.casefold() == name.casefold())

    def _show(self, requests: Sequence[Request]) -> None:
        self.result.text(lambda: _to_send(requests, self.words))

    def _put_out(self, requests: Sequence[Request], looked: Looked, code: Exit) -> Exit:
        undertaking, endpoint = self.entry.undertaking, self.gateway.cloud.endpoint.rstrip("/")
        remedy = remedy_of(undertaking.remedy)
        checks = () if remedy is None or not looked.before else tuple(remedy.cause.checks)
        self.result.text(lambda: outcome_lines(undertaking, checks, looked, code, self.words))
        document = {
            **head(),
            "undertaking": undertaking.id,
            "requests": sent_later(requests, endpoint),
            "open": undertaking.is_open,
            "action": action_document(undertaking, self.words, endpoint),
            "checks": checks_to_json(checks, looked, self.words),
        }
        self.result.document(lambda: dumped(document))
        return code


def _to_send(requests: Sequence[Request], words: Language) -> Iterator[str]:
    yield words.render(translate("JournalText", "%n request(s) may be sent:", "", 0).counted(len(requests)))
    for request in requests:
        yield plain(f"  {request.line}")
        if request.body is not None:
            yield from (plain(f"    {line}") for line in json.dumps(request.body, ensure_ascii=False, indent=2).splitlines())
