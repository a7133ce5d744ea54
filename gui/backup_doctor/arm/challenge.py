"""What happens when Azure answers 401: once more with another token, where the credential can get one."""

from __future__ import annotations

from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.mgmt.core.policies import AsyncARMChallengeAuthenticationPolicy

_ENDED = ('"ExpiredAuthenticationToken"', '"InvalidAuthenticationToken"')
"""ARM's codes for a token that is too old or was withdrawn. Others, as for a wrong tenant, no new token of the same account would cure."""


class Challenge(AsyncARMChallengeAuthenticationPolicy):
    """Tells the credential which token was refused, so that the many requests that carried it lead to one new one.

    A claims challenge (continuous access evaluation) is azure-core's own business; it asks for the token through `authorize_request` too.
    """

    async def on_challenge(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> bool:
        """Whether to send the request again; it carries the new token then."""
        if not getattr(self._credential, "renews", False):
            return await super().on_challenge(request, response)
        if await super().on_challenge(request, response):
            return True
        await response.http_response.read()
        if not any(code in response.http_response.text() for code in _ENDED):
            return False
        await self.authorize_request(request, *self._scopes)
        return True

    async def authorize_request(self, request: PipelineRequest[Any], *scopes: str, **kwargs: Any) -> None:
        """Get a token in place of the one that the request carried, where it carried any."""
        refused = request.http_request.headers.get("Authorization", "").removeprefix("Bearer ")
        if refused and getattr(self._credential, "renews", False):
            kwargs["refused"] = refused
        await super().authorize_request(request, *scopes, **kwargs)
