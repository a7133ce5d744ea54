"""What a cause is made of, and what looking for it can find."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from .answer import Answer
    from .facts import Vm
    from .permission import Permission
    from .plan import Plan, Risk
    from .resource_id import VmId
    from .text import Text

T = TypeVar("T")


class Status(StrEnum):
    """The outcome of one check."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Does not apply to this VM, or was not asked for."""
    UNKNOWN = "unknown"
    """We could not look: no permission, throttled, no answer."""


class Verdict(StrEnum):
    """What the findings say of a cause."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    RULED_OUT = "ruled_out"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding comes from: one request, and the value in its answer that decided."""

    request: str
    """Method and full URL: ``GET https://…``."""
    request_id: str
    """Azure's ``x-ms-request-id``."""
    at: datetime
    """When Azure answered, by Azure's clock."""
    path: str
    """JSON path in the answer: ``$.properties.provisioningState``."""
    value: str
    """Azure's literal, never translated."""
    answer: Answer | None = field(default=None, repr=False, compare=False)
    """The whole answer, while it is in memory; no report has it."""


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """A value, and where Azure said it."""

    value: T
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """Everything of one kind that Azure listed, with the evidence that the list was read to its end."""

    items: tuple[T, ...]
    evidence: tuple[Evidence, ...]


class CouldNotLook(Exception):
    """Azure was asked and did not say. `arm.errors` derives its tree from this; it carries words for the user."""

    def __init__(self, text: Text, *, missing: Permission | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.missing = missing
        self.evidence: tuple[Evidence, ...] = ()
        """The refused request, where Azure answered at all."""
        self.status = 0
        """HTTP status of the refusal; 0 where Azure did not answer."""
        self.passes = False
        """Whether the reason passes by itself, so that asking again a little later makes sense."""
        self.wait = 0.0
        """Seconds that Azure asks to wait before that."""


class CannotStart(CouldNotLook):
    """Nothing at all can be asked: not signed in, Azure out of reach, or the VM does not exist."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's true answer."""

    status: Status
    text: Text
    evidence: tuple[Evidence, ...] = ()
    missing: Permission | None = None
    unasked: bool = False
    """Skipped only because nobody chose to look: it may well apply."""


def ok(text: Text, *evidence: Evidence) -> Finding:
    """All is well, also where the setup is unusual and the words say so."""
    return Finding(Status.OK, text, evidence)


def warning(text: Text, *evidence: Evidence) -> Finding:
    """Not right, but no proof that this made the backup fail."""
    return Finding(Status.WARNING, text, evidence)


def failed(text: Text, *evidence: Evidence) -> Finding:
    """The fault itself, seen."""
    return Finding(Status.FAILED, text, evidence)


def skipped(text: Text, *evidence: Evidence) -> Finding:
    """The question does not arise for this VM, or was not asked for."""
    return Finding(Status.SKIPPED, text, evidence)


def not_asked(text: Text) -> Finding:
    """Skipped because looking was not chosen."""
    return Finding(Status.SKIPPED, text, unasked=True)


def unknown(text: Text, *evidence: Evidence, missing: Permission | None = None) -> Finding:
    """We could not look; the words say why."""
    return Finding(Status.UNKNOWN, text, evidence, missing)


class Shell(StrEnum):
    """Where a command of a manual step is typed."""

    POWERSHELL = "PowerShell"
    BASH = "bash"
    AZURE_CLI = "Azure CLI"
    CMD = "cmd"


@dataclass(frozen=True, slots=True)
class Command:
    """A line to copy. It holds nothing that Azure or a guest said, but ids that `VmId` has vetted."""

    shell: Shell
    line: str


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a manual step asks of the administrator."""

    text: Text
    commands: tuple[Command, ...] = ()


CheckFunction = Callable[["Vm"], Awaitable[Finding]]
ManualFunction = Callable[["VmId"], Instructions]
PlanFunction = Callable[["Vm"], Awaitable["Plan"]]


def _id(cause: Cause, function: Callable[..., object]) -> str:
    return f"{cause.id}/{function.__name__.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Check:
    """One question about the VM. Its title states the healthy state."""

    cause: Cause
    title: Text
    why: Text
    run: CheckFunction

    @property
    def id(self) -> str:
        return _id(self.cause, self.run)


@dataclass(frozen=True, slots=True)
class Manual:
    """A step for hands."""

    cause: Cause
    title: Text
    instructions: ManualFunction

    @property
    def id(self) -> str:
        return _id(self.cause, self.instructions)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A repair a program can do. It is planned first; `core.carrying_out` does what the plan says."""

    cause: Cause
    title: Text
    what: Text
    """What it does and when it helps, in a sentence or two, for the card."""
    permissions: tuple[str, ...]
    """The actions it may need, for a custom role; the plan says which of them it does need, and where."""
    risk: Risk
    plan: PlanFunction
    """Raises `core.plan.Unavailable` where it cannot be carried out now."""
    needs_fault: bool
    """Whether it is pointless while its cause is ruled out."""

    @property
    def id(self) -> str:
        return _id(self.cause, self.plan)


@dataclass(eq=False, slots=True)
class Cause:
    """One reason a backup fails: how to see it, how to put it right.

    The decorators return the function unchanged, so that a test calls it directly.
    """

    id: str
    title: Text
    explanation: Text
    learn_more: str
    os: str | None = None
    """``Windows`` or ``Linux`` where the cause exists on one of them only."""
    upstream: tuple[str, ...] = ()
    """Ids of causes that bring this one about: where one of them is confirmed too, this one is its consequence and not the root."""
    checks: list[Check] = field(default_factory=list, init=False)
    remedies: list[Remedy] = field(default_factory=list, init=False)
    manual_steps: list[Manual] = field(default_factory=list, init=False)

    def check(self, *, title: Text, why: Text) -> Callable[[CheckFunction], CheckFunction]:
        """Register a check: its title (the healthy state) and why it matters."""

        def register(function: CheckFunction) -> CheckFunction:
            self.checks.append(Check(self, title, why, function))
            return function

        return register

    def remedy(
        self, *, title: Text, what: Text, permissions: tuple[str, ...], risk: Risk, needs_fault: bool = True
    ) -> Callable[[PlanFunction], PlanFunction]:
        """Register a remedy: a function that reads what it needs and returns the plan, and changes nothing."""

        def register(function: PlanFunction) -> PlanFunction:
            self.remedies.append(Remedy(self, title, what, permissions, risk, function, needs_fault))
            return function

        return register

    def manual(self, *, title: Text) -> Callable[[ManualFunction], ManualFunction]:
        """Register a manual step."""

        def register(function: ManualFunction) -> ManualFunction:
            self.manual_steps.append(Manual(self, title, function))
            return function

        return register


@dataclass(frozen=True, slots=True)
class Symptom:
    """An Azure Backup error code: its documented spelling, its message, and the causes to walk, in documented order."""

    code: str
    message: Text
    causes: tuple[str, ...]
    """Ids of causes; none where nothing that can be checked leads to this code, and only `guidance` helps."""
    guidance: Text | None = None
    """What to do about this code whatever the checks say; None where the causes say it all."""
