"""Following a long-running operation, by status and by result."""

from __future__ import annotations

from ..answers import Answer, ArmError, Json
from ..operations import Operation
from ..routing import Call, Routes
from .common import SUBSCRIPTION, retry_after

routes = Routes()


@routes.serve("GET", SUBSCRIPTION + "/providers/{provider}/locations/{location}/operations/{operation}")
def operation(call: Call) -> Answer:
    """Azure-AsyncOperation leads here, and Location too, with ``monitor=true``."""
    found = existing_operation(call)
    return result_of(call, found) if call.query.get("monitor") == "true" else Answer(200, status_of(found), retry_after(call))


def existing_operation(call: Call) -> Operation:
    """The operation a path ends with.

    Raises:
        ArmError: NotFound.
    """
    found = call.world.operations.find(call.args["operation"])
    if found is None:
        raise ArmError(404, "NotFound", f"The operation '{call.args['operation']}' was not found.")
    return found


def status_of(found: Operation) -> Json:
    """The status document; a result is in it as ``properties.output``."""
    status: Json = {"startTime": found.started.isoformat(), "status": found.status, "name": found.id}
    if found.ended is not None:
        status["endTime"] = found.ended.isoformat()
    if found.error is not None:
        status["error"] = found.error.error
    if found.result is not None:
        status["properties"] = {"output": found.result}
    return status


def result_of(call: Call, found: Operation) -> Answer:
    """202 until it is over, then the result itself."""
    if found.ended is None:
        return Answer(202, None, {**retry_after(call), "Location": call.link(call.path, monitor="true")})
    if found.error is not None:
        raise found.error
    return Answer(204) if found.result is None else Answer(200, found.result)
