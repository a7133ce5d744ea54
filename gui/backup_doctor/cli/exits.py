"""Exit codes of the commands (a contract: scripts read them), and the one way to stop with a sentence."""

from __future__ import annotations

from enum import IntEnum

from ..core.diagnosis import Diagnosis
from ..core.model import Verdict
from ..core.text import Text


class Exit(IntEnum):
    """What a command says to the script that called it."""

    NO_CAUSE = 0
    CAUSE_FOUND = 1
    USAGE = 2
    NO_AZURE = 3
    """Could not sign in or reach Azure, or the VM does not exist."""
    NOT_ALL_SEEN = 4
    """Nothing found, but something could not be checked, or the code has no cause that can be."""
    REFUSED = 5
    """A repair was refused or failed; what of it stands open has been said."""
    FAULT = 70
    """The program itself has a fault (``EX_SOFTWARE``): no other code may be taken for that."""
    DONE = 0
    """Of a repair: carried out, and the checks see it. Of the journal: nothing stands open."""
    NOT_VERIFIED = 1
    """Of a repair: carried out, but the checks do not see it."""
    NOT_UNDERSTOOD = 1
    """Of the policy: something in it cannot be understood, and counts as forbidden."""
    STANDS_OPEN = 1
    """Of the journal: something was begun and neither ended nor is being worked on."""


class Stop(Exception):
    """Ends a command with one sentence on stderr."""

    def __init__(self, code: Exit, text: Text) -> None:
        super().__init__(str(text))
        self.code = code
        self.text = text


def exit_of(diagnosis: Diagnosis) -> Exit:
    """The exit code a diagnosis stands for."""
    verdicts = {cause.verdict for cause in diagnosis.causes}
    if verdicts & {Verdict.CONFIRMED, Verdict.SUSPECTED}:
        return Exit.CAUSE_FOUND
    return Exit.NOT_ALL_SEEN if not verdicts or Verdict.UNKNOWN in verdicts else Exit.NO_CAUSE
