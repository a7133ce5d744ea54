"""Whole walks through the window."""

from tests.helpers.qt_entra import office
from tests.helpers.qt_fixtures import hygiene, imports_stay, lab, parts, wizard

__all__ = ["hygiene", "imports_stay", "lab", "office", "parts", "wizard"]
