"""Whole walks through the window."""

from tests.helpers.qt_fixtures import hygiene, lab, parts, wizard

__all__ = ["hygiene", "lab", "parts", "wizard"]
