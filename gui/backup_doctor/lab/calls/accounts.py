"""Tenants, subscriptions, and what the account may do."""

from __future__ import annotations

from ..answers import Answer, Json
from ..identity import HOME, Tenant
from ..routing import Call, Routes
from .common import SUBSCRIPTION, page

routes = Routes()

PAGE_SIZE = 2


@routes.serve("GET", "/tenants")
def tenants(call: Call) -> Answer:
    """The account's own tenant, and those that it is a guest of: the same list in each of them."""
    return page(call, [_tenant(tenant) for tenant in call.world.tenants.values()], PAGE_SIZE)


@routes.serve("GET", "/subscriptions")
def subscriptions(call: Call) -> Answer:
    """All subscriptions of the tenant that was signed in to, over several pages."""
    return page(call, [_subscription(call, identity) for identity in call.world.subscriptions_of(call.tenant)], PAGE_SIZE)


@routes.serve("GET", SUBSCRIPTION, "Microsoft.Resources/subscriptions/read")
def subscription(call: Call) -> Answer:
    return Answer(200, _subscription(call, call.args["subscription"].lower()))


@routes.serve("GET", "{scope}/providers/Microsoft.Authorization/permissions", "Microsoft.Authorization/permissions/read")
def permissions(call: Call) -> Answer:
    """The account's roles, each by itself."""
    return page(call, call.world.permissions.at(call.args["scope"]), PAGE_SIZE)


def _subscription(call: Call, identity: str) -> Json:
    return {
        "id": f"/subscriptions/{identity}",
        "subscriptionId": identity,
        "tenantId": call.world.tenant_of(identity),
        "displayName": call.world.subscriptions[identity],
        "state": "Enabled",
        "subscriptionPolicies": {"locationPlacementId": "Public_2014-09-01", "quotaId": "EnterpriseAgreement_2014-09-01", "spendingLimit": "Off"},
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
    }


def _tenant(tenant: Tenant) -> Json:
    return {
        "id": f"/tenants/{tenant.id}",
        "tenantId": tenant.id,
        "countryCode": "NL",
        "displayName": tenant.name,
        "domains": [tenant.domain],
        "tenantCategory": "Home" if tenant.id == HOME.id else "ProjectedBy",
        "defaultDomain": tenant.domain,
        "tenantType": "AAD",
    }
