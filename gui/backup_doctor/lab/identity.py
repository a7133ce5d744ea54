"""The lab's tenants and the account it makes its token for."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

TENANT_NAME = "Contoso"
TENANT_DOMAIN = "contoso.example"
USER = "demo@contoso.example"
LIFETIME = timedelta(hours=24)
"""Of a token: longer than anybody tries the lab at a stretch."""


def guid(name: str) -> str:
    """A GUID that is the same on every start."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{TENANT_DOMAIN}"))


TENANT_ID = guid("tenant")
OBJECT_ID = guid("user")


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant that knows the account."""

    id: str
    name: str
    domain: str


HOME = Tenant(TENANT_ID, TENANT_NAME, TENANT_DOMAIN)
"""The account's own, and that of the lab's own token."""


def tenant_id(domain: str) -> str:
    """The id of the tenant with this domain."""
    return TENANT_ID if domain == TENANT_DOMAIN else guid(f"tenant/{domain}")


def make_token(now: datetime) -> str:
    """An access token in the shape of a JWT, without a signature; the lab compares it as a whole."""
    claims = {
        "aud": "https://management.azure.com/",
        "iss": f"https://sts.windows.net/{TENANT_ID}/",
        "tid": TENANT_ID,
        "oid": OBJECT_ID,
        "upn": USER,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        # Two labs that start in the same second do not share a token.
        "uti": uuid.uuid4().hex,
    }
    return ".".join((_encode({"typ": "JWT", "alg": "none"}), _encode(claims), "lab"))


def has_expired(token: str, now: datetime) -> bool:
    """Whether this is a JWT whose ``exp`` has passed; anything unreadable is merely wrong, not expired."""
    try:
        expires = datetime.fromtimestamp(_claims(token)["exp"], UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return False
    return expires <= now


def tenant_of(token: str) -> str:
    """The tenant that a token says it was issued for; the first one where it does not say."""
    return str(_claims(token).get("tid") or TENANT_ID)


def _claims(token: str) -> dict[str, Any]:
    """What a JWT says; empty for anything else."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _encode(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
