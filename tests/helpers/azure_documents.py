"""Azure's documents for tests that ask nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backup_doctor.arm.reading import Reader, Source

SCOPE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network"
SUBNET = f"{SCOPE}/virtualNetworks/v/subnets/s"
SOURCE = Source("GET https://management.azure.com/x", "id", datetime(2026, 11, 22, tzinfo=UTC), dated=True)


def reader(document: Any) -> Reader:
    """A document as if Azure had just sent it."""
    return Reader(document, "$", SOURCE)
