"""Writes results, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.text import lazy_translate as translate
from .exits import Exit, Stop


def check_folder(file: Path | None) -> None:
    """Refuse a file that has nowhere to go before the work is done, not after it.

    Raises:
        Stop: its folder does not exist, or it is a folder itself.
    """
    if file is None:
        return
    if not file.absolute().parent.is_dir():
        raise Stop(Exit.USAGE, translate("CommandLine", "The folder of {file} does not exist.").format(file=str(file)))
    if file.is_dir():
        raise Stop(Exit.USAGE, translate("CommandLine", "{file} is a folder, not a file.").format(file=str(file)))


def write(file: Path, content: bytes) -> None:
    """Put the content under the name in one step, so that a crash leaves no half file.

    Raises:
        Stop: the system refuses.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        text = translate("CommandLine", "{file} cannot be written: {reason}")
        raise Stop(Exit.USAGE, text.format(file=str(file), reason=error.strerror or str(error))) from error
