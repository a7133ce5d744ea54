"""A service principal's certificate from its file."""

from __future__ import annotations

from pathlib import Path

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .failures import SignInFailed


def read_certificate(path: str, password: str) -> bytes:
    """The content of a PEM or PFX file, looked through so that what is wrong with it can be said.

    Raises:
        SignInFailed: it cannot be read, is none, lacks its private key, or the password does not open it.
    """
    try:
        content = Path(path).expanduser().read_bytes()
    except OSError as error:
        text = translate("SignIn", "The certificate {file} cannot be read: {reason}")
        raise SignInFailed(text.format(file=path, reason=error.strerror or type(error).__name__)) from error
    if b"-----BEGIN" in content:
        _look_at_pem(content, path, password)
    else:
        _look_at_pfx(content, path, password)
    return content


def _look_at_pem(content: bytes, path: str, password: str) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if b"PRIVATE KEY-----" not in content:
        raise _wrong(_NO_KEY, path)
    try:
        key = load_pem_private_key(content, password.encode() or None)
    except TypeError as error:  # a password without encryption, or the other way round
        raise _wrong(_NEEDS_PASSWORD if not password else _NEEDS_NONE, path) from error
    except ValueError as error:
        raise _wrong(_WRONG_PASSWORD if password else _NOT_ONE, path) from error
    try:
        x509.load_pem_x509_certificate(content)
    except ValueError as error:
        raise _wrong(_NOT_ONE, path) from error
    _require_rsa(key, path)


def _look_at_pfx(content: bytes, path: str, password: str) -> None:
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        # The library says the same of a wrong password and of a damaged file, but for what is no PKCS #12 at all.
        raise _wrong(_WRONG_PASSWORD if "password" in str(error).casefold() else _NOT_ONE, path) from error
    if key is None:
        raise _wrong(_NO_KEY, path)
    if certificate is None:
        raise _wrong(_NOT_ONE, path)
    _require_rsa(key, path)


def _require_rsa(key: object, path: str) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(key, RSAPrivateKey):
        raise _wrong(translate("SignIn", "The key of the certificate {file} is not an RSA key; Microsoft Entra applications need one."), path)


def _wrong(text: Text, path: str) -> SignInFailed:
    return SignInFailed(text.format(file=path))


_NO_KEY = translate(
    "SignIn", "{file} holds no private key. Use a file that was exported with the private key; the public part alone is not enough to sign in."
)
_NOT_ONE = translate("SignIn", "{file} is not a certificate in PEM or PFX format, or is damaged.")
_NEEDS_PASSWORD = translate("SignIn", "The private key in {file} is protected. Enter its password.")
_NEEDS_NONE = translate("SignIn", "The private key in {file} has no password. Leave the password empty.")
_WRONG_PASSWORD = translate("SignIn", "The password does not open the certificate {file}.")
