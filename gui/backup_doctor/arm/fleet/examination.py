"""Examines many VMs: several at once, each by the causes of its own last error, within Azure's limits."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from urllib.parse import urlsplit

from ...core.diagnosis import Diagnosis
from ...core.facts import Vm
from ...core.fleet import Begun, Ended, Examined, FailedVm, FleetNews, Slowed, facts_of
from ...core.model import CouldNotLook
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..cloud import LOOPBACK
from ..errors import NotSignedIn
from ..signin import Session
from .failures import DAY, LONGEST, failed_vms
from .pacing import Pace, Paced
from .sharing import FleetVm, SharingGateway

__all__ = ["AT_ONCE", "DAY", "LONGEST", "Diagnose", "examine_fleet", "failed_vms", "pace_for"]

log = logging.getLogger(__name__)

AT_ONCE = 8
"""VMs under examination at the same time."""

Diagnose = Callable[[Vm, FailedVm], Awaitable[Diagnosis]]
"""One whole diagnosis: `catalogue.last_failure.diagnose`."""


async def examine_fleet(
    session: Session,
    failed: Sequence[FailedVm],
    report: Callable[[FleetNews], None],
    diagnose: Diagnose,
    *,
    at_once: int = AT_ONCE,
    pace: Pace | None = None,
) -> list[Examined]:
    """Diagnose them, and report each as it begins and ends. What goes wrong with one VM is told of that VM and stops no other.

    Args:
        report: called on the running loop.
        at_once: how many VMs are under examination at the same time.
        pace: counts the requests; None makes one for this session.

    Returns:
        What came of each, in the given order.
    """
    pace = pace or pace_for(session)
    pace.slow = lambda seconds, text: report(Slowed(math.ceil(seconds), text))
    gateway = SharingGateway(session.gateway, lambda: Paced(pace))
    run = _Run(gateway, failed, report, diagnose)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(failed))):
                group.create_task(run.work())
    finally:
        await gateway.close()
    return [run.examined[number] for number in range(len(failed))]


def pace_for(session: Session) -> Pace:
    """The published limits; on this very machine, which nobody throttles, only what is asked for."""
    return Pace(reckons=urlsplit(session.gateway.cloud.endpoint).hostname not in LOOPBACK)


class _Run:
    """The state of one run."""

    def __init__(self, gateway: SharingGateway, failed: Sequence[FailedVm], report: Callable[[FleetNews], None], diagnose: Diagnose) -> None:
        self.examined: dict[int, Examined] = {}
        self._gateway, self._report, self._diagnose = gateway, report, diagnose
        self._total = len(failed)
        self._left: Iterator[tuple[int, FailedVm]] = iter(enumerate(failed))
        self._signed_out: Text | None = None

    async def work(self) -> None:
        """Take one VM after the other, as long as there are any."""
        for number, failed in self._left:
            self._report(Begun(failed))
            self.examined[number] = await self._examine(failed)
            self._report(Ended(self.examined[number], len(self.examined), self._total))

    async def _examine(self, failed: FailedVm) -> Examined:
        if self._signed_out is not None:  # nobody who asks now gets an answer, and each would only take its time to fail
            return Examined(failed, error=self._signed_out)
        vm = FleetVm(self._gateway, failed.vm)
        try:
            diagnosis = await self._diagnose(vm, failed)
            return Examined(failed, diagnosis, facts=facts_of(failed, diagnosis, vm.answered()))
        except CouldNotLook as error:
            log.info("%s could not be examined: %s", failed.vm, error)
            if isinstance(error, NotSignedIn):
                self._signed_out = error.text
            return Examined(failed, error=error.text)
        except Exception:  # a fault of ours: the log, the user and every test see it
            log.exception("examining %s is broken", failed.vm)
            return Examined(failed, error=translate("Fleet", "The examination itself failed. The log says why."))
        finally:
            await vm.give_up()
