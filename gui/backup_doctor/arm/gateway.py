"""The only door to Azure: SDK clients on one shared connection pool, our own pipeline, our own errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from azure.core.exceptions import HttpResponseError
from azure.core.pipeline import PipelineContext, PipelineResponse
from azure.core.rest import HttpRequest
from azure.mgmt.core.exceptions import ARMErrorFormat

from ..core.answer import Answers
from ..core.plan import Request
from ..core.policy import Policy
from .cloud import LOOPBACK, Cloud
from .credential import Credential
from .errors import not_json
from .graph.quota import Quota
from .policies import RepairGuard, pipeline, require_home
from .reading import Reader, Source, reader
from .refusals import azure_refusals
from .transport import WholeAnswers
from .wire import Wire

if TYPE_CHECKING:
    from azure.core.rest import AsyncHttpResponse
    from azure.mgmt.compute.aio import ComputeManagementClient
    from azure.mgmt.core import AsyncARMPipelineClient
    from azure.mgmt.network.aio import NetworkManagementClient
    from azure.mgmt.recoveryservicesbackup.aio import RecoveryServicesBackupClient
    from azure.mgmt.resource.locks.aio import ManagementLockClient
    from azure.mgmt.resource.subscriptions.aio import SubscriptionClient
    from azure.mgmt.resourcegraph.aio import ResourceGraphClient
    from azure.mgmt.resourcehealth.aio import ResourceHealthMgmtClient

C = TypeVar("C")

TIMEOUTS = (10, 60)
"""Seconds to wait for a connection, and for the next byte of an answer."""

INTERVAL = 15.0
"""Seconds between two looks: Compute's reads of one VM refill twelve a minute (compute throttling limits, 2024-05-27)."""

SHORT_INTERVAL = 0.25
"""The same for an ARM endpoint on this very machine, which nobody throttles."""


