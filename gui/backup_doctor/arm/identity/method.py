"""The ways to sign in, and a sign-in as somebody asks for it. Light: the window needs it before anything of Azure's is loaded."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from enum import StrEnum

from ..cloud import Cloud


class Method(StrEnum):
    """How to prove who one is."""

    BROWSER = "browser"
    DEVICE = "device"
    """A code that is typed into a browser elsewhere."""
    CLI = "cli"
    """The account that Azure CLI is signed in with."""
    SECRET = "secret"
    """A service principal with its secret."""
    CERTIFICATE = "certificate"
    """A service principal with its certificate."""
    TOKEN = "token"
    """An access token from elsewhere."""
    BROKER = "broker"
    """The accounts that Windows knows; needs the extra package of the same name."""


INTERACTIVE = (Method.BROWSER, Method.DEVICE, Method.BROKER)
"""Methods that ask the person in front of the screen."""

PRINCIPAL = (Method.SECRET, Method.CERTIFICATE)
"""Methods of an application instead of a person."""


def offered() -> tuple[Method, ...]:
    """The methods that work on this computer: the broker's only where it is installed on Windows."""
    return tuple(method for method in Method if method is not Method.BROKER or _has_broker())


def _has_broker() -> bool:
    if sys.platform != "win32":
        return False
    from importlib.metadata import PackageNotFoundError, version  # not for the first picture elsewhere

    try:  # asking for the module itself would load all of azure.identity
        version("azure-identity-broker")
    except PackageNotFoundError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in as it is asked for. What is secret in it never shows in a repr."""

    method: Method
    cloud: Cloud
    tenant: str = ""
    """Id or domain; empty: the account's own."""
    client_id: str = ""
    """Application id; empty for a person: the one that Azure CLI uses too."""
    secret: str = field(default="", repr=False)
    certificate: str = ""
    """Path of a PEM or PFX file."""
    password: str = field(default="", repr=False)
    """Of the certificate."""
    token: str = field(default="", repr=False)
    user: str = ""
    """A name to propose on the sign-in page; who comes in may be another, at the first sign-in."""
    record: str = field(default="", repr=False)
    """A remembered account, as AuthenticationRecord's JSON: lets it in silently where the token cache still can."""
    cache: str = ""
    """Key of its token cache; empty: tokens are kept in memory only."""
    window: int = 0
    """Handle of the window that Windows' own dialog belongs to; for the broker alone."""
