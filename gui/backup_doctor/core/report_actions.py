"""What was done to the VM, as a saved diagnosis holds it: the requests that left stand in the schema, how each step went in ``extra``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from .action import Action, ActionStep, Sent
from .language import Language
from .report_values import Words, at, moment, number, string, title
from .text import Text, verbatim
from .undertaking import Outcome, Stage


def action_to_json(action: Action, language: Language) -> dict[str, Any]:
    """An action of schema 1. A step that was never sent is not among its steps; a request that took one back is."""
    return {
        "remedy": action.remedy,
        "started": moment(action.started),
        "finished": moment(action.finished),
        "steps": [{"request": sent.request, "status": sent.status, "request_id": sent.request_id} for sent in action.sent],
        "outcome": language.render(action.outcome),
        "undo": language.render(action.undo),
    }


def details_to_json(action: Action, language: Language) -> dict[str, Any]:
    """What the schema has no place for: every step with how far it came, and which of the requests were its own."""
    places = {id(sent): place for place, sent in enumerate(action.sent)}
    return {
        "title": language.render(action.title),
        "state": None if action.state is None else action.state.value,
        "steps": [
            {
                "title": language.render(step.title),
                "stage": step.stage.value,
                "sent": None if step.sent is None else places[id(step.sent)],
                "taken_back": None if step.taken_back is None else places[id(step.taken_back)],
                "said": None if step.said is None else language.render(step.said),
            }
            for step in action.steps
        ],
    }


def texts_of(actions: Sequence[Action]) -> Iterator[tuple[str, Text | None]]:
    """The sentences of all actions, by the keys under which they are found again."""
    for place, action in enumerate(actions):
        key = _key(place)
        yield f"{key}#title", action.title
        yield f"{key}#outcome", action.outcome
        yield f"{key}#undo", action.undo
        for index, step in enumerate(action.steps):
            yield f"{key}/{index}#title", step.title
            yield f"{key}/{index}#said", step.said


def _key(place: int) -> str:
    return f"actions/{place}"


def actions_from_json(documents: Sequence[Mapping[str, Any]], details: Sequence[Mapping[str, Any]], words: Words) -> tuple[Action, ...]:
    """What `action_to_json` and `details_to_json` wrote; also without the details.

    Raises:
        KeyError, TypeError, ValueError: something is missing or has the wrong form.
    """
    if details and len(details) != len(documents):
        raise ValueError("actions")
    return tuple(_action(document, more, words, _key(place)) for place, (document, more) in enumerate(zip_longest(documents, details)))


def _action(document: Mapping[str, Any], details: Mapping[str, Any] | None, words: Words, key: str) -> Action:
    remedy = title(document["remedy"])
    sent = [_sent(step) for step in document["steps"]]
    name, steps = verbatim(remedy), tuple(_bare(request) for request in sent)
    state: Outcome | None = Outcome.LEFT  # whether it is open only the journal knows
    if details is not None:
        name = words.text(f"{key}#title", title(details["title"]))
        state = None if details["state"] is None else Outcome(details["state"])
        steps = _steps(details["steps"], sent, words, key)
    return Action(
        remedy=remedy,
        title=name,
        started=at(document["started"]),
        finished=at(document["finished"]),
        steps=steps,
        state=state,
        outcome=words.text(f"{key}#outcome", string(document["outcome"])),
        undo=words.text(f"{key}#undo", string(document["undo"])),
    )


def _sent(document: Mapping[str, Any]) -> Sent:
    status = document["status"]
    return Sent(title(document["request"]), None if status is None else number(status), string(document["request_id"]))


def _bare(sent: Sent) -> ActionStep:
    """A request of which nothing more is told: how it ended is not known."""
    return ActionStep(verbatim(sent.request), Stage.UNKNOWN, sent)


def _steps(documents: Sequence[Mapping[str, Any]], sent: Sequence[Sent], words: Words, key: str) -> tuple[ActionStep, ...]:
    """Every request belongs to one step: none may be dropped, and none shown twice."""
    places = [number(place) for step in documents for place in (step["sent"], step["taken_back"]) if place is not None]
    if sorted(places) != list(range(len(sent))):
        raise ValueError("places")
    return tuple(
        ActionStep(
            title=words.text(f"{key}/{index}#title", title(step["title"])),
            stage=Stage(step["stage"]),
            sent=None if step["sent"] is None else sent[step["sent"]],
            taken_back=None if step["taken_back"] is None else sent[step["taken_back"]],
            said=words.optional(f"{key}/{index}#said", step["said"]),
        )
        for index, step in enumerate(documents)
    )
