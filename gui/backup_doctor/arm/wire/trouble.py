"""What went wrong on the way, in our own errors: whose fault it is, and what helps."""

from __future__ import annotations

import re
import ssl
from urllib.parse import urlsplit

import requests

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import AzureError, NotTrusted, ProxyTrouble, ProxyWantsPassword, Unreachable, innermost
from .certificates import why_not_trusted
from .dial import chain_met, schemes_offered
from .proxies import Origin, ProxyAsks, Route
from .wire import Wire

_TUNNEL = re.compile(r"Tunnel connection failed: (?P<status>\d{3}) ?(?P<reason>[^'\")]*)")
"""What http.client says of a CONNECT that was refused; it keeps nothing else of the answer."""


def proxy_trouble(wire: Wire, route: Route, url: str, error: requests.exceptions.ProxyError) -> AzureError:
    """Whose fault it is that the proxy did not let us through; asks the proxy once more what it would accept, where it wants a password."""
    host, port = place(url)
    proxy = route.proxy or ""
    refusal = _TUNNEL.search(str(error))
    if refusal is None:
        return ProxyTrouble(dead(route, innermost(str(error))))
    if refusal["status"] == "407":
        return wants_password(asked_by(wire, route, schemes_offered(wire, route, host, port)), host)
    return ProxyTrouble(refuses(proxy, host, int(refusal["status"]), refusal["reason"].strip()))


def dead(route: Route, reason: str) -> Text:
    """A proxy that does not answer."""
    values = {"proxy": route.proxy, "setting": route.setting, "reason": reason}
    if route.origin is Origin.ENVIRONMENT:
        return translate("Wire", "The proxy {proxy}, which {setting} names, does not answer: {reason}").format(**values)
    return translate("Wire", "The proxy {proxy}, from this computer's settings, does not answer: {reason}").format(**values)


def refuses(proxy: str, host: str, status: int, reason: str) -> Text:
    """A proxy that answers, but leads nowhere."""
    values = {"proxy": proxy, "host": host, "answer": f"{status} {reason}".strip()}
    if status >= 500:
        return translate("Wire", "The proxy {proxy} could not reach {host} ({answer}).").format(**values)
    return translate("Wire", "The proxy {proxy} does not allow connections to {host} ({answer}).").format(**values)


def asked_by(wire: Wire, route: Route, schemes: tuple[str, ...]) -> ProxyAsks:
    """A proxy that wants to know who is asking; the wire remembers it, for whoever can find that out."""
    proxy = route.proxy or ""
    wire.asks = asks = ProxyAsks(proxy, schemes, refused=wire.sign_in_for(proxy) is not None)
    return asks


def wants_password(asks: ProxyAsks, host: str) -> ProxyWantsPassword:
    """The error for it; where no password helps, its words say what does."""
    if asks.takes_password:
        return ProxyWantsPassword(what_it_wants(asks), asks)
    text = translate("Wire", "{problem} {help}").format(problem=what_it_wants(asks), help=what_helps(asks, host))
    return ProxyWantsPassword(text, asks)


def what_it_wants(asks: ProxyAsks) -> Text:
    """What the proxy says."""
    values = {"proxy": asks.proxy, "schemes": ", ".join(asks.schemes)}
    if not asks.takes_password:
        return translate("Wire", "The proxy {proxy} accepts no password, only {schemes}, which Backup Doctor does not support.").format(**values)
    if asks.refused:
        return translate("Wire", "The proxy {proxy} did not accept the user name and the password that were given.").format(**values)
    return translate("Wire", "The proxy {proxy} asks for a user name and a password.").format(**values)


def what_helps(asks: ProxyAsks, hosts: str) -> Text:
    """What to do about a proxy that wants to know who is asking.

    Args:
        hosts: those that Backup Doctor has to reach, separated by commas.
    """
    if asks.takes_password:
        return translate(
            "Wire",
            "Give user name and password in the window (Sign in to the proxy), or in the variable that names the proxy: "
            "HTTPS_PROXY=http://user:password@proxy:port.",
        )
    text = translate(
        "Wire",
        "Run a small proxy on this computer that signs in for you, such as Px or Cntlm, and name it in HTTPS_PROXY; "
        "or have the proxy's administrators let {hosts} through without a sign-in.",
    )
    return text.format(hosts=hosts)


def tls_trouble(wire: Wire, route: Route, url: str, error: requests.exceptions.SSLError) -> AzureError:
    """Why the connection could not be made secure; looks once more at what was shown, where that was a certificate."""
    host, port = place(url)
    refused = _within(error, ssl.SSLCertVerificationError)
    if refused is None:
        return Unreachable(not_secure(host, innermost(str(error))))
    chain = chain_met(wire, route, host, port)
    problem, helps = why_not_trusted(host, chain, reason_of(refused))
    return NotTrusted(translate("Wire", "{problem} {help}").format(problem=problem, help=helps), chain)


def not_secure(host: str, reason: str) -> Text:
    """A handshake that failed for another reason than the certificate."""
    if "WRONG_VERSION_NUMBER" in reason.upper().replace(" ", "_"):
        return translate(
            "Wire", "What answers for {host} does not use encryption. Are the port and the beginning of the address (https:// or http://) right?"
        ).format(host=host)
    text = translate("Wire", "The encrypted connection to {host} could not be made: {reason}. A firewall or a proxy on the way may have cut it.")
    return text.format(host=host, reason=reason)


def reason_of(error: ssl.SSLError) -> str:
    """The library's own words for what it did not like."""
    return str(getattr(error, "verify_message", "") or error.reason or error)[:200]


def place(url: str) -> tuple[str, int]:
    """Host and port of a URL."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _within(error: BaseException | None, kind: type[ssl.SSLError]) -> ssl.SSLError | None:
    """The first of a kind among the causes; urllib3 and requests wrap them in arguments as well as in chains."""
    left = [error]
    for _ in range(20):
        inner = left.pop(0) if left else None
        if isinstance(inner, kind):
            return inner
        if inner is not None:
            left += [inner.__cause__, inner.__context__, getattr(inner, "reason", None), *inner.args]
            left = [item for item in left if isinstance(item, BaseException)]
    return None
