"""Writes results to disk, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from .text import Text
from .text import lazy_translate as translate

UNFINISHED = ".part"
"""How a file's name ends that was not finished; what a crash leaves of it is good for nothing."""


class CannotWrite(OSError):
    """A file could not be written. Carries the sentence for the user."""

    def __init__(self, file: Path, reason: OSError) -> None:
        super().__init__(str(reason))
        text = translate("Files", "“{file}” cannot be written: {reason}. Choose another place.")
        self.text: Text = text.format(file=str(file), reason=reason.strerror or str(reason))


def write_whole(file: Path, content: bytes, *, private: bool = False) -> None:
    """Put the content under the name in one step, so that a crash leaves neither half a file nor none of the old one.

    Args:
        private: only this user may read it. (On Windows the folder decides, and the user's own profile is closed to others.)

    Raises:
        CannotWrite: the place does not take it.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}{UNFINISHED}")
    mode = 0o600 if private else 0o666
    try:
        with open(beside, "wb", opener=lambda path, flags: os.open(path, flags, mode)) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())  # or a power cut could leave the name with nothing behind it
        beside.replace(file)
    except OSError as error:
        raise CannotWrite(file, error) from error
    finally:
        if beside.exists():
            beside.unlink()
