"""An undertaking at work: its file grows before anything is done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from filelock import FileLock

from ..files import CannotWrite
from ..undertaking import Outcome, Stage, StepRecord, Undertaking
from .lines import to_line


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
        self.write({"event": "step", "step": index, "stage": stage.value, **changes})
        self.undertaking.advance(index, stage)
        for name, value in changes.items():
            setattr(record, name, value)

    def close(self, outcome: Outcome) -> None:
        """Write down that nothing is left to do; taking it back later opens it again.

        Raises:
            CannotWrite: the disk does not take it.
        """
        ended = datetime.now(UTC)
        self.write({"event": "closed", "outcome": outcome.value, "at": ended})
        self.undertaking.outcome, self.undertaking.ended = outcome, ended

    def begin_undo(self) -> None:
        """Write down that it is taken back from now on; one that had ended is open again.

        Raises:
            CannotWrite: the disk does not take it.
        """
        self.write({"event": "undoing", "at": datetime.now(UTC)})
        self.undertaking.begin_undo()

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

    def write(self, event: Mapping[str, Any]) -> None:
        """Write an event down, whole or not at all: what a full disk took of a line is cut off again, or the next one would be glued to it.

        Raises:
            CannotWrite: the disk does not take it.
        """
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
