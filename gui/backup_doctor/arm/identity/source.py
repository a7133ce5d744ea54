"""Where tokens come from, whatever the method."""

from __future__ import annotations

from typing import Protocol

from azure.core.credentials import AccessToken

from ...core.text import lazy_translate as translate
from ..credential import StaticToken, token_credential
from .failures import SignInNeeded


class Source(Protocol):
    """Gives tokens for one cloud, without ever asking a person after `prompt`."""

    record: str
    """AuthenticationRecord's JSON of whoever came in; empty where there is none."""
    user: str
    """Name of the account, where the method tells; else empty."""

    async def prompt(self, claims: str | None = None) -> None:
        """Let the person sign in, once; nothing for methods without a person.

        Args:
            claims: what the sign-in has to prove.

        Raises:
            AzureError: somebody said no, or cannot be reached.
        """
        ...

    async def token(self, tenant: str = "", *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        """A token, silently.

        Args:
            tenant: another than the sign-in's own.
            fresh: none that was given out before.

        Raises:
            NotSignedIn: only a person can go on from here.
            Unreachable: Entra cannot be reached.
        """
        ...

    async def close(self) -> None:
        """Give back what is held open."""
        ...


class PastedToken:
    """An access token from elsewhere."""

    def __init__(self, token: str) -> None:
        self._credential: StaticToken = token_credential(token)
        self.record = self.user = ""

    async def prompt(self, claims: str | None = None) -> None:
        """Nobody to ask."""

    async def token(self, tenant: str = "", *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        """The token, until it expires, or Azure or another tenant wants another one."""
        if tenant:
            raise SignInNeeded(translate("SignIn", "An access token is for one tenant. Get one for the tenant you want."))
        if fresh and claims is None:
            raise SignInNeeded(translate("SignIn", "Azure no longer accepts this access token. Get a new one and sign in again."))
        return await self._credential.get_token(claims=claims)

    async def close(self) -> None:
        """Nothing is held open."""
