"""What the administrator does next: in short on the first page, step by step with commands in the appendix."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ..catalogue.causes import cause as catalogue_cause
from ..core.diagnosis import Diagnosis
from ..core.language import Language
from ..core.model import Cause, Manual, Status
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


def next_steps(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The titles of the root cause's manual steps and what follows them, or what is left when no cause was found."""
    root = _root(diagnosis)
    last = _when_nothing_found(diagnosis) if diagnosis.root_cause is None else _when_found()
    steps = [] if root is None else [_title(manual, diagnosis, language) for manual in root.manual_steps]
    return {
        "heading": language.render(translate("Pdf", "What to do next")),
        "guidance": _guidance(diagnosis, language),
        "steps": [*steps, *({"title": language.render(title), "done": None, "text": language.render(text)} for title, text in last)],
        #: a link to the appendix; keep {page}
        "where": language.render(translate("Pdf", "How to carry out each step, with commands: page {page}").format(page="{page}")) if steps else None,
        "more": None if root is None else _more(root, language),
    }


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
    return {"title": language.render(manual.title), "done": language.render(translate("Pdf", "Done")) if done else None, "text": None}


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


def _when_found() -> list[tuple[Text, Text]]:
    return [
        (
            translate("Pdf", "Repeat the diagnosis, then back up again"),
            translate("Pdf", "The command is under “Repeat this diagnosis”. When this cause is ruled out, start a backup from the vault."),
        )
    ]


def _when_nothing_found(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    if not diagnosis.causes:
        text = translate("Pdf", "Attach this document: it names the VM, the error code and its message. Add the time of the failed backup job.")
        return [(SUPPORT, text)]
    return [*_look_again(diagnosis), *_look_inside(diagnosis), *_otherwise()]


def _look_inside(diagnosis: Diagnosis) -> list[tuple[Text, Text]]:
    if not diagnosis.not_asked:
        return []
    title = translate("Pdf", "Repeat the diagnosis and look inside the VM")
    text = translate(
        "Pdf",
        "Choose “Look inside the VM” in the window, or add --guest to the command under “Repeat this diagnosis”. The script only reads.",
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
    return [
        (
            translate("Pdf", "Start a backup from the vault"),
            translate("Pdf", "If it succeeds, the failure was temporary. If it fails, note the error code and repeat the diagnosis with that code."),
        ),
        (
            SUPPORT,
            translate("Pdf", "Attach this document: it shows what was checked, and the request ids by which Azure's support finds the answers."),
        ),
    ]
