"""What the steps of plans wait for, and on what some of them depend. A plan names them by id, so that the journal can."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ..core.api_versions import LOCKS
from ..core.carrying_out import Condition, Watch, Watched
from ..core.facts import Vm
from ..core.text import lazy_translate as translate
from ..core.undertaking import StepRecord
from .clean_up import CLEAN_UP, STILL_FULL, clean_up, still_full
from .job_watch import JOB_CANCELLED, JOB_ENDS, job_cancelled, job_ends

AGENT_REPLACED = "agent-replaced"
AGENT_REPORTS = "agent-reports"
AGENT_RETURNS = "agent-returns"
LOCK_IS_THERE = "lock-is-there"


BY_THEN = timedelta(minutes=3)
"""When a script has certainly reached the guest, and what it put off by a minute is done."""

REPLACED_BY_THEN = timedelta(minutes=8)
"""The same where a package is fetched first and installed then. What the agent reports before that says nothing of the new one, and
whoever looks inside before that is cut off by it."""


async def agent_reports(vm: Vm, record: StepRecord) -> Watched:
    """Whether the agent has reported since the step began, by Azure's clock."""
    return await _reported(vm, record, timedelta(0))


async def agent_returns(vm: Vm, record: StepRecord) -> Watched:
    """The same after a script that lets the guest do something a minute later, which may cut the agent off for a while."""
    return await _reported(vm, record, BY_THEN)


async def agent_replaced(vm: Vm, record: StepRecord) -> Watched:
    """The same after a script that lets a new agent be installed."""
    return await _reported(vm, record, REPLACED_BY_THEN)


async def _reported(vm: Vm, record: StepRecord, later: timedelta) -> Watched:
    agent = await vm.agent()
    since = record.accepted or record.began
    if agent.is_ready and agent.reported is not None and (since is None or agent.reported > since + later):
        return Watched(True, translate("Repair", "The agent has reported again."))
    return Watched(False, translate("Repair", "Waiting for the agent to report again…"))


async def lock_is_there(vm: Vm, record: StepRecord) -> Watched:
    """Whether Azure shows the lock exactly as it was put back: its level, its notes and all."""
    request = record.step.request
    assert request is not None
    lock = await vm.resource(request.path, LOCKS)
    if lock.properties == (request.body or {}).get("properties"):
        return Watched(True, translate("Repair", "The lock is back in place, exactly as it was."))
    return Watched(False, translate("Repair", "Waiting for Azure to show the lock as it was…"))


WATCHES: Mapping[str, Watch] = {
    AGENT_REPLACED: agent_replaced,
    AGENT_REPORTS: agent_reports,
    AGENT_RETURNS: agent_returns,
    CLEAN_UP: clean_up,
    JOB_CANCELLED: job_cancelled,
    JOB_ENDS: job_ends,
    LOCK_IS_THERE: lock_is_there,
}

CONDITIONS: Mapping[str, Condition] = {STILL_FULL: still_full}
