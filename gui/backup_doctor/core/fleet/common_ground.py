"""What a diagnosis met on its way to the root cause, named so that other VMs can be seen to have met the same.

Nothing is guessed from words: a fact counts only where the very evidence that stands in a finding of the root cause is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from ..diagnosis import Diagnosis
from ..facts import (
    Access,
    Agent,
    BackupItem,
    BackupPolicy,
    Extension,
    KeyVault,
    Level,
    Lock,
    Machine,
    NetworkPath,
    NsgDecision,
    PolicyDenial,
    RunningJob,
)
from ..model import Evidence, Listing, Seen, Status
from .model import Fact, FactKind, FailedVm

T = TypeVar("T")
Deciding = Collection[Evidence]


def facts_of(failed: FailedVm, diagnosis: Diagnosis, answers: Iterable[object]) -> tuple[Fact, ...]:
    """The facts behind the root cause, then the circumstances, each once.

    Args:
        answers: everything that was asked of Azure for this diagnosis, as the domain's facts.
    """
    known = list(_single(answers))
    deciding = _deciding(diagnosis)
    found = [fact for each in known for fact in _behind(each, deciding)]
    found += _circumstances(failed, diagnosis, known)
    return tuple({fact.key: fact for fact in found if fact.value}.values())


def _deciding(diagnosis: Diagnosis) -> frozenset[Evidence]:
    """The evidence of what is wrong with the root cause."""
    checks = () if diagnosis.root is None else diagnosis.root.checks
    wrong = [check.finding for check in checks if check.finding.status in (Status.FAILED, Status.WARNING)]
    return frozenset(evidence for finding in wrong for evidence in finding.evidence)


def _single(answers: Iterable[object]) -> Iterator[object]:
    """Lists and paths taken apart."""
    for answer in answers:
        match answer:
            case Listing(items=items):
                yield from _single(items)
            case NetworkPath():
                yield answer
                yield from answer.nsgs
                yield answer.admin
            case _:
                yield answer


def _behind(fact: object, deciding: Deciding) -> Iterator[Fact]:
    """What this fact of Azure's stands for, if it is one that decided."""
    match fact:
        case Lock(evidence=evidence) if evidence in deciding:
            yield Fact(FactKind.LOCK, fact.id)
        case NsgDecision() if fact.access is not Access.ALLOW and _decided(fact, deciding):
            yield _rule(fact)
        case NetworkPath():
            yield from _behind_path(fact, deciding)
        case PolicyDenial(evidence=evidence) if evidence in deciding:
            yield Fact(FactKind.POLICY_ASSIGNMENT, fact.policies)
        case KeyVault() if _any_seen(deciding, fact.by_role, fact.backup_grants, fact.shut):
            yield Fact(FactKind.KEY_VAULT, fact.id)
        case RunningJob(evidence=evidence) if evidence in deciding:
            yield Fact(FactKind.BUSY_VAULT, _vault_of(fact.id))
        case _:
            yield from _behind_machine(fact, deciding)


def _behind_machine(fact: object, deciding: Deciding) -> Iterator[Fact]:
    match fact:
        case Machine(provisioning_error=Seen() as error) if error.evidence in deciding:
            yield Fact(FactKind.PROVISIONING_ERROR, error.value)
        case Extension() if _any_seen(deciding, fact.state, fact.handler):
            yield Fact(FactKind.EXTENSION, f"{fact.publisher}.{fact.kind} {fact.version}".strip())
        case Agent() if _any_seen(deciding, fact.version) and fact.version.value is not None:
            yield Fact(FactKind.AGENT_VERSION, str(fact.version.value))
        case BackupPolicy() if _any_seen(deciding, fact.kind, fact.consistency):
            yield Fact(FactKind.BACKUP_POLICY, _path_of(fact.kind.evidence))


def _behind_path(path: NetworkPath, deciding: Deciding) -> Iterator[Fact]:
    if path.route.evidence in deciding:
        yield Fact(FactKind.ROUTE_TABLE, path.route.table)
    for policy in path.outlets.policies:
        if policy.evidence in deciding:
            yield Fact(FactKind.ENDPOINT_POLICY, policy.value)


def _decided(decision: NsgDecision, deciding: Deciding) -> bool:
    return decision.evidence in deciding or any(rule.access in deciding for rule in decision.rules)


def _rule(decision: NsgDecision) -> Fact:
    if decision.level is Level.ADMIN:
        return Fact(FactKind.ADMIN_RULE, f"{decision.nsg_id} {decision.rule}".strip())
    return Fact(FactKind.SECURITY_RULE, f"{decision.nsg_id}/securityRules/{decision.rule}" if decision.rule else decision.nsg_id)


def _circumstances(failed: FailedVm, diagnosis: Diagnosis, known: Iterable[object]) -> Iterator[Fact]:
    yield Fact(FactKind.CODE, diagnosis.symptom.code or "")
    item = _first(known, lambda each: each if isinstance(each, BackupItem) else None)
    yield Fact(FactKind.VAULT, "" if item is None else _vault_of(item.id))
    yield Fact(FactKind.REGION, diagnosis.vm.location or failed.location)
    yield Fact(FactKind.SUBSCRIPTION, failed.subscription)


def _first(known: Iterable[object], picked: Callable[[object], T | None]) -> T | None:
    return next((found for each in known if (found := picked(each)) is not None), None)


def _any_seen(deciding: Deciding, *seen: Seen[Any] | None) -> bool:
    return any(each is not None and each.evidence in deciding for each in seen)


def _vault_of(identity: str) -> str:
    """The id of the vault that an item or a job lies in, with ``/subscriptions/`` in its usual spelling."""
    low = identity.casefold()
    cut = min((at for marker in ("/backupfabrics/", "/backupjobs/") if (at := low.find(marker)) > 0), default=len(identity))
    return identity[:cut].replace("/Subscriptions/", "/subscriptions/", 1)


def _path_of(evidence: Evidence) -> str:
    """The id of the document that was read."""
    path = unquote(urlsplit(evidence.request.partition(" ")[2]).path)
    return path[max(path.casefold().find("/subscriptions/"), 0) :]
