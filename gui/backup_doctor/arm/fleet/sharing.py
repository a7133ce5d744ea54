"""One door for a run over many VMs: what several of them need is asked of Azure once, by whoever needs it first.

The answer is handed to the others as it came, with its request, its id and its time, so that their evidence stays true.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from functools import partial
from typing import Any, TypeVar

from ...core.facts import PolicyDenial
from ...core.model import CouldNotLook, Listing
from ...core.resource_id import VmId
from .. import insights
from ..gateway import Gateway
from ..once import asked_once, given_up
from ..reading import Reader
from ..vm import AzureVm

T = TypeVar("T")

SHARED = (
    "ManagementLocksOperations.list_at_subscription_level",
    "ManagementLocksOperations.list_at_resource_group_level",
    "RestorePointCollectionsOperations.list_all",
    "BackupJobsOperations.list",
    "ProtectionPoliciesOperations.get",
    "NetworkSecurityGroupsOperations.get",
    "RouteTablesOperations.get",
    "SubnetsOperations.get",
    "VirtualNetworksOperations.get",
    "ResourceGraphClientOperationsMixin.resources",
)
"""SDK operations whose answer is about more than one VM. What is about one VM alone is not kept: ten thousand answers would be for nothing."""

_SHARED_PATH = re.compile(
    r"/subscriptions/[^/]+(/resourcegroups/[^/]+)?/providers/(microsoft\.authorization/(locks|permissions)|microsoft\.keyvault/vaults/[^/]+)",
    re.IGNORECASE,
)


class SharingGateway(Gateway):
    """A gateway that remembers the answers of `SHARED` until it is closed."""

    def __init__(self, door: Gateway, *policies: Callable[[], Any]) -> None:
        """A second door beside an open one.

        Args:
            policies: see `Gateway.beside`.
        """
        vars(self).update(vars(door.beside(*policies)))  # a gateway in all, but for the memory
        self._answers: dict[Hashable, asyncio.Future[Any]] = {}
        self.spared = 0
        """How many questions were answered from memory."""

    async def ask(self, operation: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Reader:
        """See `Gateway.ask`."""
        return await self._perhaps_once(operation, args, kwargs, partial(super().ask, operation, *args, **kwargs))

    async def walk(self, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> AsyncIterator[Reader]:
        """See `Gateway.walk`. A list is shared whole, so its pages come together."""
        pages = super().walk(operation, *args, **kwargs)

        async def whole() -> list[Reader]:
            return [page async for page in pages]

        for page in await self._perhaps_once(operation, args, kwargs, whole):
            yield page

    async def get(self, path: str, api_version: str, query: Any = None) -> Reader:
        """See `Gateway.get`."""
        asking = partial(super().get, path, api_version, query)
        if query or not _SHARED_PATH.fullmatch(path):
            return await asking()
        return await self.once((path.casefold(), api_version), asking)

    async def once(self, question: Hashable, asking: Callable[[], Awaitable[T]]) -> T:
        """The answer to a question, asked now or before. A refusal is an answer too, unless its reason passes by itself."""
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = asyncio.ensure_future(asking())
            answer.add_done_callback(partial(self._settled, question))
        else:
            self.spared += 1
        result: T = await asyncio.shield(answer)
        return result

    async def close(self) -> None:
        """Give up what is still being asked, and forget the answers."""
        await given_up(self._answers.values())
        self._answers.clear()
        await super().close()

    async def _perhaps_once(
        self, operation: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], asking: Callable[[], Awaitable[T]]
    ) -> T:
        if operation.__qualname__.lstrip("_") not in SHARED:
            return await asking()
        return await self.once((operation, _told(args), _told(kwargs)), asking)

    def _settled(self, question: Hashable, answer: asyncio.Future[Any]) -> None:
        error = None if answer.cancelled() else answer.exception()
        if answer.cancelled() or (error is not None and not (isinstance(error, CouldNotLook) and error.status and not error.passes)):
            self._answers.pop(question, None)


def _told(arguments: object) -> str:
    """Arguments of an operation as a key; names in an id come in any letter case."""
    return json.dumps(arguments, sort_keys=True, default=str).casefold()


class FleetVm(AzureVm):
    """One VM of a run over many."""

    def __init__(self, gateway: SharingGateway, vm_id: VmId) -> None:
        super().__init__(gateway, vm_id)
        self._sharing = gateway

    @asked_once
    async def policy_denials(self) -> Listing[PolicyDenial]:
        """Those of the subscription, as they were when the first VM of it was looked at."""
        machine = await self.machine()
        question = ("policy denials", self.id.subscription)
        return await self._sharing.once(question, lambda: insights.policy_denials(self._sharing, self.id, machine))

    def answered(self) -> list[object]:
        """Everything Azure has said of it so far."""
        done = [answer for answer in self.answers.values() if answer.done() and not answer.cancelled()]
        return [answer.result() for answer in done if answer.exception() is None]

    async def give_up(self) -> None:
        """End what is still being asked: nobody waits for it any more."""
        await given_up([*self.answers.values(), *self._networks.answers.values()])
