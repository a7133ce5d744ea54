"""Above every page when a diagnosis could not start: why, and the way on where only a sign-in was missing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .banner import Banner
from .primary_button import PrimaryButton


class RunErrorBanner(Banner):
    """Stays until it is dismissed or a diagnosis starts."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, dismissable=True)
        self.again = PrimaryButton()
        self.again.clicked.connect(kit.flow.start)  # its first request asks the question that was declined
        self.add(self.again)

    def follow(self, error: Text | None) -> None:
        """Say why; None where nothing is wrong."""
        if error is None:
            self.clear()
            return
        self.show_error(error, translate("Window", "The diagnosis could not start"))
        self.again.setVisible(self.kit.flow.access.declined)

    def refresh(self) -> None:
        super().refresh()
        self.dress(self.again, translate("SignInAgain", "Sign in again…"))
