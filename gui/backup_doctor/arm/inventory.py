"""All virtual machines the account sees, with their last backups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..core.resource_id import BadResourceId, VmId, segment
from ..core.resources import resource
from .gateway import Gateway
from .news import Backup, BackupsCame, FellBack, News, RowsCame, VmRow, Waits
from .protection import last_backup
from .reading import Reader
from .signin import Session

__all__ = ["Backup", "BackupsCame", "FellBack", "News", "RowsCame", "VmRow", "Waits", "read_vms"]

PAGE = 1000


async def read_vms(session: Session, report: Callable[[News], None]) -> None:
    """Report the account's virtual machines and their last backups as they come, both at once.

    Raises:
        AzureError: Azure gave no list; what has been reported stays true.
    """
    subscriptions = {subscription.id.casefold(): subscription.name for subscription in session.account.subscriptions}
    if subscriptions:
        await asyncio.gather(_machines(session.gateway, subscriptions, report), _backups(session.gateway, subscriptions, report))


async def _machines(gateway: Gateway, subscriptions: dict[str, str], report: Callable[[News], None]) -> None:
    token = ""
    while True:
        page, token = await _page(gateway, "vms.kql", list(subscriptions), token)
        report(RowsCame(tuple(row for place in page if (row := _row(place, subscriptions)) is not None)))
        if not token:
            return


async def _backups(gateway: Gateway, subscriptions: dict[str, str], report: Callable[[News], None]) -> None:
    token = ""
    while True:
        page, token = await _page(gateway, "backups.kql", list(subscriptions), token)
        report(BackupsCame(tuple(map(_backup, page))))
        if not token:
            return


async def _page(gateway: Gateway, query: str, subscriptions: list[str], token: str) -> tuple[list[Reader], str]:
    text = resource("queries", query).read_text("utf-8")
    options = {"$top": PAGE, "resultFormat": "objectArray", **({"$skipToken": token} if token else {})}
    answer = await gateway.ask(gateway.resource_graph().resources, {"query": text, "subscriptions": subscriptions, "options": options})
    return list(answer["data"].items()), answer["$skipToken"].text()


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


def _backup(place: Reader) -> Backup:
    return Backup(
        vm=place["vmId"].text().casefold(),
        status=place["lastBackupStatus"].text(),
        at=last_backup(place),
        error="",
        vault=segment(place["id"].text(), "vaults"),
    )
