"""Codes about sign-ins that have come to an end, and about trouble on the way."""

from __future__ import annotations

from ...core.text import lazy_translate as translate
from .entra import ADMINISTRATOR, MICROSOFT, YOU, EntraProblem

_ENDED = translate("Entra", "The sign-in is no longer valid")
_AGAIN = translate("Entra", "Sign in again.")
_CODE = translate("Entra", "The code has expired")
_NEW_CODE = translate("Entra", "Start again and enter the new code in time.")
_LATER = translate("Entra", "Try again in a few minutes.")

SESSIONS = (
    EntraProblem(
        "AADSTS50058",
        translate("Entra", "Nobody is signed in"),
        translate("Entra", "There is no sign-in (or there no longer is one) that can be used without asking the user."),
        YOU,
        _AGAIN,
    ),
    EntraProblem("AADSTS50132", _ENDED, translate("Entra", "The password has expired or was changed."), YOU, _AGAIN),
    EntraProblem("AADSTS50133", _ENDED, translate("Entra", "The password has expired or was changed."), YOU, _AGAIN),
    EntraProblem(
        "AADSTS50140",
        translate("Entra", "The question “Stay signed in?” is open"),
        translate("Entra", "The browser still asks whether to stay signed in."),
        YOU,
        translate("Entra", "Sign in again and answer the question in the browser."),
    ),
    EntraProblem(
        "AADSTS50199",
        translate("Entra", "A question in the browser is open"),
        translate("Entra", "The browser still asks whether you really want to sign in to this application."),
        YOU,
        translate("Entra", "Sign in again and answer the question in the browser."),
    ),
    EntraProblem("AADSTS50173", _ENDED, translate("Entra", "The user or an administrator has revoked the sign-in."), YOU, _AGAIN),
    EntraProblem("AADSTS50089", _ENDED, translate("Entra", "The sign-in took too long and has expired."), YOU, _AGAIN),
    EntraProblem(
        "AADSTS54005", _ENDED, translate("Entra", "The browser's answer was used already; the page may have been loaded again."), YOU, _AGAIN
    ),
    EntraProblem("AADSTS70000", _ENDED, translate("Entra", "Microsoft Entra no longer accepts the kept sign-in."), YOU, _AGAIN),
    EntraProblem("AADSTS70008", _ENDED, translate("Entra", "The kept sign-in has expired because it was not used."), YOU, _AGAIN),
    EntraProblem("AADSTS700082", _ENDED, translate("Entra", "The kept sign-in has expired because it was not used for long."), YOU, _AGAIN),
    EntraProblem("AADSTS700084", _ENDED, translate("Entra", "The kept sign-in had a fixed lifetime, which is over."), YOU, _AGAIN),
    EntraProblem(
        "AADSTS70043", _ENDED, translate("Entra", "The tenant's Conditional Access demands a new sign-in at intervals, and it is time."), YOU, _AGAIN
    ),
    EntraProblem(
        # The article does not have it. Entra's own words: “Device object was not found in the tenant”.
        "AADSTS700003",
        translate("Entra", "The device is not known any more"),
        translate("Entra", "The device from which the sign-in comes was deleted or disabled in the tenant."),
        ADMINISTRATOR,
        translate("Entra", "Have this device registered in the tenant again, then sign in again."),
    ),
    EntraProblem(
        "AADSTS70016",
        translate("Entra", "The code has not been entered yet"),
        translate("Entra", "The code was not entered in the browser in time."),
        YOU,
        _NEW_CODE,
    ),
    EntraProblem(
        "AADSTS70018",
        translate("Entra", "Wrong code"),
        translate("Entra", "A wrong code was entered in the browser."),
        YOU,
        translate("Entra", "Start again and enter the code as it is shown."),
    ),
    EntraProblem("AADSTS70019", _CODE, translate("Entra", "The code was not entered in the browser in time."), YOU, _NEW_CODE),
    # The article does not have it; Entra sends it with OAuth's expired_token (RFC 8628, 3.5).
    EntraProblem("AADSTS70020", _CODE, translate("Entra", "The code was not entered in the browser in time."), YOU, _NEW_CODE),
    EntraProblem(
        "AADSTS50196",
        translate("Entra", "Too many requests"),
        translate("Entra", "The same sign-in was asked for too often within a short time."),
        YOU,
        translate("Entra", "Wait a few minutes, then sign in again. If it happens again, please report it as a fault of Backup Doctor."),
    ),
    EntraProblem(
        "AADSTS50033", translate("Entra", "Trouble at Microsoft Entra"), translate("Entra", "Microsoft Entra had a passing fault."), MICROSOFT, _LATER
    ),
    EntraProblem(
        "AADSTS90006",
        translate("Entra", "Trouble at Microsoft Entra"),
        translate("Entra", "Microsoft Entra is not available at the moment."),
        MICROSOFT,
        _LATER,
    ),
    EntraProblem(
        "AADSTS90033",
        translate("Entra", "Trouble at Microsoft Entra"),
        translate("Entra", "The directory is not available at the moment."),
        MICROSOFT,
        _LATER,
    ),
    EntraProblem(
        "AADSTS90055",
        translate("Entra", "Too many requests"),
        translate("Entra", "The tenant sends too many requests and is being held back."),
        ADMINISTRATOR,
        _LATER,
    ),
    EntraProblem(
        "AADSTS900144",
        translate("Entra", "The request lacks something"),
        translate("Entra", "The request to Microsoft Entra lacks a field; a proxy may have changed it."),
        YOU,
        translate("Entra", "Try another network or another way to sign in. If it stays, please report it as a fault of Backup Doctor."),
    ),
)
