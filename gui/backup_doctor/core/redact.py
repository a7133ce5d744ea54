"""Takes names out of a diagnosis before it leaves the house: the same name becomes the same mask everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from .action import Action, ActionStep, Sent
from .diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, RemedyResult, Subject
from .model import Evidence, Finding
from .permission import Permission
from .resource_id import VmId
from .text import Text

SAME_FOR_ALL = ("168.63.129.16", "169.254.169.254", "0.0.0.0")
"""The Azure host, its metadata service and «anywhere» are the same for everybody and tell nothing."""

_GUID = r"(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])"
_ADDRESS = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)"
_ACCOUNT = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_KINDS = {
    "resourcegroups": "group",
    "virtualmachines": "VM",
    "networkinterfaces": "NIC",
    "networksecuritygroups": "NSG",
    "securityrules": "rule",
    "virtualnetworks": "network",
    "subnets": "subnet",
    "routetables": "routes",
    "routes": "route",
    "natgateways": "gateway",
    "publicipaddresses": "address",
    "loadbalancers": "balancer",
    "serviceendpointpolicies": "policy",
    "networkmanagers": "manager",
    "restorepointcollections": "collection",
    "restorepoints": "point",
    "disks": "disk",
    "vaults": "vault",
    "locks": "lock",
}
_SEGMENT = re.compile(rf"/({'|'.join(_KINDS)})/([^/?\s'\"]+)", re.IGNORECASE)
_ID = re.compile(r"/subscriptions/\S+", re.IGNORECASE)
"""An id in the middle of a sentence; an action such as ``Microsoft.Compute/disks/delete`` is none."""
_ENDS = ".,;:)!?”»"
_NAMING = {
    "lock": "lock",
    "names": "name",
    "rule": "rule",
    "nsg": "NSG",
    "nic": "NIC",
    "collection": "collection",
    "group": "group",
    "vault": "vault",
    "policy": "policy",
    "policies": "policy",
    "file": "file",
}
"""Gaps of sentences that hold names, and of what kind; several names are separated by commas."""


class Masks:
    """Masks for what was found; ask `apply` for any string of the same diagnosis.

    A mask stands in brackets: a name of Azure cannot hold them, and a VM really called «VM-1» would otherwise keep its name.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def learn(self, name: str, kind: str) -> None:
        """Remember a name and give it the next mask of its kind."""
        if name and name.casefold() not in self._names:
            self._names[name.casefold()] = self._next(kind)

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"[{kind}-{self._counts[kind]}]"

    def apply(self, words: str) -> str:
        """The string without names, GUIDs, addresses and accounts. One pass, so that no mask is masked again."""
        longest_first = sorted(self._names, key=len, reverse=True)  # web01-nic before web01
        names = "|".join(map(re.escape, longest_first)) or "(?!)"
        pattern = rf"(?P<account>{_ACCOUNT})|(?P<id>{_GUID})|(?<![^\W_])(?P<name>{names})(?![^\W_])|(?P<address>{_ADDRESS})"
        return re.sub(pattern, self._mask, words, flags=re.IGNORECASE)

    def _mask(self, found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        if kind == "address" and (found[0] in SAME_FOR_ALL or _is_version(found)):
            return found[0]
        self.learn(found[0], kind)
        return self._names[found[0].casefold()]


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
    for gap, value in _gaps(diagnosis):
        if gap in _NAMING:
            for name in value.split(", "):
                masks.learn(name, _NAMING[gap])
    masked = VmId(masks.apply(vm.subscription), masks.apply(vm.resource_group), masks.apply(vm.name))
    return replace(
        diagnosis,
        vm=Subject(masked, diagnosis.vm.location, diagnosis.vm.os, diagnosis.vm.power),
        symptom=_complaint(diagnosis.symptom, masks),
        causes=tuple(_cause(cause, masks) for cause in diagnosis.causes),
        actions=tuple(_action(action, masks) for action in diagnosis.actions),
        before={identity: _finding(finding, masks) for identity, finding in diagnosis.before.items()},
    )


def _gaps(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """Every string that stands in a sentence, with the name of its gap: locks and rules are named nowhere else."""
    for text in _texts(diagnosis):
        yield from _gaps_of(text)


def _gaps_of(text: Text) -> Iterator[tuple[str, str]]:
    for gap, value in text.params.items():
        if isinstance(value, Text):
            yield from _gaps_of(value)
        elif isinstance(value, str):
            yield gap, value


def _texts(diagnosis: Diagnosis) -> Iterator[Text]:
    """The sentences that may hold names."""
    for finding in _findings(diagnosis):
        yield finding.text
    for cause in diagnosis.causes:
        yield from (remedy.reason for remedy in cause.remedies if remedy.reason is not None)
    for action in diagnosis.actions:
        yield from (action.title, action.outcome, action.undo)
        for step in action.steps:
            yield step.title
            if step.said is not None:
                yield step.said


def _findings(diagnosis: Diagnosis) -> Iterator[Finding]:
    yield from (check.finding for cause in diagnosis.causes for check in cause.checks)
    yield from diagnosis.before.values()


def _strings(diagnosis: Diagnosis) -> Iterator[str]:
    """What may hold the path of a resource."""
    for finding in _findings(diagnosis):
        for evidence in finding.evidence:
            yield from (unquote(evidence.request), evidence.path, evidence.value)
        if finding.missing is not None:
            yield finding.missing.scope
    for action in diagnosis.actions:
        yield from (unquote(sent.request) for sent in action.sent)
    for _, value in _gaps(diagnosis):
        yield from (found.rstrip(_ENDS) for found in _ID.findall(value))


def _complaint(complaint: Complaint, masks: Masks) -> Complaint:
    """Without a code the message may hold what Azure said of the failed job."""
    return complaint if complaint.message is None else replace(complaint, message=_text(complaint.message, masks))


def _cause(cause: CauseResult, masks: Masks) -> CauseResult:
    checks = tuple(CheckResult(check.id, check.title, _finding(check.finding, masks)) for check in cause.checks)
    return replace(cause, checks=checks, remedies=tuple(_remedy(remedy, masks) for remedy in cause.remedies))


def _remedy(remedy: RemedyResult, masks: Masks) -> RemedyResult:
    return remedy if remedy.reason is None else replace(remedy, reason=_text(remedy.reason, masks))


def _action(action: Action, masks: Masks) -> Action:
    return replace(
        action,
        title=_text(action.title, masks),
        steps=tuple(_step(step, masks) for step in action.steps),
        outcome=_text(action.outcome, masks),
        undo=_text(action.undo, masks),
    )


def _step(step: ActionStep, masks: Masks) -> ActionStep:
    return replace(
        step,
        title=_text(step.title, masks),
        sent=None if step.sent is None else _sent(step.sent, masks),
        taken_back=None if step.taken_back is None else _sent(step.taken_back, masks),
        said=None if step.said is None else _text(step.said, masks),
    )


def _sent(sent: Sent, masks: Masks) -> Sent:
    return replace(sent, request=masks.apply(unquote(sent.request)))


def _finding(finding: Finding, masks: Masks) -> Finding:
    missing = finding.missing
    return replace(
        finding,
        text=_text(finding.text, masks),
        evidence=tuple(_evidence(evidence, masks) for evidence in finding.evidence),
        missing=None if missing is None else Permission(missing.action, masks.apply(missing.scope)),
    )


def _evidence(evidence: Evidence, masks: Masks) -> Evidence:
    value = evidence.value if evidence.path.casefold().endswith("version") else masks.apply(evidence.value)
    # Unquoted, because a name may be part of a longer one: ``iaasvmcontainer%3Biaasvmcontainerv2%3Brg%3Bvm``.
    return replace(evidence, request=masks.apply(unquote(evidence.request)), path=masks.apply(evidence.path), value=value)


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