class Gateway:
    """Clients for one cloud and one sign-in. Each is made when first used, because its import is what costs."""

    def __init__(self, cloud: Cloud, credential: Credential, wire: Wire | None = None, policy: Policy | None = None) -> None:
        """Make one; nothing is asked yet.

        Args:
            wire: how Azure is reached; None for what the environment and the system's static settings say.
            policy: what the organisation forbids; None for nothing.

        Raises:
            Unreachable: the environment names certificates that cannot be read.
        """
        self.cloud = cloud
        self._credential = credential
        self.wire = wire or Wire()
        self._http = self.wire.session()
        self._clients: dict[tuple[str, ...], Any] = {}
        self.policy = policy or Policy()
        self._guard = RepairGuard(cloud, self.policy)
        self._beside: tuple[Callable[[], Any], ...] | None = None
        self._kept = Answers()
        """Bodies of answers, as long as evidence refers to them; a second door shares it."""
        self.graph_quota = Quota()
        """What Azure allows of Resource Graph, as far as it has said; a second door shares it."""
        self.interval = SHORT_INTERVAL if urlsplit(cloud.endpoint).hostname in LOOPBACK else INTERVAL
        """Seconds between two looks at something awaited."""

    @property
    def repairs_allowed(self) -> bool:
        """Whether a confirmed plan may be carried out; a session starts read-only."""
        return self._guard.repairs_allowed

    @repairs_allowed.setter
    def repairs_allowed(self, allowed: bool) -> None:
        self._guard.repairs_allowed = allowed

    def permitting(self, request: Request) -> AbstractContextManager[None]:
        """Within it this request of a plan, and no other change, may pass, provided repairs are allowed."""
        return self._guard.permitting(request)

    def beside(self, *policies: Callable[[], Any]) -> Gateway:
        """A second door over the same connections, for the same account. It only reads, whatever this one may do.

        Args:
            policies: make policies of azure-core that each request passes last, repeated ones too. Every client gets its own, for
                azure-core chains them.
        """
        other = copy(self)
        other._clients, other._guard, other._beside = {}, RepairGuard(self.cloud, self.policy), policies
        return other

    async def exchange(self, request: HttpRequest) -> Any:
        """Send a request of our own making and hand out the response, whatever its document; for `arm.changes`.

        Args:
            request: to a path from ``/subscriptions/`` on, or to a whole address that Azure gave.

        Raises:
            AzureError: our own tree, also for a status of 400 and above.
        """
        if request.url.startswith("/"):
            request.url = self.cloud.endpoint + request.url
        require_home(self.cloud, request.url)  # before anybody tries to reach it, for which there are other errors
        with azure_refusals():
            response = await self._arm().send_request(request)
            if response.status_code >= 400:
                raise HttpResponseError(response=response, error_format=ARMErrorFormat)
            return response

    def compute(self, subscription: str) -> ComputeManagementClient:
        from azure.mgmt.compute.aio import ComputeManagementClient

        return self._client(ComputeManagementClient, subscription)

    def network(self, subscription: str) -> NetworkManagementClient:
        from azure.mgmt.network.aio import NetworkManagementClient

        return self._client(NetworkManagementClient, subscription)

    def locks(self, subscription: str) -> ManagementLockClient:
        from azure.mgmt.resource.locks.aio import ManagementLockClient

        return self._client(ManagementLockClient, subscription)

    def backup(self, subscription: str) -> RecoveryServicesBackupClient:
        from azure.mgmt.recoveryservicesbackup.aio import RecoveryServicesBackupClient

        return self._client(RecoveryServicesBackupClient, subscription)

    def health(self, subscription: str) -> ResourceHealthMgmtClient:
        from azure.mgmt.resourcehealth.aio import ResourceHealthMgmtClient

        return self._client(ResourceHealthMgmtClient, subscription)

    def subscriptions(self) -> SubscriptionClient:
        from azure.mgmt.resource.subscriptions.aio import SubscriptionClient

        return self._client(SubscriptionClient)

    def resource_graph(self) -> ResourceGraphClient:
        from azure.mgmt.resourcegraph.aio import ResourceGraphClient

        return self._client(ResourceGraphClient)

    def _client(self, kind: Callable[..., C], *subscription: str) -> C:
        key = (kind.__name__, *subscription)
        if key not in self._clients:
            self._clients[key] = kind(
                self._credential,
                *subscription,
                base_url=self.cloud.endpoint,
                credential_scopes=[self.cloud.scope],
                transport=self._transport(),
                policies=self._pipeline(),
                polling_interval=5,
            )
        client: C = self._clients[key]
        return client

    def _arm(self) -> AsyncARMPipelineClient[HttpRequest, AsyncHttpResponse]:
        """The bare client that the others are made of."""
        from azure.mgmt.core import AsyncARMPipelineClient

        key = (AsyncARMPipelineClient.__name__,)
        if key not in self._clients:
            self._clients[key] = AsyncARMPipelineClient(base_url=self.cloud.endpoint, policies=self._pipeline(), transport=self._transport())
        client: AsyncARMPipelineClient[HttpRequest, AsyncHttpResponse] = self._clients[key]
        return client

    def _pipeline(self) -> list[Any]:
        return pipeline(self.cloud, self._credential, self._guard, *(make() for make in self._beside or ()))

    def _transport(self) -> WholeAnswers:
        # A transport handed in does not hear of the client's own timeouts, and waits 300 seconds unless told here.
        return WholeAnswers(session=self._http, session_owner=False, connection_timeout=TIMEOUTS)

    async def ask(self, operation: Callable[..., Awaitable[Any]], *args: Any, modelled: bool = False, **kwargs: Any) -> Reader:
        """Call one SDK operation and hand out its raw answer.

        Args:
            modelled: whether the client is of the generation that knows no other way than to make a model of the answer. The younger ones
                need not where they are asked for a stream, and nobody here looks at models.

        Raises:
            AzureError: our own tree, `arm.errors`.
        """
        whole = {} if modelled else {"stream": True}
        with azure_refusals():
            response = await operation(*args, cls=_whole, **whole, **kwargs)
        return reader(response, self._kept)

    async def pages(self, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> list[Reader]:
        """Read a paged SDK listing to its end; one answer per page.

        Raises:
            AzureError: also when a later page fails: half a list is no answer.
        """
        return [page async for page in self.walk(operation, *args, **kwargs)]

    async def walk(self, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> AsyncIterator[Reader]:
        """The same page by page, as they come.

        The SDK's own way makes a model of every item, which nobody here looks at; that took half of a diagnosis' computing.

        Raises:
            AzureError: `arm.errors`; a list whose next page fails is no answer.
        """
        ask_for, link = operation(*args, **kwargs).by_page()._get_next, None
        while True:
            with azure_refusals():
                response = await ask_for(link)
            page = reader(response, self._kept)
            page["value"].items()
            yield page
            if not page["nextLink"].value:
                return
            link = page["nextLink"].needed()

    async def get(self, path: str, api_version: str, query: Mapping[str, str] | None = None) -> Reader:
        """Read one ARM document of a provider for which no client is installed: one GET does not earn a package of its own.

        Args:
            path: from ``/subscriptions/`` on, or a whole link to a next page.

        Raises:
            AzureError: our own tree, `arm.errors`.
        """
        client = self._arm()
        given = {"api-version": api_version, **{name: quote(value, safe="") for name, value in (query or {}).items()}}
        request = HttpRequest("GET", client.format_url(path), params=given)
        with azure_refusals():
            response = await client.send_request(request)
            if response.status_code != 200:
                raise HttpResponseError(response=response, error_format=ARMErrorFormat)
        return reader(PipelineResponse(response.request, response, PipelineContext(None)), self._kept)

    async def follow(self, operation: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Reader:
        """Start a long-running operation, poll it to its end and hand out its result.

        The evidence names the request that started it.

        Raises:
            AzureError: also when the operation itself failed.
        """
        responses: list[Any] = []
        with azure_refusals():
            poller = await operation(*args, raw_response_hook=_good(responses), **kwargs)
            try:
                await poller.result()
            except (AttributeError, TypeError, KeyError) as error:  # the SDK's own stumbling over a status that is no ARM document
                raise not_json() from error
        result, first = reader(responses[-1], self._kept), responses[0]
        started = replace(Source.of(first), at=result.source.at, dated=result.source.dated, answer=result.source.answer)
        return replace(result, source=started)

    async def close(self) -> None:
        """Give the connections back, and the credential; those of a second door are the first one's."""
        for client in self._clients.values():
            await client.close()
        if self._beside is None:
            self._http.close()
            await self._credential.close()


def _good(responses: list[Any]) -> Callable[[Any], None]:
    """A hook that keeps Azure's answers. It also hears refusals after which the pipeline asks again: throttling, a token that was withdrawn."""

    def keep(response: Any) -> None:
        if response.http_response.status_code < 400:
            responses.append(response)

    return keep


def _whole(response: Any, _model: Any, _headers: Any) -> Any:
    return response
