"""What Resource Graph remembers between two requests: results that come in pages, and how much of the user's quota is used up."""

from __future__ import annotations

import base64
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from math import ceil

from ..answers import ArmError, Json, bad_request

MOST_RESULTS = 32
"""How many results are kept for their next pages."""

WINDOW = timedelta(seconds=5)
"""In which queries are counted (guidance for throttled requests, 2024)."""

AZURES_QUOTA = 15
"""Queries within five seconds (guidance for throttled requests, 2024); only an example, Azure says, and yet what everybody meets."""

ROOMY_QUOTA = 1500
"""What the lab allows unless told otherwise: a hundred tests would wait for Azure's, and learn nothing by it."""


Asked = tuple[str, str]
"""The tenant and the query."""


@dataclass(slots=True)
class Results:
    """The rest of every result that did not fit on one page."""

    _kept: OrderedDict[str, tuple[Asked, list[Json]]] = field(default_factory=OrderedDict)
    _names: count[int] = field(default_factory=lambda: count(1))

    def keep(self, asked: Asked, rows: list[Json]) -> str:
        """Keep a result; returns the name under which it can be had."""
        name = str(next(self._names))
        self._kept[name] = (asked, rows)
        while len(self._kept) > MOST_RESULTS:
            self._kept.popitem(last=False)
        return name

    def rest(self, token: str, asked: Asked) -> tuple[str, list[Json], int]:
        """Name, rows and the first row of the page that a token leads to.

        Raises:
            ArmError: it leads nowhere, or belongs to another query or another tenant.
        """
        try:
            name, _, start = base64.b64decode(token.encode(), validate=True).decode().partition("/")
            kept, rows = self._kept[name]
            if kept != asked:
                raise KeyError(name)
            return name, rows, int(start)
        except (ValueError, KeyError):
            raise bad_request("BadRequest", "The $skipToken is invalid.") from None


def skip_token(name: str, start: int) -> str:
    """The token for the page of a kept result that begins at a row."""
    return base64.b64encode(f"{name}/{start}".encode()).decode()


@dataclass(slots=True)
class Quota:
    """Counts the user's queries within a window that begins with the first of them."""

    limit: int = ROOMY_QUOTA
    window: timedelta = WINDOW
    refused: int = 0
    """Queries that came too early."""
    _began: datetime | None = None
    _used: int = 0

    def spend(self, now: datetime) -> dict[str, str]:
        """Count one query; returns the two headers about the quota.

        Raises:
            ArmError: RateLimiting, when nothing is left.
        """
        if self._began is None or now - self._began >= self.window:
            self._began, self._used = now, 0
        seconds = ceil((self._began + self.window - now).total_seconds())
        resets = {"x-ms-user-quota-resets-after": str(timedelta(seconds=seconds)).rjust(8, "0")}
        if self._used >= self.limit:
            self.refused += 1
            raise throttled({"x-ms-user-quota-remaining": "0", **resets, "Retry-After": str(seconds)})
        self._used += 1
        return {"x-ms-user-quota-remaining": str(self.limit - self._used), **resets}


def throttled(headers: dict[str, str]) -> ArmError:
    """Code and message as azure-cli-extensions issue 3325 has them (2021-05-03)."""
    message = "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed."
    return ArmError(429, "RateLimiting", f"{message} Please see https://aka.ms/resourcegraph-throttling for help.", headers)
