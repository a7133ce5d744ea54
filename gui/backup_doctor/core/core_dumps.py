"""Keeps tokens, which stand in memory, off the disk."""

from __future__ import annotations

import sys


def forbid_core_dumps() -> None:
    """No image of this process's memory is written when it crashes, nor of those it starts, such as Azure CLI.

    The kernel and systemd-coredump both heed the limit. (Windows keeps none unless an administrator switches it on in the registry: collecting
    user-mode dumps, 2022.) ``PR_SET_DUMPABLE`` would do more, and stops desktop portals from finding out who is asking.
    """
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
