"""A plan as text to read and to copy: its requests, and the same for the Azure CLI and for PowerShell.

Nothing that Azure or a guest said gets into the two scripts but through `core.plan`, which quotes it; titles are left out of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from ..core.plan import Plan, Request, Step
from ..core.text import Text
from ..core.text import lazy_translate as translate

Say = Callable[[Text], str]

BY_AZ = translate(
    "PlanText", "Each line starts an operation that Azure goes on carrying out. Wait until the operation has finished before you send the next line."
)
BY_POWERSHELL = translate(
    "PlanText",
    "A condition (If-Match) cannot be sent this way: a change that somebody else has made meanwhile would be overwritten. Look before you send it.",
)


def body_of(request: Request) -> str:
    """The document of a request, or the whole script that it runs, to be read."""
    if request.body is None:
        return ""
    lines = request.body.get("script")
    if request.runs_script and isinstance(lines, list):
        return "\n".join(map(str, lines))
    return json.dumps(request.body, indent=2, ensure_ascii=False)


def as_requests(plan: Plan, say: Say) -> str:
    """Every step with exactly what is sent."""
    return "\n\n".join(_step(number, step, say) for number, step in enumerate(plan.steps, 1))


def as_az(plan: Plan, endpoint: str, say: Say) -> str:
    """For bash with the Azure CLI.

    Args:
        endpoint: the cloud's ARM endpoint.
    """
    head = [BY_AZ] if sum(step.request is not None for step in plan.steps) > 1 else []
    return _script(plan, head, lambda request: request.as_az(endpoint), say)


def as_powershell(plan: Plan, say: Say) -> str:
    """For PowerShell with the Az module."""
    requests = [step.request for step in plan.steps if step.request is not None]
    head = [BY_AZ] if len(requests) > 1 else []
    head += [BY_POWERSHELL] if any(request.if_match for request in requests) else []
    return _script(plan, head, lambda request: request.as_powershell(), say)


def notes_of(step: Step) -> list[Text]:
    """What else happens at a step, in words."""
    notes = []
    if step.only_if:
        notes.append(translate("PlanText", "Only carried out if it turns out to be needed."))
    if step.asks is not None:
        notes.append(translate("PlanText", "You are asked right before it: {question}").format(question=step.asks))
    if step.watch:
        notes.append(translate("PlanText", "The program then waits until it has taken effect, for at most {limit}.").format(limit=step.limit))
    if step.tolerant:
        notes.append(translate("PlanText", "The plan continues even if this step fails."))
    if step.saves:
        notes.append(translate("PlanText", "Its result is saved as {file}.").format(file=step.saves))
    return notes


def undo_of(step: Step) -> Text | None:
    """What takes a step back, in words; None where there is no request for that."""
    return None if step.undo is None else translate("PlanText", "Undo: {request}").format(request=step.undo.line)


def _step(number: int, step: Step, say: Say) -> str:
    title = translate("PlanText", "{number}. {title}").format(number=number, title=step.title)
    lines = [" ".join(say(title).split())]
    if step.request is None:
        lines.append(say(translate("PlanText", "Nothing is sent.")))
    else:
        lines += [step.request.line, *([f"If-Match: {step.request.if_match}"] if step.request.if_match else []), body_of(step.request)]
    lines += map(say, notes_of(step))
    if step.undo is not None and (undo := undo_of(step)) is not None:
        lines += [say(undo), body_of(step.undo)]
    return "\n".join(line for line in lines if line)


def _script(plan: Plan, head: Iterable[Text], line: Callable[[Request], str], say: Say) -> str:
    parts = [_comment(say(text)) for text in head]
    for number, step in enumerate(plan.steps, 1):
        parts.append("")
        parts.append(_comment(say(translate("PlanText", "Step {number}").format(number=number))))
        parts += [_comment(say(note)) for note in _own(step)]
        parts.append(_comment(say(translate("PlanText", "Nothing is sent."))) if step.request is None else line(step.request))
        if step.undo is not None:
            parts.append(_comment(say(translate("PlanText", "To undo it:"))))
            parts.append(_comment(line(step.undo)))
    return "\n".join(parts).strip()


def _own(step: Step) -> list[Text]:
    """The notes that hold no foreign words."""
    return [] if not step.only_if else [translate("PlanText", "Only carried out if it turns out to be needed.")]


def _comment(words: str) -> str:
    """Every line of it: a line that escaped would be carried out."""
    return "\n".join(f"# {line}" for line in words.splitlines() if line.strip())
