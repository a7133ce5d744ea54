"""The journal as a whole: begins undertakings, takes them up again, and says what stands open."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ..files import CannotWrite, make_private_folder
from ..plan import Plan
from ..resource_id import VmId
from ..text import Text
from ..text_json import text_to_json
from ..undertaking import StepRecord, Undertaking
from .entry import Entry
from .file import InUse, force_folder, locked, opened
from .lines import step_to_json
from .reading import IDENTITY, SCHEMA, Damaged, is_damaged, read

log = logging.getLogger(__name__)

SUFFIX = ".jsonl"

PATIENCE = 0.5
"""Seconds to wait for the lock of an undertaking: another instance takes it for a moment just to see whether it is free."""


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
            entry.write(first)
        except BaseException:
            entry.release()
            with suppress(OSError):
                self._path(identity).unlink()
            raise
        for folder in (self.folder, self.folder.parent):
            force_folder(folder)
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
        lock = locked(path, PATIENCE)
        try:
            undertaking = read(path)
            if undertaking is None:
                raise KeyError(identity)
            return Entry(undertaking, opened(path), lock, path)
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
        """Files that cannot be read: what was meant, or how far it came, is not known. The folder itself, where it cannot be looked into."""
        try:
            with os.scandir(self.folder):
                pass
        except FileNotFoundError:
            return []
        except OSError:
            return [self.folder]
        return [path for path in self._paths() if is_damaged(path)]

    def is_in_use(self, identity: str) -> bool:
        """Whether somebody works on it at this moment."""
        try:
            locked(self._path(identity)).release()
        except InUse:
            return True
        except CannotWrite as error:  # where nobody can write, nobody works
            log.info("whether %s is in use cannot be seen: %s", identity, error)
        return False

    def _readable(self) -> Iterator[Undertaking]:
        for path in self._paths():
            with suppress(Damaged):
                undertaking = read(path)
                if undertaking is not None:
                    yield undertaking

    def _paths(self) -> list[Path]:
        with suppress(OSError):
            return sorted(self.folder.glob(f"*{SUFFIX}"))
        return []

    def _path(self, identity: str) -> Path:
        if IDENTITY.fullmatch(identity) is None:
            raise KeyError(identity)
        return self.folder / f"{identity}{SUFFIX}"

    def _create(self, undertaking: Undertaking) -> Entry:
        path = self._path(undertaking.id)
        try:
            make_private_folder(self.folder)
        except OSError as error:
            raise CannotWrite(path, error) from error
        lock = locked(path)
        try:
            return Entry(undertaking, opened(path, os.O_CREAT | os.O_EXCL), lock, path)
        except BaseException:
            lock.release()
            raise
