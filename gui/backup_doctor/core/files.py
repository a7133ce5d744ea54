"""Writes results to disk, whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from .text import Text
from .text import lazy_translate as translate

UNFINISHED = ".part"
"""How a file's name ends that was not finished; what a crash leaves of it is good for nothing."""

LONGEST_NAME = 100
"""Bytes of a name that somebody else chose: it stands between others, and file systems end at 255."""

_LONGEST_BESIDE = 220
"""Bytes of a file's name to which ours can be added for the time of writing."""

# Devices, whatever suffix they have (naming files, paths and namespaces, Windows, 2024-08-28).
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)


class CannotWrite(OSError):
    """A file could not be written. Carries the sentence for the user."""

    def __init__(self, file: Path, reason: OSError) -> None:
        super().__init__(str(reason))
        text = translate("Files", "“{file}” cannot be written: {reason}. Choose another place.")
        self.text: Text = text.format(file=str(file), reason=reason.strerror or str(reason))


def safe_name(name: str) -> str:
    """A name of Azure's as a part of a file's name on every system: no separators, no control characters, no device of Windows,
    no dot or dash at its beginning and no dot at its end. Brackets stay, for masks have them."""
    plain = re.sub(r"[^\w.\[\]-]", "_", name)
    short = plain.encode("utf-8", "replace")[:LONGEST_NAME].decode("utf-8", "ignore").lstrip(".-").rstrip(".")
    return f"_{short}" if not short or _RESERVED.fullmatch(short) else short


def make_private_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, for this user only. (On Windows the profile is closed to others.)

    Raises:
        OSError: the place does not take it.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, os.strerror(20), str(folder))


def open_private(path: str, flags: int) -> int:
    """An opener for `open`: a file that is made is this user's only."""
    return os.open(path, flags, 0o600)


def write_whole(file: Path, content: bytes, *, private: bool = False) -> None:
    """Put the content under the name in one step, so that a crash leaves neither half a file nor none of the old one.

    What stands there under the name keeps its permissions; a pipe or a device is written to and stays what it is.

    Args:
        private: only this user may read it. (On Windows the folder decides, and the user's own profile is closed to others.)

    Raises:
        CannotWrite: the place does not take it.
    """
    try:
        before = file.stat().st_mode if file.exists() else None
        if before is not None and not stat.S_ISREG(before) and not stat.S_ISDIR(before):
            file.write_bytes(content)  # «/dev/stdout», «/dev/null»: nothing must be put in their place
            return
        _write_beside(file, content, 0o600 if private else None if before is None else stat.S_IMODE(before))
    except OSError as error:
        raise CannotWrite(file, error) from error


def prove_writable(file: Path) -> None:
    """See before the work is done that its result can be put there: what `write_whole` would begin with is tried, and nothing left.

    Raises:
        CannotWrite: the place does not take it.
    """
    try:
        if file.exists() and not file.is_file():
            return  # a pipe or a device: to open it might already be more than looking
        beside = _beside(file)
        with open(beside, "xb", opener=open_private):
            pass
        beside.unlink()
    except OSError as error:
        raise CannotWrite(file, error) from error


def _beside(file: Path) -> Path:
    name = file.name if len(os.fsencode(file.name)) <= _LONGEST_BESIDE else "backup-doctor"
    return file.with_name(f"{name}.{os.getpid()}-{os.urandom(4).hex()}{UNFINISHED}")


def _write_beside(file: Path, content: bytes, mode: int | None) -> None:
    """Into a file that nobody else can have made before us, in a folder that others may write to as well."""
    beside = _beside(file)
    try:
        with open(beside, "xb", opener=lambda path, flags: os.open(path, flags, 0o666 if mode is None else mode)) as part:
            part.write(content)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(part.fileno(), mode)  # what the user's umask has taken of it
            part.flush()
            os.fsync(part.fileno())  # or a power cut could leave the name with nothing behind it
        beside.replace(file)
    finally:
        if beside.exists():
            beside.unlink()
