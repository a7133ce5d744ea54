"""The permissions a plan needs, and which of them the account holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ...core.offer import Offer
from ...core.permission import Permission
from ...core.plan import Plan
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from .mark import Mark
from .part import Part, set_property
from .text import Label, Prose

HELD = translate("PermissionList", "Held")
MISSING = translate("PermissionList", "Missing")
NOT_KNOWN = translate("PermissionList", "Not known")
_LOOK = {HELD: ("ok", Tone.OK), MISSING: ("failed", Tone.ERROR), NOT_KNOWN: ("unknown", Tone.INFO)}


class PermissionList(Part):
    """A line for each."""

    def __init__(self, kit: Kit, offer: Offer, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._offer, self._plan = offer, plan
        self._none = Label("quiet")
        self._states: list[tuple[Mark, Label, Text]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, need in enumerate(plan.needs):
            mark, state, words = Mark(kit), Label("status"), Prose()
            state.setWordWrap(False)
            words.setPlainText(f"{need.action}\n{need.scope}")
            words.setFont(kit.theme.monospace())
            grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(state, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 2)
            self._states.append((mark, state, self.state_of(need)))
        if not plan.needs:
            grid.addWidget(self._none, 0, 0, 1, 3)
        self.refresh()

    def state_of(self, need: Permission) -> Text:
        """Whether it is held, in words."""
        if need in self._offer.missing:
            return MISSING
        return NOT_KNOWN if need in self._offer.unsure else HELD

    def refresh(self) -> None:
        self._none.setText(self.say(translate("PermissionList", "None: nothing is sent.")))
        for mark, label, text in self._states:
            icon, tone = next(look for state, look in _LOOK.items() if state is text)
            mark.show_icon(icon, tone.value)
            set_property(label, "tone", tone.value)
            label.setText(self.say(text))
