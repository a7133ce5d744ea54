"""Carries a plan out, step by step: written down, sent, followed, waited for; and takes it back.

Nothing here says that a remedy has helped. That is for its cause's checks, which the caller runs again.
"""

from .azure import Answer, Azure, Forgotten, OutcomeUnknown
from .run import UNDO_TRIES, carry_out, undo
from .step import LONGEST_WAIT
from .tools import Condition, Tools, Watch, Watched

__all__ = [
    "LONGEST_WAIT",
    "UNDO_TRIES",
    "Answer",
    "Azure",
    "Condition",
    "Forgotten",
    "OutcomeUnknown",
    "Tools",
    "Watch",
    "Watched",
    "carry_out",
    "undo",
]
