"""Where the lab keeps resources: ARM JSON by id, in whatever letter case the id is asked for."""

from __future__ import annotations

from ..core.resource_id import group_scope, is_within, same_id, segment
from .answers import Json


def type_of(identity: str) -> str:
    """The resource type an id names, in lower case: ``microsoft.compute/virtualmachines/extensions``."""
    namespace, *tail = identity.strip("/").casefold().rpartition("providers/")[2].split("/")
    return "/".join((namespace, *tail[::2]))


class Store:
    """Resources and the groups they lie in."""

    def __init__(self) -> None:
        self._resources: dict[str, dict[str, Json]] = {}
        self._by_subscription: dict[tuple[str, str], dict[str, Json]] = {}
        """The same by type and subscription: most questions are about one, and a fleet has forty."""
        self._groups: set[str] = set()

    def add_group(self, subscription: str, name: str) -> str:
        """Make sure that a resource group exists; returns its id."""
        scope = group_scope(subscription, name)
        self._groups.add(scope.casefold())
        return scope

    def remove_group(self, subscription: str, name: str) -> None:
        """Take a resource group away; what lies in it has to be taken away before."""
        self._groups.discard(group_scope(subscription, name).casefold())

    def has_group(self, subscription: str, name: str) -> bool:
        """Whether a resource group exists."""
        return group_scope(subscription, name).casefold() in self._groups

    def put(self, resource: Json) -> Json:
        """Add a resource, or replace the one with its id."""
        identity: str = resource["id"]
        kind, key = type_of(identity), identity.casefold()
        self._resources.setdefault(kind, {})[key] = resource
        self._by_subscription.setdefault((kind, segment(key, "subscriptions")), {})[key] = resource
        return resource

    def find(self, identity: str) -> Json | None:
        """The resource with this id; None when there is none."""
        return self._resources.get(type_of(identity), {}).get(identity.casefold())

    def remove(self, identity: str) -> Json | None:
        """Take a resource away and return it; None when there was none."""
        kind, key = type_of(identity), identity.casefold()
        self._by_subscription.get((kind, segment(key, "subscriptions")), {}).pop(key, None)
        return self._resources.get(kind, {}).pop(key, None)

    def of_type(self, kind: str, scope: str = "") -> list[Json]:
        """All resources of a type at or below a scope, oldest first; an empty scope is the whole tenant."""
        subscription = segment(scope.casefold(), "subscriptions")
        resources = self._by_subscription.get((kind.casefold(), subscription), {}) if subscription else self._resources.get(kind.casefold(), {})
        if subscription and same_id(scope, f"/subscriptions/{subscription}"):
            return list(resources.values())
        return [resource for key, resource in resources.items() if not scope or is_within(scope, key)]
