"""Carries out a confirmed plan while nobody is there to ask, and leaves nothing half-done unsaid."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.carrying_out import Tools, carry_out, undo
from ..core.files import CannotWrite
from ..core.journal import Entry, Journal
from ..core.model import CouldNotLook
from ..core.places import guest_logs_folder, journal_folder
from ..core.plan import Step
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Undertaking
from .connection import options_of
from .telling import Teller

if TYPE_CHECKING:
    from ..arm.gateway import Gateway

HALF_WAY = translate("Progress", "It stopped half-way, and there is nobody to ask: what can be undone is being undone now.")


@contextmanager
def journal_of(arguments: argparse.Namespace) -> Iterator[Journal]:
    """The user's own journal. The demo tenant ends with this process, so nothing that was begun in it could ever be finished:
    its journal goes with it, instead of standing open for ever."""
    if not arguments.demo:
        yield Journal(journal_folder())
        return
    with tempfile.TemporaryDirectory(prefix="backup-doctor-demo-") as folder:
        yield Journal(Path(folder))


@dataclass(frozen=True, slots=True)
class UnattendedRun:
    """Carries out or takes back one undertaking: through which door, and with how much trust."""

    gateway: Gateway
    teller: Teller
    arguments: argparse.Namespace
    confirmed: bool
    """Whether the user has named the VM: only then a last resort is used."""

    async def carry_out(self, entry: Entry) -> None:
        """Do what is left of an undertaking. Where it stops half-way, what can be taken back is taken back at once."""
        await self._work(entry, undoes=False)

    async def undo(self, entry: Entry) -> None:
        """Take an undertaking back."""
        await self._work(entry, undoes=True)

    async def _work(self, entry: Entry, *, undoes: bool) -> None:
        undertaking, tools = entry.undertaking, self._tools(entry.undertaking)
        self.gateway.repairs_allowed = True
        try:
            if not undoes:
                await carry_out(entry, tools)
                undoes = undertaking.is_open and bool(undertaking.undoable)
                if undoes:
                    self.teller.tell(HALF_WAY)
            if undoes:
                await undo(entry, tools)
        except (CannotWrite, CouldNotLook) as error:  # a full disk; or steps this version knows nothing of
            self.teller.tell(error.text)
        except asyncio.CancelledError:
            self.teller.tell(translate("Progress", "Interrupted. What Azure has already accepted continues there."))
            _close_untouched(entry)
            raise
        finally:
            self.gateway.repairs_allowed = False
            entry.release()
            self._say_what_is_left(undertaking)

    def _say_what_is_left(self, undertaking: Undertaking) -> None:
        if not getattr(self.arguments, "demo", False):
            self.teller.what_stands_open(undertaking, options_of(self.arguments))
            self.teller.what_can_be_undone(undertaking, options_of(self.arguments))
        elif undertaking.is_open:
            self.teller.tell(translate("Progress", "Not finished. The demo tenant ends here, and with it all that was begun in it."))

    def _tools(self, undertaking: Undertaking) -> Tools:
        from ..arm.changes import Changes
        from ..arm.vm import AzureVm
        from ..catalogue.watches import CONDITIONS, WATCHES

        return Tools(
            azure=Changes(self.gateway),
            vm=lambda: AzureVm(self.gateway, undertaking.vm),
            watches=WATCHES,
            conditions=CONDITIONS,
            approve=self._approve,
            interval=self.gateway.interval,
            folder=guest_logs_folder() / undertaking.id,
            progress=self.teller.progress,
        )

    async def _approve(self, step: Step) -> bool:
        if not self.confirmed and step.asks is not None:
            text = translate("Progress", "“{step}” is a last resort and is skipped. To allow it, add --confirm with the VM's name. {question}")
            self.teller.tell(text.format(step=step.title, question=step.asks))
        return self.confirmed


def _close_untouched(entry: Entry) -> None:
    """Where nothing has left this computer, nothing is open."""
    undertaking = entry.undertaking
    if undertaking.is_open and not any(record.may_have_changed for record in undertaking.steps):
        with suppress(CannotWrite):
            entry.close(Outcome.LEFT)
