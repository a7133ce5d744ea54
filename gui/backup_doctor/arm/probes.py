"""The scripts that look inside a guest: one per OS, ours to the letter, read-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..core.resources import resource

COMMANDS: Mapping[str, str] = {"Windows": "RunPowerShellScript", "Linux": "RunShellScript"}
"""Run Command's id for a script, by OS."""

_FILES: Mapping[str, str] = {"Windows": "windows.ps1", "Linux": "linux.sh"}


def probe(os: str) -> str:
    """The script for ``Windows`` or ``Linux``; the window shows it before it is sent."""
    return resource("probes", _FILES[os]).read_text("utf-8")


def request_body(os: str) -> dict[str, Any]:
    """What Run Command is asked: the script by lines, no parameters, so that nothing can be slipped in."""
    return {"commandId": COMMANDS[os], "script": probe(os).splitlines()}


def is_probe(content: Any) -> bool:
    """Whether a request's body is exactly what `request_body` makes."""
    try:
        body = json.loads(content)
    except (TypeError, ValueError):
        return False
    return any(body == request_body(os) for os in _FILES)
