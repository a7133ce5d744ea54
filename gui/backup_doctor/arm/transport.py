"""Between azure-core and the session that sends: one turn in a thread for each request, whatever its answer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azure.core.pipeline.transport import AsyncioRequestsTransport

if TYPE_CHECKING:
    from azure.core.rest import AsyncHttpResponse, HttpRequest


class WholeAnswers(AsyncioRequestsTransport):  # type: ignore[misc]  # azure-core loads it late, where mypy does not see it
    """Hands an answer on as the session has read it, which is whole (`wire.session`).

    azure-core would read it once more, in pieces of 4 KB, each in a thread of its own: a list of restore points took six such turns, and
    every turn waits until the loop and the other threads let go of the interpreter.
    """

    async def send(self, request: HttpRequest, **kwargs: Any) -> AsyncHttpResponse:
        """Send one request."""
        response: Any = await super().send(request, **{**kwargs, "stream": True})
        response._content = response.internal_response.content
        await response.read()  # which reads nothing any more, and closes it
        answer: AsyncHttpResponse = response
        return answer
