"""Python's search for garbage, kept away from tens of thousands of rows.

It stops every thread while it walks through all there is: with 50,000 rows the window stands still for 60 ms, again and again while
they arrive. Rows hold no cycles; they go when the last reference goes.
"""

from __future__ import annotations

import gc


def spare() -> None:
    """Leave out of every search what has been made until now. Young garbage goes first, or it would stay until `reclaim`."""
    gc.collect(1)
    gc.freeze()


def reclaim() -> None:
    """Search everything again: what was spared may have become garbage."""
    gc.unfreeze()
