"""Which Azure a diagnosis asked, and the command that asks it again."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..arm.cloud import CLOUDS, LOOPBACK, PUBLIC
from ..core.diagnosis import Diagnosis

_CODE = re.compile(r"[A-Za-z0-9_]{1,120}")
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
    code = diagnosis.symptom.code
    if code is not None and _CODE.fullmatch(code):
        words += ["--code", code]
    return " ".join([*words, *_connection(endpoint_host(diagnosis))])


def _connection(host: str | None) -> list[str]:
    if host is None:
        return ["--auth", "token"]
    if host.partition(":")[0] in LOOPBACK:
        return ["--demo"]
    clouds = {urlsplit(cloud.endpoint).netloc: cloud.name for cloud in CLOUDS.values()}
    if host == urlsplit(PUBLIC.endpoint).netloc:
        return ["--auth", "token"]
    return ["--auth", "token", *(["--cloud", clouds[host]] if host in clouds else ["--arm", f"https://{host}"])]
