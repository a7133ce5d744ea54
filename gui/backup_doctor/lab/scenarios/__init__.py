"""One module per scenario; every module declares ``scenario`` and ``build``. Dropping a file in adds it to the demo tenant."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import cast

from ..scenario import ScenarioModule


def module_names() -> list[str]:
    """Full names of the modules; also read by the installer's recipe, so that a frozen build cannot lose a scenario."""
    return sorted(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))


@cache
def all_scenarios() -> dict[str, ScenarioModule]:
    """Every scenario's module, by the scenario's name."""
    modules = [cast(ScenarioModule, import_module(name)) for name in module_names()]
    return {module.scenario.name: module for module in modules}
