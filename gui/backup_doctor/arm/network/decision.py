"""Which rule decides an outbound flow: address by address, level by level.

Security admin rules come first: Deny ends, AlwaysAllow ends with allow, Allow goes on to the groups. Then the interface's
group and the subnet's must both allow. In each the matching rule with the lowest number decides (network security group
overview, 2025-07-15). Where it matters which of the destination's addresses is meant, every kind of address is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ...core.facts import Access, DecidingRule, Destination, Level, NsgDecision
from ...core.text import lazy_translate as translate
from ..errors import Garbled
from .addresses import holds, samples
from .matching import EPHEMERAL, Flow, Reach, reach
from .rules import Group, Rule
from .tags import NETWORK


@dataclass(frozen=True, slots=True)
class Sample:
    """One flow out of those that may be meant."""

    address: int
    port: int
    """Source port."""
    contained: frozenset[str]
    """The tags in doubt that, in this world, contain the destination."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a flow, and who decides it."""

    access: Access
    admin: NsgDecision | None
    groups: tuple[NsgDecision, ...]


def judge(groups: Sequence[Group], flow: Flow) -> Judgement:
    """Let every level decide.

    Raises:
        Garbled: the rules do not say.
    """
    covered = [[found for rule in group.rules if (found := reach(rule, flow)) is not None] for group in groups]
    tried = list(_samples([found for level in covered for found in level], flow))
    chosen = [[_first(level, sample) for sample in tried] for level in covered]
    for group, rules in zip(groups, chosen, strict=True):
        _require_answer(group, rules, flow)
    outcomes = {_outcome(groups, rules) for rules in zip(*chosen, strict=True)}
    decisions = [_decision(group, rules, flow) for group, rules in zip(groups, chosen, strict=True)]
    admin = [decision for decision in decisions if decision.level is Level.ADMIN and decision.rule]
    return Judgement(
        access=Access.PARTIAL if len(outcomes) > 1 else next(iter(outcomes), Access.ALLOW),
        admin=min(admin, key=_severity, default=None),
        groups=tuple(decision for decision in decisions if decision.level is not Level.ADMIN),
    )


def _samples(covered: Sequence[Reach], flow: Flow) -> Iterator[Sample]:
    addresses = samples(flow.universe, (found.addresses for found in covered))
    ports = samples(EPHEMERAL, (found.ports for found in covered))
    for address, port, contained in product(addresses, ports, _worlds(covered)):
        yield Sample(address, port, contained)


def _worlds(covered: Iterable[Reach]) -> list[frozenset[str]]:
    """Every way in which the tags in doubt may contain the destination; of short forms of regions at most one is ours."""
    doubts = frozenset(doubt for found in covered for doubt in found.doubts)
    regions = sorted({doubt.partition(".")[2] for doubt in doubts} - {""})
    ours = [frozenset[str](), *(frozenset(doubt for doubt in doubts if doubt.endswith(f".{region}")) for region in regions)]
    networks = [frozenset[str](), frozenset({NETWORK})] if NETWORK in doubts else [frozenset[str]()]
    return [region | network for region, network in product(ours, networks)]


def _first(level: Iterable[Reach], sample: Sample) -> Rule | None:
    for found in level:
        there = holds(found.addresses, sample.address) or found.doubts & sample.contained
        if there and holds(found.ports, sample.port):
            return found.rule
    return None


def _require_answer(group: Group, rules: Iterable[Rule | None], flow: Flow) -> None:
    """The default rules of a group cover every flow to storage, so a list without an answer was cut short."""
    if flow.destination is Destination.STORAGE and group.level is not Level.ADMIN and None in rules:
        path = group.place.path.replace("securityRules", "defaultSecurityRules")
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=path))


def _outcome(groups: Sequence[Group], rules: Iterable[Rule | None]) -> Access:
    for group, rule in zip(groups, rules, strict=True):
        if rule is not None and rule.word == "deny":
            return Access.DENY
        if rule is not None and rule.word == "alwaysallow" and group.level is Level.ADMIN:
            return Access.ALLOW
    return Access.ALLOW


def _decision(group: Group, rules: Iterable[Rule | None], flow: Flow) -> NsgDecision:
    """What one level alone makes of the samples."""
    chosen = list(rules)
    deciding = sorted({rule.priority: rule for rule in chosen if rule is not None}.values(), key=lambda rule: rule.priority)
    if not deciding:
        named = f"[?(@.properties.destinationAddressPrefix=='{flow.destination}')]"
        return NsgDecision(group.level, group.name, group.id, "", 0, Access.ALLOW, group.place.counted(0, named))
    denied = [rule is not None and rule.word == "deny" for rule in chosen]
    last_word = deciding[-1].word == "deny" and None not in chosen
    shown = next((rule for rule in deciding if (rule.word == "deny") is not last_word), deciding[-1]) if len(set(denied)) > 1 else deciding[-1]
    return NsgDecision(
        level=group.level,
        nsg=group.name,
        nsg_id=group.id,
        rule=shown.name,
        priority=shown.priority,
        access=Access.PARTIAL if len(set(denied)) > 1 else Access.DENY if denied[0] else Access.ALLOW,
        evidence=shown.access.evidence(),
        rules=tuple(DecidingRule(rule.name, rule.priority, rule.access.evidence()) for rule in deciding),
        is_final=None not in chosen and all(rule is not None and rule.word != "allow" for rule in chosen),
    )


def _severity(decision: NsgDecision) -> int:
    return (Access.DENY, Access.PARTIAL, Access.ALLOW).index(decision.access)
