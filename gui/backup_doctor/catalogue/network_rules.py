"""Whether rules keep a VM from Azure Storage: network security groups, and the security admin rules that come before them.

The order in which rules are asked: network security groups (2025-07-15); how they work together at interface and subnet (2020-08-24).
"""

from __future__ import annotations

from ..core.facts import Access, NetworkPath, NsgDecision, Vm
from ..core.model import Finding, ok, skipped, unknown
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .network_words import blocked_elsewhere, grounds_of_rules, names, said, shown
from .storage_need import StorageNeed, way_and_need


async def outbound_storage(vm: Vm) -> Finding:
    """Whether network security groups let the VM reach Azure Storage."""
    path, listed, need = await way_and_need(vm)
    evidence = shown(path, listed)
    if path.admin is not None and path.admin.is_final:
        return _not_asked(path.admin, path)
    denying = [decision for decision in path.nsgs if decision.access is Access.DENY]
    doubtful = [decision for decision in path.nsgs if decision.access is Access.PARTIAL]
    rest = (*blocked_elsewhere(listed), grounds_of_rules(path.rules), need.reason)
    if (denying or doubtful) and path.access is not Access.ALLOW:
        words = said(*map(_denies, denying), *([] if denying else map(_in_doubt, doubtful)), *rest)
        return need.weigh(words, *evidence, proven=path.access is Access.DENY)
    return ok(said(_allowed(path), *rest), *evidence, *need.evidence)


def _not_asked(admin: NsgDecision, path: NetworkPath) -> Finding:
    if admin.access is Access.ALLOW:
        text = translate("Network", "The security admin rule {rule} of {nsg} always allows the traffic, so no network security group is consulted.")
    else:
        text = translate("Network", "The security admin rule {rule} of {nsg} decides before any network security group is consulted.")
    words = said(text.format(rule=admin.rule, nsg=admin.nsg), grounds_of_rules(path.rules))
    return ok(words, admin.evidence) if admin.access is Access.ALLOW else skipped(words, admin.evidence)


def _denies(rule: NsgDecision) -> Text:
    text = translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.")
    return text.format(rule=rule.rule, priority=str(rule.priority), nsg=rule.nsg)


def _in_doubt(decision: NsgDecision) -> Text:
    text = translate(
        "Network",
        "Rule {rule} (priority {priority}) of {nsg} covers only some of Azure Storage's addresses, so no definite conclusion is possible. "
        "These rules decide, each for its part: {names}.",
    )
    return text.format(rule=decision.rule, priority=str(decision.priority), nsg=decision.nsg, names=names(decision))


def _allowed(path: NetworkPath) -> Text:
    if not path.nsgs:
        text = translate("Network", "There is no network security group between {nic}, the VM's primary interface, and Azure Storage.")
        return text.format(nic=path.nic)
    text = translate("Network", "{nic}, the VM's primary interface, may reach Azure Storage on TCP 443. Deciding rules: {names}.")
    return text.format(nic=path.nic, names=", ".join(decision.rule for decision in path.nsgs))


async def security_admin_rules(vm: Vm) -> Finding:
    """Whether a security admin rule keeps the VM from Azure Storage."""
    path, _, need = await way_and_need(vm)
    if not path.rules.effective:
        return _admin_rules_unseen(path, need)
    admin = path.admin
    if admin is None:
        return ok(translate("Network", "No security admin rule concerns the traffic to Azure Storage."), *path.rules.evidence)
    evidence = (*(rule.access for rule in admin.rules), *path.rules.evidence)
    values = {"rule": admin.rule, "priority": str(admin.priority), "nsg": admin.nsg}
    match admin.access:
        case Access.ALLOW:
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} lets the traffic to Azure Storage pass.")
            return ok(text.format(**values), *evidence)
        case Access.DENY:
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.")
        case Access.PARTIAL:  # pragma: no branch: there is no other access
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} denies a part of Azure Storage's addresses.")
    return need.weigh(said(text.format(**values), need.reason), *evidence, proven=admin.access is Access.DENY)


def _admin_rules_unseen(path: NetworkPath, need: StorageNeed) -> Finding:
    why = grounds_of_rules(path.rules)
    if need.is_none:
        return skipped(said(translate("Network", "Security admin rules could not be checked, which does not matter here."), why, need.reason))
    words = said(translate("Network", "Whether a security admin rule denies the traffic can be seen only in the rules in effect."), why)
    return unknown(words, *path.rules.evidence, missing=path.rules.missing)
