"""Colours and type of the window: one table of tokens for light and dark, from which palette and style sheet are made."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from ..core.model import Status, Verdict
from ..core.plan import Risk
from ..core.resources import resource
from ..core.undertaking import Stage
from .icons import Icons
from .settings import Appearance


class Tone(StrEnum):
    """What a colour means. Each names a token, and ``<tone>_soft`` the quiet background that goes with it."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    INFO = "info"
    QUIET = "dim"


TOKENS: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "bg": "#f4f6f9", "card": "#ffffff", "text": "#1b1f24", "dim": "#57606b", "line": "#d5dbe3", "edge": "#808a96",
        "accent": "#0f5fc2", "accent_hover": "#0c4fa3", "on": "#ffffff", "hover": "#e9eef4", "selected": "#dbe9fb", "button": "#ffffff",
        "ok": "#0c6b38", "ok_soft": "#e3f4ea", "warning": "#7d4f00", "warning_soft": "#fdf1dc", "error": "#ad1f19", "error_soft": "#fce9e7",
        "info": "#0f5fc2", "info_soft": "#e6f0fc", "dim_soft": "#eceff3",
    },
    "dark": {
        "bg": "#15181c", "card": "#1e2227", "text": "#e7eaee", "dim": "#a3adb9", "line": "#353b43", "edge": "#707a86",
        "accent": "#6ab0ff", "accent_hover": "#8cc3ff", "on": "#0a1522", "hover": "#2a3037", "selected": "#1d3557", "button": "#272c33",
        "ok": "#5fd991", "ok_soft": "#15301f", "warning": "#ecbb5b", "warning_soft": "#352912", "error": "#ff948b", "error_soft": "#3d1c1b",
        "info": "#6ab0ff", "info_soft": "#172a42", "dim_soft": "#2a2f36",
    },
}  # fmt: skip

STATUS_TONE: Final[Mapping[Status, Tone]] = {
    Status.OK: Tone.OK,
    Status.WARNING: Tone.WARNING,
    Status.FAILED: Tone.ERROR,
    Status.SKIPPED: Tone.QUIET,
    Status.UNKNOWN: Tone.INFO,
}
VERDICT_TONE: Final[Mapping[Verdict, Tone]] = {
    Verdict.CONFIRMED: Tone.ERROR,
    Verdict.SUSPECTED: Tone.WARNING,
    Verdict.RULED_OUT: Tone.OK,
    Verdict.UNKNOWN: Tone.INFO,
    Verdict.NOT_APPLICABLE: Tone.QUIET,
}
VERDICT_ICON: Final[Mapping[Verdict, str]] = {
    Verdict.CONFIRMED: "failed",
    Verdict.SUSPECTED: "warning",
    Verdict.RULED_OUT: "ok",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_APPLICABLE: "skipped",
}
STAGE_TONE: Final[Mapping[Stage, Tone]] = {
    Stage.PLANNED: Tone.QUIET,
    Stage.SENDING: Tone.INFO,
    Stage.FOLLOWING: Tone.INFO,
    Stage.WATCHING: Tone.INFO,
    Stage.DONE: Tone.OK,
    Stage.FAILED: Tone.ERROR,
    Stage.UNKNOWN: Tone.INFO,
    Stage.SKIPPED: Tone.QUIET,
    Stage.UNDOING: Tone.WARNING,
    Stage.UNDONE: Tone.QUIET,
}
STAGE_ICON: Final[Mapping[Stage, str]] = {
    Stage.PLANNED: "pending",
    Stage.SENDING: "unknown",
    Stage.FOLLOWING: "unknown",
    Stage.WATCHING: "unknown",
    Stage.DONE: "ok",
    Stage.FAILED: "failed",
    Stage.UNKNOWN: "unknown",
    Stage.SKIPPED: "skipped",
    Stage.UNDOING: "warning",
    Stage.UNDONE: "undo",
}
RISK_TONE: Final[Mapping[Risk, Tone]] = {Risk.SAFE: Tone.OK, Risk.DISRUPTIVE: Tone.WARNING, Risk.DESTRUCTIVE: Tone.ERROR}
STATUS_ICON: Final[Mapping[Status, str]] = {status: status.value for status in Status}

