"""One diagnosis over the lab, against its longest chain of dependent requests sent one after another in the same run.

Run: ``make bench``, or ``python tests/bench/diagnose.py [--latency MS …]``. Prints one JSON line per scenario and latency.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.cli.main import THREADS
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.running import RunningLab, start

SCENARIOS = ("healthy-windows", "windows-agent-stopped", "restore-points-locked")
CHAIN = 4
"""VM → network interface → subnet → its security group; VM → vault → jobs → the job; collections → (page 2) → locks of their group."""
ROUNDS = 5


def chain(lab: RunningLab, vm: str) -> float:
    """Seconds for as many plain requests as the longest chain has."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {lab.token}"
        url = f"{lab.endpoint}{vm}?api-version=2024-07-01&$expand=instanceView"
        session.get(url).raise_for_status()  # the connection itself is not counted, as it is not in the diagnosis
        started = time.perf_counter()
        for _ in range(CHAIN):
            session.get(url).raise_for_status()
        return time.perf_counter() - started


async def diagnosis(lab: RunningLab, vm: str) -> float:
    """Seconds of one diagnosis without a given code, on a session that has been used before."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
    try:
        await examine_vm(session.gateway, VmId.parse(vm), None)
        seconds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            await examine_vm(session.gateway, VmId.parse(vm), None)
            seconds.append(time.perf_counter() - started)
        return statistics.median(seconds)
    finally:
        await session.gateway.close()


def main() -> None:
    """Each scenario at each latency."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, nargs="+", default=[0, 200], metavar="MS")
    for latency in parser.parse_args().latency:
        with start(latency=latency / 1000) as lab:
            for name in SCENARIOS:
                vm = next(vm.id for vm in lab.vms if vm.scenario == name)
                floor, ours = chain(lab, vm), asyncio.run(diagnosis(lab, vm))
                row = {"scenario": name, "latency_ms": latency, "chain_s": round(floor, 3), "diagnosis_s": round(ours, 3)}
                print(json.dumps({**row, "ratio": round(ours / floor, 2)}))


if __name__ == "__main__":
    main()
