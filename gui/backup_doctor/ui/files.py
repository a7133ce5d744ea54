"""Writes reports to disk."""

from __future__ import annotations

from pathlib import Path

from ..core.text import Text
from ..core.text import lazy_translate as translate


class CannotWrite(OSError):
    """A file could not be written. Carries the sentence for the user."""

    def __init__(self, path: Path, reason: OSError) -> None:
        super().__init__(str(reason))
        self.text: Text = translate("Flow", "“{path}” could not be written: {reason}. Choose another place; the diagnosis is still here.").format(
            path=str(path), reason=reason.strerror or str(reason)
        )


def write_file(path: Path, data: bytes) -> None:
    """Write a report.

    Raises:
        CannotWrite: the place does not take it.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CannotWrite(path, error) from error
