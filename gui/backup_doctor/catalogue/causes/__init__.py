"""One module per cause; every module declares one ``cause``. Dropping a file in adds a cause everywhere."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from ...core.model import Cause


def module_names() -> list[str]:
    """Full names of the modules; also read by the installer's recipe, so that a frozen build cannot lose a cause."""
    return sorted(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))


@cache
def _by_id() -> dict[str, Cause]:
    causes: list[Cause] = [import_module(name).cause for name in module_names()]
    return {cause.id: cause for cause in causes}


def cause(identity: str) -> Cause:
    """The cause with this id.

    Raises:
        KeyError: there is none.
    """
    return _by_id()[identity]


def catalogue() -> tuple[Cause, ...]:
    """All causes, by id."""
    return tuple(_by_id().values())
