"""A run over the fleet as JSON (schema 1): like that of a diagnosis a contract, because scripts read it."""

from __future__ import annotations

import json
from typing import Any

from ..language import Language
from ..report import SCHEMA, TOOL
from ..report_values import moment
from ..words import conclusion
from .model import Examined, Group, Share
from .run import FleetRun


def to_json(run: FleetRun, language: Language) -> dict[str, Any]:
    """The document, with its sentences in one language."""
    return {
        "schema": SCHEMA,
        "tool": {"name": TOOL, "version": run.version},
        "started": moment(run.started),
        "finished": moment(run.finished),
        "language": language.code,
        "since": moment(run.since),
        "failed": run.total,
        "summary": language.render(run.summary),
        "groups": [_group(group, language) for group in run.groups],
        "items_without_vm": list(run.nameless),
        "remarks": [language.render(text) for text in run.remarks],
    }


def dumps(run: FleetRun, language: Language) -> str:
    """The document as text, with a newline at its end."""
    return json.dumps(to_json(run, language), ensure_ascii=False, indent=1) + "\n"


def _group(group: Group, language: Language) -> dict[str, Any]:
    return {
        "kind": group.kind.value,
        "cause": group.cause,
        "title": language.render(group.title),
        "count": len(group.members),
        "shared": [_share(share, language) for share in group.shares],
        "members": [member_to_json(member, language) for member in group.members],
    }


def _share(share: Share, language: Language) -> dict[str, Any]:
    return {"what": share.what, "value": share.value, "count": share.count, "message": language.render(share.text)}


def member_to_json(member: Examined, language: Language) -> dict[str, Any]:
    """One VM. ``verdict``, ``confidence`` and ``summary`` are null where it could not be examined, and only there ``error`` is not."""
    failed, diagnosis = member.failed, member.diagnosis
    root = None if diagnosis is None else diagnosis.root
    return {
        "id": str(failed.vm),
        "name": failed.vm.name,
        "resource_group": failed.vm.resource_group,
        "subscription_id": failed.vm.subscription,
        "subscription": failed.subscription,
        "location": failed.location or None,
        "os": failed.os or None,
        "failed_at": moment(failed.failed_at),
        "code": code_of(member),
        "verdict": None if root is None else root.verdict.value,
        "confidence": None if diagnosis is None else diagnosis.confidence.value,
        "summary": None if diagnosis is None else language.render(conclusion(diagnosis)),
        "error": None if member.error is None else language.render(member.error),
    }


def code_of(member: Examined) -> str | None:
    """The code the diagnosis went by; without one, what Resource Graph calls the error."""
    code = None if member.diagnosis is None else member.diagnosis.symptom.code
    return code or member.failed.error or None
