"""What a sign-in needs of whoever sits before the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ...core.model import CouldNotLook
from ...core.text import Text
from .method import SignIn


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A code for the person to type in at an address, on this computer or any other."""

    address: str
    code: str
    expires: datetime


class Interaction(Protocol):
    """Called on the event loop; nothing here may block it."""

    def show_code(self, code: DeviceCode) -> None:
        """Show where to type in what. The sign-in goes on by itself once that is done."""
        ...

    async def sign_in_again(self, why: Text, sign_in: SignIn) -> SignIn | None:
        """Ask whether to sign in again, and how.

        Args:
            why: the reason, a whole sentence.
            sign_in: how it was done the last time.

        Returns:
            What to do now; None when the person does not want to. Tenant and person have to stay the same.
        """
        ...

    def settled(self, why_not: Text | None) -> None:
        """Say how the sign-in ended that `sign_in_again` was asked for: called once after each answer that was no refusal.

        Args:
            why_not: the sentence of what went wrong; None when it worked, or was given up.
        """
        ...


@contextmanager
def told(interaction: Interaction) -> Iterator[None]:
    """Around the sign-in that follows an answer: whoever has answered hears how it ended."""
    why_not = None
    try:
        yield
    except CouldNotLook as error:
        why_not = error.text
        raise
    finally:
        interaction.settled(why_not)
