"""A process of its own that carries out what is in a journal, to be killed at it (`forking`)."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import IO, Any, cast

from backup_doctor.arm.changes import Changes
from backup_doctor.arm.cloud import custom
from backup_doctor.arm.credential import token_credential
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.watches import CONDITIONS, WATCHES
from backup_doctor.core.carrying_out import Tools, carry_out
from backup_doctor.core.journal import Entry, Journal
from backup_doctor.core.plan import Step
from tests.helpers.forking import run_all

QUICKLY = 0.02


class Deadly:
    """The journal's file, which ends the process in the middle of the n-th line it writes, or right after it."""

    def __init__(self, file: IO[bytes], line: int, half: bool) -> None:
        self._file, self._left, self._half = file, line, half

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: memoryview) -> int:
        self._left -= 1
        if not self._left:
            self._file.write(data[: len(data) // 2] if self._half else data)
            os.kill(os.getpid(), signal.SIGKILL)
        return self._file.write(data)


async def _carry_out(order: dict[str, Any], entry: Entry) -> None:
    async def approve(_step: Step) -> bool:
        return True

    gateway = Gateway(custom(order["endpoint"]), token_credential(order["token"]))
    gateway.repairs_allowed, gateway.interval = True, QUICKLY
    vm, folder = entry.undertaking.vm, Path(order["folder"])
    tools = Tools(Changes(gateway), lambda: AzureVm(gateway, vm), WATCHES, CONDITIONS, approve, QUICKLY, folder, lambda _undertaking: None)
    await carry_out(entry, tools)
    await gateway.close()


def _run(order: dict[str, Any]) -> int:
    with Journal(Path(order["folder"])).resume(order["id"]) as entry:
        if order["line"]:
            entry._file = cast(IO[bytes], Deadly(entry._file, order["line"], order["half"]))
        asyncio.run(_carry_out(order, entry))
    return 0


if __name__ == "__main__":
    run_all(_run)
