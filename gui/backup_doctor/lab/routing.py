"""From a request to the function that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .answers import Answer, Json
from .identity import HOME
from .world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request, understood."""

    world: World
    method: str
    path: str
    """Unquoted, in the caller's letter case."""
    query: Mapping[str, str]
    """By name in lower case."""
    body: Json
    """Empty when the request had none."""
    base: str
    """``http://host:port`` as the caller sees it, for links back."""
    args: Mapping[str, str]
    """What stood in the template's gaps."""
    if_match: str = ""
    """The version of a resource that is to be replaced; empty for any."""
    tenant: str = HOME.id
    """The tenant that the caller has signed in to."""

    @property
    def scope(self) -> str:
        """The id the request acts on: an action, a child list and a list each belong to what they are asked of."""
        return scope_of(self.path)

    def link(self, path: str, **extra: str) -> str:
        """A link to a path here, with the caller's own api-version."""
        query = "&".join(f"{name}={value}" for name, value in {**extra, "api-version": self.query.get("api-version", "")}.items())
        return f"{self.base}{path}?{query}"


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """What answers one kind of request, and the permission it takes."""

    method: str
    pattern: re.Pattern[str]
    action: str
    """Empty where a sign-in alone is enough."""
    lockable: bool
    """Whether a management lock can stand in its way."""
    handler: Handler


class Routes:
    """A module's routes, registered by decorator."""

    def __init__(self) -> None:
        self.items: list[Route] = []

    def serve(self, method: str, template: str, action: str = "", *, lockable: bool = True) -> Callable[[Handler], Handler]:
        """Register a handler.

        Args:
            template: a path whose ``{gaps}`` match one segment, ``{scope}`` any number.
            action: the permission needed at the request's scope.
        """

        def register(handler: Handler) -> Handler:
            self.items.append(Route(method, _pattern(template), action, lockable, handler))
            return handler

        return register


class Router:
    """All routes, in the order of their modules."""

    def __init__(self, routes: Iterable[Routes]) -> None:
        self._by_method: dict[str, list[Route]] = {}
        for module in routes:
            for route in module.items:
                self._by_method.setdefault(route.method, []).append(route)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, Any]] | None:
        """The route for a request and what stood in its gaps."""
        for route in self._by_method.get(method, ()):
            if match := route.pattern.fullmatch(path):
                return route, match.groupdict()
        return None


def scope_of(path: str) -> str:
    """The id of the resource, group or subscription that a request's path is about.

    ``…/virtualMachines/vm/start`` and ``…/virtualMachines/vm/extensions`` are about the VM; a list right below
    ``/providers/<namespace>`` is about what stands before it.
    """
    at = path.rstrip("/").casefold().rfind("/providers/")  # in whatever letter case
    before, marker, after = (path[:at], path[at : at + 11], path.rstrip("/")[at + 11 :]) if at >= 0 else ("", "", "")
    if not marker:
        return path.rstrip("/") or "/"
    segments = after.split("/")
    if len(segments) <= 2:
        return before or "/"
    return path.rstrip("/") if len(segments) % 2 else path.rstrip("/").rpartition("/")[0]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    gaps = ("(?P<scope>.*)" if part == "{scope}" else f"(?P<{part[1:-1]}>[^/]+)" for part in parts[1::2])
    texts = [re.escape(part) for part in parts[::2]]
    return re.compile("".join(text + gap for text, gap in zip(texts, [*gaps, ""], strict=True)), re.IGNORECASE)
