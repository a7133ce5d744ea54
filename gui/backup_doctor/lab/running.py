"""Starts the lab inside this process and stops it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from types import TracebackType

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .build import PRODUCTION
from .faults import Fault, Faults
from .identity import make_token
from .scenarios import all_scenarios
from .server import Server
from .service import Issuer, Service
from .world import World


class UnknownScenario(ValueError):
    """There is no such scenario. Carries the sentence for the user."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        #: {known} is a list of names, separated by commas.
        self.text: Text = translate("Lab", "The lab has no scenario “{name}”. It has: {known}.").format(name=name[:200], known=", ".join(known))
        super().__init__(str(self.text))


@dataclass(frozen=True, slots=True)
class LabVm:
    """A VM of the lab and the scenario it plays."""

    id: str
    scenario: str


@dataclass(frozen=True, slots=True)
class RunningLab:
    """A lab that answers until it is closed."""

    endpoint: str
    """``http://127.0.0.1:port``."""
    token: str = field(repr=False)
    subscription: str
    """The id of the first."""
    vms: tuple[LabVm, ...]
    world: World = field(repr=False)
    _server: Server = field(repr=False)
    _thread: Thread = field(repr=False)

    def accept(self, issuer: Issuer, login_endpoint: str = "") -> None:
        """From now on accept somebody else's tokens too.

        Args:
            login_endpoint: where the metadata says one signs in; empty: where it said before.
        """
        service = self._server.service
        service.issuer = issuer
        service.login_endpoint = login_endpoint or service.login_endpoint

    def close(self) -> None:
        """Stop answering and give the port back; closing twice does no harm."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server.hang_up()

    def __enter__(self) -> RunningLab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()


def start(scenarios: Sequence[str] | None = None, *, port: int = 0, latency: float = 0.0, faults: Sequence[Fault] = (), fleet: int = 0) -> RunningLab:
    """Build a world and serve it from threads of this process, on 127.0.0.1.

    Args:
        scenarios: names; None is the whole demo tenant.
        port: 0 takes a free one.
        latency: seconds every answer takes longer.
        fleet: so many VMs of `lab.fleet` instead, unless it is 0; of those, `RunningLab.vms` has the ones that failed.

    Raises:
        UnknownScenario: a name that is none.
        OSError: the port is taken.
    """
    world = World()
    vms = _fleet(world, fleet) if fleet else populate(world, scenarios)
    return serve(world, vms, port=port, latency=latency, faults=faults)


def serve(world: World, vms: tuple[LabVm, ...] = (), *, port: int = 0, latency: float = 0.0, faults: Sequence[Fault] = ()) -> RunningLab:
    """Serve a world that has been built already, which has to have a subscription; the rest is as for `start`."""
    token = make_token(datetime.now(UTC))
    server = Server(Service(world, token), port, latency, Faults(faults))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="lab", daemon=True)
    thread.start()
    return RunningLab(f"http://127.0.0.1:{server.server_port}", token, next(iter(world.subscriptions)), vms, world, server, thread)


def _fleet(world: World, total: int) -> tuple[LabVm, ...]:
    from .fleet import populate_fleet

    return tuple(LabVm(identity, fault) for identity, fault in populate_fleet(world, total).failing)


def populate(world: World, scenarios: Sequence[str] | None = None) -> tuple[LabVm, ...]:
    """Build scenarios, all of them unless some are named, in a world.

    Raises:
        UnknownScenario: a name that is none.
    """
    known = all_scenarios()
    world.subscription(PRODUCTION)
    names = list(known) if scenarios is None else list(dict.fromkeys(scenarios))
    for name in names:
        if name not in known:
            raise UnknownScenario(name, sorted(known))
    return tuple(LabVm(known[name].build(world), name) for name in names)
