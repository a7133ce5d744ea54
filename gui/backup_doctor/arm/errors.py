"""One tree of errors for everything that can go wrong with Azure, each with words for the user.

    CouldNotLook                      (core)
    └── AzureError
        ├── NotSignedIn               also CannotStart: 401, or no usable token
        ├── Unreachable               also CannotStart: no connection, no name, connection lost
        │   ├── NotTrusted            a certificate that this computer does not believe
        │   ├── ProxyTrouble          the proxy is dead, or leads nowhere
        │   └── ProxyWantsPassword    the proxy wants to know who is asking (407)
        ├── VmNotFound                also CannotStart
        ├── OtherTenant               401 for a subscription of a tenant that was not signed in to
        ├── Forbidden                 403, with the missing permission
        ├── NotFound                  404
        ├── Throttled                 429, with how long Azure asks to wait
        ├── ServerFault               5xx
        ├── TimedOut                  no answer in time
        ├── Rejected                  any other refusal, in Azure's words
        ├── Garbled                   an answer that is not ARM's JSON, or lacks a field
        │   └── Elsewhere             it names an address outside of this cloud, which was not asked
        └── ReadOnly                  a changing request before repairs were allowed; never sent
            └── AgainstPolicy         a request that the organisation does not allow from this computer; never sent

Foreign exceptions are mapped in `refusals.from_azure`, the one seam; what proxies and certificates do to a connection is ours from the start
(`arm.wire.session`), and `ours_within` finds it again where azure-identity or msal have wrapped it.
"""

from __future__ import annotations

import re

from ..core.model import CannotStart, CouldNotLook
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .wire.hops import Certificate
from .wire.proxies import ProxyAsks


class AzureError(CouldNotLook):
    """Something between us and Azure's answer."""


class NotSignedIn(AzureError, CannotStart):
    """Azure does not accept who we are."""


class Unreachable(AzureError, CannotStart):
    """Azure could not be reached."""


class NotTrusted(Unreachable):
    """A certificate on the way that this computer does not believe."""

    def __init__(self, text: Text, certificates: tuple[Certificate, ...] = ()) -> None:
        super().__init__(text)
        self.certificates = certificates
        """The chain that was met, the host's own first; empty where it could not be had."""


class ProxyTrouble(Unreachable):
    """The proxy does not answer, or does not let us through."""


class ProxyWantsPassword(Unreachable):
    """The proxy wants to know who is asking."""

    def __init__(self, text: Text, asks: ProxyAsks) -> None:
        super().__init__(text)
        self.asks = asks


class VmNotFound(AzureError, CannotStart):
    """Azure knows no such VM, or hides it from this account."""


class OtherTenant(AzureError):
    """What was asked for belongs to a tenant that was not signed in to. The sign-in itself is good, and nobody needs to sign in again."""


class Forbidden(AzureError):
    """The account may not read this."""


class NotFound(AzureError):
    """What was asked for does not exist."""


class Throttled(AzureError):
    """Azure asks to wait."""

    def __init__(self, text: Text, retry_after: int | None) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds, where Azure named them."""


class ServerFault(AzureError):
    """Azure itself failed."""


class TimedOut(AzureError):
    """No answer in time."""


class Rejected(AzureError):
    """Azure understood and refused."""


class Garbled(AzureError):
    """The answer is not what ARM says."""


class Elsewhere(Garbled):
    """An answer names an address outside of this cloud; nothing was sent there."""


class ReadOnly(AzureError):
    """The guard at the transport stopped a changing request."""

    def __init__(self, method: str, path: str, text: Text | None = None) -> None:
        text = text or translate("Azure", "The session is read-only: {method} {path} was not sent.")
        super().__init__(text.format(method=method, path=path))


class AgainstPolicy(ReadOnly):
    """The guard at the transport stopped what the organisation's policy does not allow."""

    def __init__(self, method: str, path: str, reason: Text) -> None:
        text = translate("Azure", "{reason} {method} {path} was not sent.").format(reason=reason, method=method, path=path)
        super().__init__(method, path, text)


def ours_within(error: BaseException) -> AzureError | None:
    """The error of ours that somebody has wrapped in theirs, as azure-identity does with what its transport raises; None where there is none."""
    inner: BaseException | None = error
    for _ in range(_DEEPEST):
        if inner is None or isinstance(inner, AzureError):
            return inner
        inner = getattr(inner, "inner_exception", None) or inner.__cause__ or inner.__context__
    return None


_DEEPEST = 12
"""Layers of wrapping that are looked through; a chain of causes can be a circle."""


def not_json() -> Garbled:
    """The error for a body that is no JSON, as a proxy or a sign-in page of the network gives it."""
    return Garbled(translate("Azure", "The answer was not JSON. A proxy or sign-in page may stand between this computer and Azure."))


_INNERMOST = re.compile(
    r"\[Errno -?\d+\] [^'\")]+|Failed to resolve '[^']+'|certificate verify failed[^')]*|(?<=RemoteDisconnected\(')[^']+|(?<=\d, ')[^']+"
)


_NUMBER = re.compile(r"^\[(?:Errno|WinError) -?\d+\] ")
"""Of the system's error, which says the same as the words behind it."""


def innermost(words: str) -> str:
    """The part of a connection error that helps; urllib3 wraps it in several layers of repr."""
    innermost = _INNERMOST.findall(words)
    return _NUMBER.sub("", innermost[-1] if innermost else words)[:300]
