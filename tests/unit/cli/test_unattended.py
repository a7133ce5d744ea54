"""A repair that is interrupted before anything has left: there is nothing to finish and nothing to take back."""

from __future__ import annotations

import argparse
import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest

from backup_doctor.arm.gateway import Gateway
from backup_doctor.catalogue.watches import CONDITIONS
from backup_doctor.cli.telling import Teller
from backup_doctor.cli.unattended import UnattendedRun
from backup_doctor.core.journal import Journal
from backup_doctor.core.language import language
from backup_doctor.core.undertaking import Outcome
from tests.helpers.repairs import changes, plan_of
from tests.helpers.worlds import scenario

EXTENSION = "backup-extension-load-failure/delete-extension"


def test_what_was_given_up_before_it_began_does_not_stand_open(tmp_path: Path) -> None:
    stream = io.StringIO()
    with scenario("extension-stuck") as lab:
        plan = plan_of(lab, EXTENSION)
    waits = replace(plan, steps=tuple(replace(step, only_if=next(iter(CONDITIONS))) for step in plan.steps))
    with scenario("extension-stuck", "slow/1:api-version") as lab:

        async def interrupted(gateway: Gateway) -> None:
            entry = Journal(tmp_path).begin(lab.vm, EXTENSION, plan.loss, waits, "test")
            arguments = argparse.Namespace(demo=True)
            work = asyncio.create_task(UnattendedRun(gateway, Teller(language("en"), stream), arguments, confirmed=False).carry_out(entry))
            while not lab.seen:
                await asyncio.sleep(0.01)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            assert not gateway.repairs_allowed

        lab.use(interrupted)
        assert changes(lab) == []
    assert [item.outcome for item in Journal(tmp_path).undertakings()] == [Outcome.LEFT]
    assert stream.getvalue() == "Interrupted. What Azure has already accepted continues there.\n"
