"""The part of the demo that looks back: the history, a kept diagnosis, what has changed, and the settings."""

from __future__ import annotations

from pathlib import Path

from ..core.history import HistoryEntry
from .demo_stage import Stage
from .dialogs.preview import PreviewSheet
from .pages.comparison import ComparisonPage
from .pages.history import HistoryPage
from .pages.past import PastPage


def look_back(stage: Stage) -> None:
    """Go through it once."""
    window = stage.window
    page = _open_list(stage)
    stage.shoot("history")
    page.submit()
    stage.wait(lambda: isinstance(window.page, PastPage))
    stage.shoot("kept-diagnosis")
    window.header.settings.click()
    settings = stage.top()
    stage.shoot("settings", settings)
    settings.close()


def compare(stage: Stage, file: Path) -> None:
    """What a repair has changed: on its page, in the preview and on paper. The newest diagnosis is the one that was repaired."""
    window, history = stage.window, stage.kit.history
    page = _open_list(stage)

    def is_kept() -> bool:
        newest, last = (history.entries or ())[:2]
        assert isinstance(newest, HistoryEntry)
        assert isinstance(last, HistoryEntry)
        return not history.is_reading and newest.cause != last.cause

    stage.wait(is_kept)
    page.compare.click()
    stage.wait(lambda: isinstance(window.page, ComparisonPage))
    compared = window.page
    assert isinstance(compared, ComparisonPage)
    stage.shoot("what-has-changed")
    compared.report.preview.click()
    dialog = stage.top()
    preview = dialog.sheet
    assert isinstance(preview, PreviewSheet)
    stage.wait(lambda: not preview.is_drawing)
    stage.shoot("comparison-preview", dialog)
    preview.save_as(file)
    stage.wait(preview.outcome.isVisible)
    dialog.close()


def _open_list(stage: Stage) -> HistoryPage:
    window, history = stage.window, stage.kit.history
    window.header.history.click()
    stage.wait(lambda: bool(history.entries) and not history.is_reading)
    page = window.page
    assert isinstance(page, HistoryPage)
    return page
