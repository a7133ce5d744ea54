"""The lab's tests talk to it as Azure's own clients do, and sometimes with bare HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import requests
from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import ContentDecodePolicy, CustomHookPolicy, RequestIdPolicy, SansIOHTTPPolicy
from azure.core.pipeline.transport import AsyncioRequestsTransport
from azure.mgmt.compute.aio import ComputeManagementClient
from azure.mgmt.network.aio import NetworkManagementClient
from azure.mgmt.recoveryservicesbackup.aio import RecoveryServicesBackupClient
from azure.mgmt.resource.locks.aio import ManagementLockClient

from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.running import RunningLab

T = TypeVar("T")


class _SignIn(SansIOHTTPPolicy[Any, Any]):
    """Unlike the SDK's own policy it does not insist on https."""

    def __init__(self, token: str) -> None:
        self._token = token

    def on_request(self, request: PipelineRequest[Any]) -> None:
        request.http_request.headers["Authorization"] = f"Bearer {self._token}"


class Azure:
    """A lab seen from outside, through clients that do not retry, so that a test sees each answer."""

    def __init__(self, lab: RunningLab) -> None:
        self.lab = lab
        self.token = lab.token
        self.vm = VmId.parse(lab.vms[0].id)
        self.http = requests.Session()

    @property
    def machine(self) -> VirtualMachine:
        """The first VM as the world has it."""
        machine = self.lab.world.machine(self.vm)
        assert machine is not None
        return machine

    @property
    def compute(self) -> Any:
        return self.client(ComputeManagementClient, self.vm.subscription)

    @property
    def network(self) -> Any:
        return self.client(NetworkManagementClient, self.vm.subscription)

    @property
    def locks(self) -> Any:
        return self.client(ManagementLockClient, self.vm.subscription)

    @property
    def backup(self) -> Any:
        return self.client(RecoveryServicesBackupClient, self.vm.subscription)

    def client(self, kind: Callable[..., Any], *subscription: str) -> Any:
        """One of the SDK's clients; not typed, because its types leave out the plain JSON that it accepts."""
        transport = AsyncioRequestsTransport(session=self.http, session_owner=False)
        policies = [RequestIdPolicy(), _SignIn(self.token), ContentDecodePolicy(), CustomHookPolicy()]
        return kind(object(), *subscription, base_url=self.lab.endpoint, transport=transport, policies=policies)

    def ask(self, method: str, path: str, body: Any = None, *, token: str | None = None, version: str = "2024-07-01") -> requests.Response:
        """Bare HTTP; an empty token or version sends none."""
        headers = {"Authorization": f"Bearer {token or self.token}"} if token != "" else {}
        query = {"api-version": version} if version else {}
        return self.http.request(method, self.lab.endpoint + path, params=query, json=body, headers=headers)

    def pass_time(self, span: timedelta) -> None:
        """Put the lab's clock forward."""
        clock = self.lab.world.now
        self.lab.world.now = lambda: clock() + span


def wait_for(awaitable: Awaitable[T]) -> T:
    """Run one call of an asynchronous client."""

    async def run() -> T:
        return await awaitable

    return asyncio.run(run())


def complete(begin: Awaitable[Any]) -> Any:
    """Start a long-running operation, follow it to its end and return its result."""

    async def follow() -> Any:
        return await (await begin).result()

    return asyncio.run(follow())


def everything(pager: AsyncIterator[T]) -> list[T]:
    """All items of a list, page after page."""

    async def run() -> list[T]:
        return [item async for item in pager]

    return asyncio.run(run())


def code_of(response: requests.Response) -> str:
    """The code of ARM's error."""
    code = response.json()["error"]["code"]
    assert isinstance(code, str)
    return code
