"""A remembered account, and how it is written down."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from ...core.text_json import moment_from_json
from ..identity.method import Method

_KEY = re.compile(r"[0-9a-z-]{1,32}")
_TEXTS = ("user", "tenant_id", "tenant", "cloud", "client_id", "certificate", "record", "subscription")


def new_key() -> str:
    """A key for an account nobody has remembered yet. It is drawn, because a token cache needs its name before the sign-in tells who it is."""
    return secrets.token_hex(8)


def is_key(text: object) -> bool:
    """Whether this may stand in the name of an item or of a file."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class RememberedAccount:
    """Who has signed in before, how, and where they were last. Nothing in it is secret.

    Raises:
        ValueError: a key that could not stand in a file's name, or a time without a zone.
    """

    key: str
    method: Method
    user: str = ""
    tenant_id: str = ""
    tenant: str = ""
    """The tenant's name to show."""
    cloud: str = "public"
    """A name in `CLOUDS`, or the URL of another ARM endpoint."""
    client_id: str = ""
    certificate: str = ""
    """Path of its file, which stays where it is: a private key is not copied, and would not fit."""
    record: str = field(default="", repr=False)
    """The AuthenticationRecord as JSON: finds the account in its token cache, and opens nothing by itself."""
    subscription: str = ""
    """Id of the one last worked in."""
    last_used: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        if not is_key(self.key) or self.last_used.tzinfo is None:
            raise ValueError("not the key, or not the time, of a remembered account")

    def is_same(self, other: RememberedAccount) -> bool:
        """Whether both stand for the same entry on the sign-in page, whatever their keys are."""
        return self._identity() == other._identity()

    def _identity(self) -> tuple[str, ...]:
        return (self.method, *(part.casefold() for part in (self.cloud, self.tenant_id, self.user, self.client_id)))


def to_item(account: RememberedAccount) -> str:
    """The account as the password store keeps it. Letters stay letters: escapes would take six times the room."""
    document = {name: value for name, value in asdict(account).items() if value and name not in ("key", "record")}
    document["last_used"] = account.last_used.astimezone(UTC).isoformat(timespec="seconds")
    if account.record:
        document["record"] = _packed(account.record)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _packed(record: str) -> Any:
    """Its JSON as it is, not quoted once more: that saves some thirty characters."""
    try:
        parsed = json.loads(record)
    except (ValueError, RecursionError):
        return record
    return parsed if isinstance(parsed, dict) and json.dumps(parsed) == record else record


def from_item(key: str, item: str) -> RememberedAccount | None:
    """The account again; None where this is none: damaged, or somebody else's."""
    try:
        document = json.loads(item)
        given = {name: document.get(name, "") for name in _TEXTS}
        if isinstance(given["record"], dict):
            given["record"] = json.dumps(given["record"])
        if not all(isinstance(value, str) for value in given.values()):
            return None
        return RememberedAccount(key=key, method=Method(document["method"]), last_used=moment_from_json(document["last_used"]), **given)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
