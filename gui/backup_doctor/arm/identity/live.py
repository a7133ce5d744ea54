"""The credential behind a session: renews its token silently, and asks the person once when only a person can help."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from azure.core.credentials import AccessToken

from ...core.text import lazy_translate as translate
from ..credential import claims_of
from ..errors import NotSignedIn
from .failures import SignInFailed, SignInNeeded, SomebodyElse
from .interaction import Interaction, told
from .method import Method, SignIn
from .shared_source import SharedSource

ATTEMPTS = 3
"""How often one question is put again after an answer that did not let anybody in."""

EARLY = 300
"""Seconds before its end at which a token is no longer given out."""

GRACE = 0.2
"""Seconds that a question stays after the last one who waited: azure-core lets a client's requests wait for one another, not for us."""

Open = Callable[[SignIn, str | None], Awaitable[tuple[SharedSource, AccessToken]]]
"""Makes a source for an order, lets the person sign in there with these claims, and gets the first token."""


class LiveCredential:
    """One account in one tenant. For one event loop."""

    def __init__(self, sign_in: SignIn, source: SharedSource, token: AccessToken, reopen: Open, *, tenant: str = "") -> None:
        """Go on with what a sign-in has brought.

        Args:
            token: the first one; who it is made out for is who has to come back.
            reopen: signs in again.
            tenant: another than the source's own.
        """
        self.sign_in = sign_in
        self.interaction: Interaction | None = None
        """Set once the sign-in is complete: nobody is asked twice in the middle of it."""
        self.proved = False
        """Whether Azure has accepted it once."""
        self._source, self._token, self._reopen, self._tenant = source, token, reopen, tenant
        self._who = identity_of(token.token)
        self._renewing: asyncio.Task[AccessToken] | None = None
        self._waiting = 0
        self._declined: SignInNeeded | None = None

    @property
    def renews(self) -> bool:
        """Whether `arm.challenge` should come here with a token that Azure refuses. Not with one that somebody has just pasted."""
        return self.proved or self.sign_in.method is not Method.TOKEN

    @property
    def token(self) -> str:
        """The access token of the moment, for what it says of itself; never for show."""
        return self._token.token

    @property
    def source(self) -> SharedSource:
        """Where its tokens come from."""
        return self._source

    def ask_anew(self) -> None:
        """Something new was begun by the person: a no from before is no answer to that."""
        self._declined = None

    async def get_token(
        self, *_scopes: str, claims: str | None = None, tenant_id: str | None = None, enable_cae: bool = False, refused: str = "", **_kwargs: Any
    ) -> AccessToken:
        """A token that is good for some minutes at least. However many ask at a time, one is got.

        Args:
            claims: what Azure wants the token to prove.
            refused: the token that Azure did not accept.

        Raises:
            SignInNeeded: only a person can go on, and does not want to or is not there.
            SignInFailed: the person's new sign-in did not succeed.
            Unreachable: Entra cannot be reached.
        """
        known = self._token
        if refused and known.token != refused:
            return known  # another request has had it renewed meanwhile
        if not refused and claims is None and known.expires_on - time.time() > EARLY:
            return known
        return await self._renewed(claims, refused)

    async def _renewed(self, claims: str | None, refused: str) -> AccessToken:
        task = self._renewing
        if task is None or task.done():
            task = self._renewing = asyncio.ensure_future(self._renew(claims, refused))
            task.add_done_callback(_heard)
        self._waiting += 1
        try:
            return await asyncio.shield(task)  # without shield, one cancelled request would take the question away from all
        finally:
            self._waiting -= 1
            if not task.done():
                asyncio.get_running_loop().call_later(GRACE, self._drop, task)

    def _drop(self, task: asyncio.Task[AccessToken]) -> None:
        """Take the question back when nobody waits for its answer any more."""
        if self._waiting == 0 and not task.done():
            self._renewing = None  # whoever comes from now on asks anew
            task.cancel()

    async def _renew(self, claims: str | None, refused: str) -> AccessToken:
        try:
            token = await self._source.token(self._tenant, claims=claims, fresh=bool(refused))
            if token.token == refused:
                raise SignInNeeded(translate("SignIn", "Azure no longer accepts this sign-in. Sign in again."))
        except NotSignedIn as error:
            asked = error.claims if isinstance(error, SignInFailed) else None
            token = await self._ask(error, asked or claims)
        self._token = token
        return token

    async def _ask(self, error: NotSignedIn, claims: str | None) -> AccessToken:
        """Ask the person, until a sign-in succeeds, but not for ever. A no holds until `ask_anew`: nobody is asked by every single request."""
        if self._declined is not None:
            raise self._declined
        if self.interaction is None:
            raise SignInNeeded(error.text) from error
        for _ in range(ATTEMPTS):
            answer = await self.interaction.sign_in_again(error.text, self.sign_in)
            if answer is None:
                self._declined = SignInNeeded(translate("SignIn", "Signed out: {reason}").format(reason=error.text))
                raise self._declined from error
            try:
                with told(self.interaction):
                    return await self._enter_again(replace(answer, cloud=self.sign_in.cloud, tenant=self._own_tenant(answer)), claims)
            except NotSignedIn as refused:
                error = refused
        raise error

    async def _enter_again(self, answer: SignIn, claims: str | None) -> AccessToken:
        source, token = await self._reopen(answer, claims)
        try:
            require_same(self._who, identity_of(token.token))
        except SomebodyElse:
            await source.release()
            raise
        old, self._source, self.sign_in, self._tenant = self._source, source, answer, ""
        await old.release()
        return token

    def _own_tenant(self, answer: SignIn) -> str:
        """The session stays in its tenant, whatever the account's own is."""
        return str(claims_of(self._token.token).get("tid") or self._tenant or answer.tenant)

    async def close(self) -> None:
        """Give back what is held open."""
        if self._renewing is not None and not self._renewing.done():
            self._renewing.cancel()
        await self._source.release()

    async def __aenter__(self) -> LiveCredential:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        """A client that ends leaves the session's credential open."""


def identity_of(token: str) -> tuple[str, str, str]:
    """Tenant and object id that a token says it is for, and a name to show; empty where it does not say.

    A guest has another object id in every tenant, so both belong together.
    """
    claims = claims_of(token)
    shown = claims.get("upn") or claims.get("unique_name") or claims.get("appid") or claims.get("oid") or ""
    return str(claims.get("tid") or "").casefold(), str(claims.get("oid") or "").casefold(), str(shown)


def require_same(before: tuple[str, str, str], now: tuple[str, str, str]) -> None:
    """Both are the same account in the same tenant, as far as both tell.

    Raises:
        SomebodyElse: they are not.
    """
    if before[0] and now[0] and before[0] != now[0]:
        text = translate("SignIn", "The new sign-in belongs to tenant {found}, the session to {wanted}. Sign in to the same tenant, or start over.")
        raise SomebodyElse(text.format(found=now[0], wanted=before[0]))
    if before[1] and now[1] and before[1] != now[1]:
        text = translate("SignIn", "You signed in as {found}; the session belongs to {wanted}. Sign in as the same account, or start over.")
        raise SomebodyElse(text.format(found=now[2], wanted=before[2]))


def _heard(task: asyncio.Task[AccessToken]) -> None:
    """A no that comes when everybody who waited for it is gone is no fault; asyncio would log it as one."""
    if not task.cancelled():
        task.exception()
