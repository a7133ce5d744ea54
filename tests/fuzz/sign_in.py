"""What is met on the way to a sign-in: Entra's words, metadata of a cloud, tokens, certificates, proxies."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from azure.core.exceptions import ClientAuthenticationError
from azure.core.rest import HttpRequest
from urllib3.util import parse_url

from backup_doctor.arm import metadata
from backup_doctor.arm.cloud import LOOPBACK, BadEndpoint, custom
from backup_doctor.arm.credential import BadToken, claims_of, token_credential
from backup_doctor.arm.errors import AzureError, NotSignedIn
from backup_doctor.arm.identity import az
from backup_doctor.arm.identity.entra_source import _record
from backup_doctor.arm.identity.failures import failure, from_entra
from backup_doctor.arm.identity.live import identity_of
from backup_doctor.arm.memory.remembered import from_item, new_key, to_item
from backup_doctor.arm.wire.certificates import is_for, read_certificate, shown_names, why_not_trusted
from backup_doctor.arm.wire.proxies import BadProxy, Origin, _route
from backup_doctor.core.language import language
from tests.fuzz.harness import as_seeds, document_in, harness, words_in
from tests.fuzz.wire import Response

ENTRA = (
    {
        "error": "invalid_grant",
        "error_description": "AADSTS50076: Due to a configuration change.\r\nTrace ID: 1\r\n",
        "claims": '{"access_token":{}}',
    },
    {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret.", "error_codes": [7000215]},
    {"error": "expired_token"},
    "<html>",
)


@harness("Microsoft Entra, or whoever answers in its place", as_seeds(*ENTRA), is_json=True)
def entra(data: bytes) -> None:
    """An error of Entra's becomes words of ours, whatever it holds."""
    words = words_in(data)
    str(from_entra(words).text)
    response = Response(HttpRequest("POST", "https://login.microsoftonline.com/common"), 400, data, {})
    for skew in (timedelta(0), timedelta(days=1)):
        error = failure(ClientAuthenticationError(message=words, response=response), skew)
        assert isinstance(error, AzureError)
        language("ru").render(error.text)


METADATA = (
    {
        "authentication": {"loginEndpoint": "https://login.contoso.example", "audiences": ["https://arm.contoso.example"], "identityProvider": "AAD"},
        "resourceManager": "https://arm.contoso.example",
    },
    [{"authentication": {"loginEndpoint": "https://login.microsoftonline.com", "audiences": ["https://management.azure.com"]}}],
)
FOREIGN = custom("https://arm.contoso.example")


@harness("the metadata of a cloud of one's own, read before anything is trusted", as_seeds(*METADATA), is_json=True)
def cloud_metadata(data: bytes) -> None:
    """Sign-in goes to an https host, and never for tokens that are good for Azure itself."""
    document = document_in(data)
    try:
        said = metadata._own(document, FOREIGN)
        authority, audience = metadata._authority(said), metadata._audience(said)
        metadata._refuse_foreign(FOREIGN, authority, audience)
    except AzureError:
        return
    assert parse_url(authority).scheme == "https" and urlsplit(authority).hostname == parse_url(authority).host
    assert not metadata._below(str(parse_url(audience).host).rstrip("."), metadata._SERVICES)


@harness("an address that somebody was told to type", as_seeds("https://management.example.com", "http://127.0.0.1:8080", "http://[::1]/x"))
def endpoint(data: bytes) -> None:
    """Plain http goes to this computer only, as the transport reads the address."""
    try:
        cloud = custom(words_in(data))
    except BadEndpoint:
        return
    read = parse_url(cloud.endpoint)
    assert read.host is not None and read.auth is None
    assert read.scheme == "https" or read.host.strip("[]") in LOOPBACK


TOKEN = {"aud": "https://management.azure.com", "exp": 4102444800, "tid": "t", "oid": "o", "upn": "ada@contoso.example"}


@harness("an access token from elsewhere", as_seeds(TOKEN), is_json=True)
def token(data: bytes) -> None:
    """What a token says of itself."""
    middle = base64.urlsafe_b64encode(data).decode().rstrip("=")
    for words in (f"e.{middle}.s", words_in(data)):
        identity_of(words)
        with suppress(AzureError):
            metadata.refuse_foreign_token(FOREIGN, claims_of(words))
        try:
            token_credential(words)
        except BadToken as error:
            str(error.text)


AZ = ({"accessToken": "x", "expires_on": 4102444800}, {"accessToken": "x", "expiresOn": "2026-11-22 03:12:45.000000"}, "ERROR: AADSTS700082: x")


@harness("Azure CLI, or what stands in its place", as_seeds(*AZ), is_json=True)
def azure_cli(data: bytes) -> None:
    """az's answer and az's complaints; the error names no token."""
    words = words_in(data)
    try:
        az._token(words)
    except NotSignedIn as error:
        assert error.__cause__ is None and error.__context__ is None
    assert isinstance(az._refused(words, "contoso.example"), NotSignedIn)


ACCOUNT = {
    "method": "browser",
    "user": "ada@contoso.example",
    "tenant_id": "t",
    "last_used": "2026-11-22T03:12:45+00:00",
    "record": {"authority": "x"},
}
RECORD = {"authority": "a", "clientId": "c", "homeAccountId": "h", "tenantId": "t", "username": "u", "version": "1.0"}


@harness("the password store's items, changed by another program", as_seeds(ACCOUNT, RECORD), is_json=True)
def remembered(data: bytes) -> None:
    """A remembered account comes back as it was, or not at all."""
    words, key = words_in(data), new_key()
    account = from_item(key, words)
    if account is not None:
        assert from_item(key, to_item(account)) is not None
    try:
        _record(words, "https://login.microsoftonline.com")
    except NotSignedIn:
        return


def certificates() -> Iterator[bytes]:
    """Of an ordinary authority, and of names of every kind."""
    import ssl

    import trustme

    authority = trustme.CA()
    for names in (("127.0.0.1", "host.example"), ("*.example.com", "::1")):
        yield ssl.PEM_cert_to_DER_cert(authority.issue_cert(*names).cert_chain_pems[0].bytes().decode())
    yield ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())


@harness("a certificate that anybody on the way may show", certificates)
def certificate(data: bytes) -> None:
    """A certificate, or a ValueError; and words for why it is not believed."""
    try:
        found = read_certificate(data)
    except ValueError:
        return
    shown_names(found)
    for host in ("host.example", "127.0.0.1", "::1"):
        is_for(found, host)
        for text in why_not_trusted(host, (found,), "reason", datetime(2026, 11, 22, tzinfo=UTC)):
            language("ru").render(text)


@harness("a setting that names a proxy", as_seeds("http://ada:secret@proxy.example:8080", "proxy.example", "socks5://x", "http://[::1]:3128"))
def proxy(data: bytes) -> None:
    """An address without a password in it, or a sentence that does not show it."""
    try:
        route = _route(words_in(data), Origin.SYSTEM, "")
    except BadProxy as error:
        str(error.text)
        return
    assert route.proxy is not None and "@" not in route.proxy
    json.dumps(route.proxy)
