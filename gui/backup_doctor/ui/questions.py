"""The questions that Azure asks in the middle of the work: one at a time, and what has asked waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from .asking import Asking, SignInQuestion

if TYPE_CHECKING:
    from ..arm.identity.interaction import DeviceCode
    from ..arm.identity.method import SignIn
    from ..core.text import Text
    from .activities import Activities
    from .worker import Bridge


class Questions(QObject):
    """What is asked, how it was answered, and what came of that."""

    changed = Signal()
    asked = Signal()
    """`question` is there: the window shows it."""

    def __init__(self, bridge: Bridge, activities: Activities) -> None:
        super().__init__(activities)
        self._activities = activities
        self.code: DeviceCode | None = None
        """To be typed in by the user, while that is being waited for."""
        self.question: SignInQuestion | None = None
        """Azure wants to see the person again."""
        self.declined = False
        """Whether the last question was answered with no."""
        self.resuming: SignIn | None = None
        """How the last question was answered, while that sign-in goes on."""
        self.resume_error: Text | None = None
        """Why the repeated sign-in did not work."""
        self._asking = asking = Asking(bridge, self)
        asking.code_came.connect(self._show_code)
        asking.asked.connect(self._ask)
        asking.withdrawn.connect(self._withdraw)
        asking.settled_now.connect(self._settle)
        activities.activity_changed.connect(self._activity_changed)

    def answer(self, sign_in: SignIn | None) -> None:
        """Answer the question: sign in like this, or do without."""
        question, self.question = self.question, None
        if question is None:
            return
        self.resuming, self.resume_error, self.code = sign_in, None, None
        self.declined = sign_in is None
        question.answer(sign_in)
        self.changed.emit()

    def put_away(self) -> None:
        """The user has read why the repeated sign-in did not work."""
        self.resume_error = None
        self.changed.emit()

    @Slot(object)
    def _show_code(self, code: DeviceCode) -> None:
        self.code = code
        self.changed.emit()

    @Slot(object)
    def _ask(self, question: SignInQuestion) -> None:
        if self._activities.activity is None:  # a request that was shared goes on for a moment after its work was given up
            question.withdraw()
            return
        self.question, self.resuming, self.resume_error = question, None, None
        self.changed.emit()
        self.asked.emit()

    @Slot(object)
    def _withdraw(self, question: SignInQuestion) -> None:
        if self.question is question:
            self.question = None
            self.changed.emit()

    @Slot(object)
    def _settle(self, why_not: Text | None) -> None:
        self.resuming, self.code, self.resume_error = None, None, why_not
        self.changed.emit()

    @Slot()
    def _activity_changed(self) -> None:
        """Neither the question nor the repeated sign-in outlives what has asked for it."""
        if self._activities.activity is not None:
            return
        question, self.question = self.question, None
        if question is not None:
            question.withdraw()
        if question is not None or self.resuming is not None:
            self._settle(None)
