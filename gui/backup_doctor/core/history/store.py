"""The folder of the history. Everything here blocks: call it from a worker thread."""

from __future__ import annotations

import json
import logging
import re
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..diagnosis import Diagnosis
from ..files import UNFINISHED, CannotWrite, make_private_folder, write_whole
from ..language import Language
from ..report import BadReport, diagnosis_from, parsed, to_json
from ..text import Text
from ..text import lazy_translate as translate
from .entry import HistoryEntry, Unreadable, entry_of
from .migrations import NOTE, VERSION, is_demo, migrated

log = logging.getLogger(__name__)

AT_MOST = 500
"""Diagnoses that are kept unless the user chooses another number."""

MOST_BYTES = 50_000_000
"""A larger file is no diagnosis; reading it would only take memory."""

_OURS = re.compile(r"(?P<moment>\d{8}T\d{6}(?:\.\d{3})?Z)-[\w.-]+-[0-9a-f]{8}\.json", re.ASCII)
_STALE_SECONDS = 3600.0
"""So long after its last byte, an unfinished file is a crash's and not another window's."""


class CannotForget(OSError):
    """Something is still there. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def new_name(diagnosis: Diagnosis, begun: datetime | None = None) -> str:
    """A name for the file of a diagnosis: the moment it was begun, the VM for whoever opens the folder, and what no other has.

    Args:
        begun: that moment to the fraction of a second, of which a diagnosis itself knows nothing.
    """
    vm = re.sub(r"[^A-Za-z0-9-]+", "-", diagnosis.vm.id.name)[:40].strip("-") or "vm"
    begun = (begun or diagnosis.started).astimezone(UTC)
    # To the millisecond: the list is in the order of the names, and two diagnoses may begin within a second.
    return f"{begun:%Y%m%dT%H%M%S}.{begun.microsecond // 1000:03}Z-{vm}-{secrets.token_hex(4)}.json"


class History:
    """The diagnoses kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._alone = threading.Lock()
        """Writing and deleting take turns: a window that closes writes what is still to be written while the last writing goes on."""
        self._known: dict[str, tuple[tuple[int, int], HistoryEntry | Unreadable]] = {}
        """What has been read, by the file's name, with the moment of its last writing and its size."""

    def keep(self, diagnosis: Diagnosis, name: str, language: Language, *, demo: bool = False, at_most: int = AT_MOST) -> None:
        """Write a diagnosis, in place of the one that has the name; beyond the bound the oldest go.

        Args:
            name: made by `new_name`; the same one as long as it is the same run.
            language: of the sentences in the file; every other can still be printed from it.
            demo: whether the VM is one of the demo tenant's.

        Raises:
            CannotWrite: the folder does not take it.
        """
        document = to_json(diagnosis, language)
        document["extra"][NOTE] = {"version": VERSION, "demo": demo}
        file = self.folder / name
        try:
            make_private_folder(self.folder)
        except OSError as error:
            raise CannotWrite(file, error) from error
        written = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        with self._alone:
            write_whole(file, written.encode("utf-8", "replace"), private=True)  # half a surrogate pair could never be read back
            self._trim(at_most)

    def entries(self) -> Iterator[HistoryEntry | Unreadable]:
        """Everything that is kept, newest first, each read when it is asked for."""
        for file in self._files():
            with suppress(FileNotFoundError):  # another window has just deleted it
                yield self._entry(file)

    def read(self, name: str) -> Diagnosis:
        """A whole diagnosis.

        Raises:
            BadReport: it is not there any more, damaged, or of a newer version.
        """
        try:
            return diagnosis_from(self._document(self.folder / name))
        except OSError as error:
            text = translate("History", "This diagnosis cannot be read: {reason}.")
            raise BadReport(text.format(reason=error.strerror or str(error))) from error

    def forget(self, names: Iterable[str]) -> None:
        """Delete these.

        Raises:
            CannotForget: one is still there.
        """
        self._delete(self.folder / name for name in names)

    def forget_all(self) -> None:
        """Delete everything, also what cannot be read and what a crash has left unfinished.

        Raises:
            CannotForget: something is still there.
        """
        self._delete([*self._files(), *self._unfinished()])

    def trim(self, at_most: int) -> None:
        """Keep the bound, after it has changed."""
        with self._alone:
            self._trim(at_most)

    def _trim(self, at_most: int) -> None:
        """Delete the oldest beyond the bound. What cannot be read is never counted out, and what the user has put here himself neither."""
        ours = [file for file in self._files() if _OURS.fullmatch(file.name)]
        for file in ours[max(1, at_most) :]:
            with suppress(OSError):
                if isinstance(self._entry(file), HistoryEntry):
                    file.unlink()
        for file in self._unfinished():
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > _STALE_SECONDS:
                    file.unlink()

    def _files(self) -> list[Path]:
        """Newest first."""
        try:
            files = [file for file in self.folder.iterdir() if file.suffix == ".json" and file.is_file()]
        except FileNotFoundError:
            return []
        return sorted(files, key=_moment, reverse=True)

    def _unfinished(self) -> list[Path]:
        return [file for file in self.folder.glob(f"*.json.*{UNFINISHED}") if file.is_file()]

    def _document(self, file: Path) -> dict[str, Any]:
        if file.stat().st_size > MOST_BYTES:
            raise BadReport(translate("History", "This file is too large to be a saved diagnosis."))
        return migrated(parsed(file.read_bytes()))

    def _entry(self, file: Path) -> HistoryEntry | Unreadable:
        """Its line, read anew only where the file is another one: a long list takes seconds to read."""
        found = file.stat()
        signature = found.st_mtime_ns, found.st_size
        known = self._known.get(file.name)
        if known is None or known[0] != signature:
            known = self._known[file.name] = signature, self._read_entry(file)
        return known[1]

    def _read_entry(self, file: Path) -> HistoryEntry | Unreadable:
        try:
            document = self._document(file)
            return entry_of(diagnosis_from(document), file.name, demo=is_demo(document))
        except FileNotFoundError:
            raise
        except OSError as error:
            text = translate("History", "This diagnosis cannot be read: {reason}.").format(reason=error.strerror or str(error))
        except BadReport as error:
            text = error.text
        return Unreadable(file.name, datetime.fromtimestamp(_written(file), UTC), text)

    def _delete(self, files: Iterable[Path]) -> None:
        left: list[OSError] = []
        with self._alone:
            for file in files:
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    log.debug("not deleted", exc_info=True)
                    left.append(error)
        if left:
            text = translate("History", "%n kept diagnosis(es) could not be deleted: {reason}. They are in {folder}.", "", 0).counted(len(left))
            raise CannotForget(text.format(reason=left[0].strerror or str(left[0]), folder=str(self.folder)))


def _moment(file: Path) -> tuple[str, str]:
    """By which files are sorted: the moment in the name, else the one of the last writing."""
    found = _OURS.fullmatch(file.name)
    if found is not None:
        return found["moment"], file.name
    return f"{datetime.fromtimestamp(_written(file), UTC):%Y%m%dT%H%M%SZ}", file.name


def _written(file: Path) -> float:
    """Seconds since the epoch; 0 where the file is gone."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
