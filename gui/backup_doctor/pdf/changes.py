"""What was done to the VM: each action with its requests and how they ended, the locks, and the checks before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..core.action import Action, ActionStep, Sent, locks_in_words
from ..core.aftermath import changed, unchanged
from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.model import Finding
from ..core.permission import permission_of
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Stage
from ..core.words import STAGE
from .checks import mark
from .clock import utc
from .paper import NAME, SENTENCE, Room, cut
from .words import STATUSES

STAGE_SIGNS: Mapping[Stage, str] = {
    Stage.DONE: "ok",
    Stage.FAILED: "failed",
    Stage.PLANNED: "skipped",
    Stage.SKIPPED: "skipped",
    Stage.UNDONE: "skipped",
}
"""Of the stages at which it is over; whatever else came of a step is not known."""

STATES: Mapping[Outcome | None, tuple[str, Text]] = {
    Outcome.DONE: ("ok", translate("Pdf", "Carried out")),
    Outcome.FAILED: ("failed", translate("Pdf", "Stopped")),
    Outcome.UNDONE: ("skipped", translate("Pdf", "Undone")),
    Outcome.LEFT: ("skipped", translate("Pdf", "Left as it was")),
    None: ("warning", translate("Pdf", "Unfinished")),
}

ENDS: Mapping[Outcome, Text] = {
    Outcome.DONE: translate("Pdf", "Carried out: “{repair}”"),
    Outcome.FAILED: translate("Pdf", "Stopped: “{repair}”"),
    Outcome.UNDONE: translate("Pdf", "Undone: “{repair}”"),
    Outcome.LEFT: translate("Pdf", "Left as it was: “{repair}”"),
}
"""The same for the timeline."""

UNSENT = translate("Pdf", "Nothing was sent.")


def changes(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, Any]:
    """The section; where nothing was done it says so in a line."""
    say, short = language.render, _told_in_short(diagnosis, room)
    return {
        "heading": say(translate("Pdf", "Changes made")),
        "nothing": None if diagnosis.actions else say(translate("Pdf", "None: this program has changed nothing.")),
        "columns": _columns(language),
        "actions": [_action(action, language, in_short=action in short) for action in diagnosis.actions],
        #: a link to the appendix; keep {page}
        "where": say(translate("Pdf", "Every request in full: page {page}").format(page="{page}")) if _all_sent(diagnosis) else None,
        "comparison": _comparison(diagnosis, language, room.compared),
    }


def requests_in_full(diagnosis: Diagnosis, language: Language, room: Room) -> dict[str, Any]:
    """Every request that was sent, for the appendix: with its whole address one takes half a dozen lines."""
    say = language.render
    return {
        "heading": say(translate("Pdf", "Appendix: the changes, request by request")),
        "columns": [say(translate("Pdf", "Answer and request id")), say(translate("Pdf", "Request"))],
        "rows": [_request(sent, None, language, whole=True) for sent in _all_sent(diagnosis)],
        "action_columns": _columns(language),
        "actions": [_action(action, language) for action in _told_in_short(diagnosis, room)],
    }


def _columns(language: Language) -> list[str]:
    return [language.render(translate("Pdf", "Step and how it ended")), language.render(translate("Pdf", "Request, answer and request id"))]


def _told_in_short(diagnosis: Diagnosis, room: Room) -> list[Action]:
    """Actions whose steps are left to the appendix, so that the answer stays within three pages; one that is not over comes last."""
    left, short = room.steps, []
    for action in sorted(diagnosis.actions, key=lambda action: not action.is_open):
        steps = len(_alike(action.steps))
        if steps > left and not (action.is_open and room.steps):
            short.append(action)
        else:
            left -= steps
    return [action for action in diagnosis.actions if action in short]


def _all_sent(diagnosis: Diagnosis) -> list[Sent]:
    return [sent for action in diagnosis.actions for sent in action.sent]


def _action(action: Action, language: Language, *, in_short: bool = False) -> dict[str, Any]:
    say = language.render
    sign, word = STATES[action.state]
    return {
        "title": cut(say(action.title)),
        "sign": sign,
        "word": say(word),
        "when": _when(action, language),
        "outcome": cut(say(action.outcome), SENTENCE) if _is_news(action) else None,
        "undo": cut(say(action.undo), SENTENCE),
        "locks": [cut(say(text)) for text in locks_in_words(action)],
        "steps": [] if in_short else [_steps(group, action, language) for group in _alike(action.steps)],
        #: a link to the appendix; keep {page}
        "where": say(translate("Pdf", "Its steps: page {page}").format(page="{page}")) if in_short else None,
    }


def _is_news(action: Action) -> bool:
    """Where it stopped, the step that did not go well has already said why."""
    return action.state is Outcome.DONE or not any(step.said for step in action.steps)


def _alike(steps: Sequence[ActionStep]) -> list[list[ActionStep]]:
    """Steps one after the other of which there is no more to tell than that they were not reached, or left out."""
    groups: list[list[ActionStep]] = []
    for step in steps:
        last = groups[-1][-1] if groups else None
        if last is not None and last.stage is step.stage and _is_silent(last) and _is_silent(step):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _is_silent(step: ActionStep) -> bool:
    return step.sent is None and step.taken_back is None and step.said is None


def _when(action: Action, language: Language) -> str:
    if action.is_open:
        return language.render(translate("Pdf", "Begun {begun}").format(begun=utc(action.started)))
    return language.render(translate("Pdf", "Begun {begun}, ended {ended}").format(begun=utc(action.started), ended=utc(action.finished)))


def _steps(group: Sequence[ActionStep], action: Action, language: Language) -> dict[str, Any]:
    step = group[0]
    return {
        "title": "\n".join(cut(language.render(each.title)) for each in group),
        "sign": STAGE_SIGNS.get(step.stage, "unknown"),
        "word": language.render(STAGE[_stage(step, action)]),
        "said": None if step.said is None else cut(language.render(step.said), SENTENCE),
        "requests": list(_requests(step, language)),
        "unsent": language.render(UNSENT),
    }


def _stage(step: ActionStep, action: Action) -> Stage:
    """Paper does not move on: of what was under way when it was printed, or is over for good, the end is not known."""
    is_over = step.stage in STAGE_SIGNS or (action.is_open and step.stage is not Stage.SENDING)
    return step.stage if is_over else Stage.UNKNOWN


def _requests(step: ActionStep, language: Language) -> Iterator[dict[str, str | None]]:
    if step.sent is not None:
        yield _request(step.sent, None, language)
    if step.taken_back is not None:
        yield _request(step.taken_back, translate("Pdf", "Undone with:"), language)


def _request(sent: Sent, about: Text | None, language: Language, *, whole: bool = False) -> dict[str, str | None]:
    answer = translate("Pdf", "No answer is known.") if sent.status is None else translate("Pdf", "Answer: {status}").format(status=str(sent.status))
    return {
        "about": None if about is None else language.render(about),
        "request": cut(sent.request if whole else _in_short(sent), SENTENCE),
        "answer": language.render(answer),
        "identity": cut(sent.request_id, NAME),
    }


def _in_short(sent: Sent) -> str:
    """What is done to what: the method, and the end of the path."""
    segments = sent.path.split("/")
    return sent.request if len(segments) <= TOLD_SEGMENTS else f"{sent.method} …/{'/'.join(segments[-TOLD_SEGMENTS:])}"


TOLD_SEGMENTS = 3


def _comparison(diagnosis: Diagnosis, language: Language, most: int) -> dict[str, Any] | None:
    """The checks that say something else now; of the others only how many there are."""
    if not diagnosis.before:
        return None
    say, rows, same = language.render, changed(diagnosis), unchanged(diagnosis)
    more = len(rows) - most
    return {
        "heading": say(translate("Pdf", "Checks before and after")),
        "columns": [say(column) for column in (translate("Pdf", "Check"), translate("Pdf", "Before"), translate("Pdf", "After"))],
        "rows": [
            {
                "title": cut(say(row.check.title)),
                "before": _finding(row.before, language),
                "after": _finding(row.check.finding, language),
            }
            for row in rows[:most]
        ],
        "more": say(translate("Pdf", "%n more check(s) say something else now: in the attached file.", "", 0).counted(more)) if more > 0 else None,
        "same": say(translate("Pdf", "%n check(s) made again came to what they had found before.", "", 0).counted(same)) if same else None,
    }


def _finding(finding: Finding, language: Language) -> dict[str, str]:
    return {**mark(STATUSES[finding.status], language), "finding": cut(language.render(finding.text))}


def events(diagnosis: Diagnosis) -> Iterator[tuple[datetime, Text]]:
    """The actions for the timeline."""
    for action in diagnosis.actions:
        yield action.started, translate("Pdf", "Begun: “{repair}”").format(repair=action.title)
        if action.state is not None:
            yield action.finished, ENDS[action.state].format(repair=action.title)


def changing_permissions(diagnosis: Diagnosis) -> list[str]:
    """The actions that what was sent needed."""
    needs = [permission_of(sent.method, sent.path) for sent in _all_sent(diagnosis)]
    return list(dict.fromkeys(need.action for need in needs if need is not None))
