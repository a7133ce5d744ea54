"""Results as files."""

from __future__ import annotations

import sys
from pathlib import Path

from ..core.files import CannotWrite, write_whole
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
    """Put the content under the name, whole or not at all.

    Raises:
        Stop: the system refuses.
    """
    try:
        write_whole(file, content)
    except CannotWrite as error:
        raise Stop(Exit.USAGE, error.text) from error


def put_out(result: str, file: Path | None) -> None:
    """The result of a command: into the file that was named, else to stdout, in UTF-8 also where the console's own encoding is another.

    Raises:
        Stop: the file cannot be written.
    """
    content = result.encode(errors="backslashreplace")  # half a surrogate pair of Azure's becomes the escape it was
    if file is not None:
        write(file, content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
