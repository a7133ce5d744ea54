"""An undertaking as its file tells it."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..plan import Risk, Unavailable
from ..resource_id import VmId
from ..text_json import text_from_json
from ..undertaking import Outcome, Stage, StepRecord, Undertaking
from .lines import from_line, steps_from_json

log = logging.getLogger(__name__)

SCHEMA = 1
"""Of the lines of a file; one with another schema is not read."""

LARGEST = 32 << 20
"""Bytes of a file that is read; ours have some tens of thousands."""

PATIENCE = 0.5
"""Seconds to wait for the lock of an undertaking: another instance takes it for a moment just to see whether it is free."""

IDENTITY = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}")

_RECORDED = ("began", "accepted", "status", "request_id", "status_url", "result_url", "kept", "doubtful", "said", "undo_status", "undo_request_id")


class Damaged(Exception):
    """A file of the journal that was not written by this version of the program, or was changed since."""


def is_damaged(path: Path) -> bool:
    """Whether a file cannot be read."""
    try:
        read(path)
    except Damaged:
        return True
    return False


def read(path: Path) -> Undertaking | None:
    """The undertaking as its file tells it; None where not even its first line is whole, so that nothing was done, or where it is gone.

    Raises:
        Damaged: it cannot be read.
    """
    try:
        lines = _content(path).split(b"\n")[:-1]  # what follows the last newline is torn
        if not lines:
            return None
        undertaking = _begun(path.stem, from_line(lines[0]))
        for line in lines[1:]:
            _apply(undertaking, from_line(line))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError, Unavailable) as error:
        log.info("journal file %s cannot be read: %r", path.name, error)
        raise Damaged(path.name) from error
    return undertaking


def _content(path: Path) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
        raise ValueError("no file of ours")
    return path.read_bytes()


def _begun(identity: str, event: Mapping[str, Any]) -> Undertaking:
    if event["event"] != "begun" or event["schema"] != SCHEMA or IDENTITY.fullmatch(identity) is None:
        raise ValueError("not the beginning of an undertaking of this schema")
    vm, remedy, version, begun = event["vm"], event["remedy"], event["version"], event["at"]
    if not all(isinstance(value, str) for value in (vm, remedy, version)) or begun is None:
        raise ValueError("wrong kinds")
    return Undertaking(
        id=identity,
        vm=VmId.parse(vm),
        remedy=remedy,
        title=text_from_json(event["title"]),
        risk=Risk(event["risk"]),
        begun=begun,
        version=version,
        steps=[StepRecord(step) for step in steps_from_json(event["steps"])],
    )


def _apply(undertaking: Undertaking, event: Mapping[str, Any]) -> None:
    match event["event"]:
        case "step" if event["step"] >= 0:
            record = undertaking.steps[event["step"]]
            undertaking.advance(event["step"], Stage(event["stage"]))
            for name in _RECORDED:
                if name in event:
                    setattr(record, name, event[name])
        case "closed":
            undertaking.outcome, undertaking.ended = Outcome(event["outcome"]), event["at"]
        case "undoing":
            undertaking.begin_undo()
        case unknown:
            raise ValueError(f"unknown event {unknown!r}")
