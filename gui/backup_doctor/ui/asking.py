"""The window's answer to a worker that needs a person: it asks, and the worker waits without blocking anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ..arm.identity.interaction import DeviceCode
    from ..arm.identity.method import SignIn
    from ..core.text import Text
    from .worker import Bridge


@dataclass(eq=False, frozen=True, slots=True)
class SignInQuestion:
    """Azure wants to see the person once more, and what asked for it waits."""

    why: Text
    sign_in: SignIn
    """How it was done the last time."""
    answer: Callable[[SignIn | None], None]
    """To be called once, on the GUI thread; None declines, and nobody is asked again until they start something new."""
    withdraw: Callable[[], None]
    """Take it back unanswered, because what has asked was given up. What still waits for it ends."""


class Asking(QObject):
    """The `Interaction` of `arm.identity`: its methods run on the worker's loop, its signals arrive on the GUI thread."""

    code_came = Signal(object)
    """A `DeviceCode`."""
    asked = Signal(object)
    """A `SignInQuestion`."""
    withdrawn = Signal(object)
    """That `SignInQuestion` is answered, or nobody waits for the answer any more."""
    settled_now = Signal(object)
    """How a repeated sign-in ended: None, or the `Text` of what went wrong."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    def show_code(self, code: DeviceCode) -> None:
        """Show where to type in what."""
        self._bridge.post(lambda: self.code_came.emit(code))

    def settled(self, why_not: Text | None) -> None:
        """The repeated sign-in is over."""
        self._bridge.post(lambda: self.settled_now.emit(why_not))

    async def sign_in_again(self, why: Text, sign_in: SignIn) -> SignIn | None:
        """Put the question and wait for its answer; giving up the work takes the question away."""
        import asyncio  # not for the first picture

        answered: asyncio.Future[SignIn | None] = asyncio.get_running_loop().create_future()

        def settle(answer: SignIn | None) -> None:
            if not answered.done():
                answered.set_result(answer)

        def withdraw() -> None:
            answered.cancel()

        question = SignInQuestion(
            why,
            sign_in,
            lambda answer: self._bridge.call(lambda: settle(answer)),
            lambda: self._bridge.call(withdraw),
        )
        self._bridge.post(lambda: self.asked.emit(question))
        try:
            return await answered
        finally:
            self._bridge.post(lambda: self.withdrawn.emit(question))
