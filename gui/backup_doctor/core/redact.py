"""Takes names out of a diagnosis before it leaves the house: the same name becomes the same mask everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .diagnosis import CauseResult, CheckResult, Diagnosis, Subject
from .model import Evidence, Finding, MissingPermission
from .resource_id import VmId
from .text import Text

HOST_ADDRESS = "168.63.129.16"
"""The Azure host's address is the same for everybody and tells nothing."""

_GUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_ACCOUNT = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_KINDS = {
    "resourcegroups": "group",
    "virtualmachines": "VM",
    "networkinterfaces": "NIC",
    "networksecuritygroups": "NSG",
    "virtualnetworks": "network",
    "subnets": "subnet",
    "routetables": "routes",
    "restorepointcollections": "collection",
    "vaults": "vault",
    "locks": "lock",
}
_SEGMENT = re.compile(rf"/({'|'.join(_KINDS)})/([^/?\s'\"]+)", re.IGNORECASE)


class Masks:
    """Masks for what was found; ask `apply` for any string of the same diagnosis."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def learn(self, name: str, kind: str) -> None:
        """Remember a name and give it the next mask of its kind."""
        if name and name.casefold() not in self._names:
            self._names[name.casefold()] = self._next(kind)

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}-{self._counts[kind]}"

    def apply(self, words: str) -> str:
        """The string without names, GUIDs, addresses and accounts."""
        words = _ACCOUNT.sub(lambda found: self._pattern(found[0], "account"), words)
        words = _GUID.sub(lambda found: self._pattern(found[0], "id"), words)
        for name in sorted(self._names, key=len, reverse=True):  # the longer name first: web01-nic before web01
            words = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self._names[name], words, flags=re.IGNORECASE)
        return _ADDRESS.sub(lambda found: found[0] if found[0] == HOST_ADDRESS or _is_version(found) else self._pattern(found[0], "address"), words)

    def _pattern(self, found: str, kind: str) -> str:
        self.learn(found, kind)
        return self._names[found.casefold()]


def _is_version(found: re.Match[str]) -> bool:
    """Agent versions look like addresses; their numbers mostly do not fit, or the word before tells."""
    before = found.string[: found.start()].casefold()
    return any(int(part) > 255 for part in found[0].split(".")) or before.rstrip().endswith(("agent", "version", "агент", "агента", "версия"))


def redact(diagnosis: Diagnosis) -> Diagnosis:
    """A copy with subscription, tenant, account, addresses and names masked; request ids stay, because support needs them."""
    masks = Masks()
    vm = diagnosis.vm.id
    masks.learn(vm.subscription, "subscription")
    masks.learn(vm.name, "VM")
    masks.learn(vm.resource_group, "group")
    for words in _strings(diagnosis):
        for kind, name in _SEGMENT.findall(words):
            masks.learn(name, _KINDS[kind.casefold()])
    masked = VmId(masks.apply(vm.subscription), masks.apply(vm.resource_group), masks.apply(vm.name))
    return replace(
        diagnosis,
        vm=Subject(masked, diagnosis.vm.location, diagnosis.vm.os, diagnosis.vm.power),
        causes=tuple(_cause(cause, masks) for cause in diagnosis.causes),
    )


def _strings(diagnosis: Diagnosis) -> Iterator[str]:
    for cause in diagnosis.causes:
        for check in cause.checks:
            for evidence in check.finding.evidence:
                yield from (evidence.request, evidence.value)
            if check.finding.missing is not None:
                yield check.finding.missing.scope


def _cause(cause: CauseResult, masks: Masks) -> CauseResult:
    return replace(cause, checks=tuple(CheckResult(check.id, check.title, _finding(check.finding, masks)) for check in cause.checks))


def _finding(finding: Finding, masks: Masks) -> Finding:
    missing = finding.missing
    return Finding(
        finding.status,
        _text(finding.text, masks),
        tuple(_evidence(evidence, masks) for evidence in finding.evidence),
        None if missing is None else MissingPermission(missing.action, masks.apply(missing.scope)),
    )


def _evidence(evidence: Evidence, masks: Masks) -> Evidence:
    value = evidence.value if evidence.path.casefold().endswith("version") else masks.apply(evidence.value)
    return replace(evidence, request=masks.apply(evidence.request), value=value)


def _text(text: Text, masks: Masks) -> Text:
    return replace(text, params={name: _value(name, value, masks) for name, value in text.params.items()})


def _value(name: str, value: object, masks: Masks) -> object:
    match value:
        case Text():
            return _text(value, masks)
        case str() if name not in ("version", "minimum"):
            return masks.apply(value)
        case _:
            return value
