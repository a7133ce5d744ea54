"""An Azure that gives each kind of request one prepared answer, over real HTTP, and remembers what it said."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from threading import Thread
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from backup_doctor.arm.cloud import Cloud, custom
from backup_doctor.arm.credential import StaticToken, token_credential
from backup_doctor.arm.gateway import Gateway
from backup_doctor.lab.answers import Answer
from backup_doctor.lab.faults import Faults
from backup_doctor.lab.server import Handler, Server
from backup_doctor.lab.service import Service
from backup_doctor.lab.world import World
from tests.helpers.worlds import NIGHT

T = TypeVar("T")
LATER = ("azure-asyncoperation", "location")
"""Headers that say where the rest is told."""

KINDS: Mapping[str, str] = {
    "vm": r"GET .*/virtualmachines/[^/]+",
    "extensions": r"GET .*/virtualmachines/[^/]+/extensions",
    "run command": r"POST .*/virtualmachines/[^/]+/runcommand",
    "collections": r"GET .*/restorepointcollections",
    "collection": r"GET .*/restorepointcollections/[^/]+",
    "disk": r"GET .*/disks/[^/]+",
    "locks": r"GET .*/microsoft\.authorization/locks",
    "nic": r"GET .*/networkinterfaces/[^/]+",
    "nsg": r"GET .*/networksecuritygroups/[^/]+",
    "vnet": r"GET .*/virtualnetworks/[^/]+",
    "subnet": r"GET .*/subnets/[^/]+",
    "effective nsgs": r"POST .*/effectivenetworksecuritygroups",
    "effective routes": r"POST .*/effectiveroutetable",
    "backup status": r"POST .*/backupstatus",
    "item": r"GET .*/protecteditems/[^/]+",
    "jobs": r"GET .*/backupjobs",
    "job": r"GET .*/backupjobs/[^/]+",
    "policy": r"GET .*/backuppolicies/[^/]+",
    "health": r"GET .*/availabilitystatuses/current",
    "subscriptions": r"GET /subscriptions",
    "tenants": r"GET /tenants",
    "rows": r"POST .*/microsoft\.resourcegraph/resources",
    "document": r"GET /document",
}
"""Requests by method and lower-case path. Whose VM, vault or interface it is does not matter here."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it stands in an example."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Canned:
    """What is answered from now on, and what has been."""

    gateway: Gateway
    runner: asyncio.Runner
    base: str
    replies: dict[str, Reply] = field(default_factory=dict)
    """By kind."""
    polls: dict[str, list[Reply]] = field(default_factory=dict)
    """What the addresses in the headers of a 202 answer, one after the other; by header."""
    asked: list[str] = field(default_factory=list)
    """``METHOD /path?query`` of each request."""
    said: dict[str, Any] = field(default_factory=dict)
    """The body of each answer, by its request id."""
    _addresses: dict[str, tuple[str, list[Reply]]] = field(default_factory=dict)
    """Addresses given out: by which answer, and what they tell."""

    def prepare(self, replies: Mapping[str, Reply], polls: Mapping[str, list[Reply]] | None = None) -> None:
        """Forget what was, and answer this."""
        self.replies, self.polls = dict(replies), dict(polls or {})
        self.asked, self.said, self._addresses = [], {}, {}

    def use(self, work: Callable[[Gateway], Awaitable[T]]) -> T:
        """Do something with the signed-in gateway."""

        async def run() -> T:
            return await work(self.gateway)

        return self.runner.run(run())

    @property
    def cloud(self) -> Cloud:
        return custom(self.base)

    @property
    def credential(self) -> StaticToken:
        return token_credential("opaque")

    def answer(self, method: str, target: str, body: bytes, identity: str) -> Reply:
        """The prepared answer, with every link in it leading back here."""
        self.asked.append(f"{method} {target}")
        reply = self._continued(target) or self._last_page(target, body) or self._prepared(method, target)
        if reply.status == 202:
            reply = Reply(202, reply.body, {**self._with_addresses(reply.headers, identity), "retry-after-ms": "1"})
        self.said[identity] = reply.body
        return reply

    def _continued(self, target: str) -> Reply | None:
        if _plain(target) not in self._addresses:
            return None
        beginning, replies = self._addresses[_plain(target)]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.said[beginning] = reply.body  # evidence of a long operation names the request that started it
        return Reply(reply.status, reply.body, {**reply.headers, "retry-after-ms": "1"})

    def _last_page(self, target: str, body: bytes) -> Reply | None:
        if "skiptoken=last" in target:
            return Reply(body={"value": []})
        return Reply(body={"data": []}) if b"$skipToken" in body else None

    def _prepared(self, method: str, target: str) -> Reply:
        parts = urlsplit(target)
        line = f"{method} {unquote(parts.path).casefold().rstrip('/')}"
        kind = next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, line)), "")
        reply = self.replies.get(kind, Reply(404, {"error": {"code": "ResourceNotFound", "message": f"Nobody prepared an answer to {line}."}}))
        body = reply.body if kind == "document" else self._filtered(self._linked(reply.body), parts.query)
        return Reply(reply.status, body, reply.headers)

    def _linked(self, body: Any) -> Any:
        """The next page is here and is the last one; examples lead to nowhere with ``...`` or ``a``."""
        if isinstance(body, dict) and isinstance(body.get("nextLink"), str):
            return {**body, "nextLink": f"{self.base}/subscriptions/next?api-version=2024-07-01&$skiptoken=last"}
        return body

    def _filtered(self, body: Any, query: str) -> Any:
        """Jobs are asked for by status and operation."""
        wanted = dict(re.findall(r"(status|operation) eq '(\w+)'", "".join(parse_qs(query).get("$filter", []))))
        if not wanted:
            return body
        kept = [place for place in body["value"] if all(place["properties"].get(name) == value for name, value in wanted.items())]
        return {**body, "value": kept}

    def _with_addresses(self, headers: Mapping[str, str], beginning: str) -> dict[str, str]:
        """The same addresses on this server. A test need not wait as long as Azure asks a client to."""
        kept = {name: value for name, value in headers.items() if name.casefold() not in ("retry-after", "content-length")}
        for name, value in kept.items():
            if name.casefold() in LATER:
                parts = urlsplit(value)
                target = f"{parts.path}?{parts.query}" if parts.query else parts.path
                kept[name] = self.base + target
                self._addresses[_plain(target)] = (beginning, list(self.polls.get(name.casefold(), [Reply()])))
        return kept


