"""Colours, type and motion of the window, after the system's choice or the user's."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from ..core.resources import resource
from .icons import Icons
from .motion import system_is_still
from .settings import Appearance
from .tokens import CONTRAST, TOKENS
from .tokens import Tone as Tone

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)

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
    files = ("window.qss", "contrast.qss") if mode.startswith(CONTRAST) else ("window.qss",)
    shape = "".join(resource("style", name).read_text("utf-8") for name in files)
    monospace = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return Template(shape).substitute(TOKENS[mode], **_ticks(), **pictures, monospace=monospace)


def _ticks() -> dict[str, int]:
    """Pixels of what is ticked, in proportion to the text. In em they would be rounded one by one, and where a radius comes out larger than
    half of its side Qt draws a square: a choice of one of several looked like one of many."""
    line = QFontMetrics(QApplication.font()).height()
    side, edge, edge_of_dot = 2 * round(line / 2), max(2, round(line * 0.11)), round(line * 0.28)
    return {"tick": side - 2 * edge, "tick_edge": edge, "tick_round": side // 2, "dot": side - 2 * edge_of_dot, "dot_edge": edge_of_dot}


def look(appearance: Appearance, scheme: Qt.ColorScheme, wish: Qt.ContrastPreference) -> str:
    """The name of the look that follows from the user's choice and the system's."""
    follows = appearance in (Appearance.SYSTEM, Appearance.HIGH_CONTRAST)
    dark = scheme is Qt.ColorScheme.Dark if follows else appearance is Appearance.DARK
    asked = appearance is Appearance.SYSTEM and wish is Qt.ContrastPreference.HighContrast
    return (CONTRAST if asked or appearance is Appearance.HIGH_CONTRAST else "") + ("dark" if dark else "light")


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
    """The colours in force, and whether anything may move. Follows the system until the user chooses."""

    changing = Signal()
    """The colours are about to change: what need not be repainted can go."""
    changed = Signal()
    motion_changed = Signal()

    def __init__(self, application: QApplication, appearance: Appearance, parent: QObject | None = None, *, still: bool = False) -> None:
        """Dress the application.

        Args:
            still: the user wants nothing to move, whatever the system says.
        """
        super().__init__(parent)
        self._application = application
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._icons = Icons()
        self._wants_still, self._system_is_still = still, system_is_still()
        self.mode = ""
        self.appearance = appearance
        family = load_fonts()
        points = max(10.0, application.font().pointSizeF())
        application.setFont(QFont(family or application.font().family(), round(points)))
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._system_changed)
        self._still_effects()
        self.use(appearance)

    @property
    def tokens(self) -> Mapping[str, str]:
        """The token table in force."""
        return TOKENS[self.mode]

    @property
    def is_still(self) -> bool:
        """Whether nothing may move: the user's wish, or the system's."""
        return self._wants_still or self._system_is_still

    @property
    def is_contrast(self) -> bool:
        """Whether the look in force is one of high contrast."""
        return self.mode.startswith(CONTRAST)

    def keep_still(self, wanted: bool) -> None:
        """Let nothing move, or follow the system again."""
        self._wants_still = wanted
        self._still_effects()
        self.motion_changed.emit()

    def use(self, appearance: Appearance) -> None:
        """Choose light, dark, high contrast or the system's."""
        self.appearance = appearance
        schemes = {Appearance.LIGHT: Qt.ColorScheme.Light, Appearance.DARK: Qt.ColorScheme.Dark}
        # For native dialogs and title bars; some platforms ignore it.
        self._hints.setColorScheme(schemes.get(appearance, Qt.ColorScheme.Unknown))
        self._apply()
        self._keep_font()

    def fill_selected(self, painter: QPainter, area: QRect, *, focused: bool) -> None:
        """The ground of a selected cell. Its tint alone would not be seen by all, so lines run along it, stronger ones where the keyboard is."""
        painter.fillRect(area, self.colour("selected"))
        strong = focused or self.is_contrast
        thick = 2 if strong else 1
        for top in (area.top(), area.bottom() + 1 - thick):
            painter.fillRect(area.left(), top, area.width(), thick, self.colour("accent" if strong else "edge"))

    def icon(self, name: str, token: str = "text", gap: int = 0) -> QIcon:
        """A tinted icon; ask again after `changed`.

        Args:
            gap: room on its right, for the words that follow.
        """
        side = max(20, round(QFontMetrics(self._application.font()).height() * 1.05))
        return self._icons.icon(name, self.tokens[token], self.tokens["edge"], side, self._application.devicePixelRatio(), gap)

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
        if self.appearance in (Appearance.SYSTEM, Appearance.HIGH_CONTRAST):
            self._apply()
        self._keep_font()

    def _keep_font(self) -> None:
        """On Windows a change of theme gives lists, menus and message boxes the system's typeface back; what is painted in ours is then cut."""
        self._application.setFont(self._application.font())

    def _still_effects(self) -> None:
        """Qt's own motion follows; it has none where nobody asked the platform for it."""
        if self.is_still:
            for effect in _EFFECTS:
                self._application.setEffectEnabled(effect, False)

    def _apply(self) -> None:
        mode = look(self.appearance, self._hints.colorScheme(), self._accessibility.contrastPreference())
        if mode == self.mode:
            return
        self.changing.emit()
        self.mode = mode
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet(style_sheet(mode))
        self.changed.emit()
