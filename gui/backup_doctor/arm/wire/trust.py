"""What certificates are believed: the operating system's own store, and files that the environment names.

truststore asks Windows or macOS itself to verify, with whatever the organisation's policies put there; on Linux it takes the
distribution's bundle. It is given to our own connections only, never injected into the process.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import truststore

from ...core.text import lazy_translate as translate
from ..errors import Unreachable

VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Name further root certificates, on every system; what other tools on the same computer are told holds here too."""

_NONE_IN_IT = translate("Wire", "there is no certificate in it")


def system_trust(ca_file: str = "") -> ssl.SSLContext:
    """A context that verifies, with the system's store and the files that the environment names.

    Args:
        ca_file: one more file.

    Raises:
        Unreachable: one of them cannot be read.
    """
    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name, place in _places(ca_file).values():
        try:
            if place.is_dir():
                context.load_verify_locations(capath=place)
            else:
                context.load_verify_locations(cafile=place)
        except OSError as error:  # an SSLError is one too: no certificate in it
            text = translate("Wire", "The certificates in {file}, which {setting} names, cannot be read: {reason}")
            reason = _NONE_IN_IT if isinstance(error, ssl.SSLError) else error.strerror or str(error)
            raise Unreachable(text.format(file=str(place), setting=name, reason=reason)) from error
    return context


def _places(ca_file: str) -> dict[Path, tuple[str, Path]]:
    """By what they really are: the variables often name one and the same bundle, which takes its time to read."""
    named = {name: os.environ.get(name, "") for name in VARIABLES} | {"ca_file": ca_file}
    return {Path(value).resolve(): (name, Path(value)) for name, value in named.items() if value}
