"""The result of a repair: text as it comes about, or one document at the end; on stdout or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ..core.language import Language
from ..core.text import Text
from .exits import Stop
from .files import put_out
from .streams import abandon, say


class Result:
    """Collects a result in one form. A terminal gets text at once, so that the plan stands before the progress of its steps."""

    def __init__(self, form: str, file: Path | None, words: Language) -> None:
        self._form, self._file, self._words = form, file, words
        self._kept: list[str] = []
        self._changed = False

    def text(self, lines: Callable[[], Iterable[str]]) -> None:
        """A part of the text form."""
        if self._form == "text":
            self._put("".join(f"{line}\n" for line in lines()))

    def document(self, document: Callable[[], str]) -> None:
        """The JSON form, whole."""
        if self._form == "json":
            self._put(document())

    def failed(self, text: Text) -> None:
        """Say on stderr, where scripts and their logs look, why nothing was done."""
        say(f"backup-doctor: {self._words.render(text)}")

    def something_changed(self) -> None:
        """From here on the exit code tells of the repair: that its result finds no place is said, and changes nothing of that."""
        self._changed = True

    def _put(self, part: str) -> None:
        if self._file is None:
            self._put_out(part, None)
        else:
            self._kept.append(part)

    def _put_out(self, result: str, file: Path | None) -> None:
        try:
            put_out(result, file)
        except Stop as stop:
            if not self._changed:
                raise
            self.failed(stop.text)
            if file is not None:
                self._put_out(result, None)
        except BrokenPipeError:
            if not self._changed:
                raise
            abandon(sys.stdout)

    def __enter__(self) -> Result:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if self._file is not None and self._kept:
            self._put_out("".join(self._kept), self._file)
