"""Keeps the sign-in libraries out of the log.

Whatever fails reaches us as an exception too, and is told to the user in words (`failures`). What these loggers add at WARNING is the same once
more with Entra's ids and the user's name in it, at every expected failure: a silent sign-in that needs a person is one of them.
"""

from __future__ import annotations

import logging

_LOUD = ("azure.identity", "msal", "msal_extensions")


def keep_quiet() -> None:
    """From now on they may log only what is CRITICAL, which they never do (azure-identity 1.27, msal 1.3x)."""
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
