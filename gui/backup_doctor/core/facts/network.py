"""A network interface's way out, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..model import Evidence, Seen
from ..permission import Permission
from ..text import Text


class Destination(StrEnum):
    """Where an outbound flow is meant to go, as a service tag."""

    STORAGE = "Storage"
    PLATFORM_DNS = "AzurePlatformDNS"
    PLATFORM_IMDS = "AzurePlatformIMDS"
    PLATFORM_KMS = "AzurePlatformLKM"


class Access(StrEnum):
    """What becomes of a flow."""

    ALLOW = "allow"
    DENY = "deny"
    PARTIAL = "partial"
    """For some of the addresses this, for some that: cannot be proven either way."""


class Level(StrEnum):
    """Whose rules decide, in the order in which an outbound flow meets them."""

    ADMIN = "admin"
    """Security admin rules of Virtual Network Manager."""
    INTERFACE = "interface"
    SUBNET = "subnet"


@dataclass(frozen=True, slots=True)
class DecidingRule:
    """A rule that decides about the flow, or about a part of it."""

    name: str
    priority: int
    access: Evidence
    """Its access, in Azure's word: ``Allow``, ``Deny``, ``AlwaysAllow``."""


@dataclass(frozen=True, slots=True)
class NsgDecision:
    """What one network security group, or the network manager, decides about an outbound flow."""

    level: Level
    nsg: str
    nsg_id: str
    rule: str
    """The rule to be named: the one that decides; of several that disagree, the first that contradicts the last.
    Empty where no rule concerns the flow, which is then allowed."""
    priority: int
    access: Access
    evidence: Evidence
    rules: tuple[DecidingRule, ...] = ()
    """All that decide about some part, in the order of their priority; one, unless the access is partial or several agree."""
    is_final: bool = False
    """Admin rules only: none of the flow reaches the security groups, because it is denied or always allowed before."""


@dataclass(frozen=True, slots=True)
class RouteDecision:
    """Where the routes send an outbound flow."""

    prefix: str
    next_hop: str
    """Azure's word: ``Internet``, ``None``, ``VirtualAppliance``, ``VirtualNetworkGateway``, ``VirtualNetworkServiceEndpoint`` …"""
    evidence: Evidence
    partial: bool = False
    """Whether it concerns a part of the destination's addresses only, and the rest goes elsewhere."""
    source: str = "Default"
    """Who made the route: ``Default``, ``User`` or ``VirtualNetworkGateway``."""
    table: str = ""
    """Id of the route table that a user's route stands in; empty for the others."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer rests on: the rules or routes in effect, or those that are configured."""

    effective: bool
    evidence: tuple[Evidence, ...] = ()
    """The answer with what is in effect, or the refusal of it."""
    refusal: Text | None = None
    """Why Azure did not say what is in effect; None where it did, and where it was not asked because the VM does not run."""
    missing: Permission | None = None


@dataclass(frozen=True, slots=True)
class Outlets:
    """A subnet's ways to the world outside."""

    subnet: str
    private: Seen[bool]
    """``defaultOutboundAccess`` is false: what has no explicit way out has none to the Internet."""
    cut_off: Seen[bool]
    """``defaultOutboundConnectivityEnabled`` of the interface is false: it was given no default way out, whatever its subnet allows."""
    explicit: tuple[Seen[str], ...]
    """Ids of what leads out: NAT gateway, public address of the configuration."""
    pools: tuple[Seen[str], ...]
    """Ids of load balancers' pools the configuration is in; whether they let it out is for their outbound rules to say."""
    endpoint: Seen[str] | None
    """The service endpoint for Azure Storage of the VM's region."""
    policies: tuple[Seen[str], ...]
    """Ids of the service endpoint policies: what they do not list is denied at the endpoint."""
    no_policies: Evidence
    """Shows the list of policies, an empty one too."""


@dataclass(frozen=True, slots=True)
class NetworkPath:
    """The way of one IP configuration of a network interface to a destination."""

    nic: str
    nic_id: str
    primary: bool
    """The primary configuration of the primary interface: the VM's default route is its own."""
    admin: NsgDecision | None
    """What security admin rules decide; None where there are none, or nobody could see them (`rules`)."""
    nsgs: tuple[NsgDecision, ...]
    """NIC's group first, then the subnet's; a missing group allows and is not listed."""
    access: Access
    """What becomes of the flow when all levels have spoken, address by address."""
    unguarded: Evidence | None
    """Shows that no group stands in the way, when there is none."""
    rules: Grounds
    route: RouteDecision
    routes: Grounds
    outlets: Outlets


@dataclass(frozen=True, slots=True)
class DnsServers:
    """Whom the VM asks for names."""

    own: tuple[str, ...]
    """Addresses of servers that are not Azure's; none where Azure resolves."""
    evidence: Evidence
