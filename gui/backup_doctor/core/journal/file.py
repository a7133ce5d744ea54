"""A file of the journal and its lock: one instance of the program at a time holds them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from ..files import CannotWrite


class InUse(Exception):
    """Another instance of the program, or this one, is at work on the undertaking."""


def locked(path: Path, patience: float = 0) -> FileLock:
    """The lock of a file.

    Args:
        patience: seconds to wait for it.

    Raises:
        InUse: somebody else holds it.
        CannotWrite: the disk does not take it.
    """
    # Not bound to a thread: the window's worker may take it in one thread and give it back in another.
    lock = FileLock(path.with_suffix(".lock"), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise InUse(path.name) from error
    except OSError as error:
        raise CannotWrite(path, error) from error
    return lock


def opened(path: Path, how: int = 0) -> IO[bytes]:
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


def force_folder(folder: Path) -> None:
    """The file's name has to survive too. Windows knows no such thing as an open folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
