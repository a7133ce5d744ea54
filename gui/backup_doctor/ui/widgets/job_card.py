"""A backup job as it goes: its tasks in Azure's words, the time passed, and a way to stop waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import StepRecord, Undertaking
from ...core.words import STAGE
from .. import vocabulary
from ..backing_up import is_followed, step_of
from ..kit import Kit
from .copy_button import CopyButton
from .mark import Mark
from .part import Part, announce, named, set_property
from .text import Label, Prose, shorten

_TICK_MS = 1000
_LOOKS = {
    "completed": ("ok", "ok"),
    "completedwithwarnings": ("warning", "warning"),
    "failed": ("failed", "error"),
    "cancelled": ("skipped", "dim"),
    "notstarted": ("pending", "dim"),
    "inprogress": ("", "info"),
}
"""Glyph and colour of a task's state; without a glyph it turns."""


class TaskRow(Part):
    """One task; the name is Azure's."""

    def __init__(self, kit: Kit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.name, self.state = name, ""
        self._followed = True
        self._mark = Mark(kit)
        self._words = Prose()
        self._words.setPlainText(shorten(name, 120))
        self._state = named(QLabel(), "status")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._mark)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._state)

    def show_state(self, state: str, *, followed: bool) -> None:
        """Draw it; what is not followed any more does not turn."""
        news = bool(self.state) and state != self.state
        self.state, self._followed = state, followed
        self.refresh()
        if news:
            announce(self, f"{shorten(self.name, 120)}: {self._word}")

    @property
    def _word(self) -> str:
        return shorten(self.say(vocabulary.task(self.state)), 60)

    @Slot()
    def refresh(self) -> None:
        icon, token = _LOOKS.get(self.state.casefold(), ("unknown", "dim"))
        if not icon and not self._followed:
            icon, token = "unknown", "info"
        self._mark.show_icon(icon, token)
        self._state.setText(self._word)
        set_property(self._state, "tone", token)


class JobCard(Part):
    """Hidden until there is a job to show."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._backup: Undertaking | None = None
        self._title, self._said, self.time, self._goes_on = Label("section"), Prose("quiet"), Label("quiet"), Label("quiet")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.tasks: list[TaskRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.stop = QPushButton()
        self.stop.clicked.connect(kit.repairs.stop)
        self._name = Prose("quiet", anywhere=True)
        self._copy = CopyButton(kit, self._job, translate("JobCard", "Copy the job's name"))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._lay_out()
        self.refresh()

    def show_backup(self, backup: Undertaking | None) -> None:
        """Draw this one."""
        self._backup = backup
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        backup = self._backup
        if backup is None:
            return
        followed = is_followed(self.kit, backup)
        record = step_of(backup)
        self._title.setText(self.say(translate("JobCard", "The backup job")))
        self._said.setPlainText(shorten(self.say(_state(record))))
        self._said.setVisible(followed)
        self._show_tasks(record.parts, followed=followed)
        self._name.setPlainText(self.say(translate("JobCard", "Job {name}").format(name=record.kept)))
        self._name.setVisible(bool(record.kept))
        self._copy.setVisible(bool(record.kept))
        self.dress(self.stop, translate("JobCard", "Stop &waiting"), "close", "dim")
        self._goes_on.setText(self.say(translate("JobCard", "The job goes on in Azure, whether or not somebody waits for it here.")))
        for widget in (self.stop, self._goes_on):
            widget.setVisible(followed)
        self._show_time()
        self._run()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.time)
        self.time.setWordWrap(False)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.stop)
        foot.addWidget(self._goes_on, 1, Qt.AlignmentFlag.AlignVCenter)
        name = QHBoxLayout()
        name.addWidget(self._name, 1, Qt.AlignmentFlag.AlignVCenter)
        name.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._said)
        layout.addLayout(self._rows)
        layout.addLayout(name)
        layout.addLayout(foot)

    def _show_tasks(self, parts: tuple[tuple[str, str], ...], *, followed: bool) -> None:
        if [row.name for row in self.tasks] != [name for name, _ in parts]:
            for row in self.tasks:
                self._rows.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.tasks = [TaskRow(self.kit, name, self) for name, _ in parts]
            for row in self.tasks:
                self._rows.addWidget(row)
        for row, (_, state) in zip(self.tasks, parts, strict=True):
            row.show_state(state, followed=followed)

    def _job(self) -> str:
        return "" if self._backup is None else step_of(self._backup).kept

    def _run(self) -> None:
        wanted = self._backup is not None and is_followed(self.kit, self._backup) and self.isVisible()
        if wanted and not self._tick.isActive():
            self._tick.start()
        elif not wanted:
            self._tick.stop()

    @Slot()
    def _show_time(self) -> None:
        backup = self._backup
        if backup is None:
            return
        began = step_of(backup).began or backup.begun
        if is_followed(self.kit, backup):
            elapsed = _whole(datetime.now(UTC) - began)
            begun = translate("JobCard", "Just started")
            text = translate("JobCard", "Running for {elapsed}").format(elapsed=elapsed) if elapsed else begun
        elif backup.ended is not None:
            text = translate("JobCard", "Took {elapsed}").format(elapsed=_whole(backup.ended - began))
        else:
            text = translate("JobCard", "Started {when}").format(when=began)
        self.time.setText(self.say(text))


def _state(record: StepRecord) -> Text:
    return record.said or STAGE[record.stage]


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=max(0, round(span.total_seconds())))
