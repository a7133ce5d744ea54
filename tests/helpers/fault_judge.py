"""What has to be true of the window at the end of a disturbed story, and how its user gets on from there."""

from __future__ import annotations

from collections.abc import Iterator

from backup_doctor.core.history import HistoryEntry
from backup_doctor.core.journal import Journal
from backup_doctor.core.model import Status, Verdict
from backup_doctor.core.undertaking import Outcome, Undertaking
from backup_doctor.ui.backing_up import Phase, backup_of, phase_of
from backup_doctor.ui.dialogs.progress import ProgressSheet
from backup_doctor.ui.pages.back_up import BackUpPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.run import Run
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.fault_window import CAUSE, COMPLAINT, REMEDY, Evening, put_away, statuses

RULE = "Allow-AzureStorage-For-Backup"
CODE = "ExtensionSnapshotFailedNoNetwork"
"""What every backup of the scenario fails with."""


def diagnosed(evening: Evening, run: Run | None, calm: dict[str, str]) -> Iterator[str]:
    """What is not true, or lost, at the end of a diagnosis; the wire is still as bad as it was."""
    yield from _quiet(evening)
    window = evening.walk.window
    if evening.trouble:
        yield from [] if window.bar.primary.isEnabled() else ["nobody can sign in again"]
        return
    yield from _kept(evening)
    if run is None:
        yield from [] if window.banners.run_error.isVisible() and window.banners.run_error.plain() else ["nobody is told why it could not start"]
        yield from [] if window.bar.primary.isEnabled() else ["it cannot be started again"]
        return
    yield from _findings(evening, run, calm, calm)


def told(evening: Evening, run: Run | None, calm: dict[str, str]) -> str:
    """How a diagnosis ended, in a few words for the table."""
    if run is None:
        return "not signed in" if evening.trouble else "could not start"
    return "as undisturbed" if statuses(run) == calm else "in part unknown"


def tried_again(evening: Evening, calm: dict[str, str]) -> Iterator[str]:
    """The trouble is over: the way that is open leads to the undisturbed end."""
    evening.trap.calm()
    evening.stays = True
    if evening.trouble:
        evening.sign_in()
        if evening.trouble:
            yield f"nobody can sign in again: {evening.trouble}"
            return
        evening.choose()
        again = evening.start()
    else:
        again = evening.again()
    if again is None or statuses(again) != calm:
        yield "trying again ends otherwise"
    yield from _kept(evening)


def is_in_history(evening: Evening, number: int) -> Iterator[str]:
    """So many diagnoses can be opened again."""
    history = evening.walk.kit.history
    evening.wait(lambda: not history._pending and not history._writing)
    found = [entry for entry in history.history.entries() if isinstance(entry, HistoryEntry)]
    if len(found) != number:
        yield f"{len(found)} diagnoses in the history instead of {number}"


