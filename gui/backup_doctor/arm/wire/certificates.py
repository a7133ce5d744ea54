"""Reads certificates, and says in words why one is not believed."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .hops import Certificate

_NAMES = 20
"""Names that are shown; a shared host has hundreds."""

_LONGEST = 300
"""Characters of a distinguished name that are shown; a certificate of the wrong people may say anything."""


def read_certificate(der: bytes) -> Certificate:
    """A certificate from its binary form.

    Raises:
        ValueError: it is none.
    """
    try:
        return _certificate(x509.load_der_x509_certificate(der))
    except (x509.InvalidVersion, UnsupportedAlgorithm, TypeError) as error:  # no ValueErrors, unlike everything else that it says
        raise ValueError(str(error)) from error


def _certificate(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        subject=certificate.subject.rfc4514_string()[:_LONGEST],
        issuer=certificate.issuer.rfc4514_string()[:_LONGEST],
        names=_names(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(SHA256()).hex(":").upper(),
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, ValueError):
        return ()
    found = [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]
    return tuple(name[:_LONGEST] for name in found)


def shown_names(certificate: Certificate) -> str:
    """The names it is made out for, separated by commas."""
    return ", ".join(certificate.names[:_NAMES]) or certificate.subject


def why_not_trusted(host: str, chain: tuple[Certificate, ...], reason: str, now: datetime | None = None) -> tuple[Text, Text]:
    """What is wrong with a certificate that was refused, and what to do about it.

    Args:
        chain: what the host has shown, its own first; empty where it is not known.
        reason: the words of the library that refused it.
    """
    now = now or datetime.now(UTC)
    if not chain:
        return translate("Wire", "The certificate of {host} is not trusted: {reason}").format(host=host, reason=reason), _COMPANY
    leaf = chain[0]
    values = {"host": host, "issuer": leaf.issuer, "reason": reason, "names": shown_names(leaf), "now": now}
    if now < leaf.not_before:
        text = translate("Wire", "The certificate of {host}, issued by “{issuer}”, is valid only from {moment} on; this computer's clock says {now}.")
        return text.format(**values, moment=leaf.not_before), _CLOCK
    if now > leaf.not_after:
        text = translate("Wire", "The certificate of {host}, issued by “{issuer}”, expired at {moment}; this computer's clock says {now}.")
        return text.format(**values, moment=leaf.not_after), _CLOCK
    if not is_for(leaf, host):
        text = translate("Wire", "The certificate received for {host} is issued for other names: {names}. It is issued by “{issuer}”.")
        return text.format(**values), _OTHER_NAMES
    return translate("Wire", "The certificate of {host}, issued by “{issuer}”, is not trusted by this computer: {reason}").format(**values), _COMPANY


_COMPANY = translate(
    "Wire",
    "If your organisation inspects encrypted traffic, have the root certificate of that issuer put into this computer's certificate store, where "
    "Backup Doctor looks, or name its file in SSL_CERT_FILE. If nobody knows the issuer, do not sign in on this network.",
)
_CLOCK = translate(
    "Wire",
    "Correct this computer's clock. If it is already correct, whoever issued the certificate has to renew it: a device on the way, or the host.",
)
_OTHER_NAMES = translate(
    "Wire", "A sign-in page of the network, a wrong entry in DNS or in the hosts file, or a device on the way answers in its place. Find out which."
)


def is_for(certificate: Certificate, host: str) -> bool:
    """Whether a certificate is made out for a host (RFC 6125: a star stands for one label, the first)."""
    try:
        wanted = str(ipaddress.ip_address(host))
    except ValueError:
        wanted = host.casefold().rstrip(".")
    starred = f"*.{wanted.partition('.')[2]}"
    return any(name.casefold() in (wanted, starred) for name in certificate.names)
