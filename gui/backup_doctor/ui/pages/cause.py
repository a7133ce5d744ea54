"""One page per cause: what it is, what the checks found, what can be repaired, what can be done by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.model import Cause, Check, Manual, Remedy, Verdict
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.check_row import CheckRow
from ..widgets.chip import Chip
from ..widgets.manual_row import ManualRow
from ..widgets.part import set_property
from ..widgets.piecewise import Piecewise
from ..widgets.remedy_card import RemedyCard
from ..widgets.text import Label
from .page import Page, card

_LEFT_OUT = translate(
    "CausePage",
    "Nobody has looked: this can only be seen inside the VM. Choose “Look inside the VM” under Symptom and start again, or look manually.",
)


class CausePage(Page):
    """One cause of the run."""

    plan_wanted = Signal(object)
    """The `Offer` whose plan is to be shown."""

    def __init__(self, kit: Kit, cause: Cause, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.cause = cause
        self.chip = Chip(kit)
        self.beside_heading.add(self.chip)
        self.not_applicable = Banner(kit, copyable=False)
        self._checks_title, self._remedies_title, self._manual_title = Label("section"), Label("section"), Label("section")
        for label in (self._checks_title, self._remedies_title, self._manual_title):
            label.setFont(kit.theme.font(1.15, bold=True))
        self._remedies_words, self._manual_words = Label("quiet"), Label("quiet")
        self.again, self.learn_more = QPushButton(), QPushButton()
        set_property(self.again, "kind", "quiet")
        set_property(self.learn_more, "kind", "link")
        self.rows = [CheckRow(kit, check, first=number == 0) for number, check in enumerate(cause.checks)]
        self._remedies: list[RemedyCard] = []
        self._manual_rows: list[ManualRow] = []
        self._remedies_part, self._manual_part = QWidget(), QWidget()
        self._remedies_card, self._manual_card = card(spacing=0), card(spacing=4)
        self._to_make = Piecewise(self)  # all at once it takes a quarter of a second
        things: list[Manual | Remedy] = [*cause.remedies, *cause.manual_steps]
        self._to_make.plan(partial(self._make, thing) for thing in things)
        self._to_make.made.connect(self.settle)
        self._lay_out()
        self._connect()
        self._draw()  # the rows have drawn themselves
        self._is_new = True
        """Drawn, and not shown yet."""

    @property
    def remedies(self) -> list[RemedyCard]:
        """The cards of all remedies."""
        self.complete()
        return self._remedies

    @property
    def manual_rows(self) -> list[ManualRow]:
        """The rows of all steps by hand."""
        self.complete()
        return self._manual_rows

    def complete(self) -> None:
        """Make now what is still to be made."""
        self._to_make.complete()
        for row in self.rows:
            row.complete()

    @property
    def title(self) -> Text:
        return self.cause.title

    def first_field(self) -> QWidget | None:
        return None

    @property
    def verdict(self) -> Verdict | None:
        """What is known of the cause; None while something is being looked at."""
        return None if self.kit.state.run is None else self.kit.state.run.verdict(self.cause)

    def appear(self) -> None:
        if not self._is_new:
            self.refresh()
        self._is_new = False

    @Slot()
    def refresh(self) -> None:
        for row in self.rows:
            row.refresh()
        self._draw()

    def _draw(self) -> None:
        """Everything but the rows."""
        self.show_heading(self.cause.explanation)
        self._checks_title.setText(self.say(translate("CausePage", "Checks")))
        self._remedies_title.setText(self.say(translate("CausePage", "Repairs")))
        words = translate("CausePage", "Each of them shows its whole plan first. Nothing is sent before you confirm it there.")
        self._remedies_words.setText(self.say(words))
        self._manual_title.setText(self.say(translate("CausePage", "Manual steps")))
        self._manual_words.setText(self.say(translate("CausePage", "Tick what you have done. Ticks go into the report. Then check again.")))
        self.dress(self.again, translate("CausePage", "Check a&gain"), "again", "dim")
        self.dress(self.learn_more, translate("CausePage", "&Learn more in Microsoft's documentation"), "link", "accent")
        self._show_verdict()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._checks_title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.again)
        frame, column = card(spacing=0)
        column.setContentsMargins(0, 4, 0, 4)
        for row in self.rows:
            column.addWidget(row)
        checks = QVBoxLayout()
        checks.setSpacing(4)
        checks.addLayout(head)
        checks.addWidget(frame)
        self.body.addWidget(self.not_applicable)
        self._checks_part = QWidget()
        checks.setContentsMargins(0, 0, 0, 0)
        self._checks_part.setLayout(checks)
        self.body.addWidget(self._checks_part)
        self.body.addWidget(self._remedies_part)
        self.body.addWidget(self._manual_part)
        link = QHBoxLayout()
        link.addWidget(self.learn_more)
        link.addStretch()
        self.body.addLayout(link)
        self.body.addStretch()
        self._remedies_card[1].setContentsMargins(0, 4, 0, 4)
        self._manual_card[1].setContentsMargins(0, 8, 0, 12)
        for part, title, words, (inner, _) in (
            (self._remedies_part, self._remedies_title, self._remedies_words, self._remedies_card),
            (self._manual_part, self._manual_title, self._manual_words, self._manual_card),
        ):
            layout = QVBoxLayout(part)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
            for widget in (title, words, inner):
                layout.addWidget(widget)

    def _make(self, thing: Manual | Remedy) -> None:
        """What lies below the checks."""
        run = self.kit.state.run
        made: RemedyCard | ManualRow
        if isinstance(thing, Remedy):
            made = RemedyCard(self.kit, thing, first=not self._remedies, parent=self._remedies_card[0])
            made.plan_wanted.connect(self.plan_wanted)
            self._remedies.append(made)
            self._remedies_card[1].addWidget(made)
        elif run is not None:
            made = ManualRow(self.kit, thing, run.subject.id, self._manual_card[0])
            self._manual_rows.append(made)
            self._manual_card[1].addWidget(made)
        else:
            return
        made.show()  # a layout would show it only in another turn

    def _connect(self) -> None:
        for row in self.rows:
            row.again.connect(self._row_again)
        self.again.clicked.connect(self._all_again)
        self.learn_more.clicked.connect(self._open_link)
        self.kit.state.landed.connect(self._landed)
        self.kit.state.run_changed.connect(self._run_changed)

    @Slot()
    def _run_changed(self) -> None:
        if self.isVisible():  # else `appear` draws it
            self.refresh()

    @Slot(str)
    def _landed(self, identity: str) -> None:
        for row in self.rows:
            if row.check.id == identity:
                row.landed()
                self._show_verdict()

    def _show_verdict(self) -> None:
        verdict = self.verdict
        run = self.kit.state.run
        left_out = run is not None and run.left_out(self.cause)
        applies = left_out or verdict is not Verdict.NOT_APPLICABLE
        self.chip.show_verdict(verdict, left_out=left_out)
        self.again.setEnabled(run is not None and not run.waiting)
        self._checks_part.setVisible(applies)
        self._remedies_part.setVisible(bool(self.cause.remedies) and verdict is not Verdict.NOT_APPLICABLE)
        self._manual_part.setVisible(bool(self.cause.manual_steps) and run is not None and applies)
        if applies:
            self._to_make.start()
        if left_out:
            self.not_applicable.show_text(_LEFT_OUT, Tone.QUIET)
        elif not applies:
            self.not_applicable.show_text(translate("CausePage", "This cause does not apply to this VM. Press Next."), Tone.QUIET)
        else:
            self.not_applicable.clear()

    @Slot(object)
    def _row_again(self, check: Check) -> None:
        self.kit.flow.again([check])

    @Slot()
    def _all_again(self) -> None:
        self.kit.flow.again(self.cause.checks)

    @Slot()
    def _open_link(self) -> None:
        QDesktopServices.openUrl(QUrl(self.cause.learn_more))
