"""The scripts that repair something inside a guest: ours to the letter, one file each, without parameters.

A script changes one thing, may be run twice, and ends with one line of JSON: ``{"repair": 1, "ok": true, "said": ""}``; ``said`` is
plain ASCII for the user, ``data`` instead of it holds a gzipped file in base64.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .api_versions import COMPUTE
from .plan import Request
from .resource_id import VmId
from .resources import resource

COMMANDS: Mapping[str, str] = {".ps1": "RunPowerShellScript", ".sh": "RunShellScript"}
"""Run Command's id for a script, by its file's suffix."""


@cache
def script(file: str) -> str:
    """The text of a repair script, such as ``windows-restart-agent.ps1``; the plan shows it before it is sent."""
    return resource("repairs", file).read_text("utf-8")


def run_script(vm: VmId, file: str) -> Request:
    """The request that runs a repair script inside a VM: by lines, with no parameters, so that nothing can be slipped in."""
    suffix = file[file.rindex(".") :]
    body = {"commandId": COMMANDS[suffix], "script": script(file).splitlines()}
    return Request("POST", f"{vm}/runCommand", COMPUTE, body)


def script_files() -> list[str]:
    """The names of all repair scripts."""
    return sorted(path.name for path in resource("repairs").iterdir() if path.suffix in COMMANDS)
