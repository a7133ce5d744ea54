"""Every change, written down before it is made: what was meant, what was sent, what came of it, what is left to undo.

One file per undertaking, one JSON line per event, each forced to the disk before the program goes on. A file without ``closed`` is
open: the program died, or somebody still works on it, which its lock tells (the system drops it with the process). A torn last line
is what a crash in the middle of writing leaves; what it was about to say had not been acted upon. Where the first line is torn,
nothing had been sent, so nothing is said of that file.
"""

from __future__ import annotations

import logging
import os
import re
import stat
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from .files import CannotWrite, make_private_folder
from .journal_json import from_line, step_to_json, steps_from_json, to_line
from .plan import Plan, Risk, Unavailable
from .resource_id import VmId
from .text import Text
from .text_json import text_from_json, text_to_json
from .undertaking import Outcome, Stage, StepRecord, Undertaking

log = logging.getLogger(__name__)

SCHEMA = 1
SUFFIX = ".jsonl"

LARGEST = 32 << 20
"""Bytes of a file that is read; ours have some tens of thousands."""

PATIENCE = 0.5
"""Seconds to wait for the lock of an undertaking: another instance takes it for a moment just to see whether it is free."""

_RECORDED = ("began", "accepted", "status", "request_id", "status_url", "result_url", "kept", "doubtful", "said", "undo_status", "undo_request_id")


class InUse(Exception):
    """Another instance of the program, or this one, is at work on the undertaking."""


class Damaged(Exception):
    """A file of the journal that was not written by this version of the program, or was changed since."""


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
        index = next(place for place, each in enumerate(self.undertaking.steps) if each is record)
        self._write({"event": "step", "step": index, "stage": stage.value, **changes})
        self.undertaking.advance(index, stage)
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
        try:
            self._file.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Entry:
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()

    def _write(self, event: Mapping[str, Any]) -> None:
        """Whole or not at all: what a full disk took of a line is cut off again, or the next line would be glued to it."""
        line = memoryview(to_line(event))
        end = self._file.seek(0, os.SEEK_END)
        try:
            while line:  # the system may take less than it is given
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(end)
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
        first = {
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
        entry = self._create(undertaking)
        try:
            entry._write(first)
        except BaseException:
            entry.release()
            with suppress(OSError):
                self._path(identity).unlink()
            raise
        for folder in (self.folder, self.folder.parent):
            _force_folder(folder)
        return entry

    def resume(self, identity: str) -> Entry:
        """Take an undertaking up again.

        Raises:
            InUse: somebody works on it.
            KeyError: there is none of that name, or its file is damaged.
            CannotWrite: it can be read and not written.
        """
        path = self._path(identity)
        if not path.exists():
            raise KeyError(identity)
        lock = _locked(path, PATIENCE)
        try:
            undertaking = _read(path)
            if undertaking is None:
                raise KeyError(identity)
            return Entry(undertaking, _opened(path), lock, path)
        except BaseException as error:
            lock.release()
            if isinstance(error, Damaged):
                raise KeyError(identity) from error
            raise

    def undertakings(self) -> list[Undertaking]:
        """All that can be read, the youngest first."""
        return sorted(self._readable(), key=lambda item: item.begun, reverse=True)

    def open_items(self) -> list[Undertaking]:
        """Those that were begun and neither ended nor are being worked on."""
        return [item for item in self.undertakings() if item.is_open and not self.is_in_use(item.id)]

    def damaged(self) -> list[Path]:
        """Files that cannot be read: what was meant, or how far it came, is not known."""
        return [path for path in self._paths() if _is_damaged(path)]

    def is_in_use(self, identity: str) -> bool:
        """Whether somebody works on it at this moment."""
        try:
            _locked(self._path(identity)).release()
        except InUse:
            return True
        except CannotWrite as error:  # where nobody can write, nobody works
            log.info("whether %s is in use cannot be seen: %s", identity, error)
        return False

    def _readable(self) -> Iterator[Undertaking]:
        for path in self._paths():
            with suppress(Damaged):
                undertaking = _read(path)
                if undertaking is not None:
                    yield undertaking

    def _paths(self) -> list[Path]:
        with suppress(OSError):
            return sorted(self.folder.glob(f"*{SUFFIX}"))
        return []

    def _path(self, identity: str) -> Path:
        if _IDENTITY.fullmatch(identity) is None:
            raise KeyError(identity)
        return self.folder / f"{identity}{SUFFIX}"

    def _create(self, undertaking: Undertaking) -> Entry:
        path = self._path(undertaking.id)
        try:
            make_private_folder(self.folder)
        except OSError as error:
            raise CannotWrite(path, error) from error
        lock = _locked(path)
        try:
            return Entry(undertaking, _opened(path, os.O_CREAT | os.O_EXCL), lock, path)
        except BaseException:
            lock.release()
            raise


_IDENTITY = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}")


def _locked(path: Path, patience: float = 0) -> FileLock:
    # Not bound to a thread: the window's worker may take it in one thread and give it back in another.
    lock = FileLock(path.with_suffix(".lock"), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise InUse(path.name) from error
    except OSError as error:
        raise CannotWrite(path, error) from error
    return lock


def _opened(path: Path, how: int = 0) -> IO[bytes]:
    """The file, private and unbuffered, without the half line that a crash may have left: what comes next must not be glued to it."""
    try:
        descriptor = os.open(path, os.O_RDWR | how | getattr(os, "O_BINARY", 0), 0o600)
        file = os.fdopen(descriptor, "r+b", buffering=0)
        try:
            file.truncate(file.read().rfind(b"\n") + 1)
        except BaseException:
            file.close()
            raise
    except OSError as error:
        raise CannotWrite(path, error) from error
    return file


def _force_folder(folder: Path) -> None:
    """The file's name has to survive too. Windows knows no such thing as an open folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_damaged(path: Path) -> bool:
    try:
        _read(path)
    except Damaged:
        return True
    return False


def _read(path: Path) -> Undertaking | None:
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
    if event["event"] != "begun" or event["schema"] != SCHEMA or _IDENTITY.fullmatch(identity) is None:
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
            _undoing(undertaking)
        case unknown:
            raise ValueError(f"unknown event {unknown!r}")


def _undoing(undertaking: Undertaking) -> None:
    undertaking.outcome, undertaking.ended, undertaking.undoing = None, None, True
