"""How azure-identity reaches Entra: the wire's session, and a way to end what is under way."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from azure.core.pipeline.transport import RequestsTransport

from ...core.text import lazy_translate as translate
from ..errors import moment
from .failures import SignInFailed

TIMEOUTS = (10, 60)
"""Seconds to wait for a connection, and for the next byte of an answer."""


class Transport(RequestsTransport):  # type: ignore[misc]  # azure-core gives it lazily, as Any
    """Sends nothing more once it is stopped: the poll for a device code ends with its next turn, which Entra puts five seconds away."""

    def __init__(self, session: requests.Session) -> None:
        super().__init__(session=session, session_owner=False, connection_timeout=TIMEOUTS[0], read_timeout=TIMEOUTS[1])
        self._stopped = threading.Event()
        self.skew = timedelta(0)
        """How much this computer's clock was ahead of Entra's at the last answer."""

    def stop(self) -> None:
        """From any thread."""
        self._stopped.set()

    def send(self, request: Any, **kwargs: Any) -> Any:
        """Send one request.

        Raises:
            SignInFailed: this was stopped.
        """
        if self._stopped.is_set():
            raise SignInFailed(translate("SignIn", "The sign-in was cancelled."))
        response = super().send(request, **kwargs)
        at = moment(response.headers.get("Date"))
        if at is not None:
            self.skew = datetime.now(UTC) - at
        return response
