"""Results on stdout and as files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from ..core.files import CannotWrite, prove_writable, write_whole
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .streams import abandon


def check_place(file: Path | None, *others: Path | None) -> None:
    """Refuse a file that has nowhere to go before the work is done, not after it.

    Args:
        others: files of the same command that it must not be.

    Raises:
        Stop: its folder does not exist or takes no file, it is a folder itself, or one of the others.
    """
    if file is None:
        return
    try:
        trouble = _trouble(file, others)
        if trouble is None:
            prove_writable(file)
    except CannotWrite as error:
        trouble = error.text
    except OSError as error:  # a name that no system takes
        trouble = CannotWrite(file, error).text
    if trouble is not None:
        raise Stop(Exit.USAGE, trouble)


def _trouble(file: Path, others: Iterable[Path | None]) -> Text | None:
    if not file.absolute().parent.is_dir():
        return translate("CommandLine", "The folder of {file} does not exist.").format(file=str(file))
    if file.is_dir():
        return translate("CommandLine", "{file} is a folder, not a file.").format(file=str(file))
    if any(other is not None and _is_same(file, other) for other in others):
        return translate("CommandLine", "{file} is named twice: one would be written over the other.").format(file=str(file))
    return None


def _is_same(file: Path, other: Path) -> bool:
    """Whether two names are of one file; a device such as /dev/null takes whatever comes."""
    if file.exists() and other.exists():
        return file.is_file() and file.samefile(other)
    return file.resolve() == other.resolve()


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
        Stop: the file or stdout cannot be written.
        BrokenPipeError: whoever read stdout has gone.
    """
    content = result.encode(errors="backslashreplace")  # half a surrogate pair of Azure's becomes the escape it was
    if file is not None:
        write(file, content)
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon(sys.stdout)
        text = translate("CommandLine", "The result cannot be written to the standard output: {reason}")
        raise Stop(Exit.USAGE, text.format(reason=error.strerror or str(error))) from error
