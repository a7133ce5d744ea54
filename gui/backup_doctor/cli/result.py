"""The result of a repair: text as it comes about, or one document at the end; on stdout or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ..core.language import Language
from ..core.plain import plain
from ..core.text import Text
from .files import put_out


class Result:
    """Collects a result in one form. A terminal gets text at once, so that the plan stands before the progress of its steps."""

    def __init__(self, form: str, file: Path | None, words: Language) -> None:
        self._form, self._file, self._words = form, file, words
        self._kept: list[str] = []

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
        print(f"backup-doctor: {plain(self._words.render(text))}", file=sys.stderr, flush=True)

    def _put(self, part: str) -> None:
        if self._file is None:
            put_out(part, None)
        else:
            self._kept.append(part)

    def __enter__(self) -> Result:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if self._file is not None and self._kept:
            put_out("".join(self._kept), self._file)
