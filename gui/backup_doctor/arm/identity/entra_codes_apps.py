"""Codes about applications: service principals, their secrets and certificates, and what they may ask for."""

from __future__ import annotations

from ...core.text import lazy_translate as translate
from .entra import ADMINISTRATOR, OWNER, YOU, EntraProblem

_UNKNOWN = translate("Entra", "Unknown application")
_CHECK_APP = translate(
    "Entra", "Check the client id and the tenant. If both are right, have the application installed in the tenant or consented to."
)
_RESOURCE = translate("Entra", "Azure is not known in this tenant")
_CHECK_CLOUD = translate("Entra", "Check the tenant and the cloud. A tenant without any Azure subscription may lack Azure's own application.")
_WRONG_SECRET = translate("Entra", "Wrong secret")
_COPY = translate("Entra", "Enter the secret's value, not its id, without spaces around it; or create a new secret.")
_REPLY = translate("Entra", "The application does not allow this redirect address")
_ADD_REPLY = translate(
    "Entra",
    "Have http://localhost added to the application's redirect addresses, under “Mobile and desktop applications”; or leave the client id empty.",
)
_DISABLED = translate("Entra", "The application is disabled")
_ENABLE = translate("Entra", "Have users' sign-in enabled for the enterprise application in the tenant, or use another one.")

APPLICATIONS = (
    EntraProblem(
        "AADSTS50001",
        _RESOURCE,
        translate("Entra", "The resource the token is for is disabled or does not exist in this tenant."),
        ADMINISTRATOR,
        _CHECK_CLOUD,
    ),
    EntraProblem(
        "AADSTS500011", _RESOURCE, translate("Entra", "The resource the token is for was not found in this tenant."), ADMINISTRATOR, _CHECK_CLOUD
    ),
    EntraProblem("AADSTS50011", _REPLY, translate("Entra", "The address to which the browser should return is not registered."), OWNER, _ADD_REPLY),
    # The article does not have it; Entra's own words: “No reply address is registered for the application”.
    EntraProblem("AADSTS500113", _REPLY, translate("Entra", "No address to which the browser could return is registered."), OWNER, _ADD_REPLY),
    EntraProblem("AADSTS900971", _REPLY, translate("Entra", "No address to which the browser could return is registered."), OWNER, _ADD_REPLY),
    EntraProblem(
        "AADSTS50194",
        translate("Entra", "The application belongs to one tenant"),
        translate("Entra", "The application may be used in its own tenant only, and no tenant was named."),
        YOU,
        translate("Entra", "Name the application's own tenant and sign in again."),
    ),
    EntraProblem("AADSTS700016", _UNKNOWN, translate("Entra", "The application was not found in the tenant."), YOU, _CHECK_APP),
    EntraProblem("AADSTS700011", _UNKNOWN, translate("Entra", "The application was not found in the tenant."), YOU, _CHECK_APP),
    EntraProblem(
        "AADSTS70001", _DISABLED, translate("Entra", "The application is disabled in the tenant, or not found there."), ADMINISTRATOR, _ENABLE
    ),
    EntraProblem("AADSTS7000112", _DISABLED, translate("Entra", "The application is disabled in the tenant."), ADMINISTRATOR, _ENABLE),
    EntraProblem("AADSTS70002", _WRONG_SECRET, translate("Entra", "The secret is not that of the application."), OWNER, _COPY),
    EntraProblem("AADSTS7000215", _WRONG_SECRET, translate("Entra", "The application's secret is wrong."), OWNER, _COPY),
    EntraProblem(
        "AADSTS7000222",
        translate("Entra", "The secret has expired"),
        translate("Entra", "The application's secret has expired."),
        OWNER,
        translate("Entra", "Create a new secret for the application and enter its value."),
    ),
    EntraProblem(
        "AADSTS7000218",
        translate("Entra", "The application wants a secret"),
        translate("Entra", "The application is no public client, so a person cannot sign in through it without a secret."),
        OWNER,
        translate("Entra", "Have “Allow public client flows” switched on for the application, or leave the client id empty."),
    ),
    EntraProblem(
        "AADSTS700025",
        translate("Entra", "The application takes no secret"),
        translate("Entra", "The application is a public client and takes neither a secret nor a certificate."),
        OWNER,
        translate("Entra", "Sign in by browser or device code, or use an application that has a secret."),
    ),
    EntraProblem(
        # Entra's own words to it: not within its valid time range.
        "AADSTS700024",
        translate("Entra", "The clock is wrong"),
        translate("Entra", "The request signed with the certificate is not valid at this moment: this computer's clock is probably wrong."),
        YOU,
        translate("Entra", "Correct this computer's clock and try again."),
    ),
    EntraProblem(
        "AADSTS700027",
        translate("Entra", "The certificate is not accepted"),
        translate(
            "Entra",
            "Microsoft Entra could not verify the signature made with the certificate: the certificate has expired, or is not registered with "
            "the application.",
        ),
        OWNER,
        translate("Entra", "Upload the certificate's public part to the application's registration, or use one that is registered and still valid."),
    ),
    EntraProblem(
        "AADSTS65005",
        translate("Entra", "The application is not set up for Azure"),
        translate("Entra", "The application is not registered to ask for access to Azure."),
        OWNER,
        translate(
            "Entra", "Have the permission “Azure Service Management, user_impersonation” added to the application, or leave the client id empty."
        ),
    ),
    EntraProblem(
        "AADSTS650057",
        translate("Entra", "The application is not set up for Azure"),
        translate("Entra", "The application is not registered to ask for access to Azure."),
        OWNER,
        translate(
            "Entra", "Have the permission “Azure Service Management, user_impersonation” added to the application, or leave the client id empty."
        ),
    ),
)
