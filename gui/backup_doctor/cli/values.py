"""What an option's value has to be, and the sentence that says so where it is something else."""

from __future__ import annotations

import math
from pathlib import Path

from ..core.text import lazy_translate as translate
from .exits import Exit, Stop

LONGEST_SHOWN = 80

DAYS = 14
"""For so long Azure Backup hands its jobs to Resource Graph."""


def hours(given: str) -> float:
    """A span to look back over.

    Raises:
        Stop: not a number, or not within the days that can be looked back over.
    """
    value = _number(given)
    if not 0 < value <= DAYS * 24:
        text = translate("CommandLine", "“{given}” is no span to look back over: give hours, more than 0 and {most} at most.")
        raise Stop(Exit.USAGE, text.format(given=_shown(given), most=str(DAYS * 24)))
    return value


def count(given: str) -> int:
    """How many of something, one at least.

    Raises:
        Stop: not such a number.
    """
    try:
        value = int(given)
    except ValueError:
        value = 0
    if value < 1:
        text = translate("CommandLine", "“{given}” is no count of virtual machines: give a whole number, 1 or more.")
        raise Stop(Exit.USAGE, text.format(given=_shown(given)))
    return value


def milliseconds(given: str) -> float:
    """A length of time.

    Raises:
        Stop: not a number, negative or endless.
    """
    value = _number(given)
    if not 0 <= value < math.inf:
        text = translate("CommandLine", "“{given}” is no length of time: give milliseconds, 0 or more.")
        raise Stop(Exit.USAGE, text.format(given=_shown(given)))
    return value


def port(given: str) -> int:
    """A port of this computer.

    Raises:
        Stop: none.
    """
    try:
        value = int(given)
    except ValueError:
        value = -1
    if not 0 <= value <= 65535:
        text = translate("CommandLine", "“{given}” is no port: give a number from 0 to 65535.")
        raise Stop(Exit.USAGE, text.format(given=_shown(given)))
    return value


def file_named(given: str) -> Path:
    """A file.

    Raises:
        Stop: an empty name, as an unset variable leaves it.
    """
    if not given:
        raise Stop(Exit.USAGE, translate("CommandLine", "The name of a file is empty."))
    return Path(given)


def result_named(given: str) -> Path | None:
    """Where a result goes; None, stdout, where it is «-», as other tools have it.

    Raises:
        Stop: an empty name.
    """
    return None if given == "-" else file_named(given)


def _number(given: str) -> float:
    try:
        return float(given)
    except ValueError:
        return math.nan


def _shown(given: str) -> str:
    return given[:LONGEST_SHOWN]