def _plain(target: str) -> str:
    """An address without its spelling: clients quote anew and order the query their own way."""
    parts = urlsplit("/" + target.lstrip("/"))
    query = sorted(parse_qs(parts.query).items())
    return f"{unquote(parts.path).casefold()}?{query}"


class CannedHandler(Handler):
    """Speaks for a `Canned`."""

    canned: ClassVar[Canned]

    def do_GET(self) -> None:
        number = next(self.server.requests)
        reply = type(self).canned.answer(self.command, self.path, self._body(), str(number))
        self._send(Answer(reply.status, reply.body, reply.headers).encode(), number)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def _common_headers(self, number: int) -> dict[str, str]:
        return {"Date": format_datetime(NIGHT, usegmt=True), "x-ms-request-id": str(number)}


@contextmanager
def canned() -> Iterator[Canned]:
    """A server for prepared answers and a gateway to it."""
    handler: type[CannedHandler] = type("Handler", (CannedHandler,), {})
    server = Server(Service(World(), ""), 0, 0.0, Faults([]))
    server.RequestHandlerClass = handler
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    with asyncio.Runner() as runner:
        # The loop's own few threads would make requests wait for one another.
        runner.get_loop().set_default_executor(ThreadPoolExecutor(16))
        gateway = Gateway(custom(base), token_credential("opaque"))
        handler.canned = Canned(gateway, runner, base)
        yield handler.canned
        runner.run(gateway.close())
    server.shutdown()
    thread.join()
    server.server_close()
    server.hang_up()


STEP = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<index>\d+)\]|\[\?\((?P<where>.*?)\)\]")


def literal(body: Any, path: str) -> str:
    """What stands at a JSON path of a body, written as evidence writes it. Read anew here, not as the program does."""
    counting = path.endswith(".length()")
    place = body
    for step in STEP.finditer(path.removesuffix(".length()").removeprefix("$")):
        place = _step(place, step)
    if counting:
        return str(len(place or []))
    if place is None:
        return "(absent)"
    if place == "":
        return '""'
    words = place if isinstance(place, str) else json.dumps(place, ensure_ascii=False)
    return words if len(words) <= 1000 else words[:1000] + "…"


def _step(place: Any, step: re.Match[str]) -> Any:
    if step["where"] is not None:
        return [item for item in place if _holds(item, step["where"])]
    if step["index"] is not None:
        index = int(step["index"])
        return place[index] if isinstance(place, list) and index < len(place) else None
    if isinstance(place, str):  # the guest's answer is JSON within a message
        place = next((json.loads(line) for line in place.splitlines() if line.startswith("{")), None)
    return place.get(step["name"]) if isinstance(place, dict) else None


def _holds(item: Any, where: str) -> bool:
    path, _, wanted = where.partition("==")
    return literal(item, path.strip().replace("@", "$")).casefold() == wanted.strip().strip("'").casefold()
