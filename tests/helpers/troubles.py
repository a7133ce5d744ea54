"""Trouble on the wire, one kind at a time, for one question at a time: what Azure, a proxy or a network can do to an answer."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from backup_doctor.lab.answers import ArmError, Response
from backup_doctor.lab.server import PAGE, Handler

QUICKLY = {"retry-after-ms": "1"}
"""A test need not wait as long as Azure would ask a client to."""

Bend = Callable[[Any], Any]


@dataclass(frozen=True)
class Trouble:
    """What happens to an answer; one of the kinds, the others stay empty."""

    name: str
    status: int = 0
    code: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    drops: bool = False
    page: bool = False
    slow: float = 0
    """Seconds the answer comes late, though within our patience: that is no trouble at all."""
    bend: Bend | None = None
    """Changes the JSON of a success; without this and any other, a success is cut in the middle."""


def refusal(status: int, code: str, **headers: str) -> Trouble:
    """An ARM error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Trouble(f"{status} {' '.join(headers.values())}".strip(), status, code, tuple({**({} if headers else QUICKLY), **named}.items()))


REFUSALS = (
    refusal(401, "InvalidAuthenticationToken"),
    refusal(403, "AuthorizationFailed"),
    refusal(404, "ResourceNotFound"),
    refusal(409, "Conflict"),
    refusal(429, "TooManyRequests"),
    refusal(429, "TooManyRequests", Retry_After="3600"),
    refusal(500, "InternalServerError"),
    refusal(503, "ServiceUnavailable"),
)
ODDITIES = (
    Trouble("slow", slow=0.3),
    Trouble("reset", drops=True),
    Trouble("html", page=True),
    Trouble("half a document"),
    Trouble("empty object", bend=lambda _: {}),
    Trouble("null", bend=lambda _: None),
    Trouble("a list", bend=lambda body: [body]),
)


class TroubledHandler(Handler):
    """Serves a lab and troubles the answers to one kind of request."""

    trouble: ClassVar[Trouble | None] = None
    strikes: ClassVar[Callable[[str], bool]]
    seen: ClassVar[list[str]]
    bodies: ClassVar[dict[str, list[Any]]]
    """The JSON of each success, by the request's shape; several where one shape stands for different operations."""
    struck: ClassVar[int]
    """How many answers were spoilt."""

    def do_GET(self) -> None:
        self.line = f"{self.command} {self.path}"
        type(self).seen.append(self.line)
        super().do_GET()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def _send(self, response: Response, number: int, kind: str = "application/json; charset=utf-8") -> None:
        here = type(self)
        if here.trouble is None and response.body and response.status == 200:
            known, body = here.bodies.setdefault(shape(self.line), []), json.loads(response.body)
            if not any(body.keys() == other.keys() and shape(json.dumps(body)) == shape(json.dumps(other)) for other in known):
                known.append(body)
        if here.trouble is None or not here.strikes(self.line):
            super()._send(response, number, kind)
            return
        troubled = self._troubled(here.trouble, response)
        here.struck += troubled is not response
        if troubled is not None:
            super()._send(troubled, number, "text/html; charset=utf-8" if here.trouble.page else kind)

    def _troubled(self, trouble: Trouble, response: Response) -> Response | None:
        """The answer as it arrives; None where the connection drops, the same where there is nothing to spoil."""
        if trouble.drops:
            self.close_connection = True
            return None
        if trouble.slow:
            time.sleep(trouble.slow)
            return response
        if trouble.page:
            return Response(200, PAGE.encode(), {})
        if trouble.status:
            return ArmError(trouble.status, trouble.code, "The lab was told to refuse this.", dict(trouble.headers)).answer.encode()
        if not response.body or response.status >= 300:
            return response
        if trouble.bend is None:
            return Response(response.status, response.body[: len(response.body) // 2], response.headers)
        return Response(response.status, json.dumps(trouble.bend(json.loads(response.body))).encode(), response.headers)


def shape(line: str) -> str:
    """A request without what differs from run to run."""
    line = re.sub(r"[?&]api-version=[^&]*", "", line)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*", line, flags=re.IGNORECASE)


Path = tuple[str | int, ...]


def places(document: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in a document with its path, containers before what is in them."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in pairs:
        yield (*path, key), value
        yield from places(value, (*path, key))


def without(path: Path) -> Bend:
    """The document without one field."""

    def bend(document: Any) -> Any:
        holder = _holder(document, path)
        if holder is not None:
            del holder[path[-1]]
        return document

    return bend


def replaced(path: Path, value: Any) -> Bend:
    """The document with another value in one place."""

    def bend(document: Any) -> Any:
        holder = _holder(document, path)
        if holder is not None:
            holder[path[-1]] = value
        return document

    return bend


def shouted(document: Any) -> Any:
    """Every string in capitals but messages: Azure's own services do not agree on letter case."""
    if isinstance(document, dict):
        return {key: value if key == "message" else shouted(value) for key, value in document.items()}
    if isinstance(document, list):
        return [shouted(value) for value in document]
    return document.upper() if isinstance(document, str) and not document.startswith("http") else document


def _holder(document: Any, path: Path) -> Any:
    for key in path[:-1]:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            return None
    key = path[-1]
    inside_list = isinstance(document, list) and isinstance(key, int) and key < len(document)
    present = inside_list or (isinstance(document, dict) and key in document)
    return document if present else None
