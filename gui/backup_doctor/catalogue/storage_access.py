"""Opening the way to Azure Storage: a rule, a route or a service endpoint, each only where that is what is in the way.

Network security group overview (2025-07-15), user-defined routes overview (2023-05-27), default outbound access (2025-12-03),
service endpoint policies (2018-09-18), private endpoints overview of Azure Backup (2025-09-09).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.api_versions import NETWORK
from ..core.facts import Access, NetworkPath, NsgDecision, Vm
from ..core.plan import Plan, Request, Risk, Step, Unavailable, child
from ..core.resource_id import last_name
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .gates import lock_in_the_way, unlocked
from .network_words import ways_out
from .place import Place, free_name, joins, listed, others, place_of, replacing
from .storage_need import need_of_storage

LOWEST, HIGHEST = 100, 4096
"""Priorities of one's own rules, unique per direction (network security group overview)."""

MOST_TAG_ROUTES = 25
"""Routes with a service tag in one table (user-defined routes overview)."""

OPEN = ("internet", "virtualnetworkserviceendpoint")


async def allow(vm: Vm) -> Plan:
    """A rule for Azure Storage of the VM's region in each group that denies it."""
    path, _ = await ways_out(vm)
    _require_no_admin_rule(path)
    closed = list({each.nsg_id.casefold(): each for each in path.nsgs if each.access is not Access.ALLOW}.values())
    if path.access is Access.ALLOW or not closed:
        raise Unavailable(translate("Network", "No network security group denies Azure Storage, so there is nothing to allow."))
    place, tag, notes = await place_of(vm), await storage_tag(vm), [*await _of_need(vm)]
    steps = []
    for decision in closed:
        step, about = await _rule(vm, decision, place, tag)
        steps.append(step)
        notes += about
    if str(place.configuration.get("privateIPAllocationMethod")).casefold() != "static":
        text = translate("Network", "The rule is for the VM's address {address}, which is dynamic: if it ever changes, the rule has to follow.")
        notes.append(text.format(address=place.address))
    return Plan(
        steps=tuple(steps),
        risk=Risk.SAFE,
        downtime=translate("Network", "None. The new rule applies only to new connections."),
        loss=translate(
            "Network", "Nothing. But the VM may then reach every storage account of its region on TCP 443, not only what the backup needs."
        ),
        undo=translate("Network", "Undoing it deletes the rule that was added."),
        notes=tuple(notes),
    )


async def route(vm: Vm) -> Plan:
    """An exception in the subnet's route table: straight to Azure Storage of the region."""
    place = await place_of(vm)
    _require_closed_route(place.path)
    out = place.path.outlets
    if out.private.value and not (out.explicit or out.pools):
        text = translate(
            "Network",
            "The subnet is private and has no explicit way out, so a route to the Internet would do nothing. A service endpoint works there.",
        )
        raise Unavailable(text)
    if not place.table:
        text = translate(
            "Network", "The subnet has no route table to put an exception into; its routes come from elsewhere. A service endpoint works there."
        )
        raise Unavailable(text)
    tag, table = await storage_tag(vm), await vm.resource(place.table, NETWORK)
    routes = listed(table.properties, "routes")
    _require_room(routes, tag, last_name(table.id))
    path = child(table.id, "routes", free_name("To-AzureStorage-For-Backup", (str(each.get("name")) for each in routes)))
    await unlocked(vm, path, deletes=False)
    title = translate("Network", "Add a route for {tag} to the Internet to {table}")
    request = Request("PUT", path, NETWORK, {"properties": {"addressPrefix": tag, "nextHopType": "Internet"}})
    shared = others(table.properties, "subnets", place.subnet.id)
    return Plan(
        steps=(Step(title.format(tag=tag, table=last_name(table.id)), request, undo=Request("DELETE", path, NETWORK), tries=3),),
        risk=Risk.DISRUPTIVE,
        downtime=translate("Network", "Connections to storage accounts that are open now may be interrupted once and have to be re-established."),
        loss=translate("Network", "Nothing. But a firewall or a proxy that the traffic to Azure Storage passed through no longer sees it."),
        undo=translate("Network", "Undoing it deletes the route that was added."),
        notes=(*await _of_need(vm), *_of_sharing(shared, last_name(table.id)), *await _of_undoing(vm, path)),
    )


