"""Many VMs at once: which failed, what the diagnosis of each says, and what those with the same cause have in common."""

from __future__ import annotations

from .common_ground import facts_of
from .document import dumps, to_json
from .grouping import grouped
from .model import Begun, Ended, Examined, Fact, FactKind, FailedVm, Failures, FleetNews, Group, Kind, Remarked, Share, Slowed
from .run import FleetRun
from .table import as_csv
from .text import as_text, worth_saying

__all__ = [
    "Begun",
    "Ended",
    "Examined",
    "Fact",
    "FactKind",
    "FailedVm",
    "Failures",
    "FleetNews",
    "FleetRun",
    "Group",
    "Kind",
    "Remarked",
    "Share",
    "Slowed",
    "as_csv",
    "as_text",
    "dumps",
    "facts_of",
    "grouped",
    "to_json",
    "worth_saying",
]
