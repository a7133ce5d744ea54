"""What the signed-in account may not do."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..core.resource_id import is_within


@dataclass(frozen=True, slots=True)
class Denial:
    """An action, perhaps with wildcards, that is denied at a scope and below."""

    action: str
    scope: str

    def covers(self, action: str, scope: str) -> bool:
        """Whether an action at a scope falls under it."""
        here = self.scope in ("", "/") or is_within(self.scope, scope)
        return here and fnmatchcase(action.casefold(), self.action.casefold())


class Permissions:
    """Everything is allowed but what has been denied."""

    def __init__(self) -> None:
        self._denials: list[Denial] = []

    def deny(self, action: str, scope: str) -> None:
        """Forbid an action, which may hold ``*``, at a scope and below."""
        self._denials.append(Denial(action, scope))

    def allows(self, action: str, scope: str) -> bool:
        """Whether nothing forbids an action at a scope."""
        return not any(denial.covers(action, scope) for denial in self._denials)

    def denied_at(self, scope: str) -> list[str]:
        """The actions denied at a scope, for the ``notActions`` of its permissions."""
        return [denial.action for denial in self._denials if denial.scope in ("", "/") or is_within(denial.scope, scope)]
