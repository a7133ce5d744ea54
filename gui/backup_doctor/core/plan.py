"""What a remedy will do, before it does it: the exact requests, what they need, what they cost, how they are taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .permission import Permission, permission_of
from .text import Text
from .text import lazy_translate as translate


class Risk(StrEnum):
    """What may come of a remedy."""

    SAFE = "safe"
    """Nothing stops working, and it can be taken back."""
    DISRUPTIVE = "disruptive"
    """The VM or something on it is interrupted, or goes without a protection for a while."""
    DESTRUCTIVE = "destructive"
    """Something is lost for good."""


@dataclass(frozen=True, slots=True)
class Request:
    """One changing request to ARM, exactly as it will be sent."""

    method: str
    path: str
    """From ``/subscriptions/`` on, unquoted."""
    api_version: str
    body: Mapping[str, object] | None = None
    if_match: str = ""
    """The ``etag`` of what is replaced as a whole: Azure refuses (412) if somebody has changed it since the plan was made."""

    def __post_init__(self) -> None:
        """Its path and its condition hold what Azure gave.

        Raises:
            Unavailable: on the way it would become another one: dots are folded, and what follows a ``?`` is no path.
        """
        root, *segments = self.path.split("/")
        sound = segments and not root and all(_is_plain(segment) for segment in segments)
        if not sound or not (self.if_match.isascii() and self.if_match.isprintable()):
            text = translate("Repair", "The id “{id}” cannot be put into a request safely. Use the portal for this one.")
            raise Unavailable(text.format(id=self.path[:300]))

    @property
    def url(self) -> str:
        """Path and query, as the plan shows them."""
        return f"{self.path}?api-version={self.api_version}"

    @property
    def line(self) -> str:
        """``DELETE /subscriptions/…?api-version=…``."""
        return f"{self.method} {self.url}"

    @property
    def permission(self) -> Permission | None:
        """The action it needs, and where; None where its path does not tell."""
        return permission_of(self.method, self.path)

    @property
    def runs_script(self) -> bool:
        """Whether it runs a script inside the VM."""
        return self.method == "POST" and self.path.casefold().endswith("/runcommand")

    def as_az(self, endpoint: str) -> str:
        """The same for the Azure CLI; ``endpoint`` is the cloud's ARM endpoint without a trailing slash."""
        parts = ["az rest", f"--method {self.method.lower()}", f"--url {in_bash(endpoint + self.url)}"]
        if self.body is not None:
            parts.append(f"--body {in_bash(_json(self.body))}")
        if self.if_match:
            parts.append(f"--headers {in_bash('If-Match=' + self.if_match)}")
        return " ".join(parts)

    def as_powershell(self) -> str:
        """The same for Az PowerShell. `Invoke-AzRestMethod` takes no headers, so `if_match` is not in it."""
        payload = "" if self.body is None else f" -Payload {in_powershell(_json(self.body))}"
        return f"Invoke-AzRestMethod -Method {self.method} -Path {in_powershell(self.url)}{payload}"


def _json(body: Mapping[str, object]) -> str:
    """Readable in any language; half a surrogate pair, which Azure's JSON may spell and no terminal can take, stays spelled."""
    return _HALF_A_PAIR.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(body, ensure_ascii=False))


_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


def in_bash(text: str) -> str:
    """In single quotes, in which bash reads nothing; a quote within ends them and begins them again."""
    return "'" + text.replace("'", "'\\''") + "'"


def in_powershell(text: str) -> str:
    """In single quotes, in which PowerShell reads nothing but a quote; it also takes the typographic ones for quotes."""
    for quote in "'\u2018\u2019\u201a\u201b":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step: a request, a wait, or a request and the wait for what it brings about."""

    title: Text
    """What it does, as a whole sentence in the imperative."""
    request: Request | None = None
    also_needs: tuple[Permission, ...] = ()
    """What Azure asks for beyond the request's own action, such as the right to join a security group."""
    undo: Request | None = None
    """Takes it back; None where that is not needed or not possible, which `Plan.undo` says in words."""
    restores: int | None = None
    """Index of the earlier step that this one takes back: once it is done, nothing of that step is left to undo. It has no undo itself."""
    repeatable: bool = True
    """Whether sending it twice does no more than sending it once. A step whose answer was lost is sent again if so, else it is left as unknown."""
    tries: int = 1
    """How often it is sent while Azure refuses for a reason that passes (409, 429, 5xx)."""
    keeps: str = ""
    """Dotted path in Azure's final answer to a string worth keeping for the watches, such as ``properties.jobId``."""
    saves: str = ""
    """Name of the file into which the output of the script goes."""
    watch: str = ""
    """Id of what is waited for afterwards (`core.carrying_out.Watch`)."""
    limit: timedelta = timedelta(minutes=10)
    """How long the watch may take; then the step has failed, unless it is `tolerant`."""
    tolerant: bool = False
    """Whether the plan goes on although this step did not end well: a backup that is expected to fail once."""
    only_if: str = ""
    """Id of the condition (`core.carrying_out.Condition`) under which the step is carried out at all."""
    asks: Text | None = None
    """The question put to the user right before it, for a last resort; declined, the step is skipped."""

    @property
    def needs(self) -> tuple[Permission, ...]:
        """All permissions it takes."""
        own = None if self.request is None else self.request.permission
        return (*(() if own is None else (own,)), *self.also_needs)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the user confirms. Its steps are carried out in order."""

    steps: tuple[Step, ...]
    risk: Risk
    downtime: Text
    """What is interrupted, and for how long."""
    loss: Text
    """What is gone afterwards."""
    undo: Text
    """How it is taken back, by this program or by hand."""
    notes: tuple[Text, ...] = ()
    """What else the user should know beforehand: a group that others share, a first failure that is expected."""

    @property
    def needs(self) -> tuple[Permission, ...]:
        """All permissions of all steps, each once, in order."""
        return tuple(dict.fromkeys(need for step in self.steps for need in step.needs))


class Unavailable(Exception):
    """A remedy cannot be carried out now. Carries the reason, and what works instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def child(parent: str, kind: str, name: str) -> str:
    """The id of a resource below another, from a name that Azure gave.

    Raises:
        Unavailable: the name would lead elsewhere than to a child of that kind.
    """
    if "/" in name or not _is_plain(name):
        text = translate("Repair", "The name “{name}” cannot be put into a request safely. Use the portal for this one.")
        raise Unavailable(text.format(name=name[:80]))
    return f"{parent}/{kind}/{name}"


def _is_plain(segment: str) -> bool:
    return segment not in ("", ".", "..") and all(sign.isprintable() and sign not in "?#%\\" for sign in segment)
