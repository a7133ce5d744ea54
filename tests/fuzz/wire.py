"""An answer as azure-core hands it out, made of bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azure.core.rest import HttpRequest
from requests.structures import CaseInsensitiveDict


class Response:
    """What is asked of `azure.core.rest.HttpResponse` by azure-core's errors and by ours."""

    def __init__(self, request: HttpRequest, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.request, self.status_code, self.reason = request, status, "Reason"
        self.headers = CaseInsensitiveDict(headers)
        self.content, self.content_type, self.encoding = body, "application/json", None

    def text(self, encoding: str | None = None) -> str:
        """Decoded as azure-core decodes it."""
        return self.content.decode(encoding or "utf-8-sig", "replace")

    def body(self) -> bytes:
        """All of it."""
        return self.content

    def json(self) -> Any:
        """Parsed as azure-core parses it."""
        return json.loads(self.text())


@dataclass(frozen=True, slots=True)
class Whole:
    """A pipeline's response."""

    http_request: HttpRequest
    http_response: Response
