"""What Azure knows of one VM, as answers to questions. Checks read these and never see a client, a URL or JSON."""

from __future__ import annotations

from .backup import BackupItem, BackupPolicy, DemandedJob, HealthDetail, Job, JobTask, Protection, RunningJob
from .disks import Disk, KeyVault
from .document import Document
from .guest import Guest, GuestService, LinuxGuest, WindowsGuest
from .machine import Agent, AttachedDisk, Extension, Machine, Power
from .network import Access, DecidingRule, Destination, DnsServers, Grounds, Level, NetworkPath, NsgDecision, Outlets, RouteDecision
from .platform import DAYS_OF_DENIALS, Health, Load, PolicyDenial
from .restore_points import Lock, RestorePoint, RestorePointCollection, is_backups
from .vm import Vm

__all__ = [
    "DAYS_OF_DENIALS",
    "Access",
    "Agent",
    "AttachedDisk",
    "BackupItem",
    "BackupPolicy",
    "DecidingRule",
    "DemandedJob",
    "Destination",
    "Disk",
    "DnsServers",
    "Document",
    "Extension",
    "Grounds",
    "Guest",
    "GuestService",
    "Health",
    "HealthDetail",
    "Job",
    "JobTask",
    "KeyVault",
    "Level",
    "LinuxGuest",
    "Load",
    "Lock",
    "Machine",
    "NetworkPath",
    "NsgDecision",
    "Outlets",
    "PolicyDenial",
    "Power",
    "Protection",
    "RestorePoint",
    "RestorePointCollection",
    "RouteDecision",
    "RunningJob",
    "Vm",
    "WindowsGuest",
    "is_backups",
]
