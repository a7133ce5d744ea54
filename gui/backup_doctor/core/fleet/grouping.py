"""Puts VMs with the same root cause together, and says what they really have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..text import Text
from ..text import lazy_translate as translate
from .model import Examined, Fact, FactKind, Group, Kind, Share

NO_CAUSE = translate("Fleet", "No cause found")
NOT_EXAMINED = translate("Fleet", "Not examined")

SENTENCES: Mapping[FactKind, Text] = {
    FactKind.LOCK: translate("Fleet", "{count} of {total} share one lock: {value}"),
    FactKind.SECURITY_RULE: translate("Fleet", "{count} of {total} share one rule of a network security group: {value}"),
    FactKind.ADMIN_RULE: translate("Fleet", "{count} of {total} share one security admin rule: {value}"),
    FactKind.ROUTE_TABLE: translate("Fleet", "{count} of {total} share one route table: {value}"),
    FactKind.ENDPOINT_POLICY: translate("Fleet", "{count} of {total} share one service endpoint policy: {value}"),
    FactKind.POLICY_ASSIGNMENT: translate("Fleet", "{count} of {total} share one assignment of Azure Policy: {value}"),
    FactKind.KEY_VAULT: translate("Fleet", "{count} of {total} share one key vault: {value}"),
    FactKind.BUSY_VAULT: translate("Fleet", "In {count} of {total} a backup job of one vault is still running: {value}"),
    FactKind.PROVISIONING_ERROR: translate("Fleet", "{count} of {total} have the same provisioning error: {value}"),
    FactKind.EXTENSION: translate("Fleet", "In {count} of {total} it is the same extension: {value}"),
    FactKind.AGENT_VERSION: translate("Fleet", "{count} of {total} have the same agent version: {value}"),
    FactKind.CODE: translate("Fleet", "{count} of {total} have the same error code: {value}"),
    FactKind.BACKUP_POLICY: translate("Fleet", "{count} of {total} share one backup policy: {value}"),
    FactKind.VAULT: translate("Fleet", "{count} of {total} share one vault: {value}"),
    FactKind.REGION: translate("Fleet", "{count} of {total} are in one region: {value}"),
    FactKind.SUBSCRIPTION: translate("Fleet", "{count} of {total} are in one subscription: {value}"),
}

RANK = {what: rank for rank, what in enumerate(FactKind)}


def grouped(examined: Iterable[Examined]) -> list[Group]:
    """One group for each root cause, the biggest first; then those without a cause, then those that could not be examined.

    The same VMs give the same groups in the same order, however they came.
    """
    sorts: dict[tuple[Kind, str | None], list[Examined]] = {}
    for each in examined:
        sorts.setdefault(_sort_of(each), []).append(each)
    groups = [_group(kind, cause, members) for (kind, cause), members in sorts.items()]
    return sorted(groups, key=lambda group: (list(Kind).index(group.kind), -len(group.members), group.cause or ""))


def _sort_of(examined: Examined) -> tuple[Kind, str | None]:
    if examined.diagnosis is None:
        return Kind.NOT_EXAMINED, None
    root = examined.diagnosis.root
    return (Kind.NO_CAUSE, None) if root is None else (Kind.CAUSE, root.id)


def _group(kind: Kind, cause: str | None, members: list[Examined]) -> Group:
    ordered = tuple(sorted(members, key=lambda each: str(each.failed.vm).casefold()))
    return Group(kind, cause, _title(kind, ordered[0]), ordered, _shares(ordered))


def _title(kind: Kind, member: Examined) -> Text:
    if member.diagnosis is not None and member.diagnosis.root is not None:
        return member.diagnosis.root.title
    return NO_CAUSE if kind is Kind.NO_CAUSE else NOT_EXAMINED


def _shares(members: Sequence[Examined]) -> tuple[Share, ...]:
    """What at least two have; a thing that one VM meets twice counts once."""
    holders: dict[tuple[FactKind, str], tuple[Fact, int]] = {}
    for member in members:
        for key, fact in {fact.key: fact for fact in member.facts}.items():
            holders[key] = (holders.get(key, (fact, 0))[0], holders.get(key, (fact, 0))[1] + 1)
    common = sorted((-count, *key, fact.value) for key, (fact, count) in holders.items() if count > 1)
    shares = [_share(FactKind(what), value, -count, len(members)) for count, what, _key, value in common]
    return tuple(sorted(shares, key=lambda share: RANK[FactKind(share.what)]))


def _share(what: FactKind, value: str, count: int, total: int) -> Share:
    return Share(what.value, value, count, SENTENCES[what].format(count=count, total=total, value=value))
