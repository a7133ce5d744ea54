"""Trouble on the way: answers that fail, break or come late, on order."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .answers import Answer, ArmError, challenged

_SPEC = re.compile(r"(?P<kind>\d{3}|429/\d+|reset|lost|html|broken|claims|slow/\d+(?:\.\d+)?):(?P<part>.+?)(?::(?P<times>\d+))?")

_CODES = {
    400: ("BadRequest", "The request is invalid."),
    401: ("InvalidAuthenticationToken", "The access token is invalid."),
    403: ("AuthorizationFailed", "The client does not have authorization to perform this action."),
    404: ("ResourceNotFound", "The resource was not found."),
    409: ("Conflict", "The request conflicts with another one that is in progress."),
    429: ("TooManyRequests", "The request is being throttled."),
    503: ("ServiceUnavailable", "The service is unavailable."),
    504: ("GatewayTimeout", "The gateway did not receive a response within the specified time period."),
}


class BadFault(ValueError):
    """The fault cannot be read. Carries the sentence for the user."""

    def __init__(self, spec: str) -> None:
        self.text: Text = translate(
            "Lab",
            "“{spec}” is not a fault. A fault is KIND:PATHPART or KIND:PATHPART:TIMES, where KIND is an HTTP status from 400 to 599, "
            "429/SECONDS, reset, lost, html, broken, claims or slow/SECONDS.",
        ).format(spec=spec[:200])
        super().__init__(str(self.text))


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with requests whose ``METHOD path?query`` holds a certain text."""

    kind: str
    """``status``, ``reset`` (nothing was done), ``lost`` (it was done, and no answer comes), ``html``, ``broken``,
    ``claims`` (401 with a claims challenge) or ``slow``."""
    part: str
    times: int | None = None
    """How often; None: every time."""
    status: int = 0
    seconds: float | None = None
    """Of ``Retry-After`` or of delay."""

    @classmethod
    def parse(cls, spec: str) -> Fault:
        """Read ``KIND:PATHPART[:TIMES]``.

        Raises:
            BadFault: it is not one.
        """
        found = _SPEC.fullmatch(spec)
        if found is None or found["times"] == "0":
            raise BadFault(spec)
        times = int(found["times"]) if found["times"] else None
        word, _, amount = found["kind"].partition("/")
        seconds = float(amount) if amount else None
        if not word.isdigit():
            return cls(word, found["part"], times, seconds=seconds)
        if not 400 <= int(word) <= 599:
            raise BadFault(spec)
        return cls("status", found["part"], times, int(word), seconds)

    @property
    def answer(self) -> Answer:
        """The error of a ``status`` or ``claims`` fault."""
        if self.kind == "claims":
            return challenged(f'{{"access_token":{{"nbf":{{"essential":true,"value":"{int(time.time())}"}}}}}}').answer
        code, message = _CODES.get(self.status, ("InternalServerError", "The server encountered an error processing the request."))
        headers = {} if self.seconds is None else {"Retry-After": f"{self.seconds:.0f}"}
        if self.status == 401:
            headers["WWW-Authenticate"] = (
                f'Bearer authorization_uri="https://login.microsoftonline.com", error="invalid_token", error_description="{message}"'
            )
        return ArmError(self.status, code, message, headers).answer


class Faults:
    """Deals faults out to requests."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._faults = tuple(faults)
        self._struck = [0] * len(self._faults)
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """From now on this goes wrong too."""
        with self._lock:
            self._faults = (*self._faults, fault)
            self._struck.append(0)

    def forget(self) -> None:
        """From now on nothing goes wrong any more."""
        with self._lock:
            self._faults, self._struck = (), []

    def strike(self, target: str) -> Fault | None:
        """The first fault that fits a request, written ``METHOD path?query``, and is not used up; it is then used once more."""
        folded = target.casefold()
        with self._lock:
            for index, fault in enumerate(self._faults):
                left = fault.times is None or self._struck[index] < fault.times
                if left and fault.part.casefold() in folded:
                    self._struck[index] += 1
                    return fault
        return None
