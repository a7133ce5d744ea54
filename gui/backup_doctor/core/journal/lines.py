"""A step and an event of the journal as JSON and back. What is read may have been changed by anybody, so every kind is looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from ..plan import Request, Step
from ..text import Text
from ..text_json import moment_from_json, text_from_json, text_to_json

T = TypeVar("T")

CHANGING = ("PUT", "PATCH", "POST", "DELETE")

_FILE_NAME = re.compile(r"(\w[\w.-]*(/\w[\w.-]*)?)?")
_MOMENTS = ("at", "began", "accepted")
_KINDS: Mapping[str, type] = {
    "status": int,
    "request_id": str,
    "status_url": str,
    "result_url": str,
    "kept": str,
    "doubtful": bool,
    "undo_status": int,
    "undo_request_id": str,
    "step": int,
}


def to_line(event: Mapping[str, Any]) -> bytes:
    """An event as one line of ASCII, its newline last: a line without one is torn."""
    return json.dumps({name: _to_json(value) for name, value in event.items()}).encode() + b"\n"


def from_line(line: bytes) -> dict[str, Any]:
    """Read what `to_line` wrote.

    Raises:
        ValueError, RecursionError: it did not.
    """
    event = _typed(json.loads(line), dict)
    for name in _MOMENTS:
        if event.get(name) is not None:
            event[name] = moment_from_json(_typed(event[name], str))
    if event.get("said") is not None:
        event["said"] = text_from_json(event["said"])
    for name, kind in _KINDS.items():
        if name in event:
            _typed(event[name], kind)
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


def steps_from_json(documents: object) -> list[Step]:
    """Read a list of what `step_to_json` wrote.

    Raises:
        ValueError, KeyError, Unavailable: the file is damaged.
    """
    return [_step(_typed(document, dict), index) for index, document in enumerate(_typed(documents, list))]


def _step(document: Mapping[str, Any], index: int) -> Step:
    restores, saves, tries = document["restores"], _typed(document["saves"], str), _typed(document["tries"], int)
    if restores is not None and not 0 <= _typed(restores, int) < index:
        raise ValueError("restores what does not come before it")
    if tries < 1 or _FILE_NAME.fullmatch(saves) is None:
        raise ValueError("never sent, or saved elsewhere")
    return Step(
        title=text_from_json(document["title"]),
        request=_request_from_json(document["request"]),
        undo=_request_from_json(document["undo"]),
        restores=restores,
        repeatable=_typed(document["repeatable"], bool),
        tries=tries,
        keeps=_typed(document["keeps"], str),
        saves=saves,
        watch=_typed(document["watch"], str),
        limit=_span(document["limit"]),
        tolerant=_typed(document["tolerant"], bool),
        only_if=_typed(document["only_if"], str),
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


def _request_from_json(document: object) -> Request | None:
    if document is None:
        return None
    fields = _typed(document, dict)
    method, version, condition = (_typed(fields[name], str) for name in ("method", "api_version", "if_match"))
    if method not in CHANGING or not (version + condition).isprintable():
        raise ValueError("no request of a plan")
    body = None if fields["body"] is None else _typed(fields["body"], dict)
    return Request(method, _typed(fields["path"], str), version, body, condition)


def _span(seconds: object) -> timedelta:
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < 1e9:  # nor what is not a number
        raise ValueError("no span")
    return timedelta(seconds=seconds)


def _typed(value: object, kind: type[T]) -> T:
    """The value, if it is of just that kind: to Python a boolean is a number."""
    if type(value) is not kind:
        raise ValueError(f"{kind.__name__} expected")
    return value
