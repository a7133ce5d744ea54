"""The log file: what went wrong, for the user who wants to know and for us."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from pathlib import Path

from ..core.files import make_private_folder, open_private

_BYTES = 1_000_000
_KEPT = 3


def log_path() -> Path:
    """The file in the user's profile."""
    from platformdirs import user_log_path

    return user_log_path("backup-doctor", appauthor=False) / "backup-doctor.log"


def start_log(path: Path) -> logging.Handler:
    """Write a rotating log; where it cannot be written, the program goes on and says so on stderr.

    The Azure SDK is heard from WARNING on: below that it logs whole requests. What looks like a secret is masked all the same.
    """
    from logging.handlers import RotatingFileHandler  # brings sockets and pickles; the first picture does without

    from ..core.secret_masking import SecretMaskingFormatter

    class PrivateLog(RotatingFileHandler):
        """It names VMs and accounts: nobody else on this computer is to read it."""

        def _open(self) -> TextIOWrapper:
            return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=open_private)

    handler: logging.Handler
    try:
        make_private_folder(path.parent)
        handler = PrivateLog(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)
    except OSError as error:
        handler = logging.StreamHandler()
        logging.getLogger(__name__).warning("no log file: %s", error)
    handler.setFormatter(SecretMaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("backup_doctor").setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Let go of the log file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
