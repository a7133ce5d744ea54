"""Kills the process that carries out a plan, for real and wherever one likes, and tells what its journal and the world look like then."""

from __future__ import annotations

import copy
import json
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from backup_doctor.core.journal import Journal
from backup_doctor.core.plan import Plan
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Undertaking
from backup_doctor.lab.answers import Json
from backup_doctor.lab.build import Site, windows
from backup_doctor.lab.faults import Faults
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.locks import LOCK_TYPE
from backup_doctor.lab.server import Server
from backup_doctor.lab.service import Request, Service
from backup_doctor.lab.world import World
from tests.helpers import mortal
from tests.helpers.worlds import Break, Lab

SOURCES = [str(Path(__file__).parents[2] / part) for part in ("gui", "")]


@dataclass(frozen=True, slots=True)
class Kill:
    """Where the process dies: at a request, or at a line of its journal."""

    request: int = 0
    """Which one, counted from 1; 0: at none."""
    acted: bool = False
    """Whether Azure has carried that one out; it never answers it."""
    line: int = 0
    """The line of the journal it dies at, counted from 1 without the plan itself; 0: at none."""
    half: bool = False
    """In the middle of writing it."""


NEVER = Kill()


@dataclass
class Watched(Service):
    """A lab that remembers what it was asked and what of that it carried out, and kills whoever asks the n-th time."""

    kill: Kill = NEVER
    pid: queue.Queue[int] = field(default_factory=queue.Queue)
    arrived: list[str] = field(default_factory=list)
    acted: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Any:
        self.arrived.append(f"{request.method} {request.target}")
        mine = len(self.arrived) == self.kill.request
        if mine and not self.kill.acted:
            self._strike()
            raise ConnectionAbortedError("nobody is there to answer")
        answer = super().answer(request)
        self.acted.append(f"{request.method} {request.target}")
        if mine:
            self._strike()
        return answer

    def _strike(self) -> None:
        os.kill(self.pid.get(timeout=30), signal.SIGKILL)


@dataclass
class Hangman:
    """Starts runs in a process of their own."""

    process: subprocess.Popen[str]

    def run(self, service: Watched, **order: object) -> int:
        """Carry out an order to its end, good or bad; returns the exit code, negative for a signal."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        service.pid.put(int(self.process.stdout.readline()))
        return int(self.process.stdout.readline())


@contextmanager
def hangman(script: str = mortal.__file__) -> Iterator[Hangman]:
    """The process that the runs are forked from.

    Args:
        script: reads a line of JSON for each run, and answers as `mortal` does.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(SOURCES)}
    command = [sys.executable, script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as process:
        yield Hangman(process)


@dataclass
class Scene:
    """What is left after a run."""

    lab: Lab
    service: Watched
    folder: Path
    undertaking: Undertaking
    """As the journal tells it."""
    code: int
    """How the process ended."""
    locks: list[Json]
    """The locks of the world before anything was done."""

    @property
    def lines(self) -> int:
        """How many lines its journal has after the plan itself."""
        (file,) = self.folder.glob("*.jsonl")
        return file.read_bytes().count(b"\n") - 1

    @property
    def journal(self) -> Journal:
        return Journal(self.folder)


@contextmanager
def killed(hangman: Hangman, kill: Kill, broken: tuple[Break, ...], make: Callable[[Lab], Plan], folder: Path) -> Iterator[Scene]:
    """A world, a plan for it in a journal, and a process that dies while it carries it out."""
    world = World()
    world.pace = timedelta(0)
    vm = windows(world, "web-01", Site("rg-web"))
    for fault in broken:
        fault(world, vm)
    service = Watched(world, make_token(world.now()))
    server = Server(service, 0, 0.0, Faults([]))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        lab = Lab(world, VmId.parse(str(vm.id)), f"http://127.0.0.1:{server.server_port}", service.token, service.arrived)
        plan, locks = make(lab), copy.deepcopy(world.store.of_type(LOCK_TYPE))
        service.arrived.clear()
        service.acted.clear()
        service.kill = kill
        with Journal(folder).begin(lab.vm, "cause/remedy", verbatim("A remedy"), plan, "test") as entry:
            identity = entry.undertaking.id
        order = {"endpoint": lab.endpoint, "token": lab.token, "folder": str(folder), "id": identity, "line": kill.line, "half": kill.half}
        code = hangman.run(service, **order)
        service.kill = NEVER
        yield Scene(lab, service, folder, Journal(folder).undertakings()[0], code, locks)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        server.hang_up()
