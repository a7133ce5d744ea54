"""What the window says of each way to sign in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..arm.identity.method import Method
from ..core.text import Text
from ..core.text import lazy_translate as translate

NAME: Final[Mapping[Method, Text]] = {
    Method.BROWSER: translate("Method", "Browser"),
    Method.DEVICE: translate("Method", "Device code"),
    Method.CLI: translate("Method", "Azure CLI"),
    Method.SECRET: translate("Method", "Service principal, secret"),
    Method.CERTIFICATE: translate("Method", "Service principal, certificate"),
    Method.TOKEN: translate("Method", "Access token"),
    Method.BROKER: translate("Method", "Windows account"),
}
ICON: Final[Mapping[Method, str]] = {
    Method.BROWSER: "browser",
    Method.DEVICE: "device",
    Method.CLI: "cli",
    Method.SECRET: "key",
    Method.CERTIFICATE: "certificate",
    Method.TOKEN: "badge",
    Method.BROKER: "account",
}
VERB: Final[Mapping[Method, Text]] = {
    Method.BROWSER: translate("SignIn", "&Open the browser"),
    Method.DEVICE: translate("SignIn", "&Get a code"),
    **dict.fromkeys((Method.CLI, Method.SECRET, Method.CERTIFICATE, Method.TOKEN, Method.BROKER), translate("SignIn", "&Sign in")),
}
"""What a button says that signs in."""
ABOUT: Final[Mapping[Method, Text]] = {
    Method.BROWSER: translate("Method", "Your browser opens once. Whatever your organisation asks for, such as a second factor, happens there."),
    Method.DEVICE: translate("Method", "You get a code and type it into a browser on any device. Some organisations forbid this way."),
    Method.CLI: translate("Method", "Uses the account that “az login” has signed in on this computer. Nothing is asked."),
    Method.SECRET: translate("Method", "For an application that is registered in the tenant and has a client secret. No user has to sign in."),
    Method.CERTIFICATE: translate(
        "Method", "For an application that is registered in the tenant and has a certificate. The file must hold its private key."
    ),
    Method.TOKEN: translate("Method", "A token you already have. It stays in memory and is never stored. Reader rights are enough."),
    Method.BROKER: translate("Method", "Uses the accounts that Windows knows, and fulfils policies that ask for a managed device."),
}
