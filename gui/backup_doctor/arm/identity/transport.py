"""How azure-identity reaches Entra: the wire's session, and a way to end what is under way."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from azure.core.pipeline.transport import RequestsTransport

from ...core.text import lazy_translate as translate
from ..headers import moment
from ..metadata import is_own_address, is_own_host
from .failures import SignInFailed

TIMEOUTS = (10, 60)
"""Seconds to wait for a connection, and for the next byte of an answer."""


_USED = ("authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
"""What msal goes by, of the addresses that a sign-in host names (OpenID Connect Discovery 1.0; RFC 8628, 4)."""


class Transport(RequestsTransport):  # type: ignore[misc]  # azure-core gives it lazily, as Any
    """Sends nothing more once it is stopped: the poll for a device code ends with its next turn, which Entra puts five seconds away.

    Nor does it send anything to another host than the one that one signs in to. msal goes wherever that host's discovery document leads: one of a
    cloud that somebody has made up could lead the person to Azure's own page, and have the answer brought to itself.
    """

    def __init__(self, session: requests.Session, authority: str) -> None:
        super().__init__(session=session, session_owner=False, connection_timeout=TIMEOUTS[0], read_timeout=TIMEOUTS[1])
        self._stopped = threading.Event()
        self._authority = authority
        self.skew = timedelta(0)
        """How much this computer's clock was ahead of Entra's at the last answer."""

    def stop(self) -> None:
        """From any thread."""
        self._stopped.set()

    def send(self, request: Any, **kwargs: Any) -> Any:
        """Send one request.

        Raises:
            SignInFailed: this was stopped, or leads to another host.
        """
        if self._stopped.is_set():
            raise SignInFailed(translate("SignIn", "The sign-in was cancelled."))
        if not is_own_host(self._authority, request.url):
            raise self._elsewhere(request.url)
        response = super().send(request, **kwargs)
        if urlsplit(request.url).path.endswith("/.well-known/openid-configuration"):
            self._look_through(response.internal_response)
        at = moment(response.headers.get("Date"))
        if at is not None:
            self.skew = datetime.now(UTC) - at
        return response

    def _look_through(self, answer: requests.Response) -> None:
        try:
            document = answer.json()
        except (ValueError, RecursionError):
            return  # it names nothing
        for name in _USED if isinstance(document, dict) else ():
            if document.get(name) is not None and not is_own_address(self._authority, document[name]):
                raise self._elsewhere(str(document[name]))

    def _elsewhere(self, address: str) -> SignInFailed:
        text = translate("SignIn", "{host} redirects the sign-in to another host: {address}. Backup Doctor does not follow it.")
        return SignInFailed(text.format(host=self._authority, address=address.partition("?")[0][:200]))
