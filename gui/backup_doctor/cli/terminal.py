"""Whoever sits before the terminal, as a sign-in needs them. Everything goes to stderr: stdout holds the result and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from ..arm.identity.interaction import DeviceCode
from ..arm.identity.method import INTERACTIVE, Method, SignIn
from ..core.language import Language
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .telling import Teller


class Terminal:
    """Fits `arm.identity.interaction.Interaction`."""

    def __init__(self, words: Language, new_token: Callable[[], str]) -> None:
        """Make one.

        Args:
            new_token: reads the access token anew from where it was given.
        """
        self._teller = Teller(words)
        self._new_token = new_token

    def show_code(self, code: DeviceCode) -> None:
        """Say where to type in what."""
        text = translate("CommandLine", "To sign in, open {address} in a browser on any computer and enter the code {code} before {expires}.")
        self._teller.tell(text.format(address=code.address, code=code.code, expires=code.expires))

    async def sign_in_again(self, why: Text, sign_in: SignIn) -> SignIn | None:
        """Go on where that is possible: with a newer token from the same place, or by asking somebody who is there."""
        if sign_in.method is Method.TOKEN:
            token = self._new_token().strip()
            return replace(sign_in, token=token) if token and token != sign_in.token.strip() else None
        if sign_in.method not in (*INTERACTIVE, Method.CLI) or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        self._teller.tell(why)
        if sign_in.method is Method.CLI:
            return (
                sign_in
                if await self._agreed(translate("CommandLine", "Press Enter when that is done; to give up, type any word and press Enter."))
                else None
            )
        return (
            sign_in
            if await self._agreed(translate("CommandLine", "Press Enter to sign in again; to give up, type any word and press Enter."))
            else None
        )

    def settled(self, why_not: Text | None) -> None:
        """Say that it failed; what works goes on without a word."""
        if why_not is not None:
            self._teller.tell(why_not)

    async def _agreed(self, question: Text) -> bool:
        from ..arm.identity.daemon_thread import in_daemon_thread

        self._teller.tell(question)
        line = await in_daemon_thread(sys.stdin.readline)
        return line.endswith("\n") and not line.strip()  # without a line's end, the terminal is gone
