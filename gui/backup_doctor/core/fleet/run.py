"""One run over the fleet: what the exports are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..text import Text
from ..text import lazy_translate as translate
from .grouping import grouped
from .model import Examined, Failures, Group, Kind


@dataclass(frozen=True, slots=True)
class FleetRun:
    """Which backups failed in a span of time, and why."""

    version: str
    """Of the program that made it."""
    started: datetime
    finished: datetime
    since: datetime
    groups: tuple[Group, ...]
    nameless: tuple[str, ...] = ()
    """Ids of failed backup items that belong to no VM of Resource Manager."""
    remarks: tuple[Text, ...] = ()
    """What else to know: what could not be listed, whether Azure made us wait."""

    @classmethod
    def of(
        cls, failures: Failures, examined: Iterable[Examined], remarks: Sequence[Text] = (), *, version: str, started: datetime, finished: datetime
    ) -> FleetRun:
        """Put the results of a run together."""
        groups = tuple(grouped(examined))
        return cls(version, started, finished, failures.since, groups, failures.nameless, tuple(remarks))

    @property
    def members(self) -> list[Examined]:
        """All of them, group by group."""
        return [member for group in self.groups for member in group.members]

    @property
    def total(self) -> int:
        """How many VMs' backups failed."""
        return sum(len(group.members) for group in self.groups)

    def count(self, kind: Kind) -> int:
        """How many VMs are in the groups of a kind."""
        return sum(len(group.members) for group in self.groups if group.kind is kind)

    @property
    def summary(self) -> Text:
        """All of it in a few words."""
        if not self.total:
            return translate("Fleet", "No backup of a virtual machine has failed since {since}.").format(since=self.since)
        subscriptions = len({member.failed.vm.subscription.casefold() for member in self.members})
        text = translate(
            "Fleet",
            "Virtual machines whose backup has failed since {since}: {total}. Subscriptions: {places}. "
            "Cause found: {explained}. No cause found: {unexplained}. Not examined: {unseen}.",
        )
        return text.format(
            since=self.since,
            total=self.total,
            places=subscriptions,
            explained=self.count(Kind.CAUSE),
            unexplained=self.count(Kind.NO_CAUSE),
            unseen=self.count(Kind.NOT_EXAMINED),
        )
