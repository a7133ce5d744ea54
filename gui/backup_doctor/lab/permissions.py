"""What the signed-in account may do, and what not.

A role allows what its ``actions`` name and its own ``notActions`` do not leave out; an account may do what any of its roles allows, and a
denial goes before all of them (Azure role definitions, 2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..core.resource_id import is_within
from .answers import Json


def _fits(patterns: Iterable[str], action: str) -> bool:
    # Azure knows only the star.
    return any(fnmatchcase(action.casefold(), pattern.casefold().replace("[", "[[]").replace("?", "[?]")) for pattern in patterns)


def _reaches(upper: str, scope: str) -> bool:
    return upper in ("", "/") or is_within(upper, scope)


@dataclass(frozen=True, slots=True)
class Role:
    """A role the account holds at a scope and below; its actions may hold ``*``."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    scope: str

    def allows(self, action: str, scope: str) -> bool:
        """Whether this role alone allows an action at a scope."""
        return _reaches(self.scope, scope) and _fits(self.actions, action) and not _fits(self.not_actions, action)


@dataclass(frozen=True, slots=True)
class Denial:
    """An action, perhaps with wildcards, that is denied at a scope and below."""

    action: str
    scope: str

    def covers(self, action: str, scope: str) -> bool:
        """Whether an action at a scope falls under it."""
        return _reaches(self.scope, scope) and _fits((self.action,), action)


EVERYTHING = Role(("*",), (), "/")


class Permissions:
    """Everything is allowed but what has been denied, until the account is given roles of its own."""

    def __init__(self) -> None:
        self._roles: list[Role] = []
        self._denials: list[Denial] = []

    def grant(self, role: Role) -> None:
        """Give the account a role; the first one takes the place of the role that allows everything."""
        self._roles.append(role)

    def deny(self, action: str, scope: str) -> None:
        """Forbid an action, which may hold ``*``, at a scope and below."""
        self._denials.append(Denial(action, scope))

    def allow_everything(self) -> None:
        """Forget every denial."""
        self._denials.clear()

    def allows(self, action: str, scope: str) -> bool:
        """Whether a role allows an action at a scope, and nothing forbids it."""
        held = any(role.allows(action, scope) for role in self._roles or (EVERYTHING,))
        return held and not any(denial.covers(action, scope) for denial in self._denials)

    def at(self, scope: str) -> list[Json]:
        """What ``Microsoft.Authorization/permissions`` tells at a scope, role by role. Of denials it tells nothing in Azure; here they
        show as ``notActions``, so that an account short of one permission is told in one line."""
        denied = [denial.action for denial in self._denials if _reaches(denial.scope, scope)]
        return [
            {"actions": list(role.actions), "notActions": [*role.not_actions, *denied], "dataActions": [], "notDataActions": []}
            for role in self._roles or (EVERYTHING,)
            if _reaches(role.scope, scope)
        ]
