"""Which Azure a diagnosis asked, and the commands that ask it again or plan a repair."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ..arm.cloud import CLOUDS, LOOPBACK, PUBLIC
from ..catalogue.back_up import cause as back_up_again
from ..catalogue.symptoms import recognise, symptom_of
from ..core.aftermath import BackedUp, backed_up
from ..core.diagnosis import Complaint, Diagnosis
from ..core.language import Language
from ..core.model import Status
from ..core.text import lazy_translate as translate

_CODE = re.compile(r"[A-Za-z0-9_]{1,120}")
_NOT_PLAIN = re.compile(r"[^\w .,()+/-]")
"""Quotes above all: PowerShell takes the typographic ones for its own."""
_REMEDY = re.compile(r"[a-z0-9-]{1,60}/[a-z0-9-]{1,60}")
_HOST = re.compile(r"[a-z0-9.\-]{1,253}(?::[0-9]{1,5})?")


def endpoint_host(diagnosis: Diagnosis) -> str | None:
    """Host, and port where there is one, that answered the first request; None when nothing was answered."""
    evidence = (item for cause in diagnosis.causes for check in cause.checks for item in check.finding.evidence)
    return next(filter(None, (_host(item.request) for item in evidence)), None)


def _host(request: str) -> str | None:
    try:
        address = urlsplit(request.partition(" ")[2]).netloc.lower()
    except ValueError:  # a doctored file: brackets that are no IPv6 address
        return None
    return address if _HOST.fullmatch(address) else None


def repeat_command(diagnosis: Diagnosis) -> str:
    """The command line that makes the same checks again. Whatever is in the diagnosis, it is one command and holds nothing to expand."""
    words = ["backup-doctor", "diagnose", "--vm", diagnosis.vm.id.quoted_id]
    words += _symptom(diagnosis.symptom)
    words += ["--guest"] if _looked_inside(diagnosis) else []
    return " ".join([*words, *_connection(endpoint_host(diagnosis))])


def repair_command(diagnosis: Diagnosis, remedy: str) -> str:
    """The command line that plans a repair."""
    words = ["backup-doctor", "fix", "--vm", diagnosis.vm.id.quoted_id, *_connection(endpoint_host(diagnosis)), "--remedy", remedy]
    return " ".join(words)


def repairs_to_plan(diagnosis: Diagnosis) -> list[str]:
    """Ids of what can be done about the root cause, or of the backup that is still to prove a repair."""
    root = diagnosis.root
    remedies = [] if root is None else [remedy.id for remedy in root.remedies if remedy.reason is None]
    if root is None and diagnosis.actions and backed_up(diagnosis) in (BackedUp.NO, BackedUp.FAILED):
        remedies = [remedy.id for remedy in back_up_again.remedies]
    return [remedy for remedy in remedies if _REMEDY.fullmatch(remedy)]


def repeat(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The commands, and what each does."""
    say = language.render
    first, *others = repairs_to_plan(diagnosis) or [""]
    about = translate("Pdf", "This command shows what a repair would do, request by request. Only with --apply does it change anything.")
    return {
        "heading": say(translate("Pdf", "Commands to repeat")),
        "text": say(translate("Pdf", "This command makes the same checks again. It changes nothing.")),
        "command": repeat_command(diagnosis),
        "repair": {"about": say(about), "command": repair_command(diagnosis, first)} if first else None,
        "others": {"about": say(translate("Pdf", "Instead of that repair it can name another:")), "remedies": others} if others else None,
    }


def _looked_inside(diagnosis: Diagnosis) -> bool:
    """Whether the script inside the VM was run, or would have been with one permission more."""
    for check in diagnosis.findings(*Status):
        missing, requests = check.finding.missing, [item.request for item in check.finding.evidence]
        asked = [*requests, "" if missing is None else missing.action]
        if any("/runcommand" in words.casefold() for words in asked):
            return True
    return False


def _symptom(complaint: Complaint) -> list[str]:
    """The code; or, where the code alone would mean something else, the message, in the words of our own catalogue."""
    known = symptom_of(complaint)
    if known is not None and recognise(known.code) is not known:
        return ["--code", f'"{_NOT_PLAIN.sub("", known.message.source)}"']
    return ["--code", complaint.code] if complaint.code is not None and _CODE.fullmatch(complaint.code) else []


def _connection(host: str | None) -> list[str]:
    if host is None:
        return ["--auth", "token"]
    if host.partition(":")[0] in LOOPBACK:
        return ["--demo"]
    clouds = {urlsplit(cloud.endpoint).netloc: cloud.name for cloud in CLOUDS.values()}
    if host == urlsplit(PUBLIC.endpoint).netloc:
        return ["--auth", "token"]
    return ["--auth", "token", *(["--cloud", clouds[host]] if host in clouds else ["--arm", f"https://{host}"])]
