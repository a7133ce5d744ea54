"""A question before something that is not to happen by accident: Cancel is what Enter and Escape mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..widgets.primary_button import PrimaryButton
from ..widgets.text import Prose, shorten
from .dialog import Dialog, Sheet


class QuestionSheet(Sheet):
    """A few sentences, one button that does it, and Cancel, which has the keyboard."""

    def __init__(self, kit: Kit, title: Text, words: tuple[Text, ...], yes: Text, done: Callable[[], None]) -> None:
        super().__init__(kit)
        self._title, self._words, self._yes = title, words, yes
        self._paragraphs = [Prose() for _ in words]
        for paragraph in self._paragraphs:
            self.body.addWidget(paragraph)
        self.body.addStretch(1)
        self.yes = PrimaryButton()
        self.yes.clicked.connect(done)
        self.yes.clicked.connect(self.closing)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.yes)
        self.refresh()

    @property
    def title(self) -> Text:
        return self._title

    def refresh(self) -> None:
        self.show_heading()
        for paragraph, words in zip(self._paragraphs, self._words, strict=True):
            paragraph.setPlainText(shorten(self.say(words)))
        self.dress(self.close_button, translate("Dialog", "Ca&ncel"))
        self.dress(self.yes, self._yes)


def ask(parent: QWidget, question: QuestionSheet) -> Dialog:
    """Put a question above a window."""
    dialog = Dialog(question.kit, question, parent)
    dialog.fit_words(QSize(560, 400))
    dialog.open()
    return dialog


def switch_repairs(kit: Kit, parent: QWidget) -> Dialog | None:
    """Allow repairs, or no longer; once in a session it is said what that means.

    Returns:
        The question, where one was put.
    """
    repairs = kit.repairs
    if repairs.allowed or repairs.explained:
        repairs.allow(not repairs.allowed)
        return None

    def allow() -> None:
        repairs.explained = True
        repairs.allow(True)

    words = (
        translate("Allowing", "Backup Doctor only reads until you allow more. From now on it may change things in Azure and inside the VM."),
        translate(
            "Allowing",
            "Nothing is changed by this alone. Every repair first shows its plan: the exact requests, the permissions, what is interrupted, "
            "what is lost and how it can be undone. Only what you confirm there is sent.",
        ),
        translate(
            "Allowing", "Everything is written into a journal on this computer before it is sent, so that nothing is left half done unnoticed."
        ),
        translate("Allowing", "They stay allowed until you switch this off or sign out."),
    )
    title = translate("Allowing", "Allow repairs?")
    return ask(parent, QuestionSheet(kit, title, words, translate("Allowing", "&Allow repairs"), allow))
