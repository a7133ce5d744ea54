"""Managed disks."""

from __future__ import annotations

from ..answers import Answer
from ..disks import DISK_TYPE
from ..routing import Call, Routes
from .common import GROUP, existing

routes = Routes()


@routes.serve("GET", GROUP + "/providers/Microsoft.Compute/disks/{disk}", f"{DISK_TYPE}/read")
def get(call: Call) -> Answer:
    return Answer(200, existing(call, call.path))
