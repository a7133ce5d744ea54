"""Whether a VM can resolve names: by Azure's own service, and by DNS servers of its own.

Only a rule for one of the tags AzurePlatformDNS, AzurePlatformIMDS and AzurePlatformLKM touches what the host does (network security groups,
2025-07-15).
"""

from __future__ import annotations

import asyncio

from ..core.facts import Access, Destination, NetworkPath, NsgDecision, Vm
from ..core.model import CouldNotLook, Evidence, Finding, ok, unknown, warning
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .network_words import ACTIVATION, DNS, HTTP, said, shown, ways_out
from .storage_need import need_of_storage


async def name_resolution(vm: Vm) -> Finding:
    """Whether the VM may use Azure's name resolution."""
    (path, listed), machine = await asyncio.gather(ways_out(vm, Destination.PLATFORM_DNS, DNS), vm.machine())
    rule = _denying(path)
    if rule is None:
        text = translate("Network", "No rule blocks Azure's name resolution for {nic}.").format(nic=path.nic)
        others, evidence = await _other_services(vm)
        return ok(said(text, *others), *shown(path, listed), *evidence)
    values = {"rule": rule.rule, "priority": str(rule.priority), "nsg": rule.nsg}
    text = translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies AzurePlatformDNS.").format(**values)
    if machine.power.value.is_off:
        return ok(said(text, translate("Network", "The backup of a VM that is off needs no name resolution.")), rule.evidence)
    try:
        servers = await vm.dns_servers()
    except CouldNotLook:
        servers = None
    if servers is not None and servers.own:
        return ok(said(text, translate("Network", "The VM uses its own DNS servers, so this does not matter.")), rule.evidence, servers.evidence)
    seen = () if servers is None else (servers.evidence,)
    return warning(said(text, translate("Network", "Unless the VM has its own DNS servers, it cannot resolve names.")), rule.evidence, *seen)


def _denying(path: NetworkPath) -> NsgDecision | None:
    decisions = [*path.nsgs] if path.admin is None else [path.admin] if path.admin.is_final else [path.admin, *path.nsgs]
    return next((decision for decision in decisions if decision.access is not Access.ALLOW), None)


async def _other_services(vm: Vm) -> tuple[list[Text], list[Evidence]]:
    """Denied services of the host that no backup asks for."""
    asked = ((Destination.PLATFORM_IMDS, HTTP), (Destination.PLATFORM_KMS, ACTIVATION))
    found = [(destination, _denying((await ways_out(vm, destination, port))[0])) for destination, port in asked]
    text = translate("Network", "Rule {rule} of {nsg} denies {tag}; the agent and the backup reach the Azure host anyway.")
    denied = [(destination, rule) for destination, rule in found if rule is not None]
    return [text.format(rule=rule.rule, nsg=rule.nsg, tag=str(tag)) for tag, rule in denied], [rule.evidence for _, rule in denied]


async def dns_servers(vm: Vm) -> Finding:
    """Whether the VM's own DNS servers resolve the names of Azure Storage."""
    servers, need = await asyncio.gather(vm.dns_servers(), need_of_storage(vm))
    if not servers.own:
        return ok(translate("Network", "The VM uses Azure's name resolution."), servers.evidence)
    text = translate("Network", "The VM uses its own DNS servers ({servers}).").format(servers=", ".join(servers.own))
    if need.is_none:
        return ok(said(text, need.reason), servers.evidence, *need.evidence)
    open_question = translate("Network", "Whether they resolve the names of Azure Storage can only be tested inside the VM.")
    return unknown(said(text, open_question, need.reason), servers.evidence)
