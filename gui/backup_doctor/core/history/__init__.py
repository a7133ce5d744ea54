"""The diagnoses of the past, kept on this computer: a file for each, which is the same document as a saved report."""

from .entry import Fixed, HistoryEntry, Unreadable, entry_of
from .store import AT_MOST, History, new_name

__all__ = ["AT_MOST", "Fixed", "History", "HistoryEntry", "Unreadable", "entry_of", "new_name"]
