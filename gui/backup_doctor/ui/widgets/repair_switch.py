"""The switch between reading and repairing: words, glyph and colour say which it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ...core.policy import NO_REPAIRS
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from .part import announce, icon_side

READ_ONLY = translate("RepairSwitch", "Read-only")
ALLOWED = translate("RepairSwitch", "Repairs allowed")
_PADDING = 10
_GAP = 7


class RepairSwitch(QAbstractButton):
    """A pill with a knob. It shows what is so; pressing it only asks its owner to change that."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._keeps_width = True
        kit.repairs.allowed_changed.connect(self._changed)
        kit.state.session_changed.connect(self.refresh)
        kit.theme.changed.connect(self.refresh)
        self.refresh()

    @property
    def state(self) -> Text:
        """What is so, in words."""
        return ALLOWED if self._kit.repairs.allowed else READ_ONLY

    @Slot()
    def refresh(self) -> None:
        """Draw what is so."""
        self.setFont(self._kit.theme.font(bold=True))
        self.setEnabled(self._kit.state.session is not None and self._kit.policy.repairs)
        self.setChecked(self._kit.repairs.allowed)
        words = self._kit.render(self.state)
        self.setText(words)
        self.setAccessibleName(self._kit.render(translate("RepairSwitch", "{state}: switch repairs").format(state=self.state)))
        self.setToolTip(self._kit.render(self._tip()))
        self.setAccessibleDescription(self.toolTip())
        self.updateGeometry()
        self.update()

    def keep_width(self, kept: bool) -> None:
        """Be as wide as the longer of both states, so that nothing beside it moves; or as narrow as what it says now."""
        if kept != self._keeps_width:
            self._keeps_width = kept
            self.updateGeometry()

    def nextCheckState(self) -> None:
        """Nothing changes by the press itself."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        states = (READ_ONLY, ALLOWED) if self._keeps_width else (self.state,)
        widest = max(metrics.horizontalAdvance(self._kit.render(text)) for text in states)
        height = metrics.height() + 10
        return QSize(2 * _PADDING + self._side() + 2 * _GAP + widest + self._track_width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = Tone.WARNING if self.isChecked() else Tone.OK
        token = tone.value if self.isEnabled() else Tone.QUIET.value
        colour = self._kit.theme.colour(token)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            thick = 3 if self.hasFocus() else 2 if self.underMouse() else 1
            inset = max(1, thick / 2)
            area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            ring = self._kit.theme.colour("accent") if self.hasFocus() else colour
            painter.setPen(QPen(ring, thick))
            painter.setBrush(self._kit.theme.colour(f"{token}_soft"))
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
            side = self._side()
            icon = self._kit.theme.pixmap("repair" if self.isChecked() else "badge", token, side, self.devicePixelRatioF())
            painter.drawPixmap(_PADDING, (self.height() - side) // 2, icon)
            painter.setPen(colour)
            left = _PADDING + side + _GAP
            room = QRectF(left, 0, self.width() - left - self._track_width() - _PADDING - _GAP, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, self.text())
            self._paint_track(painter, token)

    def _paint_track(self, painter: QPainter, token: str) -> None:
        height = self._side() * 0.8
        width = self._track_width()
        track = QRectF(self.width() - _PADDING - width, (self.height() - height) / 2, width, height)
        colour = self._kit.theme.colour(token)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track, height / 2, height / 2)
        knob = height * 0.6
        left = track.right() - knob - height * 0.2 if self.isChecked() else track.left() + height * 0.2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._kit.theme.colour("card") if self.isChecked() else colour)
        painter.drawEllipse(QRectF(left, track.center().y() - knob / 2, knob, knob))

    def _side(self) -> int:
        return round(icon_side(self) * 0.9)

    def _track_width(self) -> int:
        return round(self._side() * 1.5)

    def _tip(self) -> Text:
        if not self._kit.policy.repairs:
            return NO_REPAIRS
        if self._kit.state.session is None:
            return translate("RepairSwitch", "Sign in first. Every session starts read-only.")
        if self._kit.repairs.allowed:
            return translate("RepairSwitch", "Plans that you confirm are carried out. Press to go back to read-only.")
        return translate("RepairSwitch", "Nothing is changed in Azure. Press to allow repairs; every one of them shows its plan first.")

    @Slot()
    def _changed(self) -> None:
        self.refresh()
        announce(self, self.text())
