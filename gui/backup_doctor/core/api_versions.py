"""The versions of ARM's interfaces in which plans are written. Each is some years younger than what it is used for, so any cloud has it."""

from __future__ import annotations

COMPUTE = "2024-07-01"
NETWORK = "2024-05-01"
LOCKS = "2020-05-01"
BACKUP = "2025-02-01"
PERMISSIONS = "2022-04-01"
