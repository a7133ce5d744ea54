"""The calls the lab serves, a module per family."""

from __future__ import annotations

from . import (
    accounts,
    activity_log,
    backups,
    disks,
    effective,
    extensions,
    health,
    jobs,
    key_vaults,
    locks,
    machines,
    metrics,
    network_changes,
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
        network_changes,
        effective,
        backups,
        jobs,
        health,
        disks,
        key_vaults,
        metrics,
        activity_log,
        resource_graph,
    )
)
