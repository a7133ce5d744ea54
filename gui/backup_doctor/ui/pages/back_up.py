"""Back up again: the proof. What to know beforehand, the job as it goes, and how it ended."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...core.diagnosis import Complaint
from ...core.offer import Offer
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Undertaking
from .. import back_up_errands
from ..backing_up import BACK_UP_NOW, Phase, backup_of, failure_was_expected, phase_of, step_of, vm_of
from ..kit import Kit
from ..run import FailedBackup
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.job_card import JobCard
from ..widgets.start_card import StartCard
from .page import Page, card

_SHOWS_JOB = (Phase.RUNNING, Phase.OPEN, Phase.DONE, Phase.FAILED, Phase.UNKNOWN)


class BackUpPage(Page):
    """Between the causes and the summary."""

    plan_wanted = Signal(object)
    """The `Offer` whose plan is to be shown."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.outcome = Banner(kit)
        self.diagnose, self.read_again, self.follow, self.leave = (QPushButton() for _ in range(4))
        self._buttons = QWidget()
        self.card, self.job = StartCard(kit), JobCard(kit)
        self._quota_of: object = None
        """The VM whose backups of today have been asked for."""
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("BackUpPage", "Back up again")

    def first_field(self) -> QWidget | None:
        return self.card.start if self.card.start.isEnabled() else None

    def appear(self) -> None:
        super().appear()
        self._ask_quota()
        self._read_failure()

    @Slot()
    def refresh(self) -> None:
        vm, backup = vm_of(self.kit), backup_of(self.kit)
        phase = phase_of(self.kit, backup)
        about = translate("BackUpPage", "{vm}. Only a backup that completes proves that the fault is gone.")
        self.show_heading(None if vm is None else about.format(vm=vm.name))
        self.dress(self.diagnose, translate("BackUpPage", "&Diagnose this error"), "symptom")
        self.dress(self.read_again, translate("BackUpPage", "Read it &again"), "again")
        self.dress(self.follow, translate("BackUpPage", "&Follow it"), "again")
        self.dress(self.leave, translate("BackUpPage", "Lea&ve it"))
        self._show_outcome(phase, backup)
        self.job.show_backup(backup if phase in _SHOWS_JOB else None)
        self._job_card.setVisible(phase in _SHOWS_JOB)
        self._start_card.setVisible(phase not in (Phase.RUNNING, Phase.OPEN))
        self.card.refresh()

    def _lay_out(self) -> None:
        self.body.addWidget(self.outcome)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(12)
        for button in (self.diagnose, self.read_again, self.follow, self.leave):
            buttons.addWidget(button)
        buttons.addStretch()
        self.body.addWidget(self._buttons)
        self._start_card, column = card()
        column.addWidget(self.card)
        self._job_card, column = card()
        column.addWidget(self.job)
        self.body.addWidget(self._job_card)
        self.body.addWidget(self._start_card)
        self.body.addStretch()
        self.job.show_backup(None)

    def _connect(self) -> None:
        repairs, state = self.kit.repairs, self.kit.state
        for signal in (repairs.allowed_changed, repairs.progressed, repairs.open_items_changed, state.backup_changed, state.run_changed):
            signal.connect(self.refresh)
        repairs.offers_changed.connect(self._offers_changed)
        repairs.ended.connect(self._ended)
        self.card.start_wanted.connect(self._start)
        self.card.plan_wanted.connect(self.plan_wanted)
        self.card.again_wanted.connect(self._look_again)
        self.diagnose.clicked.connect(self._diagnose)
        self.read_again.clicked.connect(self._read_failure_again)
        self.follow.clicked.connect(self._follow)
        self.leave.clicked.connect(self._leave)

    def _show_outcome(self, phase: Phase, backup: Undertaking | None) -> None:
        said = None if backup is None else self._said_of(backup)
        self.diagnose.setVisible(phase is Phase.FAILED and said is not None and said.complaint is not None)
        self.read_again.setVisible(phase is Phase.FAILED and said is not None and said.error is not None)
        self.follow.setVisible(phase is Phase.OPEN)
        self.leave.setVisible(phase is Phase.OPEN)
        self._buttons.setVisible(not all(button.isHidden() for button in (self.diagnose, self.read_again, self.follow, self.leave)))
        self.follow.setEnabled(self.kit.repairs.allowed and not self.kit.repairs.is_busy)
        self.leave.setEnabled(not self.kit.repairs.is_busy)
        repairs = self.kit.repairs
        if backup is None or phase in (Phase.RUNNING, Phase.LEFT):
            if repairs.error is not None and repairs.remedy == BACK_UP_NOW:
                self.outcome.show_error(repairs.error, translate("BackUpPage", "The backup was not started"))
            else:
                self.outcome.clear()
            return
        heading, text, tone = self._outcome(phase, backup, said)
        self.outcome.show_text(text, tone, heading)

    def _outcome(self, phase: Phase, backup: Undertaking, said: FailedBackup | None) -> tuple[Text, Text, Tone]:
        """Heading, words and tone of how it ended."""
        words = step_of(backup).said or translate("BackUpPage", "Azure has said nothing of its job yet.")
        match phase:
            case Phase.DONE:
                return translate("BackUpPage", "Backed up"), words, Tone.OK
            case Phase.FAILED:
                return self._failure(backup, said, words)
            case Phase.UNKNOWN:
                return translate("BackUpPage", "Whether a backup was started is not known"), words, Tone.WARNING
            case _:
                return translate("BackUpPage", "No longer followed"), self._open_words(), Tone.INFO

    def _open_words(self) -> Text:
        if not self.kit.repairs.allowed:
            return translate(
                "BackUpPage",
                "The backup may still be running in Azure: its end has not been seen. "
                "Following it needs repairs to be allowed, although it only looks.",
            )
        return translate(
            "BackUpPage", "The backup may still be running in Azure: its end has not been seen. Follow it, or leave it, before you start another one."
        )

    def _failure(self, backup: Undertaking, said: FailedBackup | None, words: Text) -> tuple[Text, Text, Tone]:
        text = words
        if said is not None and said.complaint is not None:
            text = _recognised(said.complaint)
        elif said is not None and said.error is not None:
            text = translate("BackUpPage", "{words} What its job says could not be read: {reason}").format(words=words, reason=said.error)
        elif said is not None:
            text = translate("BackUpPage", "{words} Reading what its job says…").format(words=words)
        if not failure_was_expected(self.kit.state.run, backup):
            return translate("BackUpPage", "The backup failed"), text, Tone.ERROR
        expected = translate(
            "BackUpPage",
            "The first backup after the lock was lifted fails, but sets off the clean-up of old restore points, which takes several hours. "
            "Back up once more after that. {error}",
        )
        return translate("BackUpPage", "The backup failed; this first failure is expected"), expected.format(error=text), Tone.WARNING

    def _said_of(self, backup: Undertaking) -> FailedBackup | None:
        run = self.kit.state.run
        return None if run is None else run.failed_backups.get(backup.id)

    @Slot(object)
    def _ended(self, _undertaking: object) -> None:
        self.refresh()
        self._read_failure()

    @Slot()
    def _offers_changed(self) -> None:
        self.refresh()
        self._ask_quota()

    def _ask_quota(self) -> None:
        """How many backups there were today; only for the page on screen, and once for each look."""
        run = self.kit.state.run
        vm = None if run is None else run.vm
        if vm is None or vm is self._quota_of or BACK_UP_NOW not in self.kit.repairs.offers or not self.isVisible():
            return
        self._quota_of = vm
        self.kit.flow.begin(
            translate("BackUpPage", "Counting today's backups…"),
            lambda _: back_up_errands.attempts_today(vm),
            lambda number: self.kit.state.know_backups_today(number if isinstance(number, int) else None),
            lambda _: self.kit.state.know_backups_today(None),
        )

    @Slot()
    def _read_failure_again(self) -> None:
        self._read_failure(anew=True)

    def _read_failure(self, *, anew: bool = False) -> None:
        """Ask the job of a failed backup what was wrong, until it has said it; anew where the user asks for it, who may have to sign in."""
        session, vm, backup = self.kit.state.session, vm_of(self.kit), backup_of(self.kit)
        if session is None or vm is None or backup is None or phase_of(self.kit, backup) is not Phase.FAILED:
            return
        said = self._said_of(backup)
        if said is not None and said.error is None:
            return
        identity, job = backup.id, step_of(backup).kept
        know = self.kit.state.know_failed_backup
        know(identity, FailedBackup())
        self.kit.flow.begin(
            translate("BackUpPage", "Reading why the backup failed…"),
            lambda _: back_up_errands.read_failure(session, vm, job, anew=anew),
            lambda complaint: know(identity, FailedBackup(complaint if isinstance(complaint, Complaint) else None)),
            lambda error: know(identity, FailedBackup(error=error)),
            cancelled=lambda: know(identity, FailedBackup(error=translate("BackUpPage", "Reading it was cancelled."))),
        )

    @Slot(object)
    def _start(self, offer: Offer) -> None:
        self.kit.repairs.begin(offer)
        self.to_top()

    @Slot()
    def _look_again(self) -> None:
        run = self.kit.state.run
        if run is not None:
            self.kit.flow.again(run.checks)

    @Slot()
    def _diagnose(self) -> None:
        backup = backup_of(self.kit)
        said = None if backup is None else self._said_of(backup)
        if said is not None and said.complaint is not None:
            self.kit.state.set_complaint(said.complaint)
            self.kit.flow.start()

    @Slot()
    def _follow(self) -> None:
        backup = backup_of(self.kit)
        if backup is not None:
            self.kit.repairs.finish(backup.id)

    @Slot()
    def _leave(self) -> None:
        backup = backup_of(self.kit)
        if backup is not None:
            self.kit.repairs.leave(backup.id)


def _recognised(complaint: Complaint) -> Text:
    if complaint.code is None:
        return complaint.message or translate("BackUpPage", "Azure names no error.")
    if complaint.message is None:
        return translate("BackUpPage", "Azure says {code}.").format(code=complaint.code)
    return translate("BackUpPage", "Azure says {code}: {message}").format(code=complaint.code, message=complaint.message)
