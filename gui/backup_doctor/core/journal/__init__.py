"""Every change, written down before it is made: what was meant, what was sent, what came of it, what is left to undo.

One file per undertaking, one JSON line per event, each forced to the disk before the program goes on. A file without ``closed`` is
open: the program died, or somebody still works on it, which its lock tells (the system drops it with the process). A torn last line
is what a crash in the middle of writing leaves; what it was about to say had not been acted upon. Where the first line is torn,
nothing had been sent, so nothing is said of that file.
"""

from .entry import Entry
from .file import InUse
from .reading import Damaged
from .store import Journal

__all__ = ["Damaged", "Entry", "InUse", "Journal"]
