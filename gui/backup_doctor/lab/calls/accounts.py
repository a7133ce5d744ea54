"""Tenants, subscriptions, and what the account may do."""

from __future__ import annotations

from ..answers import Answer, Json
from ..identity import TENANT_DOMAIN, TENANT_ID, TENANT_NAME
from ..routing import Call, Routes
from .common import SUBSCRIPTION, page

routes = Routes()

PAGE_SIZE = 2


@routes.serve("GET", "/tenants")
def tenants(call: Call) -> Answer:
    """The lab's own tenant, and those that the account is a guest of."""
    guest = [_tenant(identity, name, domain, "ProjectedBy") for identity, (name, domain) in call.world.other_tenants.items()]
    return page(call, [_tenant(TENANT_ID, TENANT_NAME, TENANT_DOMAIN, "Home"), *guest], PAGE_SIZE)


@routes.serve("GET", "/subscriptions")
def subscriptions(call: Call) -> Answer:
    """All subscriptions, over several pages."""
    return page(call, [_subscription(call, identity) for identity in call.world.subscriptions], PAGE_SIZE)


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
        "tenantId": TENANT_ID,
        "displayName": call.world.subscriptions[identity],
        "state": "Enabled",
        "subscriptionPolicies": {"locationPlacementId": "Public_2014-09-01", "quotaId": "EnterpriseAgreement_2014-09-01", "spendingLimit": "Off"},
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
    }


def _tenant(identity: str, name: str, domain: str, category: str) -> Json:
    return {
        "id": f"/tenants/{identity}",
        "tenantId": identity,
        "countryCode": "NL",
        "displayName": name,
        "domains": [domain],
        "tenantCategory": category,
        "defaultDomain": domain,
        "tenantType": "AAD",
    }
