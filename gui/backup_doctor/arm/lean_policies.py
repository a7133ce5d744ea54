"""Parts of the pipeline that do what azure-core's own do, for a fraction of the computing: there are forty requests in a diagnosis."""

from __future__ import annotations

from random import getrandbits
from typing import Any
from uuid import UUID

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import ContentDecodePolicy, RequestIdPolicy, SansIOHTTPPolicy


class AsOne(SansIOHTTPPolicy[Any, Any]):
    """Policies that only look at what goes out and comes in, one after another. azure-core would make each of them await the next."""

    def __init__(self, *policies: SansIOHTTPPolicy[Any, Any]) -> None:
        self._policies = policies

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """From the outermost on."""
        for policy in self._policies:
            policy.on_request(request)

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        """From the innermost on."""
        for policy in reversed(self._policies):
            policy.on_response(request, response)

    def on_exception(self, request: PipelineRequest[Any]) -> None:
        """From the innermost on."""
        for policy in reversed(self._policies):
            policy.on_exception(request)


class ParsedOnce(ContentDecodePolicy):
    """Leaves what it has parsed in the answer as well, where all others look for it: azure-core alone lets each answer be parsed twice."""

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        """See azure-core, which also decides about whatever is no JSON."""
        http = response.http_response
        kind = (http.content_type or "").partition(";")[0].strip().lower()
        if response.context.options.get("stream", True) or not http.content or not self.JSON_REGEXP.match(kind):
            super().on_response(request, response)
            return
        try:
            response.context[self.CONTEXT_NAME] = http.json()
        except ValueError:
            super().on_response(request, response)  # finds the same, and says it in azure-core's way


class RequestId(RequestIdPolicy):
    """Names each request by chance. azure-core does it by clock and network card, which tells everybody which computer it was.

    The name is no secret. Asking the system for chance would let go of the interpreter, and wait for it, at every request.
    """

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Name it, unless it has a name."""
        if "x-ms-client-request-id" not in request.http_request.headers:
            request.context.options.setdefault("request_id", str(UUID(int=getrandbits(128), version=4)))
        super().on_request(request)
