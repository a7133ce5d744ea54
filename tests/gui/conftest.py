"""Tests of the window's parts."""

from tests.helpers.qt_announcements import said
from tests.helpers.qt_entra import office
from tests.helpers.qt_fixtures import hygiene, lab, large_text, parts, wizard

__all__ = ["hygiene", "lab", "large_text", "office", "parts", "said", "wizard"]
