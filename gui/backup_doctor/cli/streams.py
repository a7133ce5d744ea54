"""stdout and stderr as they are met: closed before the start, full, or with a reader that goes while we still speak."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal, TextIO

from ..core.plain import plain


def open_missing() -> None:
    """Whoever closed a stream before the start («>&-», a service without a console) wants to hear nothing of it, and says nothing."""
    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere("w")
    if sys.stderr is None:
        sys.stderr = _nowhere("w")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    """For as long as the program runs."""
    return Path(os.devnull).open(mode, encoding="utf-8")


def say(line: str, stream: TextIO | None = None) -> None:
    """One line for whoever looks on; on stderr unless another stream is given.

    That nobody hears it is no reason to stop: least of all a repair half-way.
    """
    write(f"{plain(line)}\n", sys.stderr if stream is None else stream)


def write(words: str, stream: TextIO) -> None:
    """Words for whoever looks on, as they are."""
    try:
        print(words, end="", file=stream, flush=True)
    except OSError:
        abandon(stream)


def abandon(stream: TextIO) -> None:
    """Let the rest of a stream go nowhere, also what the interpreter would flush at its end, and fail with."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)
