"""A network interface's way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..model import Evidence


class Destination(StrEnum):
    """Where an outbound flow is meant to go, as a service tag."""

    STORAGE = "Storage"
    PLATFORM_DNS = "AzurePlatformDNS"
    PLATFORM_IMDS = "AzurePlatformIMDS"
    PLATFORM_KMS = "AzurePlatformLKM"


class Access(StrEnum):
    """What a network security group decides about a flow."""

    ALLOW = "allow"
    DENY = "deny"
    PARTIAL = "partial"
    """Some of the destination's addresses only: cannot be proven either way."""


@dataclass(frozen=True, slots=True)
class NsgDecision:
    """The rule of one network security group that decides an outbound flow."""

    nsg: str
    nsg_id: str
    rule: str
    priority: int
    access: Access
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RouteDecision:
    """Where the configured routes send an outbound flow."""

    prefix: str
    next_hop: str
    """Azure's word: ``Internet``, ``None``, ``VirtualAppliance``, ``VirtualNetworkGateway``, ``VirtualNetworkServiceEndpoint`` …"""
    evidence: Evidence
    partial: bool = False
    """Whether it concerns a part of the destination's addresses only."""


@dataclass(frozen=True, slots=True)
class NetworkPath:
    """One network interface's way out to a destination, by the configured rules."""

    nic: str
    primary: bool
    nsgs: tuple[NsgDecision, ...]
    """NIC's group first, then the subnet's; a missing group allows and is not listed."""
    unguarded: Evidence | None
    """Shows that no group stands in the way, when there is none."""
    route: RouteDecision

    @property
    def access(self) -> Access:
        """Every group has to allow the flow."""
        decisions = {decision.access for decision in self.nsgs}
        for access in (Access.DENY, Access.PARTIAL):
            if access in decisions:
                return access
        return Access.ALLOW
