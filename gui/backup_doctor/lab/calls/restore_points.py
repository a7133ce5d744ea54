"""Restore point collections."""

from __future__ import annotations

from ...core.resource_id import last_name
from ..answers import Answer, Json, scope_locked
from ..backup import COLLECTION_TYPE
from ..routing import Call, Routes
from .common import GROUP, SUBSCRIPTION, begin, existing, page

routes = Routes()

LIST = f"/providers/{COLLECTION_TYPE}"
ONE = GROUP + LIST + "/{collection}"
PAGE_SIZE = 10


@routes.serve("GET", SUBSCRIPTION + LIST, f"{COLLECTION_TYPE}/read")
@routes.serve("GET", GROUP + LIST, f"{COLLECTION_TYPE}/read")
def list_collections(call: Call) -> Answer:
    """Collections without their points, which Azure never lists."""
    collections = call.world.store.of_type(COLLECTION_TYPE, call.scope)
    return page(call, [_without_points(collection) for collection in collections], PAGE_SIZE)


@routes.serve("GET", ONE, f"{COLLECTION_TYPE}/read")
def get(call: Call) -> Answer:
    """The points come only when asked for."""
    collection = existing(call, call.path)
    whole = call.query.get("$expand", "").casefold() == "restorepoints"
    return Answer(200, collection if whole else _without_points(collection))


@routes.serve("GET", ONE + "/restorePoints/{point}", f"{COLLECTION_TYPE}/restorePoints/read")
def get_point(call: Call) -> Answer:
    collection = existing(call, call.path.rpartition("/restorePoints/")[0] or call.path.rsplit("/", 2)[0])
    points = {point["name"].casefold(): point for point in collection["properties"]["restorePoints"]}
    point = points.get(last_name(call.path).casefold())
    return Answer(200, point if point is not None else existing(call, call.path))


@routes.serve("DELETE", ONE, f"{COLLECTION_TYPE}/delete")
def delete(call: Call) -> Answer:
    collection = call.world.store.find(call.path)
    if collection is None:
        return Answer(204)
    still = call.world.point_troubles.still_holding(call.path)
    if still:
        raise scope_locked(call.path, "delete", still)
    collection["properties"]["provisioningState"] = "Deleting"

    def remove() -> None:
        failure = call.world.point_troubles.deletion_fails()
        if failure is not None:
            collection["properties"]["provisioningState"] = "Failed"
            raise failure
        call.world.store.remove(call.path)

    return begin(call, "Microsoft.Compute", collection["location"], remove)


def _without_points(collection: Json) -> Json:
    properties = {name: value for name, value in collection["properties"].items() if name != "restorePoints"}
    return {**collection, "properties": properties}
