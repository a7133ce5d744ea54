"""Tests of the window's parts."""

from tests.helpers.qt_announcements import said
from tests.helpers.qt_entra import office
from tests.helpers.qt_fixtures import hygiene, imports_stay, lab, large_text, parts, wizard

__all__ = ["hygiene", "imports_stay", "lab", "large_text", "office", "parts", "said", "wizard"]
