"""Whether a sign-in can be tried at all, said before anybody is asked anything."""

from __future__ import annotations

import re

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .failures import SignInFailed
from .interaction import Interaction
from .method import PRINCIPAL, Method, SignIn, offered

# What azure-identity takes for a tenant (1.27); the names a domain may have, too.
_TENANT = re.compile(r"[A-Za-z0-9.-]{1,256}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def validate(sign_in: SignIn, interaction: Interaction | None) -> None:
    """Look through a sign-in as it is asked for.

    Raises:
        SignInFailed: something is missing or cannot be right.
    """
    wrong = _tenant(sign_in) or _client(sign_in) or _proof(sign_in) or _means(sign_in, interaction)
    if wrong is not None:
        raise SignInFailed(wrong)


def _tenant(sign_in: SignIn) -> Text | None:
    if sign_in.tenant and not _TENANT.fullmatch(sign_in.tenant):
        text = translate("SignIn", "“{given}” is not a tenant: enter its id or a domain such as contoso.com.")
        return text.format(given=sign_in.tenant[:100])
    if sign_in.method in PRINCIPAL and not sign_in.tenant:
        return translate("SignIn", "A service principal signs in to one particular tenant: enter the tenant's id or domain.")
    return None


def _client(sign_in: SignIn) -> Text | None:
    if sign_in.method in PRINCIPAL and not sign_in.client_id:
        return translate("SignIn", "Enter the client id of the service principal, also called application id.")
    if sign_in.client_id and not _GUID.fullmatch(sign_in.client_id):
        text = translate("SignIn", "“{given}” is not a client id. A client id looks like 00000000-0000-0000-0000-000000000000.")
        return text.format(given=sign_in.client_id[:100])
    return None


def _proof(sign_in: SignIn) -> Text | None:
    if sign_in.method is Method.SECRET and not sign_in.secret:
        return translate("SignIn", "Enter the secret of the service principal.")
    if sign_in.method is Method.CERTIFICATE and not sign_in.certificate:
        return translate("SignIn", "Name the file of the service principal's certificate.")
    return None


def _means(sign_in: SignIn, interaction: Interaction | None) -> Text | None:
    if sign_in.method is Method.DEVICE and interaction is None:
        return translate("SignIn", "Signing in with a device code needs a person who can be shown the code.")
    if sign_in.method is Method.BROKER and Method.BROKER not in offered():
        return translate("SignIn", "Signing in through Windows needs Windows and the package azure-identity-broker.")
    return None
