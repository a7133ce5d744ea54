"""Everything that an organisation can lay down, and what each value means: one that is none counts as the strictest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .language import LANGUAGES
from .policy import Policy
from .text import Text
from .text import lazy_translate as translate
from .web_address import web_address

METHODS = ("browser", "device", "cli", "secret", "certificate", "token", "broker")
"""The ways to sign in, by the names that `arm.identity.method` gives them."""

CLOUDS = ("public", "usgov", "china")

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_SWITCH = translate("Policy", "0 or 1")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be laid down."""

    name: str
    takes: Text
    """What may stand there."""
    meaning: Text


SETTINGS = (
    Setting("AllowRepairs", _SWITCH, translate("Policy", "0: nothing is ever changed in Azure; plans can be viewed, not carried out.")),
    Setting(
        "AllowRunCommand",
        _SWITCH,
        translate("Policy", "0: nothing is run inside virtual machines, neither the script that only reads nor a repair."),
    ),
    Setting(
        "AllowRemembering",
        _SWITCH,
        translate("Policy", "0: accounts, secrets, tokens and the proxy's password are kept in memory only, until the program ends."),
    ),
    Setting(
        "AllowHistory",
        _SWITCH,
        translate("Policy", "0: finished diagnoses are not kept on the computer. What is there already stays until it is deleted."),
    ),
    Setting("AllowUpdateCheck", _SWITCH, translate("Policy", "0: the program never asks whether a newer version is out.")),
    Setting(
        "UpdateAddress",
        translate("Policy", "an address with https"),
        translate("Policy", "Where a user who has switched the update check on is told of a newer version. It goes before the one built in, if any."),
    ),
    Setting(
        "SignInMethods",
        translate("Policy", "one or more of {methods}, separated by commas").format(methods=", ".join(METHODS)),
        translate("Policy", "The only ways to sign in."),
    ),
    Setting("Tenant", translate("Policy", "the id of a tenant"), translate("Policy", "The only tenant in which anybody can sign in.")),
    Setting(
        "Cloud",
        translate("Policy", "{clouds} or the address of an ARM endpoint").format(clouds=", ".join(CLOUDS)),
        translate("Policy", "The only cloud to which anybody can sign in."),
    ),
    Setting(
        "Language",
        translate("Policy", "one of {languages}").format(languages=", ".join(LANGUAGES)),
        translate("Policy", "The language until a user chooses another one."),
    ),
)
"""Everything there is, in the order in which the page for administrators has it."""

_BY_NAME = {setting.name.casefold(): setting for setting in SETTINGS}


def judge(values: Mapping[str, str], source: str) -> Policy:
    """What values mean, whatever the letter case of their names.

    Args:
        source: where they stand, to be named.
    """
    given = {name.casefold(): value.strip() for name, value in values.items()}
    reading = _Reading(given, source)
    return Policy(
        repairs=reading.switch("AllowRepairs"),
        run_command=reading.switch("AllowRunCommand"),
        remembering=reading.switch("AllowRemembering"),
        history=reading.switch("AllowHistory"),
        update_address=reading.update_address(),
        update_check=reading.switch("AllowUpdateCheck") and not reading.is_wrong("UpdateAddress"),
        tenant=reading.tenant(),
        cloud=reading.cloud(),
        methods=reading.methods(),
        language=reading.language(),
        source=source,
        problems=(*reading.problems, *_unknown(given, source)),
    )


class _Reading:
    def __init__(self, given: Mapping[str, str], source: str) -> None:
        self._given, self._source = given, source
        self._wrong: set[str] = set()
        self.problems: list[Text] = []

    def is_wrong(self, name: str) -> bool:
        """Whether what stands there has been found to be none."""
        return name in self._wrong

    def switch(self, name: str) -> bool:
        return self._value(name) in (None, "1") or (self._value(name) != "0" and self._complain(name))

    def update_address(self) -> str:
        return self._address("UpdateAddress")

    def tenant(self) -> str:
        value = self._value("Tenant")
        if value is not None and not _GUID.fullmatch(value):
            self._complain("Tenant")
        return "" if value is None else value.casefold()

    def cloud(self) -> str:
        value = (self._value("Cloud") or "").casefold()
        if "?" in value:  # an endpoint has no query
            self._complain("Cloud")
            return ""
        return value if value in CLOUDS else self._address("Cloud")

    def methods(self) -> frozenset[str] | None:
        """A tenant or a cloud that nobody can make out lets nobody in either."""
        value = self._value("SignInMethods")
        named = frozenset(name.strip().casefold() for name in (value or "").split(",")) - {""}
        if value is not None and (not named or not named <= set(METHODS)):
            self._complain("SignInMethods")
        if self.is_wrong("Tenant") or self.is_wrong("Cloud"):
            return frozenset()
        return None if value is None else named & set(METHODS)

    def language(self) -> str:
        value = (self._value("Language") or "").casefold()
        if value in LANGUAGES:
            return value
        if self._value("Language") is not None:
            self._complain("Language")
        return ""

    def _address(self, name: str) -> str:
        value = self._value(name)
        address = web_address(value or "")
        if value is not None and address is None:
            self._complain(name)
        return address or ""

    def _value(self, name: str) -> str | None:
        return self._given.get(name.casefold())

    def _complain(self, name: str) -> bool:
        self._wrong.add(name)
        text = translate(
            "Policy",
            "The policy {name} of your organisation ({source}) has an invalid value: “{value}”. Allowed: {takes}. Until that is corrected, "
            "the strictest setting applies.",
        )
        value = (self._value(name) or "")[:80]
        self.problems.append(text.format(name=name, source=self._source, value=value, takes=_BY_NAME[name.casefold()].takes))
        return False


def _unknown(given: Mapping[str, str], source: str) -> Iterator[Text]:
    for name in given:
        if name not in _BY_NAME:
            text = translate("Policy", "The policy “{name}” of your organisation ({source}) is not known to this version and does nothing.")
            yield text.format(name=name[:80], source=source)
