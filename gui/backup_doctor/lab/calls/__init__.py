"""The calls the lab serves, a module per family."""

from __future__ import annotations

from . import (
    accounts,
    backups,
    effective,
    extensions,
    health,
    jobs,
    locks,
    machines,
    networks,
    operations,
    power,
    resource_graph,
    restore_points,
    run_command,
)

ROUTES = tuple(
    module.routes
    for module in (
        accounts,
        operations,
        machines,
        power,
        extensions,
        run_command,
        restore_points,
        locks,
        networks,
        effective,
        backups,
        jobs,
        health,
        resource_graph,
    )
)
