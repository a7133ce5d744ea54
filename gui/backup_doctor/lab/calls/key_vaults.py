"""Key vaults, as their management sees them: no key and no secret."""

from __future__ import annotations

from ..answers import Answer
from ..disks import KEY_VAULT_TYPE
from ..routing import Call, Routes
from .common import GROUP, existing

routes = Routes()


@routes.serve("GET", GROUP + "/providers/Microsoft.KeyVault/vaults/{vault}", f"{KEY_VAULT_TYPE}/read")
def get(call: Call) -> Answer:
    return Answer(200, existing(call, call.path))
