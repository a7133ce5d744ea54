"""Access tokens for tests."""

from __future__ import annotations

import base64
import json


def jwt(**claims: object) -> str:
    """An unsigned token with these claims."""

    def part(document: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")

    return f"{part({'typ': 'JWT'})}.{part(claims)}.signature"
