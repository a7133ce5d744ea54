"""Asks all checks at once and reports each as it lands. Apart from `core.diagnosis`, so that what only reads a diagnosis loads no asyncio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from .diagnosis import Subject
from .facts import Vm
from .model import CannotStart, Cause, Check, CouldNotLook, Finding, skipped, unknown
from .text import lazy_translate as translate

log = logging.getLogger(__name__)

Landed = tuple[Check, Finding]


async def examine(vm: Vm, causes: Iterable[Cause], *, progress: Callable[[Landed], None]) -> dict[str, Finding]:
    """Run all checks of all causes at once and report each as it lands.

    Args:
        progress: called on the running loop with each check and its finding.

    Returns:
        The finding of each check, by check id.

    Raises:
        CannotStart: the VM does not exist, or Azure cannot be asked at all; the other checks are given up.
    """
    checks = [check for cause in causes for check in cause.checks]
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(must_exist(vm))
            looking = group.create_task(look_at(vm, checks, progress=progress))
    except* CannotStart as errors:
        raise errors.exceptions[0] from None
    return looking.result()


async def look_at(vm: Vm, checks: Iterable[Check], *, progress: Callable[[Landed], None]) -> dict[str, Finding]:
    """Run some checks at once; arguments and result as for `examine`."""
    findings: dict[str, Finding] = {}

    async def settle(check: Check) -> None:
        finding = findings[check.id] = await look(vm, check)
        progress((check, finding))

    await asyncio.gather(*map(settle, checks))
    return findings


async def must_exist(vm: Vm) -> None:
    """A VM that merely may not be read is for the checks and plans to tell of.

    Raises:
        CannotStart: the VM does not exist, or Azure cannot be asked at all.
    """
    try:
        await vm.machine()
    except CannotStart:
        raise
    except CouldNotLook as error:
        log.info("going on without the VM itself: %s", error)


async def look(vm: Vm, check: Check) -> Finding:
    """Run one check. Whatever goes wrong becomes `Status.UNKNOWN` with the reason, and stops nothing else."""
    try:
        if check.cause.os is not None and (await vm.machine()).os != check.cause.os:
            return skipped(translate("Diagnosis", "This cause exists on {os} only.").format(os=check.cause.os))
        return await check.run(vm)
    except CouldNotLook as error:
        log.info("%s could not look: %s", check.id, error)
        return unknown(error.text, *error.evidence, missing=error.missing)
    except Exception:  # a fault of ours: the log, the user and every test see it
        log.exception("%s is broken", check.id)
        return unknown(translate("Diagnosis", "This check itself failed. The log says why."))


async def subject(vm: Vm) -> Subject:
    """The VM's own line of the report, from what has already been asked."""
    try:
        machine = await vm.machine()
    except CouldNotLook:
        return Subject(vm.id)
    return Subject(vm.id, machine.location, machine.os, str(machine.power.value))
