"""Above every page while Azure waits for the person to sign in again."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from .banner import Banner
from .primary_button import PrimaryButton


class AgainBanner(Banner):
    """Opens the dialog, and opens it again after it has been put aside. Only the question's end takes it away."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, copyable=False, dismissable=True)
        self._dialog: QWidget | None = None
        self.answer, self.without = PrimaryButton(), QPushButton()
        self.answer.clicked.connect(self.open_dialog)
        self.without.clicked.connect(self._decline)
        self.add(self.without)
        self.add(self.answer)
        self.dismiss.clicked.connect(kit.flow.access.put_away)
        kit.flow.access.asked.connect(self.open_dialog)
        kit.flow.access.changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Speak while something is open."""
        access = self.kit.flow.access
        self.without.setVisible(access.question is not None)
        self.dismiss.setVisible(access.resume_error is not None)
        if access.question is not None:
            heading = translate("SignInAgain", "Azure asks you to sign in again. What is being read waits for it.")
            self.show_text(access.question.why, Tone.WARNING, heading)
        elif access.resuming is not None:
            self.show_text(translate("SignInAgain", "You are signing in again. What is being read waits for it."), Tone.INFO)
        elif access.resume_error is not None:
            self.show_text(access.resume_error, Tone.ERROR, translate("SignInAgain", "Signing in again did not work"))
        else:
            self.clear()
        self.answer.setVisible(access.question is not None or access.resuming is not None)

    def refresh(self) -> None:
        super().refresh()
        self.dress(self.answer, translate("SignInAgain", "Sign in again…"))
        self.dress(self.without, translate("SignInAgain", "Continue without signing in"))

    @Slot()
    def open_dialog(self) -> None:
        """Show the question, once."""
        from ..dialogs.sign_in_again import SignInAgainDialog  # not for the first picture

        access = self.kit.flow.access
        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        asked = access.resuming if access.question is None else access.question.sign_in
        if asked is None:
            return
        why = translate("SignInAgain", "You are signing in again.") if access.question is None else access.question.why
        # Above a dialog that holds back the window: it would hold back the question too.
        dialog = SignInAgainDialog(self.kit, why, asked, QApplication.activeModalWidget() or self.window())
        dialog.finished.connect(self._closed)
        dialog.destroyed.connect(self._gone)
        self._dialog = dialog
        dialog.show()

    @Slot()
    def _gone(self) -> None:
        """With the dialog that it stood above; the question is still open here."""
        if self._dialog is not None and not isValid(self._dialog):
            self._dialog = None

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
        if self.kit.flow.access.resume_error is not None:
            self.kit.flow.access.put_away()

    @Slot()
    def _decline(self) -> None:
        self.kit.flow.access.answer(None)
