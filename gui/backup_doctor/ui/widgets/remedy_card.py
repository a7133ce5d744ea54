"""A remedy of a cause: what it does, what may come of it, whether it can be carried out, and the way to its plan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.action import outcome_in_words
from ...core.model import Remedy
from ...core.offer import Offer
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Outcome, Undertaking
from .. import vocabulary
from ..kit import Kit
from ..theme import Tone
from .chip import Chip
from .mark import Mark
from .missing_permissions import MissingPermissions
from .part import Part, set_property
from .text import Prose, shorten


class RemedyCard(Part):
    """One remedy. What is known of it comes with the offers."""

    plan_wanted = Signal(object)
    """The `Offer` whose plan is to be shown."""

    def __init__(self, kit: Kit, remedy: Remedy, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.remedy = remedy
        set_property(self, "first", "yes" if first else "no")
        self.title, self.what = Prose(), Prose("quiet")
        self.title.setFont(kit.theme.font(bold=True))
        self.chip = Chip(kit)
        self.state = _Line(kit)
        self._done: _Line | None = None
        self._missing: MissingPermissions | None = None
        self._lines = QVBoxLayout()
        self.plan = QPushButton()
        self.plan.clicked.connect(self._show_plan)
        self._lay_out()
        kit.repairs.offers_changed.connect(self.refresh)
        kit.repairs.ended.connect(self.refresh)
        self.refresh()

    @property
    def offer(self) -> Offer | None:
        """None while it is not known."""
        return self.kit.repairs.offers.get(self.remedy.id)

    @property
    def done(self) -> _Line:
        """What has been made of the remedy. Made when there is something to say, as hardly ever: a page has many cards."""
        if self._done is None:
            self._done = _Line(self.kit, self)
            self._lines.insertWidget(1, self._done)
        return self._done

    @property
    def missing(self) -> MissingPermissions:
        """What the account lacks for it. Likewise."""
        if self._missing is None:
            self._missing = MissingPermissions(self.kit, self)
            self._lines.addWidget(self._missing)
        return self._missing

    def refresh(self) -> None:
        offer = self.offer
        self.title.setPlainText(self.say(self.remedy.title))
        self.what.setPlainText(self.say(self.remedy.what))
        self.chip.show_risk(self.remedy.risk if offer is None or offer.plan is None else offer.plan.risk)
        self.dress(self.plan, translate("RemedyCard", "Show the plan…"), "repair", "dim")
        name = translate("RemedyCard", "Show the plan of: {remedy}").format(remedy=self.remedy.title)
        self.plan.setAccessibleName(self.say(name))
        self.plan.setEnabled(offer is not None and offer.plan is not None)
        self._show_state(offer)
        self._show_done()
        if self._missing is not None or (offer is not None and offer.missing):
            self.missing.show_offer(offer)

    def _show_state(self, offer: Offer | None) -> None:
        if offer is None and self.kit.repairs.is_looking:
            self.state.show_text(vocabulary.LOOKING, "", Tone.QUIET)
        elif offer is None:
            self.state.show_text(translate("RemedyCard", "Not known: the last check was stopped. Check again."), "unknown", Tone.INFO)
        elif offer.reason is not None:
            self.state.show_text(offer.reason, "key" if offer.missing else "skipped", Tone.WARNING if offer.missing else Tone.QUIET)
        elif offer.unsure:
            words = translate("RemedyCard", "Can be carried out, as far as is known. Not known whether you hold: %n permission(s).", "", 0)
            self.state.show_text(words.counted(len(offer.unsure)), "unknown", Tone.INFO)
        else:
            self.state.show_text(translate("RemedyCard", "Can be carried out now."), "ok", Tone.OK)

    def _show_done(self) -> None:
        """What has been made of it in this run."""
        last = self._last()
        if self._done is not None:
            self._done.setVisible(last is not None)
        if last is not None:
            tone = Tone.QUIET if last.outcome in (Outcome.DONE, Outcome.UNDONE, Outcome.LEFT) else Tone.WARNING
            self.done.show_text(outcome_in_words(last), "timeline" if tone is Tone.QUIET else "warning", tone)
            self.done.show()

    def _last(self) -> Undertaking | None:
        run = self.kit.state.run
        mine = [] if run is None else [item for item in run.undertakings.values() if item.remedy == self.remedy.id]
        return mine[-1] if mine else None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        self._lines.setSpacing(4)
        self._lines.addWidget(self.state)
        foot.addLayout(self._lines, 1)
        foot.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.what)
        layout.addSpacing(4)
        layout.addLayout(foot)

    @Slot()
    def _show_plan(self) -> None:
        if self.offer is not None:
            self.plan_wanted.emit(self.offer)


class _Line(Part):
    """A glyph and a sentence."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._mark = Mark(kit)
        self.words = Prose()
        self._text: Text | None = None
        self._icon, self._tone = "", Tone.QUIET
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)

    def show_text(self, text: Text, icon: str, tone: Tone) -> None:
        """Say it; without an icon something is being waited for."""
        self._text, self._icon, self._tone = text, icon, tone
        self.refresh()

    def refresh(self) -> None:
        if self._text is not None:
            self._mark.show_icon(self._icon, self._tone.value)
            self.words.setPlainText(shorten(self.say(self._text)))
