"""The installers' own words, in both languages: ``installer/i18n/*.json``."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "i18n"
NSIS_NAMES = {"ru": "RUSSIAN", "en": "ENGLISH"}
"""What NSIS calls our languages."""


def words(code: str) -> dict[str, str]:
    """All sentences of one language, by name."""
    return dict(json.loads((FOLDER / f"{code}.json").read_text("utf-8")))


def lang_strings() -> str:
    """The sentences as NSIS declares them: ``$(name)`` is then the one in the user's language."""
    lines = []
    for code, language in NSIS_NAMES.items():
        for name, sentence in words(code).items():
            quoted = sentence.replace("$", "$$").replace('"', '$\\"').replace("\r\n", "$\\r$\\n")
            lines.append(f'LangString {name} ${{LANG_{language}}} "{quoted}"\n')
    return "".join(lines)
