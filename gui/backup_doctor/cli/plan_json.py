"""A plan, and what came of it, as JSON. Scripts read it: what it holds and how it is called is a contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..core.action import action_of
from ..core.language import Language
from ..core.model import Check, Finding
from ..core.offer import Offer
from ..core.permission import Permission
from ..core.plan import Plan, Request, Step
from ..core.report import SCHEMA, TOOL
from ..core.report_actions import action_to_json
from ..core.report_values import moment
from ..core.undertaking import Undertaking
from .verifying import Looked


def head() -> dict[str, Any]:
    """What every document begins with."""
    return {"schema": SCHEMA, "tool": {"name": TOOL, "version": __version__}}


def dumped(document: Mapping[str, Any]) -> str:
    """The document as text, with a newline at its end."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def remedy_to_json(offer: Offer, words: Language) -> dict[str, Any]:
    """The remedy as it stands for this VM and this account."""
    risk = offer.remedy.risk if offer.plan is None else offer.plan.risk
    return {
        "id": offer.remedy.id,
        "title": words.render(offer.remedy.title),
        "risk": risk.value,
        "available": offer.is_available,
        "reason": None if offer.reason is None else words.render(offer.reason),
    }


def plan_to_json(plan: Plan, offer: Offer, words: Language, endpoint: str) -> dict[str, Any]:
    """Everything that would be sent.

    Args:
        endpoint: the cloud's ARM endpoint without a trailing slash.
    """
    return {
        "risk": plan.risk.value,
        "steps": [_step(step, offer, words, endpoint) for step in plan.steps],
        "downtime": words.render(plan.downtime),
        "loss": words.render(plan.loss),
        "undo": words.render(plan.undo),
        "notes": [words.render(note) for note in plan.notes],
    }


def _step(step: Step, offer: Offer, words: Language, endpoint: str) -> dict[str, Any]:
    request = step.request
    return {
        "title": words.render(step.title),
        "request": None if request is None else whole(request, endpoint),
        "body": None if request is None else request.body,
        "az": None if request is None else request.as_az(endpoint),
        "powershell": None if request is None else request.as_powershell(),
        "permissions": [{"action": need.action, "scope": need.scope, "held": _held(need, offer)} for need in step.needs],
        "undo": None if step.undo is None else whole(step.undo, endpoint),
        "only_if_needed": bool(step.only_if or step.asks),
    }


def _held(need: Permission, offer: Offer) -> bool | None:
    if need in offer.missing:
        return False
    return None if need in offer.unsure else True


def whole(request: Request, endpoint: str) -> str:
    """Method and address, as evidence has them: with the host, and quoted as on the wire."""
    return f"{request.method} {endpoint}{quote(request.path, safe='/;')}?api-version={request.api_version}"


def action_document(undertaking: Undertaking, words: Language, endpoint: str = "") -> dict[str, Any]:
    """What was done, as a diagnosis tells it among its ``actions``; without an endpoint its requests have no host."""
    return action_to_json(action_of(undertaking, endpoint), words)


def sent_later(requests: Iterable[Request], endpoint: str) -> list[dict[str, Any]]:
    """Requests that are about to be sent to finish something or to take it back."""
    return [{"request": whole(request, endpoint), "body": request.body} for request in requests]


def checks_to_json(checks: Iterable[Check], looked: Looked, words: Language) -> list[dict[str, Any]]:
    """Each check of the cause, before and after; None where nobody looked."""
    return [_check(check.id, looked, words) for check in checks]


def _check(identity: str, looked: Looked, words: Language) -> dict[str, Any]:
    before, after = looked.before.get(identity), looked.after.get(identity)
    latest = after or before
    return {
        "id": identity,
        "before": _status(before),
        "after": _status(after),
        "message": None if latest is None else words.render(latest.text),
    }


def _status(finding: Finding | None) -> str | None:
    return None if finding is None else finding.status.value


def undertaking_to_json(undertaking: Undertaking, words: Language, *, in_use: bool) -> Mapping[str, Any]:
    """An entry of the journal."""
    return {
        "id": undertaking.id,
        "vm": str(undertaking.vm),
        "begun": moment(undertaking.begun),
        "ended": None if undertaking.ended is None else moment(undertaking.ended),
        "outcome": None if undertaking.outcome is None else undertaking.outcome.value,
        "in_use": in_use,
        "can_be_finished": undertaking.is_open and not undertaking.undoing,
        "can_be_undone": bool(undertaking.undoable),
        "action": action_document(undertaking, words),
    }
