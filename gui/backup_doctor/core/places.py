"""Where the program keeps what it must not lose."""

from __future__ import annotations

import sys
from pathlib import Path


def journal_folder() -> Path:
    """The journal of changes, of this user on this computer."""
    return _data_folder() / "journal"


def history_folder() -> Path:
    """The diagnoses that are kept, a file for each."""
    return _data_folder() / "history"


def guest_logs_folder() -> Path:
    """Log files collected from inside VMs, a folder per collection."""
    return _data_folder() / "guest-logs"


def memory_lock() -> Path:
    """Held while the list of remembered accounts is rewritten; the file itself stays empty."""
    return _data_folder() / "memory.lock"


def policy_file() -> Path:
    """What an administrator has laid down for everybody on this computer; users cannot write it. Windows has its registry instead.

    A fixed place: one that the environment names would be the user's to choose.
    """
    if sys.platform == "darwin":
        return Path("/Library/Application Support/backup-doctor/policy.ini")
    return Path("/etc/backup-doctor/policy.ini")


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("backup-doctor", appauthor=False)
