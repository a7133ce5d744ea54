"""The request behind a piece of evidence as a line to type, so that nobody has to take our word for it."""

from __future__ import annotations

import re

from .model import Command, Evidence, Shell
from .plan import in_bash, in_powershell

_PLAIN_PATH = re.compile(r"\$((?:\.[A-Za-z_]\w*|\[\d+\])+)(\.length\(\))?", re.ASCII)


def by_hand(evidence: Evidence) -> tuple[Command, ...]:
    """The same question for the Azure CLI and for PowerShell; none where it is not a plain GET, which takes more than a line."""
    method, _, url = evidence.request.partition(" ")
    if method != "GET" or not url.startswith(("https://", "http://")) or not url.isprintable():
        return ()
    query = _query(evidence.path)
    narrowed = f" --query {in_bash(query)}" if query else ""
    return (
        Command(Shell.AZURE_CLI, f"az rest --method get --url {in_bash(url)}{narrowed}"),
        Command(Shell.POWERSHELL, f"(Invoke-AzRestMethod -Method GET -Uri {in_powershell(url)}).Content"),
    )


def _query(path: str) -> str:
    """The JSON path in the Azure CLI's own language (JMESPath); empty where it cannot be said without quoting names."""
    found = _PLAIN_PATH.fullmatch(path)
    if found is None:
        return ""
    inner = found[1].removeprefix(".")
    return f"length({inner})" if found[2] else inner
