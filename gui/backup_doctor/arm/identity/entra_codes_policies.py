"""Codes about multifactor authentication, Conditional Access and consent."""

from __future__ import annotations

from ...core.text import lazy_translate as translate
from .entra import ADMINISTRATOR, SECURITY, YOU, EntraProblem

_MFA = translate("Entra", "Multifactor authentication is required")
_PROVE = translate("Entra", "Sign in again in the browser and complete the second step.")
_ENROL = translate("Entra", "Register a second factor")
_REGISTER = translate("Entra", "Sign in at https://aka.ms/mfasetup, register a method there, and sign in again here.")
_DEVICE = translate("Entra", "A registered device is required")
_ON_DEVICE = translate("Entra", "Sign in by the browser on a device that is registered in the tenant, or have this one registered.")
_BLOCKED = translate("Entra", "Blocked by Conditional Access")
_ASK_POLICY = translate(
    "Entra",
    "The tenant's sign-in logs name the policy. Sign in from where it allows, or by another method: it may block device codes or this app only.",
)
_CONSENT = translate("Entra", "The application needs consent")
_ADMIN_CONSENT = translate(
    "Entra", "Have an administrator grant consent to the application in the tenant, or sign in by Azure CLI or another application."
)

POLICIES = (
    EntraProblem("AADSTS50072", _ENROL, translate("Entra", "The user has to enrol for a second factor first."), YOU, _REGISTER),
    EntraProblem("AADSTS50074", _MFA, translate("Entra", "A second factor is required and was not given."), YOU, _PROVE),
    EntraProblem(
        "AADSTS50076",
        _MFA,
        translate("Entra", "Because of a policy or of a new place, the tenant demands multifactor authentication for Azure."),
        YOU,
        _PROVE,
    ),
    EntraProblem(
        "AADSTS50078", _MFA, translate("Entra", "The last multifactor authentication was too long ago for the tenant's policy."), YOU, _PROVE
    ),
    EntraProblem(
        "AADSTS50079",
        _ENROL,
        translate("Entra", "The tenant demands multifactor authentication, for which nothing is registered yet."),
        YOU,
        _REGISTER,
    ),
    EntraProblem(
        # The article does not have it; Entra's own words: “Authentication failed during strong authentication request”.
        "AADSTS500121",
        _MFA,
        translate("Entra", "The second factor was not confirmed: it was declined, wrong, or not given in time."),
        YOU,
        _PROVE,
    ),
    EntraProblem(
        "AADSTS50097",
        _DEVICE,
        translate("Entra", "The tenant demands that the device authenticates itself, and this sign-in did not do that."),
        SECURITY,
        _ON_DEVICE,
    ),
    EntraProblem("AADSTS50129", _DEVICE, translate("Entra", "The tenant demands a device that is registered with it."), SECURITY, _ON_DEVICE),
    EntraProblem(
        "AADSTS50105",
        translate("Entra", "Not assigned to the application"),
        translate("Entra", "The user is not assigned to the application, and only assigned users may use it."),
        ADMINISTRATOR,
        translate("Entra", "Have the user or one of their groups assigned to the enterprise application in the tenant."),
    ),
    EntraProblem(
        "AADSTS50131",
        _BLOCKED,
        translate("Entra", "The state of the device, suspicious activity, or another access policy blocked the sign-in."),
        SECURITY,
        _ASK_POLICY,
    ),
    EntraProblem(
        "AADSTS50158",
        translate("Entra", "Another security step is required"),
        translate("Entra", "The tenant demands a step at another provider, which was not completed."),
        YOU,
        translate("Entra", "Sign in again in the browser and complete every step it shows."),
    ),
    EntraProblem(
        "AADSTS53000",
        translate("Entra", "The device does not comply"),
        translate("Entra", "Conditional Access demands a compliant device, and this one is not."),
        SECURITY,
        translate("Entra", "Enrol this device in the organisation's device management, or sign in on a compliant one."),
    ),
    EntraProblem(
        "AADSTS53001",
        translate("Entra", "The device is not joined to the domain"),
        translate("Entra", "Conditional Access demands a device that is joined to the domain."),
        SECURITY,
        translate("Entra", "Sign in on a device that is joined to the domain."),
    ),
    EntraProblem(
        "AADSTS53002",
        translate("Entra", "This application is not approved"),
        translate("Entra", "Conditional Access lets in approved applications only, and the one used here is not among them."),
        SECURITY,
        translate("Entra", "Have the application approved, or use the client id of an application that is."),
    ),
    EntraProblem("AADSTS53003", _BLOCKED, translate("Entra", "A Conditional Access policy does not allow this token."), SECURITY, _ASK_POLICY),
    EntraProblem(
        "AADSTS53004",
        translate("Entra", "Register a second factor; the account is at risk"),
        translate("Entra", "Registering for multifactor authentication is required first, and is blocked because the sign-in looks risky."),
        SECURITY,
        translate("Entra", "Have the risk looked into and dismissed, then register a method and sign in again."),
    ),
    EntraProblem(
        # Not in the article; several tools read it as a policy that refuses the token to somebody with the right password (2021-2026).
        "AADSTS530031",
        _BLOCKED,
        translate("Entra", "An access policy of the tenant does not allow this token."),
        SECURITY,
        _ASK_POLICY,
    ),
    EntraProblem("AADSTS530032", _BLOCKED, translate("Entra", "A security policy of the tenant blocks this request."), SECURITY, _ASK_POLICY),
    EntraProblem(
        "AADSTS530034",
        translate("Entra", "The delegated administrator is blocked"),
        translate("Entra", "A delegated administrator was kept out of the tenant because the account is at risk in its home tenant."),
        SECURITY,
        translate("Entra", "Have the risk looked into and dismissed in the account's home tenant."),
    ),
    EntraProblem(
        "AADSTS530035",
        translate("Entra", "Blocked by security defaults"),
        translate("Entra", "The tenant's security defaults block this sign-in: its method is outdated, or it looks unsafe."),
        SECURITY,
        translate("Entra", "Sign in by the browser and complete the second step."),
    ),
    EntraProblem(
        "AADSTS65001",
        _CONSENT,
        translate("Entra", "Neither the user nor an administrator has consented to the application in this tenant."),
        ADMINISTRATOR,
        _ADMIN_CONSENT,
    ),
    EntraProblem(
        "AADSTS65004",
        translate("Entra", "Consent was declined"),
        translate("Entra", "The request to consent to the application was declined."),
        YOU,
        translate("Entra", "Sign in again and consent, or sign in by Azure CLI or another application."),
    ),
    EntraProblem(
        "AADSTS90094",
        _CONSENT,
        translate("Entra", "Only an administrator may consent to the application in this tenant."),
        ADMINISTRATOR,
        _ADMIN_CONSENT,
    ),
    EntraProblem(
        "AADSTS90095",
        _CONSENT,
        translate("Entra", "An administrator has to approve the application; the request for it can be sent."),
        ADMINISTRATOR,
        _ADMIN_CONSENT,
    ),
    EntraProblem(
        "AADSTS90099",
        translate("Entra", "Not authorized in the customer's tenant"),
        translate("Entra", "The application has not been authorized in the customer's tenant, as partners' delegated administrators need."),
        ADMINISTRATOR,
        translate("Entra", "Have the application consented to in the customer's tenant, beforehand or through Partner Center."),
    ),
)
