"""Signing in: proves a credential against Azure and learns who and where we are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from .cloud import Cloud
from .credential import BadToken, Credential, StaticToken, claims_of, token_credential
from .errors import AzureError
from .gateway import Gateway
from .reading import Reader

__all__ = ["Account", "BadToken", "Credential", "Session", "Subscription", "sign_in", "token_credential"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription the account sees."""

    id: str
    name: str


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


@dataclass(frozen=True, slots=True)
class Session:
    """An open door and who went through it. Close its gateway when done."""

    gateway: Gateway
    account: Account


async def sign_in(cloud: Cloud, credential: Credential) -> Session:
    """Ask Azure once what this credential may see; that proves it.

    Raises:
        NotSignedIn: Azure does not accept it.
        Unreachable: the endpoint does not answer.
        AzureError: anything else Azure says.
    """
    gateway = Gateway(cloud, credential)
    try:
        subscriptions, tenants = await asyncio.gather(gateway.pages(gateway.subscriptions().subscriptions.list), _tenants(gateway))
    except BaseException:
        await gateway.close()
        raise
    return Session(gateway, _account(cloud, credential, subscriptions, tenants))


async def _tenants(gateway: Gateway) -> list[Reader]:
    """Only for the tenant's name: an account that may not list tenants can still work."""
    try:
        return await gateway.pages(gateway.subscriptions().tenants.list)
    except AzureError:
        return []


def _account(cloud: Cloud, credential: Credential, subscriptions: list[Reader], tenants: list[Reader]) -> Account:
    claims = claims_of(credential.token) if isinstance(credential, StaticToken) else {}
    listed = [place for page in subscriptions for place in page["value"]]
    tenant_id = str(claims.get("tid") or next((place["tenantId"].text() for place in listed), ""))
    names = {place["tenantId"].text().casefold(): place["displayName"].text() for page in tenants for place in page["value"]}
    return Account(
        user=str(claims.get("upn") or claims.get("unique_name") or claims.get("appid") or ""),
        tenant_id=tenant_id,
        tenant=names.get(tenant_id.casefold()) or tenant_id,
        cloud=cloud,
        subscriptions=tuple(Subscription(place["subscriptionId"].text(), place["displayName"].text()) for place in listed),
    )
