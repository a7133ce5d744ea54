"""Backup jobs: the list, one in detail, and stopping one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ..answers import Answer, ArmError, Json, lab_does_not_know
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

NEVER, EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

_FILTERS = {
    "status": "status",
    "operation": "operation",
    "backupmanagementtype": "backupManagementType",
    "starttime": "startTime",
    "endtime": "endTime",
}

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d):(\d\d:\d\d) ([AP]M)")
"""Twelve hours, with midnight as 12 or, as the published example has it, 00."""


@routes.serve("GET", VAULT + "/backupJobs", f"{VAULTS}/backupJobs/read")
def list_jobs(call: Call) -> Answer:
    """Newest first; the details of a job are not in the list."""
    wanted = conditions(call.query.get("$filter", ""), _FILTERS)
    earliest, latest = (_moment(wanted.pop(name, "")) for name in ("startTime", "endTime"))
    jobs = [job for job in call.world.store.of_type(JOB_TYPE, call.scope) if matches(job["properties"], wanted)]
    if earliest is not None or latest is not None:
        jobs = [job for job in jobs if _began_between(job, earliest or NEVER, latest or EVER)]
    jobs.sort(key=lambda job: str(job["properties"]["startTime"]), reverse=True)
    return page(call, [_listed(job) for job in jobs], PAGE_SIZE)


@routes.serve("GET", JOB, f"{VAULTS}/backupJobs/read")
def get(call: Call) -> Answer:
    return Answer(200, existing(call, call.path))


@routes.serve("POST", JOB + "/cancel", f"{VAULTS}/backupJobs/cancel/action")
def cancel_job(call: Call) -> Answer:
    """Stop a job that still takes its snapshot."""
    job = existing(call, call.path.rpartition("/")[0])
    if job["properties"]["status"] != "InProgress" or 1 not in job["properties"]["actionsInfo"]:
        raise ArmError(400, "UserErrorJobNotCancellable", "The job is not in a state in which it can be cancelled.")
    cancel(call.world, job)
    operation = call.world.begin(lambda: None)
    location = call.link(f"{odd_case(job['id'])}/operationResults/{operation.id}")
    return Answer(202, None, {**retry_after(call), "Location": location})


@routes.serve("GET", JOB + "/operationResults/{operation}", f"{VAULTS}/backupJobs/operationResults/read")
def cancel_result(call: Call) -> Answer:
    return result_of(call, existing_operation(call))


def _moment(text: str) -> datetime | None:
    """A moment of a filter; None for none.

    Raises:
        ArmError: 501 for another form than the published one.
    """
    found = _MOMENT.fullmatch(text)
    if text and found is None:
        raise lab_does_not_know(f"a moment written as {text}")
    if found is None:
        return None
    hour = int(found[2]) % 12 + (12 if found[4] == "PM" else 0)
    return datetime.fromisoformat(f"{found[1]}T{hour:02}:{found[3]}+00:00")


def _began_between(job: Json, earliest: datetime, latest: datetime) -> bool:
    return earliest <= datetime.fromisoformat(job["properties"]["startTime"]) <= latest


def _listed(job: Json) -> Json:
    properties = {name: value for name, value in job["properties"].items() if name != "extendedInfo"}
    return {**job, "properties": properties}
