"""Whether what leaves a VM gets to Azure Storage: its routes, a way out of the subnet, the policy at its service endpoint."""

from __future__ import annotations

from ..core.facts import Vm
from ..core.model import Finding, ok, unknown
from ..core.text import lazy_translate as translate
from .network_words import grounds_of_routes, said
from .storage_need import way_and_need

OPEN = ("internet", "virtualnetworkserviceendpoint")
ELSEWHERE = (
    "virtualappliance",
    "virtualapplianceecmp",
    "virtualnetworkgateway",
    "vnetlocal",
    "vnetpeering",
    "vnetglobalpeering",
    "interfaceendpoint",
)
"""Next hops where somebody else decides (user-defined routes overview, 2023-05-27)."""


async def route_to_storage(vm: Vm) -> Finding:
    """Whether the routes lead from the VM to Azure Storage."""
    path, _, need = await way_and_need(vm)
    route, hop = path.route, path.route.next_hop.casefold()
    evidence = (route.evidence, *path.routes.evidence)
    values = {"prefix": route.prefix, "hop": route.next_hop}
    rest = (grounds_of_routes(path.routes), need.reason)
    if hop in OPEN and not route.partial:
        text = translate("Network", "The route for {prefix} leads out through {hop}.")
        return ok(said(text.format(**values), *rest), *evidence, *need.evidence)
    if hop not in (*OPEN, *ELSEWHERE, "none") and not need.is_none:
        text = translate("Network", "The route for {prefix} has a next hop this program does not know: {hop}.")
        return unknown(said(text.format(**values), *rest), *evidence)
    if route.partial:
        text = translate("Network", "The route for {prefix} sends a part of the Internet's addresses to {hop}; Azure Storage may be among them.")
    elif hop == "none":
        text = translate("Network", "The route for {prefix} has next hop None: the traffic is dropped.")
    else:
        text = translate("Network", "The route for {prefix} leads to {hop}; whether Azure Storage can be reached is decided there.")
    return need.weigh(said(text.format(**values), *rest), *evidence, proven=hop == "none" and not route.partial)


async def egress_exists(vm: Vm) -> Finding:
    """Whether the VM has a way out of its subnet where it needs one."""
    path, _, need = await way_and_need(vm)
    out, route = path.outlets, path.route
    hop = route.next_hop.casefold()
    if out.explicit:
        text = translate("Network", "The subnet has an explicit way out.")
        return ok(text, *(place.evidence for place in out.explicit))
    if out.pools:
        text = translate("Network", "The interface is in the pool of a load balancer, whose outbound rules were not checked.")
        return ok(text, *(pool.evidence for pool in out.pools))
    if hop in ELSEWHERE and not route.partial:
        return ok(translate("Network", "What leaves the subnet goes to {hop}.").format(hop=route.next_hop), route.evidence)
    if not out.private.value and out.cut_off.value:
        text = translate(
            "Network",
            "The subnet has no way out of its own, and {nic} was given no default outbound access. Whether Azure Storage is reached was not tried.",
        )
        return need.weigh(said(text.format(nic=path.nic), need.reason), out.cut_off.evidence, proven=False)
    if not out.private.value:
        return ok(translate("Network", "The subnet has no way out of its own and uses Azure's default outbound access."), out.private.evidence)
    if hop == "internet" and route.source.casefold() == "user":
        text = translate("Network", "The subnet is private and has no way out, so the route for {prefix} to the Internet does nothing.")
        return need.weigh(said(text.format(prefix=route.prefix), need.reason), out.private.evidence, route.evidence, proven=False)
    text = translate(
        "Network",
        "The subnet is private and has no way out. Azure Storage in the VM's region can be reached anyway; other addresses cannot, and a look "
        "inside the VM may not be able to send its result.",
    )
    return ok(text, out.private.evidence)


async def service_endpoint_policy(vm: Vm) -> Finding:
    """Whether a service endpoint policy keeps the VM from Azure Storage."""
    path, _, need = await way_and_need(vm)
    out = path.outlets
    if not out.policies:
        return ok(translate("Network", "The subnet has no service endpoint policy."), out.no_policies)
    policies = tuple(policy.evidence for policy in out.policies)
    if out.endpoint is None:
        text = translate("Network", "The subnet has a service endpoint policy, but no service endpoint for Azure Storage that it could act on.")
        return ok(text, *policies)
    text = translate("Network", "A policy at the subnet's service endpoint denies every storage account it does not list.")
    return need.weigh(said(text, need.reason), out.endpoint.evidence, *policies, proven=False)
