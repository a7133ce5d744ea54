"""ARM resource ids: parsed, and compared the only right way, without regard to letter case.

Azure Backup keeps ids in the letter case of the day a VM was registered, and fixed segments come as
``RESOURCEGROUPS`` or ``/Subscriptions/`` (FAQ of Azure VM backup, 2025-10-27), so ``==`` on the text
would make a protected VM look unprotected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from .text import Text
from .text import lazy_translate as translate

VM_TYPE = "Microsoft.Compute/virtualMachines"

GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
"""As a regular expression, to be used without regard to letter case."""

_NAME = r"[-\w.()]+"
_VM = re.compile(
    rf"/subscriptions/(?P<subscription>{GUID})/resourcegroups/(?P<group>{_NAME})"
    rf"/providers/microsoft\.compute/virtualmachines/(?P<name>{_NAME})",
    re.IGNORECASE,
)


class BadResourceId(ValueError):
    """The text is not the resource id of a virtual machine. Carries the sentence for the user."""

    def __init__(self, given: str, text: Text | None = None) -> None:
        """Say what is wrong.

        Args:
            text: where more is known than that it is no id.
        """
        self.text: Text = text or translate(
            "ResourceId",
            "“{given}” is not the resource id of a virtual machine. A resource id looks like "
            "/subscriptions/<GUID>/resourceGroups/<name>/providers/Microsoft.Compute/virtualMachines/<name>.",
        ).format(given=given if len(given) <= 200 else given[:200] + "…")
        super().__init__(str(self.text))


@dataclass(frozen=True, slots=True)
class VmId:
    """The resource id of one virtual machine."""

    subscription: str
    resource_group: str
    name: str

    @classmethod
    def parse(cls, given: str) -> VmId:
        """Read a resource id or a portal URL that contains one.

        Raises:
            BadResourceId: when no VM is named in it.
        """
        text = unquote(given.strip())
        portal = text.lower().startswith(("https://", "http://"))
        found = _VM.search(text) if portal else _VM.fullmatch(text.rstrip("/"))
        if found is None:
            raise BadResourceId(given)
        return cls(found["subscription"].lower(), found["group"], found["name"])

    @property
    def group_scope(self) -> str:
        """The id of the resource group the VM lives in."""
        return group_scope(self.subscription, self.resource_group)

    @property
    def subscription_scope(self) -> str:
        """The id of the subscription the VM lives in."""
        return f"/subscriptions/{self.subscription}"

    def __str__(self) -> str:
        return f"{self.group_scope}/providers/{VM_TYPE}/{self.name}"

    def quoted(self, part: str) -> str:
        """One of this id's names for a command line to copy, in double quotes. A name that ARM itself would refuse
        (it can only come from a doctored file) is not let into a command."""
        return f'"{part}"' if re.fullmatch(_NAME, part) else '"<name>"'

    @property
    def quoted_id(self) -> str:
        """The whole id for a command line to copy, under the same rule."""
        legal = all(re.fullmatch(_NAME, part) for part in (self.subscription, self.resource_group, self.name))
        return f'"{self}"' if legal else '"<resource id>"'

    def same(self, other: str) -> bool:
        """Whether another id, in whatever letter case, names this VM."""
        return same_id(str(self), other)


def group_scope(subscription: str, resource_group: str) -> str:
    """The id of a resource group."""
    return f"/subscriptions/{subscription}/resourceGroups/{resource_group}"


def same_id(one: str, other: str) -> bool:
    """Compare two ARM ids as Azure does."""
    return one.rstrip("/").casefold() == other.rstrip("/").casefold()


def is_within(scope: str, resource: str) -> bool:
    """Whether a resource is the scope itself or lies below it."""
    upper, lower = scope.rstrip("/").casefold(), resource.rstrip("/").casefold()
    return lower == upper or lower.startswith(upper + "/")


def segment(resource: str, kind: str) -> str:
    """The name that follows a fixed segment: ``segment(id, "resourceGroups")``; empty when it is not there."""
    parts = resource.strip("/").split("/")
    for key, value in pairwise(parts):
        if key.casefold() == kind.casefold():
            return value
    return ""


def last_name(resource: str) -> str:
    """The last segment of an id: the resource's own name."""
    return resource.rstrip("/").rpartition("/")[2]
