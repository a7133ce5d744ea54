"""The last line of defence of the log: what looks like a secret is masked, wherever it came from.

Nothing of ours writes a secret on purpose. Exceptions of other libraries may repeat a request, and a traceback is logged whole.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from .plain import plain

MASK = "•••"

_FIELDS = (
    "access_token|refresh_token|id_token|client_secret|client_assertion|assertion|device_code|code_verifier|password|passwd|secret|"
    "sharedaccesskey|accountkey|azure_client_secret|azure_client_certificate_password|backup_doctor_token"
)
# Patterns are compiled when the first entry is written: the window's first picture does not wait for them.
_PATTERNS = (
    # A JWT, and what is left of one that was cut.
    (r"\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}", MASK),
    (r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", MASK),
    # Authorization headers, as a request has them and as JSON or Python's repr shows them.
    (r"""(?i)((?:proxy-)?authorization["']?\s*[:=,]\s*(?:b?["'])?(?:(?:basic|bearer|digest|negotiate|ntlm|pop)\s+)?)[^\s"',;]+""", rf"\1{MASK}"),
    (r"(?i)(\b(?:bearer|basic|negotiate)\s+)[\w.~+/=-]{16,}", rf"\1{MASK}"),
    # Fields of forms, then those of JSON and of reprs.
    (rf"""(?i)(\b(?:{_FIELDS})=)[^\s&"';,]+""", rf"\1{MASK}"),
    (rf"""(?i)((\\?["'])(?:{_FIELDS})\2\s*:\s*b?(\\?["'])).*?(?<!\\)(\3)""", rf"\1{MASK}\4"),
    # An authorization code where it stands in a redirect, and the signature of a storage link.
    (r"""(?i)([?&](?:code|sig)=)[^\s&"']+""", rf"\1{MASK}"),
    # The password of a proxy in its URL.
    (r"""(?i)(\b[a-z][a-z0-9+.-]*://[^\s/:@"']*:)[^\s/"']+(?=@)""", rf"\1{MASK}"),
)


def mask_secrets(text: str) -> str:
    """The text without anything that looks like a token, a key or a password."""
    for pattern, instead in _PATTERNS:
        text = re.sub(pattern, instead, text)
    return text


def mask_secrets_in(value: Any) -> Any:
    """A JSON document of which the same is true; it stays a document, whatever stands in it."""
    match value:
        case str():
            return mask_secrets(value)
        case dict():
            return {name: MASK if isinstance(inside, str) and _is_secret(name) else mask_secrets_in(inside) for name, inside in value.items()}
        case list():
            return [mask_secrets_in(inside) for inside in value]
        case _:
            return value


def _is_secret(name: str) -> bool:
    return re.fullmatch(_FIELDS, name, re.IGNORECASE) is not None


def safe_lines(text: str) -> list[str]:
    """What may be written down or shown on a terminal: each line without secrets, and without characters that move the cursor."""
    return [plain(line) for line in mask_secrets(text).splitlines()]


class SecretMaskingFormatter(logging.Formatter):
    """Masks the whole entry: message, arguments and traceback, of which a filter would see only the first two.

    What follows its first line is set in, so that words of a stranger cannot begin an entry of their own.
    """

    def format(self, record: logging.LogRecord) -> str:
        return "\n    ".join(safe_lines(super().format(record)))
