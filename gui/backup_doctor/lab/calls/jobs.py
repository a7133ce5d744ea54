"""Backup jobs: the list, one in detail, and stopping one."""

from __future__ import annotations

from ..answers import Answer, ArmError, Json
from ..backup import JOB_TYPE, odd_case
from ..backup_run import cancel
from ..routing import Call, Routes
from .backups import VAULTS
from .common import VAULT, existing, page, retry_after
from .filters import conditions, matches
from .operations import existing_operation, result_of

routes = Routes()

JOB = VAULT + "/backupJobs/{job}"
PAGE_SIZE = 20

_FILTERS = {"status": "status", "operation": "operation", "backupmanagementtype": "backupManagementType"}


@routes.serve("GET", VAULT + "/backupJobs", f"{VAULTS}/backupJobs/read")
def list_jobs(call: Call) -> Answer:
    """Newest first; the details of a job are not in the list."""
    wanted = conditions(call.query.get("$filter", ""), _FILTERS)
    jobs = [job for job in call.world.store.of_type(JOB_TYPE, call.scope) if matches(job["properties"], wanted)]
    jobs.sort(key=lambda job: str(job["properties"]["startTime"]), reverse=True)
    return page(call, [_listed(job) for job in jobs], PAGE_SIZE)


@routes.serve("GET", JOB, f"{VAULTS}/backupJobs/read")
def get(call: Call) -> Answer:
    return Answer(200, existing(call, call.path))


@routes.serve("POST", JOB + "/cancel", f"{VAULTS}/backupJobs/cancel/action")
def cancel_job(call: Call) -> Answer:
    """Stop a job that runs."""
    job = existing(call, call.path.rpartition("/")[0])
    if job["properties"]["status"] != "InProgress":
        raise ArmError(400, "UserErrorJobNotCancellable", "The job is not in a state in which it can be cancelled.")
    cancel(call.world, job)
    operation = call.world.begin(lambda: None)
    location = call.link(f"{odd_case(job['id'])}/operationResults/{operation.id}")
    return Answer(202, None, {**retry_after(call), "Location": location})


@routes.serve("GET", JOB + "/operationResults/{operation}", f"{VAULTS}/backupJobs/operationResults/read")
def cancel_result(call: Call) -> Answer:
    return result_of(call, existing_operation(call))


def _listed(job: Json) -> Json:
    properties = {name: value for name, value in job["properties"].items() if name != "extendedInfo"}
    return {**job, "properties": properties}
