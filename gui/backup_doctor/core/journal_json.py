"""A step and an event of the journal as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .plan import Request, Step
from .text import Text
from .text_json import text_from_json, text_to_json

_MOMENTS = ("at", "began", "accepted")


def to_line(event: Mapping[str, Any]) -> bytes:
    """An event as one line, its newline last: a line without one is torn."""
    return json.dumps({name: _to_json(value) for name, value in event.items()}, ensure_ascii=False).encode() + b"\n"


def from_line(line: bytes) -> dict[str, Any]:
    """Read what `to_line` wrote.

    Raises:
        ValueError: it did not.
    """
    event = json.loads(line)
    if not isinstance(event, dict):
        raise ValueError("no object")
    for name in _MOMENTS:
        if event.get(name) is not None:
            event[name] = datetime.fromisoformat(event[name])
    if event.get("said") is not None:
        event["said"] = text_from_json(event["said"])
    return event


def _to_json(value: object) -> Any:
    match value:
        case Text():
            return text_to_json(value)
        case datetime():
            return value.isoformat()
        case _:
            return value


def step_to_json(step: Step) -> dict[str, Any]:
    """What carrying a step out, following it and undoing it takes; what it needed is not asked again."""
    return {
        "title": text_to_json(step.title),
        "request": _request_to_json(step.request),
        "undo": _request_to_json(step.undo),
        "restores": step.restores,
        "repeatable": step.repeatable,
        "tries": step.tries,
        "keeps": step.keeps,
        "saves": step.saves,
        "watch": step.watch,
        "limit": step.limit.total_seconds(),
        "tolerant": step.tolerant,
        "only_if": step.only_if,
        "asks": None if step.asks is None else text_to_json(step.asks),
    }


def step_from_json(document: Mapping[str, Any]) -> Step:
    """Read what `step_to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the file is damaged.
    """
    return Step(
        title=text_from_json(document["title"]),
        request=_request_from_json(document["request"]),
        undo=_request_from_json(document["undo"]),
        restores=document["restores"],
        repeatable=bool(document["repeatable"]),
        tries=int(document["tries"]),
        keeps=document["keeps"],
        saves=document["saves"],
        watch=document["watch"],
        limit=timedelta(seconds=document["limit"]),
        tolerant=bool(document["tolerant"]),
        only_if=document["only_if"],
        asks=None if document["asks"] is None else text_from_json(document["asks"]),
    )


def _request_to_json(request: Request | None) -> dict[str, Any] | None:
    if request is None:
        return None
    return {
        "method": request.method,
        "path": request.path,
        "api_version": request.api_version,
        "body": request.body,
        "if_match": request.if_match,
    }


def _request_from_json(document: Mapping[str, Any] | None) -> Request | None:
    if document is None:
        return None
    return Request(document["method"], document["path"], document["api_version"], document["body"], document["if_match"])
