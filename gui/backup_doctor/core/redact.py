"""Takes names out of a diagnosis before it leaves the house: the same name becomes the same mask everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from .action import Action, ActionStep, Sent
from .diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, RemedyResult, Subject
from .environment import Environment
from .masks import Masks
from .model import Evidence, Finding
from .permission import Permission
from .resource_id import VmId
from .text import Text

__all__ = ["Masks", "redact"]

_ID = re.compile(r"/subscriptions/\S+", re.IGNORECASE)
"""An id in the middle of a sentence; an action such as ``Microsoft.Compute/disks/delete`` is none."""
_HOST = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)
KNOWN_HOSTS = ("management.azure.com", "management.usgovcloudapi.net", "management.chinacloudapi.cn", "127.0.0.1", "localhost")
"""Servers whose name tells nothing about who asked them."""
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


def redact(diagnosis: Diagnosis, masks: Masks | None = None) -> Diagnosis:
    """A copy with subscription, tenant, account, addresses and names masked; request ids stay, because support needs them.

    Args:
        masks: to be used for something else too; it learns the names of the diagnosis.
    """
    masks = masks or Masks()
    vm = diagnosis.vm.id
    masks.learn(vm.subscription, "subscription")
    masks.learn(vm.name, "VM")
    masks.learn(vm.resource_group, "group")
    _learn_environment(diagnosis, masks)
    for words in _strings(diagnosis):
        masks.learn_ids(words)
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
        environment=_environment(diagnosis.environment, masks),
    )


def _learn_environment(diagnosis: Diagnosis, masks: Masks) -> None:
    """Who was signed in, where, and the servers that answered, but for those everybody asks."""
    environment = diagnosis.environment
    masks.learn(environment.tenant_id, "tenant")
    masks.learn(environment.tenant, "tenant", same_as=environment.tenant_id)
    masks.learn(environment.account, "account")
    masks.learn(environment.account.rpartition("@")[2] if "@" in environment.account else "", "domain")
    for address in (environment.cloud, *_requests(diagnosis)):
        found = _HOST.search(address)
        if found is not None and found[1].casefold() not in KNOWN_HOSTS:
            masks.learn_host(found[1])


def _environment(environment: Environment, masks: Masks) -> Environment:
    names = {"tenant": environment.tenant, "tenant_id": environment.tenant_id, "account": environment.account, "cloud": environment.cloud}
    return replace(environment, **{field: masks.apply(value) for field, value in names.items()}, masked=True)


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


def _requests(diagnosis: Diagnosis) -> Iterator[str]:
    yield from (evidence.request for finding in _findings(diagnosis) for evidence in finding.evidence)
    yield from (sent.request for action in diagnosis.actions for sent in action.sent)


def _strings(diagnosis: Diagnosis) -> Iterator[str]:
    """What may hold the path of a resource."""
    for finding in _findings(diagnosis):
        for evidence in finding.evidence:
            yield from (evidence.path, evidence.value)
        if finding.missing is not None:
            yield finding.missing.scope
    yield from map(unquote, _requests(diagnosis))
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
    return replace(evidence, request=masks.apply(unquote(evidence.request)), path=masks.apply(evidence.path), value=value, answer=None)


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
