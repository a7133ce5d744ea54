"""Our repair scripts as a VM of the lab knows them: those of ``resources/repairs`` and no others, each by its whole text."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from functools import cache

from ..core.scripts import script, script_files
from . import linux_repairs, windows_repairs
from .answers import Json, lab_does_not_know
from .guest import ProbedGuest
from .machine import VirtualMachine, linux_output, windows_output
from .repairing import Effect, Place
from .world import World

EFFECTS: Mapping[str, Mapping[str, Effect]] = {"Windows": windows_repairs.EFFECTS, "Linux": linux_repairs.EFFECTS}
"""By OS, then by the script's file."""


def repair_of(vm: VirtualMachine, text: str) -> Callable[[World], list[Json]] | None:
    """What running a script does and answers; None for a script that is none of our repairs.

    Raises:
        ArmError: 501 for a repair that is not made for this guest.
    """
    file = _files().get(text)
    if file is None:
        return None
    guest = vm.guest
    effect = EFFECTS[vm.os].get(file)
    if effect is None or not isinstance(guest, ProbedGuest):
        raise lab_does_not_know("this script's output")
    return lambda world: _run(effect, Place(world, vm, guest))


@cache
def _files() -> Mapping[str, str]:
    """The scripts by their text as it arrives."""
    return {"\n".join(script(file).splitlines()): file for file in script_files()}


def _run(effect: Effect, place: Place) -> list[Json]:
    outcome = effect(place)
    answer: Json = {"repair": 1, "ok": True}
    if isinstance(outcome, bytes):
        answer["data"] = base64.b64encode(gzip.compress(outcome)).decode("ascii")
    else:
        answer |= {"ok": outcome.ok, "said": outcome.words}
    line = json.dumps(answer, separators=(",", ":"))
    return windows_output(line) if place.vm.os == "Windows" else linux_output(line)
