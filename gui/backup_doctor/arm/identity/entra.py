"""What Microsoft Entra's error codes mean to an administrator, and who can do something about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...core.text import Text
from ...core.text import lazy_translate as translate

_CODE = re.compile(r"AADSTS(?P<code>\d{5,})")
_TRACE = re.compile(r"\s*Trace ID:.*", re.DOTALL)
_LONGEST = 1000
"""Characters of Entra's own words that are kept."""


@dataclass(frozen=True, slots=True)
class EntraProblem:
    """What a code stands for."""

    code: str
    """``AADSTS50076``."""
    title: Text
    """In a few words."""
    meaning: Text
    """What has happened, a whole sentence."""
    who: Text
    """Who can fix it: a noun to show after “Who can fix it:”."""
    remedy: Text
    """What to do, a whole sentence."""


YOU = translate("Entra", "you")
ADMINISTRATOR = translate("Entra", "an administrator of the tenant")
SECURITY = translate("Entra", "whoever manages the tenant's Conditional Access and security policies")
OWNER = translate("Entra", "the owner of the application's registration")
HELP_DESK = translate("Entra", "an administrator of the user's account, such as the help desk")
MICROSOFT = translate("Entra", "Microsoft; most often it passes by itself")
UNKNOWN_WHO = translate("Entra", "not known")


def code_in(words: str) -> str:
    """The first Entra code in somebody's words, ``AADSTS50076``; empty where there is none."""
    found = _CODE.search(words)
    return "" if found is None else found[0]


def plain(words: str) -> str:
    """Entra's own words on one line, with the ids that its sign-in logs and its support ask for."""
    return " ".join(words.split())[:_LONGEST]


def sentence(words: str) -> str:
    """Entra's own words without those ids."""
    return plain(_TRACE.sub("", words))


def problem_of(words: str) -> EntraProblem | None:
    """What the code in Entra's words stands for; None where there is no code. An unknown one says so, and lets Entra speak."""
    code = code_in(words)
    if not code:
        return None
    from .entra_codes import PROBLEMS

    known = PROBLEMS.get(code.removeprefix("AADSTS"))
    return known or EntraProblem(
        code,
        translate("Entra", "Unknown error of Microsoft Entra"),
        translate("Entra", "Backup Doctor does not know this error. Microsoft Entra says: {words}").format(words=sentence(words)),
        UNKNOWN_WHO,
        translate("Entra", "Look the code up at https://login.microsoftonline.com/error or find the attempt in the tenant's sign-in logs."),
    )


def whole(problem: EntraProblem) -> Text:
    """Everything about a problem in one paragraph."""
    text = translate("Entra", "{meaning} {remedy} Who can fix it: {who}. ({code})")
    return text.format(meaning=problem.meaning, remedy=problem.remedy, who=problem.who, code=problem.code)
