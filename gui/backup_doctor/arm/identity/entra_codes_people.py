"""Codes about the person and the tenant."""

from __future__ import annotations

from ...core.text import lazy_translate as translate
from .entra import ADMINISTRATOR, HELP_DESK, YOU, EntraProblem

_NOT_IN_TENANT = translate("Entra", "This account is not in the tenant")
_GUEST = translate(
    "Entra", "Name the right tenant, or sign in with another account. If the tenant is right, have the account invited there as a guest."
)
_WRONG_TENANT = translate(
    "Entra", "Check the tenant's id or domain, and that the right cloud is chosen: the US government and China have tenants of their own."
)

PEOPLE = (
    EntraProblem(
        "AADSTS16000",
        translate("Entra", "This account cannot be used here"),
        translate("Entra", "The account does not exist in the tenant, so it cannot use this application there; often it is a personal account."),
        YOU,
        _GUEST,
    ),
    EntraProblem(
        "AADSTS50020", _NOT_IN_TENANT, translate("Entra", "This is an external account, and the tenant does not know it."), ADMINISTRATOR, _GUEST
    ),
    EntraProblem(
        "AADSTS50034",
        translate("Entra", "Unknown user"),
        translate("Entra", "The user name is mistyped, or the account is not in the tenant."),
        YOU,
        _GUEST,
    ),
    EntraProblem("AADSTS51004", _NOT_IN_TENANT, translate("Entra", "The account does not exist in the tenant's directory."), ADMINISTRATOR, _GUEST),
    EntraProblem(
        "AADSTS90072",
        _NOT_IN_TENANT,
        translate(
            "Entra", "This is an external account that is not a guest of the tenant, so it cannot pass the tenant's multifactor authentication."
        ),
        ADMINISTRATOR,
        _GUEST,
    ),
    EntraProblem(
        "AADSTS50053",
        translate("Entra", "The account is locked, or the address is blocked"),
        translate("Entra", "There were too many wrong attempts, or the sign-in came from an address with malicious activity."),
        HELP_DESK,
        translate(
            "Entra",
            "Wait and try again with the right password. The tenant's sign-in logs show which of the two it was; the block can be removed in "
            "the tenant.",
        ),
    ),
    EntraProblem(
        "AADSTS50055",
        translate("Entra", "The password has expired"),
        translate("Entra", "The user's password has expired."),
        YOU,
        translate("Entra", "Set a new password in the browser, or have it reset, and sign in again."),
    ),
    EntraProblem(
        "AADSTS50144",
        translate("Entra", "The password has expired"),
        translate("Entra", "The user's password in the organisation's own Active Directory has expired."),
        YOU,
        translate("Entra", "Set a new password, or have it reset, and sign in again."),
    ),
    EntraProblem(
        "AADSTS50057",
        translate("Entra", "The account is disabled"),
        translate("Entra", "The user's account is disabled in the directory."),
        HELP_DESK,
        translate("Entra", "Have the account enabled, or sign in with another one."),
    ),
    EntraProblem(
        "AADSTS50126",
        translate("Entra", "Wrong user name or password"),
        translate("Entra", "The user name or the password is wrong."),
        YOU,
        translate("Entra", "Try again. If the password is forgotten, have it reset."),
    ),
    EntraProblem(
        "AADSTS50128",
        translate("Entra", "Unknown domain"),
        translate("Entra", "Nothing in the request tells which tenant is meant, or its domain does not exist."),
        YOU,
        _WRONG_TENANT,
    ),
    EntraProblem(
        "AADSTS50059",
        translate("Entra", "No tenant"),
        translate("Entra", "Nothing in the request tells which tenant is meant."),
        YOU,
        translate("Entra", "Name the tenant by its id or domain."),
    ),
    EntraProblem(
        "AADSTS90002",
        translate("Entra", "Unknown tenant"),
        translate("Entra", "There is no such tenant in this cloud."),
        YOU,
        _WRONG_TENANT,
    ),
    EntraProblem(
        "AADSTS90038",
        translate("Entra", "The tenant is in another cloud"),
        translate("Entra", "The tenant belongs to a different national cloud from the one that was asked."),
        YOU,
        translate("Entra", "Choose the tenant's own cloud and sign in again."),
    ),
    EntraProblem(
        # Met where the cloud and the tenant's own do not fit (issues of several tools, 2024-2026); the article says only that causes vary.
        "AADSTS900384",
        translate("Entra", "A signature could not be verified"),
        translate(
            "Entra", "Microsoft Entra could not verify the signature of a token; often the tenant belongs to a different cloud from the one chosen."
        ),
        YOU,
        translate("Entra", "Choose the tenant's own cloud and sign in again."),
    ),
    EntraProblem(
        "AADSTS500021",
        translate("Entra", "The network does not allow this tenant"),
        translate("Entra", "The organisation's network restricts which tenants may be used, and this one is not on its list."),
        ADMINISTRATOR,
        translate("Entra", "Have the tenant allowed in the network's tenant restrictions, or sign in from another network."),
    ),
    EntraProblem(
        "AADSTS500212",
        translate("Entra", "Your organisation does not allow that tenant"),
        translate("Entra", "The account's own organisation forbids its users to work in that tenant."),
        ADMINISTRATOR,
        translate("Entra", "Have the outbound cross-tenant access settings changed by the account's own organisation."),
    ),
    EntraProblem(
        "AADSTS500213",
        translate("Entra", "The tenant does not allow your organisation"),
        translate("Entra", "The tenant's cross-tenant access policy does not let this user in."),
        ADMINISTRATOR,
        translate("Entra", "Have the inbound cross-tenant access settings changed by the tenant you want to work in."),
    ),
)
