"""What the administrator does next: in short on the first page, step by step with commands in the appendix."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ..catalogue.causes import cause as catalogue_cause
from ..core.action import Action, locks_in_words
from ..core.aftermath import BackedUp, backed_up, is_put_right
from ..core.diagnosis import CauseResult, Diagnosis
from ..core.language import Language
from ..core.model import Cause, Manual, Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .paper import SENTENCE, cut

SUPPORT = translate("Pdf", "If the backup keeps failing, open a support request")


def known_cause(identity: str) -> Cause | None:
    """The cause in today's catalogue; a saved diagnosis may name one that has left it."""
    try:
        return catalogue_cause(identity)
    except KeyError:
        return None


def _root(diagnosis: Diagnosis) -> Cause | None:
    return None if diagnosis.root_cause is None else known_cause(diagnosis.root_cause)


MOST_LINES = 3


def next_steps(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """Three lines for whoever decides, then the titles of the root cause's manual steps for whoever does it."""
    say, root = language.render, _root(diagnosis)
    steps = () if root is None else root.manual_steps
    return {
        "heading": say(translate("Pdf", "What to do next")),
        "first": [_line(title, text, language) for title, text in (_open(action) for action in diagnosis.actions if action.is_open)],
        "guidance": _guidance(diagnosis, language),
        "lines": [_line(title, text, language) for title, text in _lines(diagnosis)],
        "by_hand": {
            "heading": say(translate("Pdf", "Manually, step by step")),
            "steps": [_title(manual, diagnosis, language) for manual in steps],
            #: a link to the appendix; keep {page}
            "where": say(translate("Pdf", "How to carry out each step, with commands: page {page}").format(page="{page}")),
        }
        if steps
        else None,
        "more": None if root is None else _more(root, language),
    }


def _line(title: Text, text: Text, language: Language) -> dict[str, str]:
    return {"title": cut(language.render(title)), "text": cut(language.render(text), SENTENCE)}


def _lines(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    root = diagnosis.root
    if root is not None:
        return _when_found(root, diagnosis)
    return (_when_put_right(diagnosis) if is_put_right(diagnosis) else _when_nothing_found(diagnosis))[:MOST_LINES]


def _open(action: Action) -> tuple[Text, Text]:
    title = translate("Pdf", "Unfinished: “{repair}”. Finish or undo it").format(repair=action.title)
    text = translate(
        "Pdf",
        "“Changes made” shows how far it got. On the computer where it was begun, this program offers both when it starts; the command is: "
        "backup-doctor journal",
    )
    for lock in locks_in_words(action, missing=True):
        text = translate("Pdf", "{lock} {more}").format(lock=lock, more=text)
    return title, text


def _joined(titles: Sequence[Text]) -> Text:
    joined = translate("Pdf", "“{title}”").format(title=titles[0])
    for title in titles[1:]:
        #: a list of repairs, growing to the right
        joined = translate("Pdf", "{first}, “{next}”").format(first=joined, next=title)
    return joined


def _guidance(diagnosis: Diagnosis, language: Language) -> str | None:
    """What is known of the code itself. It stands above the steps and has no number, because theirs lead into the appendix."""
    guidance = diagnosis.symptom.guidance
    return None if guidance is None else cut(language.render(guidance), SENTENCE)


def how_to(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The same manual steps under the same numbers, each with its instructions and commands."""
    root = _root(diagnosis)
    return {
        "heading": language.render(translate("Pdf", "Appendix: the steps in detail")),
        "steps": [] if root is None else [_detailed(manual, diagnosis, language) for manual in root.manual_steps],
    }


def _title(manual: Manual, diagnosis: Diagnosis, language: Language) -> dict[str, str | None]:
    done = manual.id in diagnosis.done_by_hand
    return {"title": language.render(manual.title), "done": language.render(translate("Pdf", "Done")) if done else None}


def _detailed(manual: Manual, diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    instructions = manual.instructions(diagnosis.vm.id)
    return {
        **_title(manual, diagnosis, language),
        "text": language.render(instructions.text),
        "commands": [
            {"shell": shell.value, "lines": [command.line for command in commands]}
            for shell, commands in groupby(instructions.commands, lambda command: command.shell)
        ],
    }


def _more(root: Cause, language: Language) -> dict[str, str]:
    return {"label": language.render(translate("Pdf", "Microsoft's documentation of this cause")), "url": root.learn_more}


def _when_put_right(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    """The checks say that it is gone; the backup has the last word."""
    after = {
        BackedUp.NO: (
            translate("Pdf", "Back up again"),
            translate("Pdf", "What was found is gone, but only a backup that completes proves it. The command is under “Commands to repeat”."),
        ),
        BackedUp.RUNNING: (
            translate("Pdf", "Wait for the backup that was started"),
            translate("Pdf", "Its job is in the vault, under “Backup jobs”. If it fails, repeat the diagnosis with its error code."),
        ),
        BackedUp.FAILED: (
            translate("Pdf", "Repeat the diagnosis with the error code of the backup that failed"),
            translate("Pdf", "What was found before is ruled out now, so something else makes it fail. “Changes made” holds what Azure said."),
        ),
        BackedUp.YES: (
            translate("Pdf", "Nothing more has to be done now"),
            translate("Pdf", "Look at the next scheduled backup: if it completes too, the matter is closed."),
        ),
    }
    return [after[backed_up(diagnosis)]]


def _when_found(root: CauseResult, diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    again = (
        translate("Pdf", "Repeat the diagnosis, then back up again"),
        translate("Pdf", "The command is under “Commands to repeat”. When this cause is ruled out, start a backup from the vault."),
    )
    first = [_remove(root, diagnosis)] if known_cause(root.id) is not None else []
    return [*first, again, _ask_support()]


def _remove(root: CauseResult, diagnosis: Diagnosis) -> tuple[Text, Text]:
    """What removes the cause: a repair of this program, where one is to be had and none is under way, or the steps by hand."""
    repairs = [remedy.title for remedy in root.remedies if remedy.reason is None]
    if repairs and not any(action.is_open for action in diagnosis.actions):
        text = translate("Pdf", "{repairs}. It shows every request beforehand. The commands are under “Commands to repeat”.")
        title = translate("Pdf", "%n repair(s) can be done by this program", "", 0).counted(len(repairs))
        return title, text.format(repairs=_joined(repairs))
    if root.verdict is Verdict.SUSPECTED:
        return translate("Pdf", "Look at the suspected cause"), translate("Pdf", "The steps below show whether it is there, and remove it.")
    return translate("Pdf", "Remove the cause manually"), translate("Pdf", "The steps below remove it; some are only for special cases.")


def _when_nothing_found(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    if not diagnosis.causes:
        text = translate("Pdf", "Attach this document: it names the VM, the error code and its message. Add the time of the failed backup job.")
        return [(SUPPORT, text)]
    return [*(_look_again(diagnosis) or _look_inside(diagnosis)), *_otherwise()]


def _look_inside(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    if not diagnosis.not_asked:
        return []
    title = translate("Pdf", "Repeat the diagnosis and look inside the VM")
    text = translate(
        "Pdf",
        "Choose “Look inside the VM” in the window, or add --guest to the command under “Commands to repeat”. The script only reads.",
    )
    return [(title, text)]


def _look_again(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    blind = diagnosis.findings(Status.UNKNOWN)
    if not blind:
        return []
    if any(check.finding.missing is not None for check in blind):
        title = translate("Pdf", "Get the missing permissions and repeat the diagnosis")
        text = translate("Pdf", "“What could not be checked” names each permission and its scope. An owner of that scope can grant it.")
    else:
        title = translate("Pdf", "Repeat the diagnosis")
        text = translate("Pdf", "“What could not be checked” names the checks that could not be made, and the reasons.")
    return [(title, text)]


def _otherwise() -> list[tuple[Text, Text]]:
    again = (
        translate("Pdf", "Start a backup from the vault"),
        translate("Pdf", "If it succeeds, the failure was temporary. If it fails, note the error code and repeat the diagnosis with that code."),
    )
    return [again, _ask_support()]


def _ask_support() -> tuple[Text, Text]:
    return SUPPORT, translate(
        "Pdf", "Attach this document: it shows what was checked, and the request ids by which Azure's support finds the answers."
    )