async def service_endpoint(vm: Vm) -> Plan:
    """A service endpoint for Azure Storage at the subnet: its routes go before all others but the subnet's own exceptions."""
    place = await place_of(vm)
    _require_closed_route(place.path)
    subnet, out = place.subnet, place.path.outlets
    if out.policies:
        text = translate(
            "Network",
            "A service endpoint policy is attached to the subnet: with an endpoint it would deny every storage account it does not list, "
            "and those of Azure Backup cannot be listed. Whoever manages the policy has to detach it first.",
        )
        raise Unavailable(text)
    endpoints = listed(subnet.properties, "serviceEndpoints")
    if any(str(each.get("service", "")).casefold().startswith("microsoft.storage") for each in endpoints):
        raise Unavailable(
            translate("Network", "The subnet already has a service endpoint for Azure Storage. Check in the portal why it is not in effect.")
        )
    await unlocked(vm, subnet.id, deletes=False)
    properties = {**subnet.properties, "serviceEndpoints": [*endpoints, {"service": "Microsoft.Storage"}]}
    title = translate("Network", "Add a service endpoint for Azure Storage to the subnet {subnet}")
    shared = max(len(listed(subnet.properties, "ipConfigurations")) - 1, 0)
    return Plan(
        steps=(Step(title.format(subnet=out.subnet), replacing(subnet, properties), also_needs=joins(subnet.properties), tries=3),),
        risk=Risk.DISRUPTIVE,
        downtime=translate("Network", "Connections from the subnet to storage accounts break off for a moment while they switch to the endpoint."),
        loss=translate(
            "Network",
            "Nothing. But storage accounts see the VM's private address from then on: one whose firewall admits only a public address shuts it out. "
            "And a firewall that the traffic passed through does not see it any more.",
        ),
        undo=translate(
            "Network",
            "Manually: remove Microsoft.Storage from the subnet's service endpoints. This program does not put the whole subnet back, because "
            "others may have changed it since.",
        ),
        notes=(*await _of_need(vm), *_of_neighbours(shared)),
    )


async def storage_tag(vm: Vm) -> str:
    """The service tag of the storage in the VM's region. A tag that Azure does not know by this name is refused, and nothing changes."""
    return f"Storage.{(await vm.machine()).location.replace(' ', '').casefold()}"


def _require_no_admin_rule(path: NetworkPath) -> None:
    if path.admin is None or path.admin.access is Access.ALLOW:
        return
    text = translate(
        "Network",
        "The security admin rule {rule} of {manager} denies the traffic before any network security group is consulted. Only whoever manages "
        "that Virtual Network Manager can change it.",
    )
    raise Unavailable(text.format(rule=path.admin.rule, manager=path.admin.nsg))


def _require_closed_route(path: NetworkPath) -> None:
    """A route to the Internet of one's own does nothing in a private subnet without a way out."""
    hop, out = path.route.next_hop.casefold(), path.outlets
    idle = hop == "internet" and path.route.source.casefold() == "user" and out.private.value and not (out.explicit or out.pools)
    if hop in OPEN and not path.route.partial and not idle:
        raise Unavailable(translate("Network", "The routes already lead to Azure Storage, so there is nothing to change."))


