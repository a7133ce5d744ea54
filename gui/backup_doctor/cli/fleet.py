"""``fleet``: which backups failed of late in all subscriptions, grouped by root cause."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .. import __version__
from ..catalogue.last_failure import diagnose
from ..core.fleet import Ended, Examined, FailedVm, Failures, FleetNews, FleetRun, Kind, Remarked, Slowed, as_csv, as_text, dumps
from ..core.fleet.table import BOM
from ..core.language import Language
from ..core.model import CouldNotLook
from ..core.plain import plain
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .connection import session
from .exits import Exit, Stop
from .files import check_place, put_out
from .streams import write

if TYPE_CHECKING:
    from ..arm.signin import Session

LEFT_OUT = translate("FleetText", "Skipped: --limit allows no more. Run it again without --limit.")


async def fleet(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: bad arguments, no way into Azure, Azure does not say which backups failed, or a file that cannot be written.
    """
    check_place(arguments.output)
    async with session(arguments) as opened:
        progress = FleetProgress(words)
        try:
            run = await _run(opened, arguments, progress)
        finally:
            progress.close()
    _put_out(run, words, arguments)
    return exit_of(run)


def exit_of(run: FleetRun) -> Exit:
    """1 where a cause was found for any VM; 4 where backups failed and none was found or could be looked for; 0 where none failed."""
    if not run.total:
        return Exit.NO_CAUSE
    return Exit.CAUSE_FOUND if run.count(Kind.CAUSE) else Exit.NOT_ALL_SEEN


async def _run(opened: Session, arguments: argparse.Namespace, progress: FleetProgress) -> FleetRun:
    from ..arm.fleet import examine_fleet, failed_vms, pace_for

    started, pace = datetime.now(UTC), pace_for(opened)
    try:
        failures = await failed_vms(opened, timedelta(hours=arguments.since), progress.hear)
    except CouldNotLook as error:
        raise Stop(Exit.NO_AZURE, error.text) from error
    progress.tell(translate("FleetText", "%n virtual machine(s) to examine.", "", 0).counted(len(failures.failed)))
    chosen, left_out = chosen_of(failures, arguments.limit)
    examined = await examine_fleet(opened, chosen, progress.hear, diagnose, pace=pace)
    if pace.waited:
        text = translate("FleetText", "Azure throttled this account, and the run had to wait: %n second(s) in all.", "", 0)
        progress.remarks.append(text.counted(round(pace.waited)))
    examined += [Examined(failed, error=LEFT_OUT) for failed in left_out]
    return FleetRun.of(failures, examined, progress.remarks, version=__version__, started=started, finished=datetime.now(UTC))


def chosen_of(failures: Failures, limit: int | None) -> tuple[list[FailedVm], list[FailedVm]]:
    """Those to be examined, the latest failures first where they are limited, and those that are left out."""
    latest = sorted(failures.failed, key=lambda failed: failed.failed_at, reverse=True)
    return (latest, []) if limit is None else (latest[:limit], latest[limit:])


def _put_out(run: FleetRun, words: Language, arguments: argparse.Namespace) -> None:
    match arguments.format:
        case "json":
            result = dumps(run, words)
        case "csv":
            result = (BOM if arguments.output else "") + as_csv(run, words)
        case _:
            result = as_text(run, words)
    put_out(result, arguments.output)


class FleetProgress:
    """Says on stderr how the run gets on: waits always, the count only where somebody looks on."""

    def __init__(self, words: Language) -> None:
        self.remarks: list[Text] = []
        self._words, self._looks_on, self._shown = words, sys.stderr.isatty(), 0

    def hear(self, news: FleetNews) -> None:
        """What a run reports."""
        match news:
            case Ended(done=done, total=total, examined=examined):
                text = translate("FleetText", "Examined {done} of {total}: {vm}")
                self.tell(text.format(done=done, total=total, vm=examined.failed.vm.name))
            case Remarked(text=text):
                self.remarks.append(text)
                self._line(text)
            case Slowed(text=text):
                self._line(text)

    def tell(self, text: Text) -> None:
        """The present state, in place of the one before; nothing where nobody looks on."""
        if self._looks_on:
            line = plain(self._words.render(text))
            self._write(f"\r{line.ljust(self._shown)}")
            self._shown = len(line)

    def close(self) -> None:
        """Leave the line that was written over and over."""
        if self._shown:
            self._write("\n")
            self._shown = 0

    def _line(self, text: Text) -> None:
        self.close()
        self._write(f"{plain(self._words.render(text))}\n")

    def _write(self, words: str) -> None:
        write(words, sys.stderr)
