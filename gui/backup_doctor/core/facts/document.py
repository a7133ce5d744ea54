"""A resource of ARM as a whole. Checks do not read it; remedies do, to replace it or to put it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Evidence


@dataclass(frozen=True, slots=True)
class Document:
    """What a GET of a resource answered."""

    id: str
    api_version: str
    body: Mapping[str, Any]
    """The whole document; not to be changed in place."""
    evidence: Evidence

    @property
    def etag(self) -> str:
        """The version of a network resource; empty for others."""
        return str(self.body.get("etag") or "")

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its ``properties``; empty where it has none."""
        properties = self.body.get("properties")
        return properties if isinstance(properties, dict) else {}
