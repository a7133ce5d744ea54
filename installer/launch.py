"""Where the frozen program starts."""

from __future__ import annotations

import os
import sys

from backup_doctor.__main__ import main

# A windowed program of Windows has no streams at all, and what writes a line to stderr must not fail for that.
if sys.stdout is None:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for as long as the program runs
if sys.stderr is None:
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  the same

if __name__ == "__main__":
    sys.exit(main())
