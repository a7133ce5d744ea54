"""Following a backup job to its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ..core.api_versions import BACKUP
from ..core.carrying_out import Watched
from ..core.facts import Job, Vm
from ..core.resource_id import last_name
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import StepRecord

JOB_ENDS = "job-ends"
JOB_CANCELLED = "job-cancelled"

RUNS = ("inprogress", "cancelling")

SKEW = timedelta(minutes=5)
"""How far this computer's clock, by which a step began, may be ahead of Azure's, by which a job did."""

APPEARS = timedelta(minutes=1)
"""How long a job may take to be listed."""


async def job_ends(vm: Vm, record: StepRecord) -> Watched:
    """Whether the backup job the step started has ended, and how."""
    name = record.kept or await _started_since(vm, record)
    if not name:
        return _none_yet(record)
    job = await vm.job(name)
    if job is None:
        return Watched(False, translate("Repair", "Waiting for the job to appear in the vault…"))
    parts = tuple((task.name, task.status) for task in job.tasks)
    if job.status.casefold() in RUNS:
        return Watched(False, translate("Repair", "The backup is running…"), parts=parts)
    good = job.status.casefold().startswith("completed")
    return Watched(True, _ended(job, good=good, expected=record.step.tolerant), good, parts)


async def _started_since(vm: Vm, record: StepRecord) -> str:
    """The job of a backup whose answer was lost: the first that a user began since then; empty where there is none."""
    began = record.accepted or record.began
    if began is None:
        return ""
    since = began if record.accepted is not None else began - await _ahead(vm) - SKEW
    jobs = [job for job in (await vm.backups_on_demand(since)).items if job.started is not None]
    return last_name(min(jobs, key=lambda job: (job.started, job.id)).id) if jobs else ""


async def _ahead(vm: Vm) -> timedelta:
    """How much this computer's clock is ahead of Azure's: only Azure's tells when a job began, and ours may be days off."""
    now = (await vm.machine()).now
    return timedelta(0) if now is None else datetime.now(UTC) - now


def _none_yet(record: StepRecord) -> Watched:
    if record.began is not None and datetime.now(UTC) - record.began > APPEARS:
        text = translate("Repair", "The vault lists no backup on demand that was begun then: none was started.")
        return Watched(True, text, good=False)
    return Watched(False, translate("Repair", "Waiting for the job to appear in the vault…"))


def _ended(job: Job, *, good: bool, expected: bool) -> Text:
    words = job.words.value.strip().replace("\n", " · ")[:300]
    if good or not words:
        return translate("Repair", "The backup job ended: {status}.").format(status=job.status)
    text = translate("Repair", "The backup job ended: {status}. Azure says: {words}")
    if expected:
        text = translate("Repair", "The backup job ended: {status}. A failure is expected this time. Azure says: {words}")
    return text.format(status=job.status, words=words)


async def job_cancelled(vm: Vm, record: StepRecord) -> Watched:
    """Whether the job whose cancellation was asked for has ended; in whatever vault it runs."""
    request = record.step.request
    assert request is not None
    job = await vm.resource(request.path.rpartition("/")[0], BACKUP)
    status = str(job.properties.get("status", ""))
    if status.casefold() in RUNS:
        return Watched(False, translate("Repair", "Waiting for the job to be cancelled…"))
    return Watched(True, translate("Repair", "The backup job ended: {status}.").format(status=status))
