"""Looks at one way to one host, step by step. Everything here blocks, for `dial.SECONDS` at most, and belongs into a thread."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ...core.model import Status
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import AzureError, ProxyWantsPassword, innermost
from ..headers import moment
from .certificates import why_not_trusted
from .dial import SECONDS, Refused, chain_met, dialled, handshake, schemes_offered
from .hops import Certificate, Step
from .proxies import BadProxy, Origin, ProxyAsks, Route
from .trouble import asked_by, dead, not_secure, place, reason_of, refuses, what_helps, what_it_wants
from .wire import Wire

SKEW = timedelta(minutes=5)
"""How far two clocks may be apart: Entra takes no longer than that for a difference between computers (Kerberos' old measure)."""

_ADDRESSES = 4
"""Of a name, that are shown."""

_NO_WAY = translate(
    "ConnectionTest",
    "Check the network and its DNS. Where the Internet is reached through a proxy only, name it in the system's settings or in HTTPS_PROXY.",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one step came to."""

    status: Status
    seen: Text
    advice: Text | None = None
    certificates: tuple[Certificate, ...] = ()
    asks: ProxyAsks | None = None
    seconds: float | None = None
    """The step's own, where something else had to be done first."""


class Way:
    """The way to one address."""

    def __init__(self, wire: Wire, url: str, *, is_known: bool, hosts: str) -> None:
        """Make one.

        Args:
            url: what is asked for at the end; it has to answer without a sign-in, in JSON.
            is_known: whether it is one of Microsoft's, whose certificates are those of public authorities.
            hosts: all that have to be reached, for the advice.
        """
        self._wire, self._url, self._is_known, self._hosts = wire, url, is_known, hosts
        self.host, self._port = place(url)
        self._route = Route(None, Origin.NOBODY)

    def look(self, step: Step) -> Found:
        """Take one step; the proxy has to be the first."""
        match step:
            case Step.PROXY:
                return self._proxy()
            case Step.NAME:
                return self._name()
            case Step.CONNECTION:
                return self._connection()
            case Step.CERTIFICATE:
                return self._certificate()
            case Step.ANSWER:  # pragma: no branch: there is no other step
                return self._answer()

    def _proxy(self) -> Found:
        try:
            self._route = route = self._wire.route(self._url, fresh=True)
        except BadProxy as error:
            return Found(Status.FAILED, error.text)
        words = {
            Origin.LOOPBACK: translate("ConnectionTest", "{host} is this computer itself: no proxy."),
            Origin.EXCEPTED: translate("ConnectionTest", "No proxy: {setting} excludes {host}."),
            Origin.NOBODY: translate("ConnectionTest", "No proxy is set for {host}: direct connection."),
            Origin.ENVIRONMENT: translate("ConnectionTest", "{proxy}, named by {setting} in the environment."),
            Origin.SYSTEM: translate("ConnectionTest", "{proxy}, from this computer's settings."),
        }
        return Found(Status.OK, words[route.origin].format(host=self.host, setting=route.setting, proxy=route.proxy))

    def _name(self) -> Found:
        if self._route.proxy is not None:
            return Found(Status.SKIPPED, translate("ConnectionTest", "The proxy looks up the name {host}.").format(host=self.host))
        try:
            found = socket.getaddrinfo(self.host, self._port, type=socket.SOCK_STREAM)
        except OSError as error:
            text = translate("ConnectionTest", "The name {host} cannot be resolved: {reason}")
            return Found(Status.FAILED, text.format(host=self.host, reason=_reason(error)), _NO_WAY)
        addresses = ", ".join(list(dict.fromkeys(str(address[0]) for *_, address in found))[:_ADDRESSES])
        return Found(Status.OK, translate("ConnectionTest", "{host} is {addresses}.").format(host=self.host, addresses=addresses))

    def _connection(self) -> Found:
        proxy = self._route.proxy
        try:
            with dialled(self._wire, self._route, self.host, self._port):
                pass
        except Refused as refusal:
            return self._refused(proxy or "", refusal)
        except OSError as error:
            return self._no_answer(_reason(error))
        if proxy is not None:
            return Found(Status.OK, translate("ConnectionTest", "The proxy {proxy} lets us through to {host}.").format(proxy=proxy, host=self.host))
        return Found(Status.OK, translate("ConnectionTest", "Port {port} of {host} answers.").format(port=str(self._port), host=self.host))

    def _refused(self, proxy: str, refusal: Refused) -> Found:
        if refusal.status == 407:
            schemes = refusal.schemes or schemes_offered(self._wire, self._route, self.host, self._port)
            return self._asked(asked_by(self._wire, self._route, schemes))
        advice = translate("ConnectionTest", "Ask the administrators of the proxy to let {host} through, port {port}.")
        return Found(Status.FAILED, refuses(proxy, self.host, refusal.status, refusal.reason), advice.format(host=self.host, port=str(self._port)))

    def _asked(self, asks: ProxyAsks) -> Found:
        return Found(Status.FAILED, what_it_wants(asks), what_helps(asks, self._hosts), asks=asks)

    def _no_answer(self, reason: str) -> Found:
        if self._route.proxy is not None:
            advice = translate(
                "ConnectionTest",
                "Is this the right address, and is this computer on the network it belongs to? If no proxy is needed here, remove the setting.",
            )
            return Found(Status.FAILED, dead(self._route, reason), advice)
        text = translate("ConnectionTest", "Port {port} of {host} does not answer: {reason}")
        advice = translate(
            "ConnectionTest",
            "A firewall has to let {host} through, port {port}. Where the Internet is reached through a proxy only, name it in the system's settings "
            "or in HTTPS_PROXY.",
        )
        if self._route.origin is Origin.LOOPBACK:
            advice = translate("ConnectionTest", "Is the program that should answer there running, and is this its port?")
        values = {"host": self.host, "port": str(self._port), "reason": reason}
        return Found(Status.FAILED, text.format(**values), advice.format(**values))

    def _certificate(self) -> Found:
        if self._url.startswith("http://"):
            return Found(Status.SKIPPED, translate("ConnectionTest", "The connection to this computer itself is not encrypted."))
        try:
            with dialled(self._wire, self._route, self.host, self._port) as connection:
                began = time.perf_counter()
                chain = handshake(connection, self._wire.trust(), self.host)
                seconds = time.perf_counter() - began
        except ssl.SSLCertVerificationError as error:
            chain = chain_met(self._wire, self._route, self.host, self._port)
            seen, advice = why_not_trusted(self.host, chain, reason_of(error))
            return Found(Status.FAILED, seen, advice, chain)
        except AzureError as error:
            return Found(Status.FAILED, error.text)
        except (OSError, Refused) as error:
            return Found(Status.FAILED, not_secure(self.host, _reason(error)), _NO_WAY)
        seen, note = self._trusted(chain)
        return Found(Status.OK, seen, note, chain, seconds=seconds)

    def _trusted(self, chain: tuple[Certificate, ...]) -> tuple[Text, Text | None]:
        """A good certificate, and whether somebody on the way has made it."""
        values = {"host": self.host, "issuer": chain[0].issuer if chain else "—"}
        if self._is_public():
            return translate("ConnectionTest", "Issued by “{issuer}”; this computer trusts it.").format(**values), None
        if self._is_known:
            seen = translate(
                "ConnectionTest",
                "A device on the way inspects the encrypted traffic: the certificate of {host} is issued by “{issuer}”, which is no public "
                "authority; this computer trusts it.",
            )
            note = translate(
                "ConnectionTest", "Nothing has to be done for Backup Doctor. Whoever runs that device can read the traffic that passes through it."
            )
            return seen.format(**values), note
        seen = translate("ConnectionTest", "Issued by “{issuer}”, a private authority that this computer trusts.")
        return seen.format(**values), None

    def _is_public(self) -> bool:
        """Whether the roots that Mozilla trusts would do; True also where that cannot be found out."""
        public = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
        try:
            with dialled(self._wire, self._route, self.host, self._port) as connection:
                handshake(connection, public, self.host)
        except ssl.SSLCertVerificationError:
            return False
        except (OSError, Refused):
            return True
        return True

    def _answer(self) -> Found:
        try:
            with closing(self._wire.session()) as session, session.get(self._url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                return self._judged(answer)
        except ProxyWantsPassword as error:
            return self._asked(error.asks)
        except AzureError as error:
            return Found(Status.FAILED, error.text)
        except requests.RequestException as error:
            text = translate("ConnectionTest", "{host} did not answer: {reason}").format(host=self.host, reason=innermost(str(error)))
            return Found(Status.FAILED, text, _NO_WAY)

    def _judged(self, answer: requests.Response) -> Found:
        values = {"host": self.host, "status": str(answer.status_code), "kind": answer.headers.get("Content-Type", "—")[:80]}
        if self._is_known and "json" not in values["kind"]:
            text = translate("ConnectionTest", "Something other than Azure has answered for {host} ({status}, {kind}).")
            advice = translate("ConnectionTest", "A sign-in page of the network or a blocking page of a proxy is in the way: open it in a browser.")
            return Found(Status.FAILED, text.format(**values), advice)
        if answer.status_code >= 500:
            text = translate("ConnectionTest", "{host} can be reached, but has an internal error ({status}).")
            return Found(Status.WARNING, text.format(**values), translate("ConnectionTest", "Try again in a few minutes."))
        theirs, ours = moment(answer.headers.get("Date")), datetime.now(UTC)
        if theirs is not None and abs(theirs - ours) > SKEW:
            text = translate("ConnectionTest", "{host} answers, but its clock says {theirs} and this computer's {ours}.")
            advice = translate("ConnectionTest", "Correct this computer's clock; with more than five minutes of difference a sign-in may be refused.")
            return Found(Status.WARNING, text.format(**values, theirs=theirs, ours=ours), advice)
        return Found(Status.OK, translate("ConnectionTest", "{host} answers ({status}).").format(**values))


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return f"{error.status} {error.reason}"
    if isinstance(error, ssl.SSLError):
        return reason_of(error)
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
