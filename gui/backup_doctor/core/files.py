"""Writes results to disk, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from .text import Text
from .text import lazy_translate as translate


class CannotWrite(OSError):
    """A file could not be written. Carries the sentence for the user."""

    def __init__(self, file: Path, reason: OSError) -> None:
        super().__init__(str(reason))
        text = translate("Files", "“{file}” cannot be written: {reason}. Choose another place.")
        self.text: Text = text.format(file=str(file), reason=reason.strerror or str(reason))


def write_whole(file: Path, content: bytes) -> None:
    """Put the content under the name in one step, so that a crash leaves neither half a file nor none of the old one.

    Raises:
        CannotWrite: the place does not take it.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        raise CannotWrite(file, error) from error
    finally:
        if beside.exists():
            beside.unlink()
