"""Many VMs at once: which failed, what the diagnosis of each says, and what those with the same cause have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from ..diagnosis import Diagnosis
from ..resource_id import VmId
from ..text import Text


@dataclass(frozen=True, slots=True)
class FailedVm:
    """A VM whose last backup failed, as Azure lists it."""

    vm: VmId
    subscription: str
    """Its display name; the id where none is known."""
    location: str
    """Empty where Azure does not list the VM: it is gone, or hidden from this account."""
    os: str
    failed_at: datetime
    """When the backup that failed began."""
    error: str = ""
    """Azure's code or words for it; empty where only the job itself knows them."""


@dataclass(frozen=True, slots=True)
class Failures:
    """What Azure says of one span of time."""

    since: datetime
    failed: tuple[FailedVm, ...]
    """In the order of their ids."""
    nameless: tuple[str, ...] = ()
    """Ids of failed backup items that belong to no VM of Resource Manager: nothing that could be examined."""


class FactKind(StrEnum):
    """Which sort of thing VMs may have in common. What may itself be the fault comes first, then the circumstances; names are for machines."""

    LOCK = "lock"
    SECURITY_RULE = "security_rule"
    ADMIN_RULE = "admin_rule"
    ROUTE_TABLE = "route_table"
    ENDPOINT_POLICY = "endpoint_policy"
    POLICY_ASSIGNMENT = "policy_assignment"
    KEY_VAULT = "key_vault"
    BUSY_VAULT = "busy_vault"
    PROVISIONING_ERROR = "provisioning_error"
    EXTENSION = "extension"
    AGENT_VERSION = "agent_version"
    CODE = "code"
    BACKUP_POLICY = "backup_policy"
    VAULT = "vault"
    REGION = "region"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a diagnosis met on its way to the root cause, or a circumstance of the VM."""

    what: FactKind
    value: str
    """Azure's literal: an id, a name, a version."""

    @property
    def key(self) -> tuple[FactKind, str]:
        """By this two VMs are seen to have the same; ids come in any letter case."""
        return self.what, self.value.casefold()


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining one of them: a diagnosis, or why there is none."""

    failed: FailedVm
    diagnosis: Diagnosis | None = None
    error: Text | None = None
    facts: tuple[Fact, ...] = ()
    """What decided, and the circumstances; of that others may have the same."""


class Kind(StrEnum):
    """Why members are in one group."""

    CAUSE = "cause"
    NO_CAUSE = "no_cause"
    """Examined, and nothing found; the diagnosis of each says whether everything could be seen."""
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True, slots=True)
class Share:
    """One thing that several members of a group have in common."""

    what: str
    """One of `What`."""
    value: str
    """Azure's literal: an id, a name, a version."""
    count: int
    """How many of the group's members."""
    text: Text
    """The whole sentence: «11 of 14 share one lock: …»."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members with one root cause."""

    kind: Kind
    cause: str | None
    """Id of the cause; None for the two groups that have none."""
    title: Text
    members: tuple[Examined, ...]
    shares: tuple[Share, ...] = ()
    """What two or more of them share: what may be the fault first, then the circumstances; of each sort what most share first."""

    @property
    def shared(self) -> str:
        """What all of them share; empty where nothing is."""
        return next((share.value for share in self.shares if share.count == len(self.members)), "")


@dataclass(frozen=True, slots=True)
class Begun:
    """One VM is being looked at now."""

    failed: FailedVm


@dataclass(frozen=True, slots=True)
class Ended:
    """One VM has been looked at, or could not be."""

    examined: Examined
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Slowed:
    """Azure asked to wait, and the whole run does."""

    seconds: int
    text: Text


@dataclass(frozen=True, slots=True)
class Remarked:
    """The list of failures is not all it should be; the words say what is missing."""

    text: Text


FleetNews: TypeAlias = Begun | Ended | Slowed | Remarked
