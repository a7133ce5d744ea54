"""What the window tells screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What screen readers are told; it goes on to Qt."""
    words: list[str] = []
    tell = QAccessible.updateAccessibility

    def listen(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            words.append(event.message())
        tell(event)  # type: ignore[arg-type]  # whatever it is

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return words
