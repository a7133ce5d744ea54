"""A remedy as it stands for one VM and one account. Apart from `core.offering`, so that what only reads reports loads no asyncio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Remedy
    from .permission import Permission
    from .plan import Plan
    from .text import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy as it stands for this VM and this account."""

    remedy: Remedy
    plan: Plan | None
    """None where it cannot be made."""
    reason: Text | None
    """Why it is not available; None where it is."""
    missing: tuple[Permission, ...] = ()
    """What the account certainly lacks."""
    unsure: tuple[Permission, ...] = ()
    """What could not be seen either way."""

    @property
    def is_available(self) -> bool:
        return self.reason is None
