"""A fleet of the lab in a process of its own: how long it takes to build, to list its failures and to diagnose them, and what that asks of Azure.

Run: ``python tests/bench/fleet.py [--vms N] [--failing N] [--shared] [--limits] [--without-graph] [--list-only]``. Prints one JSON line per
run: with and without sharing; with ``--shared`` only the first. ``--limits`` keeps within Azure's published limits, as a run against Azure
itself does; with ``--without-graph`` Resource Graph is denied; with ``--list-only`` nobody asks why a backup failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from unittest.mock import patch

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.fleet import examine_fleet, failed_vms, sharing
from backup_doctor.arm.fleet.pacing import Pace, Paced
from backup_doctor.arm.signin import Session, sign_in, token_credential
from backup_doctor.catalogue.last_failure import diagnose
from backup_doctor.cli.main import THREADS
from backup_doctor.core.fleet import Failures, grouped
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.fleet import populate_fleet
from backup_doctor.lab.running import serve
from backup_doctor.lab.world import World


def lab(pipe: Connection, vms: int, failing: int, faults: list[Fault]) -> None:
    """Build, serve, and stop when told to."""
    started = time.perf_counter()
    world = World()
    populate_fleet(world, vms, failing)
    built = time.perf_counter() - started
    with serve(world, faults=faults) as running:
        pipe.send((running.endpoint, running.token, built, _memory()))
        pipe.recv()


def _memory() -> int:
    """Megabytes, at the highest."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def by_kind(pace: Pace) -> dict[str, int]:
    """Requests by the kind of bucket they took from."""
    kinds: Counter[str] = Counter()
    for name, bucket in pace.buckets.items():
        kinds["reads of a VM" if "/virtualmachines/" in name else name.partition(" ")[0]] += bucket.taken
    return dict(kinds)


async def listed(session: Session) -> tuple[Failures, dict[str, object]]:
    """Step 1: which backups failed, and what it took to learn that."""
    started, pace = time.perf_counter(), Pace(reckons=False)
    failures = await _failures(session, pace)
    took = {"list_s": round(time.perf_counter() - started, 2), "list_requests": pace.sent, "list_by_bucket": by_kind(pace)}
    return failures, {"failed": len(failures.failed), **took}


async def run(session: Session, *, shares: bool, limits: bool) -> dict[str, object]:
    """Both steps over all failures."""
    failures, told = await listed(session)
    started, pace = time.perf_counter(), Pace(reckons=limits)
    with patch.object(sharing, "SHARED", sharing.SHARED if shares else ()):
        examined = await examine_fleet(session, failures.failed, lambda _news: None, diagnose, pace=pace)
    return {
        "shares": shares,
        "limits": limits,
        **told,
        "diagnose_s": round(time.perf_counter() - started, 1),
        "requests": pace.sent,
        "requests_per_vm": round(pace.sent / max(len(failures.failed), 1), 1),
        "by_bucket": by_kind(pace),
        "client_mb": _memory(),
        "groups": {group.cause or group.kind.value: len(group.members) for group in grouped(examined)},
    }


async def _failures(session: Session, pace: Pace) -> Failures:
    """Which backups failed, with every request counted."""
    door = session.gateway.beside(lambda: Paced(pace))
    try:
        return await failed_vms(replace(session, gateway=door))
    finally:
        await door.close()


Way = Callable[[Session], Awaitable[dict[str, object]]]
"""One run, and what it tells."""


async def list_only(session: Session) -> dict[str, object]:
    """Step 1 alone."""
    return (await listed(session))[1]


async def runs(endpoint: str, token: str, ways: list[Way]) -> None:
    """Each in a session of its own."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    for way in ways:
        session = await sign_in(custom(endpoint), token_credential(token))
        try:
            print(json.dumps(await way(session)), flush=True)
        finally:
            await session.gateway.close()


@contextmanager
def served(vms: int, failing: int, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """The lab's address and token."""
    ours, theirs = Pipe()
    process = Process(target=lab, args=(theirs, vms, failing, faults))
    process.start()
    endpoint, token, built, memory = ours.recv()
    print(json.dumps({"vms": vms, "build_s": round(built, 2), "lab_mb": memory}), flush=True)
    try:
        yield endpoint, token
    finally:
        ours.send("stop")
        process.join()


def main() -> None:
    """As the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vms", type=int, default=10_000)
    parser.add_argument("--failing", type=int, default=200)
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--without-graph", action="store_true")
    parser.add_argument("--list-only", action="store_true")
    arguments = parser.parse_args()
    faults = [Fault.parse("403:ResourceGraph")] if arguments.without_graph else []
    with served(arguments.vms, arguments.failing, faults) as (endpoint, token):
        ways: list[Way] = [partial(run, shares=shares, limits=arguments.limits) for shares in ((True,) if arguments.shared else (True, False))]
        asyncio.run(runs(endpoint, token, [list_only] if arguments.list_only else ways))


if __name__ == "__main__":
    main()
