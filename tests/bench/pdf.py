"""The report as PDF: the first one of a process, with the typesetter still to be loaded, and those that follow; and the preview's pictures.

Run: ``make bench``, or ``python tests/bench/pdf.py [--repeat N]``. Prints one JSON line. Each first one is made in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import language
from backup_doctor.core.report import dumps, loads
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.pdf.render import make_pages, make_pdf

SCENARIO = "windows-agent-stopped"
WARM = 9
DOTS = 96.0
"""Per inch, of the preview on a common screen."""


async def diagnosis(lab: RunningLab) -> Diagnosis:
    """One to print."""
    session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
    try:
        return await examine_vm(session.gateway, VmId.parse(lab.vms[0].id), None)
    finally:
        await session.gateway.close()


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - started)


def one_process(file: Path) -> dict[str, float]:
    """Cold, then warm."""
    loaded = loads(file.read_bytes())
    english = language("en")
    cold = milliseconds(lambda: make_pdf(loaded, english))
    warm = [milliseconds(lambda: make_pdf(loaded, english)) for _ in range(WARM)]
    preview = [milliseconds(lambda: make_pages(loaded, english, DOTS)) for _ in range(3)]
    size = len(make_pdf(loaded, english)) / 1024
    pages = len(make_pages(loaded, english, DOTS))
    return {"cold_ms": cold, "warm_ms": statistics.median(warm), "preview_ms": statistics.median(preview), "pages": pages, "size_kb": size}


def main() -> None:
    """As many processes as asked for; the median of each figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(one_process(arguments.one)))
        return
    with tempfile.TemporaryDirectory() as folder, start([SCENARIO]) as lab:
        file = Path(folder, "diagnosis.json")
        file.write_text(dumps(asyncio.run(diagnosis(lab)), language("en")), "utf-8")
        command = [sys.executable, __file__, "--one", str(file)]
        told = [json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout) for _ in range(arguments.repeat)]
    print(json.dumps({"scenario": SCENARIO} | {name: round(statistics.median(row[name] for row in told), 1) for name in told[0]}))


if __name__ == "__main__":
    main()
