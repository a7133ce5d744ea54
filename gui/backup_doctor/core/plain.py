"""Makes text from Azure or a guest safe to show: it may hold characters that move the cursor or turn the line around."""

from __future__ import annotations

import unicodedata


def plain(words: str) -> str:
    """The same words with control and direction-changing characters as visible escapes; line breaks become spaces."""
    return "".join(_shown(character) for character in words)


def _shown(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\u00ad\u200d":
        return f"\\u{ord(character):04x}"
    return character
