"""A lab whose answers lack what Azure, too, leaves out now and then."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from backup_doctor.core.model import CheckFunction, Finding
from backup_doctor.lab.answers import Answer
from backup_doctor.lab.build import Site, windows
from backup_doctor.lab.service import Request, Service
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, Lab, serving


@dataclass
class Forgetful(Service):
    """Leaves fields out of its answers, wherever in them they stand."""

    part: str = ""
    """Of the address, in any letter case: only those answers are cut."""
    fields: tuple[str, ...] = ()

    def _answer(self, request: Request) -> Answer:
        answer = super()._answer(request)
        if self.part.casefold() not in request.target.casefold():
            return answer
        return replace(answer, body=_without(copy.deepcopy(answer.body), self.fields))


def _without(value: Any, fields: tuple[str, ...]) -> Any:
    match value:
        case dict():
            return {name: _without(inside, fields) for name, inside in value.items() if name not in fields}
        case list():
            return [_without(inside, fields) for inside in value]
        case _:
            return value


@contextmanager
def one_vm_lacking(part: str, *fields: str, broken: tuple[Break, ...] = ()) -> Iterator[Lab]:
    """A lab with one Windows VM, of which the answers to certain requests lack these fields."""
    world = World()
    world.pace = timedelta(0)
    vm = windows(world, "web-01", Site("rg-web"))
    for fault in broken:
        fault(world, vm)
    with serving(world, str(vm.id), service=Forgetful(world, "", part=part, fields=fields)) as lab:
        yield lab


def find_lacking(check: CheckFunction, part: str, *fields: str, broken: tuple[Break, ...] = ()) -> Finding:
    """What a check finds then."""
    with one_vm_lacking(part, *fields, broken=broken) as lab:
        return lab.ask(check)