async def _rule(vm: Vm, decision: NsgDecision, place: Place, tag: str) -> tuple[Step, list[Text]]:
    """The rule for one group, and what else to know about it."""
    group = await vm.resource(decision.nsg_id, NETWORK)
    rules = listed(group.properties, "securityRules")
    path = child(group.id, "securityRules", free_name("Allow-AzureStorage-For-Backup", (str(rule.get("name")) for rule in rules)))
    await unlocked(vm, path, deletes=False)
    body = {
        "description": "Lets this VM reach Azure Storage for its backup.",
        "protocol": "Tcp",
        "sourceAddressPrefix": place.address,
        "sourcePortRange": "*",
        "destinationAddressPrefix": tag,
        "destinationPortRange": "443",
        "access": "Allow",
        "priority": _free_priority(rules, decision),
        "direction": "Outbound",
    }
    title = translate("Network", "Add a rule to {nsg} that lets {address} reach {tag} on TCP 443")
    step = Step(
        title.format(nsg=decision.nsg, address=place.address, tag=tag),
        Request("PUT", path, NETWORK, {"properties": body}),
        undo=Request("DELETE", path, NETWORK),
        tries=3,
    )
    shared = others(group.properties, "subnets", place.subnet.id) + others(group.properties, "networkInterfaces", place.interface.id)
    return step, [*_of_group(shared, decision.nsg), *await _of_undoing(vm, path)]


def _free_priority(rules: list[Mapping[str, Any]], decision: NsgDecision) -> int:
    """The highest number that is free and still goes before the first rule that denies a part of the traffic."""
    first = min(rule.priority for rule in decision.rules if rule.access.value.casefold() == "deny")
    properties = [rule.get("properties", {}) for rule in rules]
    taken = {each.get("priority") for each in properties if str(each.get("direction")).casefold() == "outbound"}
    free = next((number for number in range(min(first - 1, HIGHEST), LOWEST - 1, -1) if number not in taken), None)
    if free is None:
        text = translate(
            "Network",
            "In {nsg} there is no free number below {priority}, the number of the rule that denies. Give that rule, or those before it, a "
            "higher number; then check again.",
        )
        raise Unavailable(text.format(nsg=decision.nsg, priority=str(first)))
    return free


def _require_room(routes: list[Mapping[str, Any]], tag: str, table: str) -> None:
    prefixes = [str(each.get("properties", {}).get("addressPrefix", "")) for each in routes]
    same = next((each for each, prefix in zip(routes, prefixes, strict=True) if prefix.casefold() == tag.casefold()), None)
    if same is not None:
        text = translate("Network", "{table} already has a route for {tag}, called {route}. Change its next hop there if it leads elsewhere.")
        raise Unavailable(text.format(table=table, tag=tag, route=str(same.get("name"))))
    if sum(prefix[:1].isalpha() and ":" not in prefix for prefix in prefixes) >= MOST_TAG_ROUTES:
        text = translate("Network", "{table} already has the maximum number of routes with a service tag ({most}). Remove one first.")
        raise Unavailable(text.format(table=table, most=str(MOST_TAG_ROUTES)))


async def _of_need(vm: Vm) -> list[Text]:
    """Whether this VM's backup needs the way at all."""
    need = await need_of_storage(vm)
    helps = translate("Network", "This helps the backup only if the guest itself has to reach Azure Storage. {need}").format(need=need.reason)
    if need.is_none or (await vm.agent()).version.value is None:
        return [helps]
    return [helps, translate("Network", "If this is necessary only because the agent is old, it is better to update the agent.")]


def _of_group(shared: int, nsg: str) -> list[Text]:
    text = translate(
        "Network",
        "{nsg} also serves %n other subnet(s) or interface(s). The new rule names this VM's address alone, so it opens nothing for them.",
        "",
        0,
    )
    return [text.counted(shared).format(nsg=nsg)] if shared else []


def _of_sharing(shared: int, table: str) -> list[Text]:
    text = translate("Network", "{table} also serves %n other subnet(s): their way to Azure Storage changes too.", "", 0)
    return [text.counted(shared).format(table=table)] if shared else []


def _of_neighbours(shared: int) -> list[Text]:
    text = translate("Network", "%n other IP configuration(s) are in the subnet: their way to Azure Storage changes too.", "", 0)
    return [text.counted(shared)] if shared else []


async def _of_undoing(vm: Vm, path: str) -> list[Text]:
    """A lock against deletion lets this be done, but not be taken back."""
    lock = await lock_in_the_way(vm, path, deletes=True)
    text = translate("Network", "Lock {lock} on {scope} forbids deletion: until it is lifted, this cannot be undone.")
    return [] if lock is None else [text.format(lock=lock.name, scope=lock.scope)]