_R, _G = QPalette.ColorRole, QPalette.ColorGroup
_ROLES: Final[Mapping[QPalette.ColorRole, str]] = {
    _R.Window: "bg", _R.WindowText: "text", _R.Base: "card", _R.AlternateBase: "bg", _R.Text: "text", _R.Button: "button",
    _R.ButtonText: "text", _R.Highlight: "accent", _R.HighlightedText: "on", _R.Accent: "accent", _R.Link: "accent",
    _R.LinkVisited: "accent", _R.ToolTipBase: "card", _R.ToolTipText: "text", _R.PlaceholderText: "dim", _R.Mid: "line",
    _R.Midlight: "hover", _R.BrightText: "error", _R.Light: "card", _R.Dark: "edge",
}  # fmt: skip


def palette(tokens: Mapping[str, str]) -> QPalette:
    """The palette of a token table."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(tokens[token]))
    made.setColor(_R.Shadow, QColor("#000000"))
    for role in (_R.Text, _R.WindowText, _R.ButtonText):
        made.setColor(_G.Disabled, role, QColor(tokens["edge"]))
    for role in (_R.Highlight, _R.Accent):
        made.setColor(_G.Disabled, role, QColor(tokens["line"]))
    return made


def style_sheet(mode: str) -> str:
    """The small style sheet that gives shape: radius, padding, focus ring."""
    pictures = {name: resource("style", f"{name}-{mode}.svg").as_posix() for name in ("chevron", "check")}
    return Template(resource("style", "window.qss").read_text("utf-8")).substitute(TOKENS[mode], **pictures)


def load_fonts() -> str | None:
    """Make the bundled typeface known, so that pages look alike everywhere; its family, or None when the files are missing."""
    family: str | None = None
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        path = resource("fonts", name)
        number = QFontDatabase.addApplicationFont(str(path)) if path.is_file() else -1
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        family = families[0] if families else family
    return family


class Theme(QObject):
    """The colours in force. Follows the system until the user chooses."""

    changing = Signal()
    """The colours are about to change: what need not be repainted can go."""
    changed = Signal()

    def __init__(self, application: QApplication, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._hints = application.styleHints()
        self._icons = Icons()
        self.mode = ""
        self.appearance = appearance
        family = load_fonts()
        points = max(10.0, application.font().pointSizeF())
        application.setFont(QFont(family or application.font().family(), round(points)))
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self.use(appearance)

    @property
    def tokens(self) -> Mapping[str, str]:
        """The token table in force."""
        return TOKENS[self.mode]

    def use(self, appearance: Appearance) -> None:
        """Choose light, dark or the system's."""
        self.appearance = appearance
        schemes = {Appearance.LIGHT: Qt.ColorScheme.Light, Appearance.DARK: Qt.ColorScheme.Dark, Appearance.SYSTEM: Qt.ColorScheme.Unknown}
        self._hints.setColorScheme(schemes[appearance])  # for native dialogs and title bars; some platforms ignore it
        self._apply()

    def icon(self, name: str, token: str = "text") -> QIcon:
        """A tinted icon; ask again after `changed`."""
        side = max(20, round(QFontMetrics(self._application.font()).height() * 1.05))
        return self._icons.icon(name, self.tokens[token], self.tokens["edge"], side, self._application.devicePixelRatio())

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """A tinted icon for a label.

        Args:
            size: side in device-independent pixels.
            ratio: the widget's devicePixelRatioF().
        """
        return self._icons.pixmap(name, self.tokens[token], size, ratio)

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.tokens[token])

    def font(self, scale: float = 1.0, *, bold: bool = False) -> QFont:
        """The program's typeface in another size: in proportion, so that it follows the user's text size."""
        font = QFont(self._application.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setBold(bold)
        return font

    def monospace(self) -> QFont:
        """For commands, ids and what Azure said literally."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._application.font().pointSizeF() * 0.95)
        return font

    @Slot()
    def _system_changed(self) -> None:
        if self.appearance is Appearance.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        dark = self._hints.colorScheme() is Qt.ColorScheme.Dark if self.appearance is Appearance.SYSTEM else self.appearance is Appearance.DARK
        mode = "dark" if dark else "light"
        if mode == self.mode:
            return
        self.changing.emit()
        self.mode = mode
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet(style_sheet(mode))
        self.changed.emit()