def repaired(evening: Evening, sheet: ProgressSheet, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """What is not true, or lost, after a plan was confirmed; the wire is still as bad as it was."""
    yield from _quiet(evening)
    yield from _kept(evening)
    run, undertaking = evening.walk.state.run, sheet.undertaking
    if run is not None:
        yield from _findings(evening, run, before, after, rows=False)
    yield from [] if sheet.outcome.isVisible() and sheet.outcome.plain() else ["nobody is told how it ended"]
    if undertaking is None or undertaking.outcome is Outcome.FAILED:
        yield from ["it is called not done, and the rule is there"] if RULE in evening.rules else []
    elif undertaking.outcome is Outcome.DONE:
        yield from [] if RULE in evening.rules else ["it is called done, and the rule is not there"]
    yield from _journal(evening, undertaking)
    if undertaking is not None and undertaking.is_open:
        evening.walk.know_open_items(1)
        yield from [] if evening.walk.window.banners.open_items.isVisibleTo(evening.walk.window) else ["no banner says that something stands open"]
        yield from [] if sheet.decision.isVisible() else ["nothing can be decided"]


def repaired_again(evening: Evening, sheet: ProgressSheet, rules: list[str], after: dict[str, str]) -> Iterator[str]:
    """The trouble is over: what stands open is finished or undone, what was not done is done, and the checks say so."""
    evening.trap.calm()
    evening.stays = True
    walk, undertaking = evening.walk, sheet.undertaking
    if undertaking is not None and undertaking.is_open:
        button = sheet.decision.undo if undertaking.undoing else sheet.decision.finish
        assert button.isVisible() and button.isEnabled()
        button.click()
        evening.wait(evening.is_over)
        undertaking = sheet.undertaking
    put_away()
    if undertaking is None or undertaking.outcome is not Outcome.DONE:
        evening.again()
        sheet = evening.carry_out()
        undertaking = sheet.undertaking
        put_away()
    if undertaking is None or undertaking.outcome is not Outcome.DONE:
        yield f"it cannot be done: {sheet.outcome.plain()}"
    if evening.rules != sorted([*rules, RULE]):
        yield f"the rules are {evening.rules}"
    run = walk.state.run
    if run is None or statuses(run) != after:  # the checks were disturbed as well
        run = evening.again()
    if {cause.id: run.verdict(cause) for cause in run.causes}[CAUSE] is not Verdict.RULED_OUT:
        yield "the checks do not see it"
    yield from [] if Journal(walk.repairs.journal).open_items() == [] else ["something stands open for ever"]
    kept = [item.remedy for item in run.undertakings.values()]
    yield from [] if REMEDY in kept else ["the report does not know what was changed"]


def backed_up(evening: Evening) -> Iterator[str]:
    """What is not true, or lost, after a backup was asked for, which can only fail; the wire is still as bad as it was."""
    yield from _quiet(evening)
    yield from _kept(evening)
    page, phase, backup = _page(evening), phase_in(evening), backup_of(evening.walk.kit)
    if phase is Phase.DONE:
        yield "it is called done"
    if evening.backups > 1:
        yield "it was begun twice"
    if not page.outcome.isVisible() or not page.outcome.plain():
        yield "nobody is told how it ended"
    if phase in (Phase.NONE, Phase.LEFT) and evening.backups:
        yield "it was begun, and nobody is told"
    if phase is Phase.OPEN and not (page.follow.isVisible() and page.follow.isEnabled()):
        yield "it cannot be followed"
    if phase is Phase.OPEN and backup is not None:
        evening.walk.know_open_items(1)
    yield from _journal(evening, backup)


def backed_up_again(evening: Evening) -> Iterator[str]:
    """The trouble is over: what stands open is followed, and what was not begun is; then Azure's own words are on the page."""
    evening.trap.calm()
    evening.stays = True
    page, begun = _page(evening), evening.backups
    if phase_in(evening) is Phase.OPEN:
        page.follow.click()
        evening.wait(evening.is_over)
    page = _page(evening)
    if page.read_again.isVisible():
        page.read_again.click()
        evening.wait(evening.is_over)
    if evening.backups > begun:
        yield "following it began another one"
    if CODE not in page.outcome.plain() and phase_in(evening) is not Phase.UNKNOWN and evening.backups:
        yield f"what Azure says of it is not to be had: {page.outcome.plain()}"
    if not begun:
        evening.again()
        evening.back_up()
        page = _page(evening)
        yield from [] if evening.backups == 1 and CODE in page.outcome.plain() else [f"it cannot be begun: {page.outcome.plain()}"]
    if phase_in(evening) is Phase.FAILED and not page.diagnose.isVisible():
        yield "its error cannot be diagnosed"
    yield from [] if Journal(evening.walk.repairs.journal).open_items() == [] else ["something stands open for ever"]


def phase_in(evening: Evening) -> Phase:
    """Where the backup stands, as the page has it."""
    return phase_of(evening.walk.kit, backup_of(evening.walk.kit))


def _page(evening: Evening) -> BackUpPage:
    evening.walk.window.go(Step(Kind.BACK_UP))
    page = evening.walk.window.page
    assert isinstance(page, BackUpPage)
    evening.wait(evening.is_over)
    return page


def _quiet(evening: Evening) -> Iterator[str]:
    fault = evening.walk.window.banners.fault
    if fault.isVisible():
        yield f"a fault of our own: {fault.plain()}"


def _kept(evening: Evening) -> Iterator[str]:
    """What the user has chosen and typed is still there."""
    walk = evening.walk
    if walk.state.vm is None or not walk.state.vm.same(str(evening.lab.vm)):
        yield "the machine is no longer chosen"
        return
    page = walk.show(Step(Kind.SYMPTOM))
    assert isinstance(page, SymptomPage)
    if page.pasted.text != COMPLAINT:
        yield "what was pasted is gone"
    if walk.state.complaint is None or walk.state.complaint.code != CODE:
        yield "the symptom is gone"


def _findings(evening: Evening, run: Run, before: dict[str, str], after: dict[str, str], *, rows: bool = True) -> Iterator[str]:
    """Nothing else than the undisturbed finding or “unknown”; and why, on the page, with a way to look again."""
    unknown = []
    for identity, status in statuses(run).items():
        if status not in (before[identity], after[identity], Status.UNKNOWN.value):
            yield f"{identity} says {status}"
        if status == Status.UNKNOWN.value != before[identity]:
            unknown.append(identity)
    cause = next((cause for cause in run.causes if any(check.id in unknown for check in cause.checks)), None)
    if cause is None or not rows:
        return
    page = evening.walk.cause_page(cause.id)
    for row in page.rows:
        if row.check.id in unknown and not (row.words.toPlainText().strip() and row.look.isEnabled() and row.look.isVisible()):
            yield f"{row.check.id} says neither why nor how to look again"


def _journal(evening: Evening, undertaking: Undertaking | None) -> Iterator[str]:
    """What the window says is what is written down."""
    journal = Journal(evening.walk.repairs.journal)
    yield from [f"damaged: {path.name}" for path in journal.damaged()]
    written = {item.id: item.outcome for item in journal.undertakings()}
    if undertaking is not None and (undertaking.id not in written or written[undertaking.id] is not undertaking.outcome):
        yield "the window says of it what the journal does not"
