"""Every change, written down before it is made: what was meant, what was sent, what came of it, what is left to undo.

One file per undertaking, one JSON line per event, each forced to the disk before the program goes on. A file without ``closed`` is
open: the program died, or somebody still works on it, which its lock tells (the system drops it with the process). A torn last line
is what a crash in the middle of writing leaves; what it was about to say had not been acted upon.
"""

from __future__ import annotations

import logging
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from .files import CannotWrite
from .journal_json import from_line, step_from_json, step_to_json, to_line
from .plan import Plan, Risk
from .resource_id import VmId
from .text import Text
from .text_json import text_from_json, text_to_json
from .undertaking import Outcome, Stage, StepRecord, Undertaking

log = logging.getLogger(__name__)

SCHEMA = 1
SUFFIX = ".jsonl"

_RECORDED = ("began", "accepted", "status", "request_id", "status_url", "result_url", "kept", "said")


class InUse(Exception):
    """Another instance of the program, or this one, is at work on the undertaking."""


@dataclass(slots=True)
class Entry:
    """An undertaking whose file is held open: what happens to it is written down first."""

    undertaking: Undertaking
    _file: IO[bytes]
    _lock: FileLock
    _path: Path

    def note(self, record: StepRecord, stage: Stage, **changes: Any) -> None:
        """Write down a step's new stage, and what else has become known of it, then let it be so.

        Raises:
            CannotWrite: the disk does not take it; nothing must be sent on the strength of it.
        """
        index = self.undertaking.steps.index(record)
        self._write({"event": "step", "step": index, "stage": stage.value, **changes})
        record.stage = stage
        for name, value in changes.items():
            setattr(record, name, value)

    def close(self, outcome: Outcome) -> None:
        """Write down that nothing is left to do; taking it back later opens it again.

        Raises:
            CannotWrite: the disk does not take it.
        """
        ended = datetime.now(UTC)
        self._write({"event": "closed", "outcome": outcome.value, "at": ended})
        self.undertaking.outcome, self.undertaking.ended = outcome, ended

    def begin_undo(self) -> None:
        """Write down that it is taken back from now on; one that had ended is open again.

        Raises:
            CannotWrite: the disk does not take it.
        """
        self._write({"event": "undoing", "at": datetime.now(UTC)})
        _undoing(self.undertaking)

    def release(self) -> None:
        """Let go of the file; whoever comes next may go on."""
        self._file.close()
        self._lock.release()

    def __enter__(self) -> Entry:
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()

    def _write(self, event: Mapping[str, Any]) -> None:
        try:
            self._file.write(to_line(event))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise CannotWrite(self._path, error) from error


class Journal:
    """All undertakings of this user on this computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, vm: VmId, remedy: str, title: Text, plan: Plan, version: str) -> Entry:
        """Write a plan down; nothing of it is done yet.

        Raises:
            CannotWrite: the disk does not take it.
        """
        begun = datetime.now(UTC)
        identity = f"{begun:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:12]}"
        steps = [StepRecord(step) for step in plan.steps]
        undertaking = Undertaking(identity, vm, remedy, title, plan.risk, begun, version, steps)
        entry = self._open(undertaking, new=True)
        entry._write(
            {
                "event": "begun",
                "schema": SCHEMA,
                "at": begun,
                "version": version,
                "vm": str(vm),
                "remedy": remedy,
                "title": text_to_json(title),
                "risk": plan.risk.value,
                "steps": [step_to_json(step) for step in plan.steps],
            }
        )
        _force_folder(self.folder)
        return entry

    def resume(self, identity: str) -> Entry:
        """Take an undertaking up again.

        Raises:
            InUse: somebody works on it.
            KeyError: there is none of that name, or its file is damaged.
        """
        path = self._path(identity)
        lock = _locked(path)
        undertaking = _read(path)
        if undertaking is None:
            lock.release()
            raise KeyError(identity)
        return self._open(undertaking, lock=lock)

    def undertakings(self) -> list[Undertaking]:
        """All that can be read, the youngest first."""
        found = (_read(path) for path in self._paths())
        return sorted((item for item in found if item is not None), key=lambda item: item.begun, reverse=True)

    def open_items(self) -> list[Undertaking]:
        """Those that were begun and neither ended nor are being worked on."""
        return [item for item in self.undertakings() if item.is_open and not self.is_in_use(item.id)]

    def damaged(self) -> list[Path]:
        """Files whose first line cannot be read: what was meant is not known."""
        return [path for path in self._paths() if _read(path) is None and path.stat().st_size]

    def is_in_use(self, identity: str) -> bool:
        """Whether somebody works on it at this moment."""
        try:
            _locked(self._path(identity)).release()
        except InUse:
            return True
        return False

    def _paths(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from sorted(self.folder.glob(f"*{SUFFIX}"))

    def _path(self, identity: str) -> Path:
        if re.fullmatch(r"[0-9TZ]{16}-[0-9a-f]{12}", identity) is None:
            raise KeyError(identity)
        return self.folder / f"{identity}{SUFFIX}"

    def _open(self, undertaking: Undertaking, *, new: bool = False, lock: FileLock | None = None) -> Entry:
        path = self._path(undertaking.id)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            held = lock or _locked(path)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | (os.O_EXCL if new else 0) | getattr(os, "O_BINARY", 0), 0o600)
            file = os.fdopen(descriptor, "r+b", buffering=0)
            _cut_torn_line(file)
        except OSError as error:
            raise CannotWrite(path, error) from error
        return Entry(undertaking, file, held, path)


def _locked(path: Path) -> FileLock:
    lock = FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InUse(path.name) from error
    return lock


def _cut_torn_line(file: IO[bytes]) -> None:
    """What comes next must not be glued to half a line."""
    data = file.read()
    file.seek(data.rfind(b"\n") + 1)
    file.truncate()


def _force_folder(folder: Path) -> None:
    """The file's name has to survive too. Windows knows no such thing as an open folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path) -> Undertaking | None:
    """The undertaking as its file tells it; None where not even its beginning is there."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]  # what follows the last newline is torn
        undertaking = _begun(path.stem, from_line(lines[0]))
        for line in lines[1:]:
            _apply(undertaking, from_line(line))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        log.info("journal file %s cannot be read: %r", path.name, error)
        return None
    return undertaking


def _begun(identity: str, event: Mapping[str, Any]) -> Undertaking:
    if event["event"] != "begun" or event["schema"] != SCHEMA:
        raise ValueError("not the beginning of an undertaking of this schema")
    return Undertaking(
        id=identity,
        vm=VmId.parse(event["vm"]),
        remedy=event["remedy"],
        title=text_from_json(event["title"]),
        risk=Risk(event["risk"]),
        begun=event["at"],
        version=event["version"],
        steps=[StepRecord(step_from_json(step)) for step in event["steps"]],
    )


def _apply(undertaking: Undertaking, event: Mapping[str, Any]) -> None:
    match event["event"]:
        case "step":
            record = undertaking.steps[event["step"]]
            record.stage = Stage(event["stage"])
            for name in _RECORDED:
                if name in event:
                    setattr(record, name, event[name])
        case "closed":
            undertaking.outcome, undertaking.ended = Outcome(event["outcome"]), event["at"]
        case "undoing":
            _undoing(undertaking)
        case unknown:
            raise ValueError(f"unknown event {unknown!r}")


def _undoing(undertaking: Undertaking) -> None:
    undertaking.outcome, undertaking.ended, undertaking.undoing = None, None, True
