"""What proves to Azure who is asking."""

from __future__ import annotations

import base64
import json
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from azure.core.credentials import AccessToken

from ..core.text import lazy_translate as translate
from .errors import NotSignedIn

LIFETIME = 3600
"""Seconds an opaque token is taken to be good for; Azure has the last word."""


class BadToken(NotSignedIn):
    """The token cannot be one, or is past its time."""


class Credential(Protocol):
    """Gives out access tokens without blocking the loop."""

    async def get_token(
        self, *scopes: str, claims: str | None = None, tenant_id: str | None = None, enable_cae: bool = False, **kwargs: Any
    ) -> AccessToken: ...

    async def close(self) -> None: ...

    async def __aenter__(self) -> Credential: ...

    async def __aexit__(self, *exception: object) -> None: ...


@dataclass(frozen=True)
class StaticToken:
    """One access token, held in memory only and never shown."""

    token: str = field(repr=False)
    expires: int
    """Seconds since the epoch."""

    async def get_token(self, *_scopes: str, claims: str | None = None, **_kwargs: Any) -> AccessToken:
        """The token, until it expires or Azure asks for a fresher one.

        Raises:
            NotSignedIn: this token is no longer good enough.
        """
        if claims is not None:
            raise NotSignedIn(translate("SignIn", "Azure asks for a fresh sign-in (a policy changed). Get a new access token."))
        if self.expires <= time.time():
            raise BadToken(translate("SignIn", "The access token has expired. Get a new one and sign in again."))
        return AccessToken(self.token, self.expires)

    async def close(self) -> None:
        """Nothing is held open."""

    async def __aenter__(self) -> StaticToken:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        """Nothing is held open."""


def token_credential(token: str) -> StaticToken:
    """A credential from a pasted bearer token.

    Raises:
        BadToken: empty, not one word of token characters, or past its expiry.
    """
    bare = re.sub(r"^bearer(?:\s+|$)", "", token.strip(), flags=re.IGNORECASE)
    if not bare:
        raise BadToken(translate("SignIn", "The access token is empty."))
    if not bare.isascii() or not bare.isprintable() or any(character.isspace() for character in bare):
        raise BadToken(translate("SignIn", "This is not an access token: a token is one long word without spaces. Copy it again, whole."))
    claims = claims_of(bare)
    expires = claims.get("exp")
    if not isinstance(expires, int):
        return StaticToken(bare, int(time.time()) + LIFETIME)
    now = time.time()
    if expires <= now:
        text = translate(
            "SignIn",
            "The access token expired at {moment}, and by this computer's clock it is {now}. Get a new one, or set the clock, and sign in again.",
        )
        raise BadToken(text.format(moment=_moment(expires), now=datetime.fromtimestamp(int(now), UTC)))
    return StaticToken(bare, expires)


def claims_of(token: str) -> dict[str, Any]:
    """What a JWT says of itself, unverified and for display only; empty for an opaque token."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):  # binascii's own error is a ValueError
        return {}
    return claims if isinstance(claims, dict) else {}


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise BadToken(translate("SignIn", "This is not an access token: its expiry is not a date.")) from error
