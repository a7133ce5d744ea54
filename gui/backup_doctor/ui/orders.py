"""What the window sends the worker, and what it gets back: `errands` carries out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..arm.vm import AzureVm
    from ..core.diagnosis import Complaint, Subject
    from ..core.environment import Environment
    from ..core.facts import Job
    from ..core.resource_id import VmId
    from ..core.text import Text
    from ..lab.running import RunningLab


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be examined, and how."""

    vm: VmId
    code: str | None
    looks_inside: bool


@dataclass(frozen=True, slots=True)
class ExaminedVm:
    """The VM after an examination: what is left of that besides its findings."""

    vm: AzureVm
    """With all that was asked, so that repairs need not ask it again."""
    subject: Subject | None = None
    """The VM's own line of the report; None where it was not asked for."""
    environment: Environment | None = None
    """Of a whole diagnosis."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A sign-in to the lab, and the lab itself."""

    session: Session
    lab: RunningLab


@dataclass(frozen=True, slots=True)
class LastJob:
    """What the last failed backup job of the VM says."""

    complaint: Complaint
    job: Job | None
    no_way_inside: Text | None = None
    """Why nobody can look inside the VM now; None where one can, or where Azure did not say."""
