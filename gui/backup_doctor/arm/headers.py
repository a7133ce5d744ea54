"""What Azure says in the headers of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(header: str | None) -> datetime | None:
    """An HTTP ``Date``, in UTC."""
    try:
        return None if header is None else parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError):  # the second for a year with thirty digits, or one that moves out of the calendar with its time zone
        return None


def count_of(header: str | None) -> int | None:
    """A whole number; None for anything else."""
    return int(header) if header and header.isascii() and header.isdigit() and len(header) <= _DIGITS else None


_DIGITS = 9
"""Of a number that is believed; some thirty years, as seconds."""


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Seconds of ``Retry-After``; None where Azure names none."""
    return count_of(headers.get("Retry-After"))


def resets_after(headers: Mapping[str, str]) -> int | None:
    """Seconds until Resource Graph allows all its queries again (guidance for throttled requests, 2024); None where it does not say."""
    found = re.fullmatch(r"([0-9]{1,6}):([0-9]{2}):([0-9]{2})", headers.get("x-ms-user-quota-resets-after", ""))
    return None if found is None else int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])
