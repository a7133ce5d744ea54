"""The part of the demo that looks back: the history, a kept diagnosis, what has changed, and the settings."""

from __future__ import annotations

from .demo_stage import Stage
from .pages.comparison import ComparisonPage
from .pages.history import HistoryPage
from .pages.past import PastPage


def look_back(stage: Stage) -> None:
    """Go through it once. What has changed is shown where the machine has been diagnosed before."""
    window, history = stage.window, stage.kit.history
    window.header.history.click()
    stage.wait(lambda: bool(history.entries) and not history.is_reading)
    page = window.page
    assert isinstance(page, HistoryPage)
    stage.shoot("history")
    page.submit()
    stage.wait(lambda: isinstance(window.page, PastPage))
    stage.shoot("kept-diagnosis")
    past = window.page
    assert isinstance(past, PastPage)
    if past.compare.isEnabled():
        past.compare.click()
        stage.wait(lambda: isinstance(window.page, ComparisonPage))
        stage.shoot("what-has-changed")
    window.header.settings.click()
    settings = stage.top()
    stage.shoot("settings", settings)
    settings.close()
