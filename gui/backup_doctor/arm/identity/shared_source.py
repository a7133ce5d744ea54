"""One source of tokens for several sessions: the same account in several tenants."""

from __future__ import annotations

from azure.core.credentials import AccessToken

from .source import Source


class SharedSource:
    """Closes its source when the last session gives it back. For one event loop."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._users = 1

    @property
    def record(self) -> str:
        """AuthenticationRecord's JSON; empty where there is none."""
        return self._source.record

    @property
    def user(self) -> str:
        """Name of the account, where the method tells; else empty."""
        return self._source.user

    def share(self) -> SharedSource:
        """Use it too; `release` it in the end."""
        self._users += 1
        return self

    async def token(self, tenant: str, *, claims: str | None, fresh: bool) -> AccessToken:
        """See `Source.token`."""
        return await self._source.token(tenant, claims=claims, fresh=fresh)

    async def release(self) -> None:
        """This user is done with it."""
        self._users -= 1
        if self._users == 0:
            await self._source.close()
