"""Examples of what Azure answers, in the form in which Microsoft publishes them: ``{"parameters": …, "responses": {"200": {"body": …}}}``.

Ours lie in ``tests/unit/arm/payloads``. A developer adds a folder of published ones by naming it in BACKUP_DOCTOR_EXAMPLES.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.helpers.canned import LATER, Reply

OURS = Path(__file__).parents[1] / "unit/arm/payloads"
THEIRS = os.environ.get("BACKUP_DOCTOR_EXAMPLES")
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Example:
    """One file."""

    name: str
    ours: bool
    replies: tuple[Reply, ...]
    polls: Mapping[str, list[Reply]]
    """What the addresses in the headers of a 202 answer, one after the other; by header."""
    recorded: Any
    """The end of a long operation, where an exchange was recorded."""

    @property
    def body(self) -> Any:
        """Of the success; None where it has none."""
        return next((reply.body for reply in self.replies if reply.status in (200, 201) and reply.body is not None), None)

    @property
    def result(self) -> Any:
        """The body of the success, told at once or later; None where there is none, or none that says something."""
        if self.refusal is not None:
            return None
        return self.body if self.body is not None else self.recorded

    @property
    def refusal(self) -> Reply | None:
        return next((reply for reply in self.replies if reply.status >= 400), None)

    @property
    def beginnings(self) -> list[Reply]:
        """Answers that say where the rest will be told."""
        return [reply for reply in self.replies if any(name.casefold() in LATER for name in reply.headers)]


def load(path: Path) -> Example:
    """Read a file; what stands for something in braces gets a value."""
    text = re.sub(r"\{(\w[\w-]*)\}", lambda found: SUBSCRIPTION if "subscription" in found[1] else found[1], path.read_text("utf-8"))
    document = json.loads(text)
    answers = document.get("responses") or {"200": document.get("response", document)}
    replies = tuple(_reply(int(answer.get("status", code)), answer) for code, answer in answers.items())
    return Example(path.stem, path.parent == OURS, replies, _polls(document), document.get("final_get_location", {}).get("body"))


def _reply(status: int, answer: Mapping[str, Any]) -> Reply:
    return Reply(status, answer.get("body"), {name: str(value) for name, value in (answer.get("headers") or {}).items()})


def _polls(document: Mapping[str, Any]) -> dict[str, list[Reply]]:
    """How a long operation goes on: as it was recorded, else as Azure's guidelines have it (asynchronous operations, 2020)."""
    result = document.get("responses", {}).get("200", {}).get("body") or {"value": []}

    def recorded(name: str, otherwise: Any) -> Reply:
        return Reply(body=document.get(name, {}).get("body", otherwise))

    states = [recorded("poll_in_progress", {"status": "InProgress"}), recorded("poll_done", {"status": "Succeeded"})]
    return {"azure-asyncoperation": states, "location": [recorded("final_get_location", result)]}


def examples() -> list[Example]:
    folders = [OURS, *([Path(THEIRS)] if THEIRS else [])]
    return [load(path) for folder in folders for path in sorted(folder.rglob("*.json"))]


EXAMPLES = examples()
OWN = {example.name: example for example in EXAMPLES if example.ours}


def named(example: Example) -> str:
    """For the list of tests."""
    return f"{'ours' if example.ours else 'published'}/{example.name}"


def own(name: str) -> Any:
    """The body of an example of ours."""
    return OWN[name].body
