"""A sign-in under way, and what is waited for meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..arm.identity.method import Method, SignIn
from ..core.text import Text
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from ..arm.memory import RememberedAccount
    from .activities import Activity


@dataclass(eq=False, slots=True)
class SigningIn:
    """A sign-in under way."""

    method: Method | None
    """None for the demo tenant."""
    activity: Activity | None = None
    order: SignIn | None = None
    """None for a remembered account and for the demo tenant."""
    account: RememberedAccount | None = None


def waiting_for(method: Method, endpoint: str) -> Text:
    """What the user is told meanwhile."""
    words: dict[Method, Text] = {
        Method.BROWSER: translate("Flow", "Waiting for you to sign in in the browser…"),
        Method.DEVICE: translate("Flow", "Waiting for the device code to be typed in…"),
        Method.BROKER: translate("Flow", "Waiting for you to choose an account…"),
        Method.CLI: translate("Flow", "Asking Azure CLI…"),
    }
    return words.get(method, translate("Flow", "Signing in to {host}…").format(host=endpoint.partition("//")[2]))
