"""What lies around an IP configuration: ways out of its subnet, service endpoints and their policies, DNS servers.

Sources: default outbound access (2025-12-03), service endpoint policies (2018-09-18).
"""

from __future__ import annotations

from ...core.facts import DnsServers, Outlets
from ...core.model import Seen
from ..reading import Reader
from .addresses import HOST
from .tags import folded_region

STORAGE_SERVICES = ("microsoft.storage", "microsoft.storage.global")
AZURES_OWN = (HOST, "azureprovideddns")
"""How Azure's own resolver may be named among the DNS servers."""


def storage_endpoint(subnet: Reader, region: str) -> Reader | None:
    """The subnet's service endpoint for the storage of a region; one that names other regions only, or failed, is none."""
    for endpoint in subnet["properties"]["serviceEndpoints"]:
        regions = [folded_region(name) for name in endpoint["locations"].texts()]
        here = not regions or "*" in regions or folded_region(region) in regions
        if here and endpoint["service"].text().casefold() in STORAGE_SERVICES and endpoint["provisioningState"].text().casefold() != "failed":
            return endpoint["service"]
    return None


def outlets(interface: Reader, subnet: Reader, configuration: Reader, region: str) -> Outlets:
    """The ways out of a subnet for one IP configuration in it."""
    properties = subnet["properties"]
    private, connected = properties["defaultOutboundAccess"], interface["properties"]["defaultOutboundConnectivityEnabled"]
    explicit = [properties["natGateway"]["id"], configuration["properties"]["publicIPAddress"]["id"]]
    pools = configuration["properties"]["loadBalancerBackendAddressPools"]
    endpoint = storage_endpoint(subnet, region)
    policies = properties["serviceEndpointPolicies"]
    return Outlets(
        subnet=subnet["name"].text(),
        private=Seen(private.value is False, private.evidence()),
        cut_off=Seen(connected.value is False, connected.evidence()),
        explicit=tuple(place.seen() for place in explicit if place.text()),
        pools=tuple(pool["id"].seen() for pool in pools),
        endpoint=None if endpoint is None else endpoint.seen(),
        policies=tuple(policy["id"].seen_needed() for policy in policies),
        no_policies=policies.evidence(),
    )


def dns_servers(interface: Reader, network: Reader) -> DnsServers:
    """An interface's own servers go before its network's; without either Azure resolves."""
    place = interface["properties"]["dnsSettings"]["dnsServers"]
    if not place.texts():
        place = network["properties"]["dhcpOptions"]["dnsServers"]
    return DnsServers(tuple(server for server in place.texts() if server.casefold() not in AZURES_OWN), place.evidence())
