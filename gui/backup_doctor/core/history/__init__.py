"""The diagnoses of the past, kept on this computer: a file for each, which is the same document as a saved report."""

from .entry import Entry, Fixed, Unreadable, entry_of
from .store import AT_MOST, History, new_name

__all__ = ["AT_MOST", "Entry", "Fixed", "History", "Unreadable", "entry_of", "new_name"]
