"""Chooses between the window and the command line."""

from __future__ import annotations

import gc
import sys
import time

from .core.core_dumps import forbid_core_dumps

STARTED = time.time()


def main() -> int:
    """Entry point of ``backup-doctor``.

    Returns:
        The exit code.
    """
    forbid_core_dumps()
    arguments = sys.argv[1:]
    options = {"--demo", "--exit-after-paint"}
    if set(arguments) <= options:  # also with no argument at all: the double-click
        gc.disable()  # nothing that is loaded or made for the first picture is garbage; `ui.collector` searches from then on
        from .ui.binding import load_binding

        load_binding()
        from .ui.app import run_window

        return run_window(demo="--demo" in arguments, exit_after_paint="--exit-after-paint" in arguments, started=STARTED)
    try:
        from .cli.main import run

        return run(arguments)
    except KeyboardInterrupt:  # while it was still loading
        return 130


if __name__ == "__main__":
    sys.exit(main())
