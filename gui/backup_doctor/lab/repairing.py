"""What the repair scripts of both systems share inside a VM of the lab: where they run, how they end, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from .answers import Json
from .guest import ProbedGuest
from .guest_logs import LOGS
from .machine import VirtualMachine
from .world import World

SOON, A_WHILE = 1, 3
"""Paces until what a script prepared is done: a restart, and what takes longer."""

MINUTES = {SOON: 4, A_WHILE: 9}
"""How long that takes in Azure: the lab's clock is set forward by as much, so that nobody has to wait."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a script runs."""

    world: World
    vm: VirtualMachine
    guest: ProbedGuest

    @property
    def says(self) -> Json:
        """What the guest would answer to our probe now."""
        return self.guest.says()

    def change(self, **differs: object) -> None:
        """Let the guest differ from a healthy one in this."""
        self.guest.differs |= differs

    def later(self, paces: int, effect: Callable[[], None]) -> None:
        """Let something happen that the script has only prepared; ``paces`` is `SOON` or `A_WHILE`."""

        def happen() -> None:
            self.world.skip(timedelta(minutes=MINUTES[paces]))
            effect()

        self.world.later(paces, happen)

    def keep(self, name: str, *fields: str) -> None:
        """What a repair finds, for the script that takes it back; a second run finds nothing new."""
        self.guest.kept.setdefault(name, {field: self.says[field] for field in fields})

    def give_back(self, name: str) -> None:
        """Put back what a repair found; where it has not run there is nothing."""
        self.guest.differs |= self.guest.kept.pop(name, {})


@dataclass(frozen=True, slots=True)
class Said:
    """How a script says it went."""

    words: str
    ok: bool = True


Effect = Callable[[Place], Said | bytes]
"""What a script does when it has run; bytes are a file it hands out."""


def come_back(vm: VirtualMachine) -> None:
    """The agent reports again, from now on."""
    vm.agent.ready = True
    vm.agent.reported_ago = timedelta(0)


def open_host(place: Place) -> Said:
    """A firewall hides the host; a missing route, or something else that answers in its place, stays what it is."""
    says = place.says
    shut = [f"host{port}" for port in (80, 32526) if says[f"host{port}"] is False]
    if place.vm.os == "Linux" and not says["route"]:
        return Said("Root may reach 168.63.129.16 on TCP 80 and 32526 until the firewall is loaded anew.")
    fields = [*shut, *(["hostanswers"] if "host80" in shut else []), *(["fwblocks"] if shut and place.vm.os == "Windows" else [])]
    place.keep("host", *fields)
    place.change(**{field: 0 if field == "fwblocks" else True for field in fields})
    return Said("168.63.129.16 may be reached on TCP 80 and 32526.")


def close_host(place: Place) -> Said:
    """Takes `open_host` back."""
    place.give_back("host")
    return Said("The firewall is as it was.")


def switched(name: str, *, on: bool) -> Effect:
    """A setting that no probe asks for; the next backup or log shows it."""

    def switch(place: Place) -> Said:
        (place.guest.switches.add if on else place.guest.switches.discard)(name)
        return Said(f"{name} is {'set' if on else 'as it was'}.")

    return switch


def set_to(name: str, field: str, value: object) -> Effect:
    """A setting that our probe shows."""

    def change(place: Place) -> Said:
        place.keep(name, field)
        place.change(**{field: value})
        return Said(f"{name} is set.")

    return change


def given_back(name: str) -> Effect:
    """Takes `set_to` back."""

    def change(place: Place) -> Said:
        place.give_back(name)
        return Said(f"{name} is as it was.")

    return change


def hand_out(name: str) -> Effect:
    """The text of a log, as its script hands it out."""
    return lambda place: LOGS[name](place.world.now(), place.vm.agent.version)
