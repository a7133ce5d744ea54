"""The language of the window, switched live."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator

from ..core.language import LANGUAGES, Language, language

if TYPE_CHECKING:
    from ..core.text import Text

log = logging.getLogger(__name__)


def system_language() -> str:
    """The code of the system's language where we speak it, else English."""
    code = QLocale.system().name()[:2]
    return code if code in LANGUAGES else "en"


class Words(QObject):
    """Renders `Text` in the current language."""

    def __init__(self, code: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt = QTranslator(self)
        self._language = language(code)
        self._follow()

    @property
    def language(self) -> Language:
        """The current language."""
        return self._language

    def render(self, text: Text) -> str:
        """The sentence as the user reads it."""
        return self._language.render(text)

    def use(self, code: str) -> None:
        """Switch. Every widget receives LanguageChange and draws itself anew."""
        if code == self._language.code:
            return
        self._language = language(code)
        self._follow()
        application = QCoreApplication.instance()
        if application is not None:
            # Said by us too: a translator that stays empty (English needs none) is no news to Qt.
            QCoreApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))

    def _follow(self) -> None:
        """Let Qt's own words (dialog buttons, context menus) and number formats follow."""
        QLocale.setDefault(QLocale(self._language.code))
        QCoreApplication.removeTranslator(self._qt)
        self._qt.deleteLater()
        self._qt = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt.load(f"qtbase_{self._language.code}", folder):
            QCoreApplication.installTranslator(self._qt)
        else:
            log.warning("Qt has no words for %s", self._language.code)
