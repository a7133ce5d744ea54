"""Signing in: proves a credential against Azure and learns who and where we are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from ..core.policy import Policy
from .cloud import Cloud
from .credential import BadToken, Credential, claims_of, token_credential
from .errors import AzureError
from .gateway import Gateway
from .identity.method import Method, SignIn
from .reading import Reader
from .wire import Wire

__all__ = ["Account", "BadToken", "Credential", "Session", "Subscription", "Tenant", "sign_in", "token_credential"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription the account sees."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant in which the account is known."""

    id: str
    name: str
    """To show; its domain or id where Azure does not tell."""
    domain: str
    """Its default domain; empty where Azure does not tell."""
    domains: tuple[str, ...] = ()
    """All that Azure names, in lower case."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, and where."""

    user: str
    """Name to show; empty where the credential does not tell."""
    tenant_id: str
    tenant: str
    """The tenant's name to show."""
    cloud: Cloud
    subscriptions: tuple[Subscription, ...]
    method: Method = Method.TOKEN
    tenants: tuple[Tenant, ...] = ()
    """All that the account may enter, this one among them; empty where Azure does not let it list them."""
    object_id: str = ""
    """Of the account in this tenant; empty where the token does not tell."""


@dataclass(frozen=True, slots=True)
class Session:
    """An open door and who went through it. Close its gateway when done."""

    gateway: Gateway
    account: Account
    sign_in: SignIn | None = field(default=None, repr=False)
    """How it came about, with the record of whoever came in; None for a credential of the caller's own."""
    credential: Credential | None = field(default=None, repr=False)


async def sign_in(cloud: Cloud, credential: Credential, wire: Wire | None = None, policy: Policy | None = None) -> Session:
    """Ask Azure once what this credential may see; that proves it. `identity.open_session` is the way with a person.

    Raises:
        NotSignedIn: Azure does not accept it.
        Unreachable: the endpoint does not answer.
        AzureError: anything else Azure says.
    """
    gateway = Gateway(cloud, credential, wire, policy)
    try:
        subscriptions, tenants = await asyncio.gather(gateway.pages(gateway.subscriptions().subscriptions.list), _tenants(gateway))
    except BaseException:
        await gateway.close()
        raise
    return Session(gateway, _account(cloud, credential, subscriptions, tenants), credential=credential)


async def _tenants(gateway: Gateway) -> list[Reader]:
    """Only for the tenants' names: an account that may not list tenants can still work."""
    try:
        return await gateway.pages(gateway.subscriptions().tenants.list)
    except AzureError:
        return []


def _account(cloud: Cloud, credential: Credential, subscriptions: list[Reader], tenants: list[Reader]) -> Account:
    claims = claims_of(str(getattr(credential, "token", "")))
    listed = [place for page in subscriptions for place in page["value"]]
    tenant_id = str(claims.get("tid") or next((place["tenantId"].text() for place in listed), ""))
    known = tuple(_tenant(place) for page in tenants for place in page["value"])
    return Account(
        user=str(claims.get("upn") or claims.get("unique_name") or claims.get("appid") or ""),
        tenant_id=tenant_id,
        tenant=next((tenant.name for tenant in known if tenant.id.casefold() == tenant_id.casefold()), "") or tenant_id,
        cloud=cloud,
        subscriptions=tuple(Subscription(place["subscriptionId"].text(), place["displayName"].text()) for place in listed),
        tenants=known,
        object_id=str(claims.get("oid") or ""),
    )


def _tenant(place: Reader) -> Tenant:
    identity, domain = place["tenantId"].text(), place["defaultDomain"].text()
    domains = tuple(one.text().casefold() for one in place["domains"])
    return Tenant(identity, place["displayName"].text() or domain or identity, domain, domains)
