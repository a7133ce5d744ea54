"""What an ARM request needs, and whether the account holds it.

Azure grants by role: a role allows an action when one of its ``actions`` matches and none of its own ``notActions`` does, and an
account may do what any of its roles allows (Azure role definitions, 2025). Deny assignments are not part of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Permission:
    """An action at a scope."""

    action: str
    """``Microsoft.Compute/virtualMachines/restart/action``."""
    scope: str
    """Id of what it is done to."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role grants at a scope (``Microsoft.Authorization/permissions``)."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]

    def allows(self, action: str) -> bool:
        """Whether this role alone allows it."""
        return _any_covers(self.actions, action) and not _any_covers(self.not_actions, action)


def allows(grants: Iterable[Grant], action: str) -> bool:
    """Whether any of the roles allows the action: what one of them leaves out another may grant."""
    return any(grant.allows(action) for grant in grants)


def _any_covers(patterns: Iterable[str], action: str) -> bool:
    return any(covers(pattern, action) for pattern in patterns)


def covers(pattern: str, action: str) -> bool:
    """Whether an action of a role, in which ``*`` stands for anything, slashes too, is or contains another. Letter case does not count.

    No regular expression: the roles are a stranger's, and many stars would make one take for ever.
    """
    first, *others = pattern.casefold().split("*")
    rest = action.casefold()
    if not others or not rest.startswith(first):
        return rest == first
    at = len(first)
    for part in others[:-1]:
        at = rest.find(part, at) + len(part)
        if at < len(part):  # not found
            return False
    return rest[at:].endswith(others[-1])


RESOURCE_GRAPH = "microsoft.resourcegraph/resources"
"""A query is a POST, but its action a reading one."""

_PROVIDER = re.compile("(.*)/providers/(.*)", re.IGNORECASE | re.DOTALL)

_VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


def permission_of(method: str, url: str) -> Permission | None:
    """The action and scope an ARM request needs, from its own path: type segments alternate with names."""
    path = unquote(urlsplit(url).path).rstrip("/")
    before, provider = _at_provider(path)
    namespace, *segments = provider.split("/")
    if not segments or not namespace:
        return None
    types = segments[0::2]
    if method == "POST" and "/".join((namespace, *types)).casefold() == RESOURCE_GRAPH:
        return Permission("Microsoft.ResourceGraph/resources/read", "/")
    if method == "POST":
        return Permission("/".join([namespace, *types, "action"]), path.rpartition("/")[0])
    listing = len(segments) % 2 == 1
    scope = before if listing and len(segments) == 1 else path.rpartition("/")[0] if listing else path
    return Permission("/".join([namespace, *types, _VERBS.get(method, "read")]), scope)


def scope_to_ask(scope: str) -> str:
    """Where the permissions for a scope can be asked: at the subscription, the group or the topmost resource in it.

    A child (a rule that is still to be made, a protected item in its vault) has no list of its own that is worth a request, and a
    lock belongs to what it locks.
    """
    upper = re.split(r"/providers/microsoft\.authorization/", scope.rstrip("/"), maxsplit=1, flags=re.IGNORECASE)[0]
    before, provider = _at_provider(upper)
    if not provider:
        return upper or "/"
    return f"{before}/providers/{'/'.join(provider.split('/')[:3])}"


def _at_provider(path: str) -> tuple[str, str]:
    """What stands before and after the last ``/providers/``, in whatever letter case Azure wrote it; the second is empty without one."""
    found = _PROVIDER.fullmatch(path)
    return (path, "") if found is None else (found[1], found[2])
