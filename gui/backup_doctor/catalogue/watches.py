"""What the steps of plans wait for, and on what some of them depend. A plan names them by id, so that the journal can."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.carrying_out import Condition, Watch, Watched
from ..core.facts import Vm
from ..core.text import lazy_translate as translate
from ..core.undertaking import StepRecord

AGENT_REPORTS = "agent-reports"
JOB_ENDS = "job-ends"


async def agent_reports(vm: Vm, record: StepRecord) -> Watched:
    """Whether the agent has reported since the step began, by Azure's clock."""
    agent = await vm.agent()
    since = record.accepted or record.began
    if agent.is_ready and agent.reported is not None and (since is None or agent.reported > since):
        return Watched(True, translate("Repair", "The agent has reported again."))
    return Watched(False, translate("Repair", "Waiting for the agent to report again…"))


async def job_ends(vm: Vm, record: StepRecord) -> Watched:
    """Whether the backup job the step started has ended, and how."""
    job = await vm.job(record.kept)
    if job is None:
        return Watched(False, translate("Repair", "Waiting for the job to appear in the vault…"))
    if job.status.casefold() in ("inprogress", "cancelling"):
        return Watched(False, translate("Repair", "The backup is running…"))
    text = translate("Repair", "The backup job ended: {status}.").format(status=job.status)
    return Watched(True, text, good=job.status.casefold().startswith("completed"))


WATCHES: Mapping[str, Watch] = {AGENT_REPORTS: agent_reports, JOB_ENDS: job_ends}

CONDITIONS: Mapping[str, Condition] = {}
