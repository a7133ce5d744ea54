"""Tokens from Microsoft Entra, through azure-identity."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from azure.core.credentials import AccessToken
from azure.core.rest import HttpRequest
from azure.identity import (
    AuthenticationRecord,
    CertificateCredential,
    ClientSecretCredential,
    DeviceCodeCredential,
    InteractiveBrowserCredential,
)

from ...core.text import lazy_translate as translate
from ..cloud import CLOUDS
from ..memory.token_cache import token_cache
from ..metadata import may_show_code
from ..wire import Wire
from .browser import WayBack, free_port
from .certificate import read_certificate
from .daemon_thread import in_daemon_thread
from .entra import code_in
from .failures import SignInFailed, failure, from_entra
from .interaction import DeviceCode, Interaction
from .method import INTERACTIVE, Method, SignIn
from .quiet import keep_quiet
from .transport import Transport

if TYPE_CHECKING:
    from azure.identity import TokenCachePersistenceOptions

T = TypeVar("T")

FRESH = "{}"
"""Claims that claim nothing: with any at all, msal asks Entra instead of its own cache (1.39)."""

BROWSER_SECONDS = 600
"""How long the browser has; azure-identity's own five minutes are short for who has to find his phone first."""

_ANY_TENANT = "organizations"


class EntraSource:
    """One credential of azure-identity, whose every call runs beside the loop."""

    def __init__(self, sign_in: SignIn, wire: Wire, interaction: Interaction | None) -> None:
        keep_quiet()
        self._sign_in = sign_in
        self._interaction = interaction
        self._session = wire.session()
        self._transport = Transport(self._session, sign_in.cloud.authority)
        self._way_back: WayBack | None = None
        self._loop = asyncio.get_running_loop()
        self._credential: Any = None
        self.record = sign_in.record
        self.user = sign_in.user

    async def prompt(self, claims: str | None = None) -> None:
        """Look whether Entra is there and knows the tenant, then let the person sign in; once, or silently where the token cache allows."""
        if self._sign_in.method is Method.CERTIFICATE:  # what is wrong with a file here is nobody else's business
            await self._do(lambda: read_certificate(self._sign_in.certificate, self._sign_in.password))
        await self._do(self._look)
        await self._do(self._build)
        if self._sign_in.method in INTERACTIVE:
            await self._do(lambda: self._ask(claims))

    async def token(self, tenant: str = "", *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        """A token from the cache, or silently from Entra."""
        given: dict[str, Any] = {"enable_cae": True}  # the same everywhere: tokens with and without it lie in two caches
        if tenant:
            given["tenant_id"] = tenant
        if claims is not None or fresh:
            given["claims"] = claims or FRESH
        return await self._do(lambda: self._get(given))

    async def close(self) -> None:
        """Give the connections back."""
        self._transport.stop()
        if self._credential is not None:
            self._credential.close()
        self._session.close()

    async def _do(self, work: Callable[[], T]) -> T:
        try:
            return await in_daemon_thread(work, self._stop)
        except asyncio.CancelledError:
            raise
        # azure-identity and msal raise many kinds, ValueError and RuntimeError among them; `failure` has words for each.
        except Exception as error:
            raise failure(error, self._transport.skew) from error

    def _stop(self) -> None:
        self._transport.stop()
        if self._way_back is not None:
            self._way_back.stop()

    def _look(self) -> None:
        """azure-identity finds out too late: it would leave an open port behind, and call a tenant that does not exist a wrong authority."""
        sign_in = self._sign_in
        address = f"{sign_in.cloud.authority}/{sign_in.tenant or _ANY_TENANT}/v2.0/.well-known/openid-configuration"
        response = self._transport.send(HttpRequest("GET", address))
        try:
            document = json.loads(response.read())
        except (ValueError, RecursionError):
            document = None
        if isinstance(document, dict) and "token_endpoint" in document:
            return
        words = str(document.get("error_description") or "") if isinstance(document, dict) else ""
        if code_in(words):
            raise from_entra(words)
        text = translate("SignIn", "{host} did not answer as Microsoft Entra does. A proxy or sign-in page of the network may stand in between.")
        raise SignInFailed(text.format(host=urlsplit(address).hostname or address))

    def _build(self) -> None:
        options, _ = token_cache(self._sign_in.cache)
        self._credential = _CREDENTIALS[self._sign_in.method](self, self._common(options))

    def _common(self, options: TokenCachePersistenceOptions | None) -> dict[str, Any]:
        cloud = self._sign_in.cloud
        return {
            "authority": cloud.authority,
            "disable_instance_discovery": all(known.authority != cloud.authority for known in CLOUDS.values()),
            "additionally_allowed_tenants": ["*"],
            "transport": self._transport,
            # What a person waits for should fail soon; `arm.policies` says the same for Azure.
            "retry_total": 2,
            "retry_connect": 1,
            "retry_read": 1,
            "retry_backoff_factor": 0.4,
            **({} if options is None else {"cache_persistence_options": options}),
        }

    def _person(self, common: dict[str, Any]) -> dict[str, Any]:
        """What the methods that ask a person take besides."""
        sign_in = self._sign_in
        given = {**common, "disable_automatic_authentication": True}
        if sign_in.tenant:
            given["tenant_id"] = sign_in.tenant
        if sign_in.client_id:
            given["client_id"] = sign_in.client_id
        if not sign_in.record:
            return given
        # With a record, azure-identity takes the authority from it alone; so what it holds has to be the cloud's own, with its port.
        authority = given.pop("authority")
        return {**given, "authentication_record": _record(sign_in.record, authority)}

    def _browser(self, common: dict[str, Any]) -> Any:
        hint = {"login_hint": self._sign_in.user} if self._sign_in.user else {}
        given = {"redirect_uri": f"http://localhost:{free_port()}", "timeout": BROWSER_SECONDS, "_server_class": self._listen}
        return InteractiveBrowserCredential(**given, **hint, **self._person(common))

    def _listen(self, hostname: str, port: int, timeout: float) -> WayBack:
        self._way_back = WayBack(hostname, port, timeout)
        return self._way_back

    def _device(self, common: dict[str, Any]) -> Any:
        return DeviceCodeCredential(prompt_callback=self._show, **self._person(common))

    def _show(self, address: str, code: str, expires: datetime) -> None:
        interaction, authority = self._interaction, self._sign_in.cloud.authority
        if not may_show_code(authority, address):
            text = translate(
                "SignIn", "{host} wants its code entered at {address}, which does not belong to it. Backup Doctor does not show the code."
            )
            raise SignInFailed(text.format(host=authority, address=address[:200]))
        if interaction is not None:  # pragma: no branch: `order.check` refuses a device code that nobody would see
            self._loop.call_soon_threadsafe(interaction.show_code, DeviceCode(address, code, expires.astimezone(UTC)))

    def _broker(self, common: dict[str, Any]) -> Any:  # pragma: no cover: the broker is Windows' own
        from azure.identity.broker import InteractiveBrowserBrokerCredential  # type: ignore[import-not-found]  # an extra, for Windows

        return InteractiveBrowserBrokerCredential(parent_window_handle=self._sign_in.window, **self._person(common))

    def _secret(self, common: dict[str, Any]) -> Any:
        sign_in = self._sign_in
        return ClientSecretCredential(sign_in.tenant, sign_in.client_id, sign_in.secret, **common)

    def _certificate(self, common: dict[str, Any]) -> Any:
        sign_in = self._sign_in
        content = read_certificate(sign_in.certificate, sign_in.password)
        protected = {"password": sign_in.password} if sign_in.password else {}
        return CertificateCredential(sign_in.tenant, sign_in.client_id, certificate_data=content, **protected, **common)

    def _ask(self, claims: str | None) -> None:
        """In spite of its name this tries the token cache first, where there is a record."""
        try:
            record = self._credential.authenticate(scopes=[self._sign_in.cloud.scope], claims=claims, enable_cae=True)
        finally:
            if self._way_back is not None:
                self._way_back.server_close()  # where no browser could be opened, nobody has
        self.record, self.user = record.serialize(), record.username

    def _get(self, given: dict[str, Any]) -> AccessToken:
        token: AccessToken = self._credential.get_token(self._sign_in.cloud.scope, **given)
        return token


_CREDENTIALS: dict[Method, Callable[[EntraSource, dict[str, Any]], Any]] = {
    Method.BROWSER: EntraSource._browser,
    Method.DEVICE: EntraSource._device,
    Method.BROKER: EntraSource._broker,
    Method.SECRET: EntraSource._secret,
    Method.CERTIFICATE: EntraSource._certificate,
}


def _record(text: str, authority: str) -> AuthenticationRecord:
    """A remembered account.

    Raises:
        SignInFailed: it is none.
    """
    try:
        kept = AuthenticationRecord.deserialize(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SignInFailed(translate("SignIn", "What is remembered about this account cannot be read. Forget it and sign in again.")) from error
    return AuthenticationRecord(
        tenant_id=kept.tenant_id, client_id=kept.client_id, authority=authority, home_account_id=kept.home_account_id, username=kept.username
    )
