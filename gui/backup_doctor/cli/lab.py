"""``lab``: the demo tenant as an ARM endpoint, until it is told to stop."""

from __future__ import annotations

import argparse
import json
import signal
import threading

from ..core.text import lazy_translate as translate
from ..lab.faults import BadFault, Fault
from ..lab.running import UnknownScenario, start
from .exits import Exit, Stop
from .files import put_out


def lab(arguments: argparse.Namespace) -> Exit:
    """Carry out the command: one JSON line when ready, then serve until interrupted.

    Raises:
        Stop: an unknown scenario, a bad fault, or a port that is taken.
    """
    try:
        faults = [Fault.parse(spec) for spec in arguments.fault]
        running = start(arguments.scenario, port=arguments.port, latency=arguments.latency / 1000, faults=faults, fleet=arguments.fleet or 0)
    except (BadFault, UnknownScenario) as error:
        raise Stop(Exit.USAGE, error.text) from error
    except OSError as error:
        text = translate("CommandLine", "Port {port} cannot be used: {reason}")
        raise Stop(Exit.USAGE, text.format(port=str(arguments.port), reason=error.strerror or str(error))) from error
    with running:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        vms = [{"id": vm.id, "scenario": vm.scenario} for vm in running.vms]
        line = {"endpoint": running.endpoint, "token": running.token, "subscription": running.subscription, "vms": vms}
        put_out(f"{json.dumps(line)}\n", None)
        while not stop.wait(1):  # a wait without end cannot be interrupted on Windows
            pass
    return Exit.NO_CAUSE
