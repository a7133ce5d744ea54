"""What a test of the connection finds: one hop after the other, for the sign-in host and the management host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ...core.model import Status
from ...core.text import Text
from .proxies import ProxyAsks


class Place(StrEnum):
    """Whom a hop leads to."""

    SIGN_IN = "sign-in"
    MANAGEMENT = "management"


class Step(StrEnum):
    """What is looked at, in this order."""

    PROXY = "proxy"
    NAME = "name"
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate that was met."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    """Host names and addresses it is made out for."""
    not_before: datetime
    not_after: datetime
    sha256: str
    """Fingerprint, pairs of hexadecimal digits with colons."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step on the way to one host."""

    place: Place
    step: Step
    host: str
    """Empty where it is not known."""
    status: Status
    """OK, WARNING, FAILED or SKIPPED."""
    seen: Text
    advice: Text | None = None
    milliseconds: int = 0
    certificates: tuple[Certificate, ...] = ()
    """The chain that was met, the host's own first."""
    asks: ProxyAsks | None = None
    """The proxy that stopped us here because it wants to know who is asking."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A whole test."""

    hops: tuple[Hop, ...]
    at: datetime

    @property
    def is_fine(self) -> bool:
        """Whether nothing stands in the way."""
        return all(hop.status in (Status.OK, Status.SKIPPED) for hop in self.hops)
