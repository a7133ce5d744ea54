"""What the view of tonight's failures sends the worker to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from .worker import Report

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..core.fleet import FailedVm, Failures


async def read_failures(session: Session, since: timedelta, report: Report) -> Failures:
    """Which backups have failed.

    Args:
        since: how far to look back.

    Raises:
        CouldNotLook: Azure did not say.
    """
    from ..arm.fleet import failed_vms

    return await failed_vms(session, since, report)


async def examine(session: Session, failed: Sequence[FailedVm], report: Report) -> None:
    """Diagnose them, and report each as it lands.

    Raises:
        CannotStart: nothing at all can be asked any more.
    """
    from ..arm.fleet import examine_fleet
    from ..catalogue.last_failure import diagnose

    await examine_fleet(session, failed, report, diagnose)


async def write(file: Path, content: bytes) -> Path:
    """Put an export into a file.

    Raises:
        CannotWrite: the place does not take it.
    """
    import asyncio

    from ..core.files import write_whole

    await asyncio.to_thread(write_whole, file, content)
    return file
