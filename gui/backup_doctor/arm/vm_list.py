"""Many VMs through Azure Resource Graph: plain rows, a thousand a page, where Compute would take seconds and a model for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

from ..core.resource_id import BadResourceId, VmId
from ..core.resources import resource
from .gateway import Gateway
from .news import VmRow
from .protection import last_backup
from .reading import Reader
from .signin import Session

PAGE = 1000
"""Rows a page: Resource Graph's limit, and about as much JSON as keeps the window smooth."""


async def virtual_machines(session: Session) -> AsyncIterator[list[VmRow]]:
    """All VMs the account sees, page by page, each with its last backup.

    Raises:
        AzureError: Resource Graph did not answer; pages already given out stay true.
    """
    subscriptions = {subscription.id.casefold(): subscription.name for subscription in session.account.subscriptions}
    if not subscriptions:
        return
    backups: dict[str, Reader] = {}
    async for page in _rows(session.gateway, "backups.kql", subscriptions):
        backups.update({place["vmId"].text().casefold(): place for place in page})
    async for page in _rows(session.gateway, "vms.kql", subscriptions):
        rows = [row for place in page if (row := _row(place, subscriptions)) is not None]
        yield [_with_backup(row, backups.get(str(row.id).casefold())) for row in rows]


async def _rows(gateway: Gateway, query: str, subscriptions: Iterable[str]) -> AsyncIterator[list[Reader]]:
    text = resource("queries", query).read_text("utf-8")
    token: str | None = None
    while True:
        options = {"$top": PAGE, "resultFormat": "objectArray", **({"$skipToken": token} if token else {})}
        body = {"query": text, "subscriptions": list(subscriptions), "options": options}
        answer = await gateway.ask(gateway.resource_graph().resources, body)
        yield list(answer["data"].items())
        token = answer["$skipToken"].text()
        if not token:
            return


def _row(place: Reader, subscriptions: dict[str, str]) -> VmRow | None:
    try:
        identity = VmId.parse(place["id"].text())
    except BadResourceId:
        return None
    return VmRow(
        id=identity,
        subscription=subscriptions.get(identity.subscription.casefold(), identity.subscription),
        location=place["location"].text(),
        os=place["os"].text(),
        power=place["power"].text().rpartition("/")[2],
    )


def _with_backup(row: VmRow, place: Reader | None) -> VmRow:
    if place is None:
        return row
    return replace(row, last_backup=place["lastBackupStatus"].text(), last_backup_at=last_backup(place))
