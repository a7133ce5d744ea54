"""What Azure knows of one VM, as answers to questions. Checks read these and never see a client, a URL or JSON."""

from __future__ import annotations

from .backup import BackupItem, BackupPolicy, HealthDetail, Job, Protection, RunningJob
from .disks import Disk, KeyVault
from .guest import Guest, GuestService, LinuxGuest, WindowsGuest
from .machine import Agent, AttachedDisk, Extension, Machine, Power
from .network import Access, Destination, NetworkPath, NsgDecision, RouteDecision
from .platform import Health, Load, PolicyDenial
from .restore_points import Lock, RestorePoint, RestorePointCollection
from .vm import Vm

__all__ = [
    "Access",
    "Agent",
    "AttachedDisk",
    "BackupItem",
    "BackupPolicy",
    "Destination",
    "Disk",
    "Extension",
    "Guest",
    "GuestService",
    "Health",
    "HealthDetail",
    "Job",
    "KeyVault",
    "LinuxGuest",
    "Load",
    "Lock",
    "Machine",
    "NetworkPath",
    "NsgDecision",
    "PolicyDenial",
    "Power",
    "Protection",
    "RestorePoint",
    "RestorePointCollection",
    "RouteDecision",
    "RunningJob",
    "Vm",
    "WindowsGuest",
]
