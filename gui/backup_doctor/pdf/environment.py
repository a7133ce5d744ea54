"""Where the diagnosis was made, and what the account could see: the part that support asks for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ..arm.cloud import CHINA, LOOPBACK, PUBLIC, US_GOVERNMENT
from ..arm.identity.method import Method
from ..arm.wire.proxies import Origin
from ..core.diagnosis import Diagnosis
from ..core.environment import Environment
from ..core.language import LANGUAGES, Language
from ..core.model import Status
from ..core.permission import Permission, permission_of
from ..core.report import SCHEMA
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .changes import changing_permissions
from .origin import endpoint_host
from .paper import NAME, SENTENCE, cut

UNREAD = translate("Pdf", "not known")
PRODUCT = translate("Pdf", "Backup Doctor for Azure VMs")
ATTACHMENT = "diagnosis.json"

_CLOUDS: Mapping[str, Text] = {
    PUBLIC.name: translate("Pdf", "Azure, the public cloud"),
    US_GOVERNMENT.name: translate("Pdf", "Azure for the US government"),
    CHINA.name: translate("Pdf", "Azure in China"),
}
_DEMO = translate("Pdf", "The demo tenant on this computer")
_OTHER_CLOUD = translate("Pdf", "Another cloud")

_WAYS: Mapping[str, Text] = {
    Origin.LOOPBACK: translate("Pdf", "None: it did not leave this computer"),
    Origin.ENVIRONMENT: translate("Pdf", "A proxy that an environment variable names"),
    Origin.EXCEPTED: translate("Pdf", "None: NO_PROXY excludes the endpoint"),
    Origin.SYSTEM: translate("Pdf", "A proxy that the system's settings name"),
    Origin.NOBODY: translate("Pdf", "None: direct"),
}

_METHODS: Mapping[str, Text] = {
    Method.BROWSER: translate("Pdf", "{account} (browser)"),
    Method.DEVICE: translate("Pdf", "{account} (device code)"),
    Method.CLI: translate("Pdf", "{account} (session of Azure CLI)"),
    Method.SECRET: translate("Pdf", "{account} (service principal with a secret)"),
    Method.CERTIFICATE: translate("Pdf", "{account} (service principal with a certificate)"),
    Method.TOKEN: translate("Pdf", "{account} (access token)"),
    Method.BROKER: translate("Pdf", "{account} (Windows account)"),
}


def is_masked(diagnosis: Diagnosis) -> bool:
    """Whether names have been taken out; an older file does not say so, but its masks show."""
    return diagnosis.environment.masked or diagnosis.vm.id.subscription.startswith("[")


def environment(diagnosis: Diagnosis, language: Language, identity: str) -> dict[str, Any]:
    """The section.

    Args:
        identity: the document's short id.
    """
    say, made = language.render, diagnosis.environment
    vm, subscription = diagnosis.vm, diagnosis.vm.id.subscription
    run: tuple[tuple[Text, object], ...] = (
        (translate("Pdf", "Program"), f"{say(PRODUCT)} {cut(diagnosis.version, NAME)}"),
        (translate("Pdf", "Rule set"), _known(made.rules)),
        (translate("Pdf", "Document"), identity),
        (translate("Pdf", "Attached data"), translate("Pdf", "{file}, schema {schema}").format(file=ATTACHMENT, schema=str(SCHEMA))),
        (translate("Pdf", "Language"), LANGUAGES[language.code]),
        (translate("Pdf", "Made on"), _known(made.system)),
        (translate("Pdf", "Proxy"), _WAYS.get(made.proxy, UNREAD)),
        (translate("Pdf", "Cloud"), _cloud(made)),
    )
    place: tuple[tuple[Text, object], ...] = (
        (translate("Pdf", "Azure endpoint"), endpoint_host(diagnosis) or UNREAD),
        (translate("Pdf", "Subscription"), subscription),
        (translate("Pdf", "Region"), _known(vm.location)),
        (translate("Pdf", "Operating system"), _known(vm.os)),
        (translate("Pdf", "Power state"), _known(vm.power)),
        (translate("Pdf", "Tenant"), _known(made.tenant)),
        (translate("Pdf", "Tenant id"), _known(made.tenant_id)),
        (translate("Pdf", "Signed in"), _account(made)),
    )
    return {
        "heading": say(translate("Pdf", "Environment")),
        "groups": [[fact(label, value, language) for label, value in group] for group in (run, place)],
        "permissions": [fact(label, value, language) for label, value in _in_short(diagnosis)],
        #: a link to the appendix; keep {page}
        "where": say(translate("Pdf", "Every permission, held and missing: page {page}").format(page="{page}"))
        if _all_permissions(diagnosis)
        else None,
    }


def fact(label: Text, value: object, language: Language) -> dict[str, str]:
    """A line of a list of facts."""
    return {"label": language.render(label), "value": language.value(value)}


def _known(words: str | None) -> str | Text:
    return cut(words, NAME) if words else UNREAD


def _cloud(made: Environment) -> Text | str:
    if "://" not in made.cloud:
        return _CLOUDS.get(made.cloud, UNREAD)
    try:
        host = urlsplit(made.cloud).hostname
    except ValueError:  # a doctored file
        return UNREAD
    return _DEMO if host in LOOPBACK else _OTHER_CLOUD


def _account(made: Environment) -> Text | str:
    account = _known(made.account)
    sentence = _METHODS.get(made.method)
    return account if sentence is None else sentence.format(account=account)


def _in_short(diagnosis: Diagnosis) -> Iterator[tuple[Text, object]]:
    """Whether the account could see all that was asked for, and what was used to change something."""
    missing = [held for held in _all_permissions(diagnosis).values() if not held]
    enough = translate("Pdf", "Enough for every check that was made.")
    lacking = translate("Pdf", "%n missing: “What could not be checked” names them.", "", 0).counted(len(missing))
    yield translate("Pdf", "Permissions for the checks"), lacking if missing else enough
    used = changing_permissions(diagnosis)
    if used:
        yield translate("Pdf", "Permissions for the changes"), cut("\n".join(used), SENTENCE)


def permissions(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """For the appendix: what the account must hold, because Azure answered, and what it lacks."""
    say = language.render
    columns = (translate("Pdf", "State"), translate("Pdf", "Permission"), translate("Pdf", "Scope"))
    held_word, missing_word = translate("Pdf", "Held"), translate("Pdf", "Missing")
    rows = sorted(_all_permissions(diagnosis).items(), key=lambda row: (row[1], row[0].action.casefold(), row[0].scope.casefold()))
    return {
        "heading": say(translate("Pdf", "Appendix: permissions for the checks")),
        "note": say(translate("Pdf", "Held are those without which Azure would not have given the answers that this document shows.")),
        "columns": [say(column) for column in columns],
        "rows": [
            {
                "sign": "ok" if held else "failed",
                "word": say(held_word if held else missing_word),
                "action": cut(permission.action),
                "scope": cut(permission.scope),
            }
            for permission, held in rows
        ],
    }


def _all_permissions(diagnosis: Diagnosis) -> dict[Permission, bool]:
    """What each check needed, and whether the account holds it."""
    found: dict[Permission, bool] = {}
    for check in diagnosis.findings(*Status):
        if check.finding.missing is not None:
            found[check.finding.missing] = False
        elif check.finding.status is not Status.UNKNOWN:
            for request in dict.fromkeys(item.request for item in check.finding.evidence):
                permission = _needed(request)
                if permission is not None:
                    found.setdefault(permission, True)
    return found


def _needed(request: str) -> Permission | None:
    method, _, url = request.partition(" ")
    try:
        return permission_of(method, url)
    except ValueError:  # a doctored file: brackets that are no IPv6 address
        return None
