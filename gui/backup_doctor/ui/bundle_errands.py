"""What the window sends the worker to do for a support bundle: read the files, and lay them out both ways."""

from __future__ import annotations

import asyncio
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .. import __version__
from ..core.bundle import Contents, Piece, pieces
from ..core.diagnosis import Diagnosis
from ..core.resource_id import VmId
from .kit import Kit
from .worker import Report

if TYPE_CHECKING:
    from ..arm.wire import Wire

_LARGEST = 8 << 20
"""Bytes of one file that is taken; the log's own files end at an eighth of it."""


@dataclass(frozen=True, slots=True)
class BundleSources:
    """Where things lie, and what only the GUI thread may ask."""

    log_file: Path
    journal: Path
    vm: VmId | None
    diagnosis: Diagnosis | None
    settings: dict[str, str]
    window: dict[str, Any]
    """What is known of the window and of the session."""
    names: tuple[tuple[str, str], ...]
    endpoint: str
    """Of the cloud that is asked; empty where nobody is signed in."""
    wire: Wire


@dataclass(frozen=True, slots=True)
class Bundle:
    """The same files, with names and without."""

    plain: tuple[Piece, ...]
    masked: tuple[Piece, ...]


def sources_of(kit: Kit) -> BundleSources:
    """What the bundle of this moment is made of."""
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication

    session = kit.state.session
    account = None if session is None else session.account
    window = {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "language": kit.words.language.code,
        "appearance": kit.theme.mode,
        "cloud": None if account is None else account.cloud.name,
        "sign_in": None if account is None else account.method.value,
        "tenant": None if account is None else account.tenant,
        "demo": kit.flow.lab is not None,
        "repairs_allowed": kit.repairs.allowed,
    }
    names: list[tuple[str, str]] = [(kit.settings.tenant, "tenant")]
    if account is not None:
        names += [(account.user, "account"), (account.tenant, "tenant")]
        names += [(subscription.name, "subscription") for subscription in account.subscriptions]
    return BundleSources(
        kit.log_file,
        kit.repairs.journal,
        kit.state.vm,
        kit.state.diagnosis,
        kit.settings.told(),
        window,
        tuple(names),
        "" if account is None else account.cloud.endpoint,
        kit.flow.wire,
    )


async def make_bundle(sources: BundleSources, _report: Report) -> Bundle:
    """Read everything and lay it out."""
    return await asyncio.to_thread(_make, sources)


def _make(sources: BundleSources) -> Bundle:
    way, proxy = _way(sources)
    hosts = (urlsplit(url).hostname or "" for url in (sources.endpoint, sources.settings.get("endpoint", ""), proxy))
    contents = Contents(
        environment=_environment(sources, way),
        settings=sources.settings,
        logs=_read(sources.log_file.parent, f"{sources.log_file.name}*"),
        journal=_journal(sources),
        diagnosis=sources.diagnosis,
        names=sources.names,
        hosts=tuple(host for host in hosts if host),
        home=str(Path.home()),
    )
    return Bundle(pieces(contents, mask=False), pieces(contents, mask=True))


def _environment(sources: BundleSources, way: str | None) -> dict[str, Any]:
    return {
        "backup_doctor": __version__,
        "system": platform.platform(),
        "python": platform.python_version(),
        **sources.window,
        "proxy": way,
    }


def _way(sources: BundleSources) -> tuple[str | None, str]:
    """Who says which way to take to Azure, never which; and the proxy's address, to be masked. None where nothing is asked."""
    from ..arm.wire.proxies import BadProxy

    if not sources.endpoint:
        return None, ""
    try:
        route = sources.wire.route(sources.endpoint)
    except BadProxy as error:
        return str(error.text), ""
    return f"{route.origin.value}, {'direct' if route.proxy is None else 'through a proxy'}", route.proxy or ""


def _journal(sources: BundleSources) -> dict[str, str]:
    """The undertakings for the VM in question; without one, none."""
    vm = sources.vm
    if vm is None:
        return {}
    from ..core.journal import Journal

    ours = {f"{item.id}.jsonl" for item in Journal(sources.journal).undertakings() if item.vm.same(str(vm))}
    return {name: text for name, text in _read(sources.journal, "*.jsonl").items() if name in ours}


def _read(folder: Path, pattern: str) -> dict[str, str]:
    """Files by name. One that cannot be read says so in its place."""
    found = {}
    for path in sorted(folder.glob(pattern)):
        try:
            if path.is_file() and path.stat().st_size <= _LARGEST:
                found[path.name] = path.read_text("utf-8", "replace")
        except OSError as error:
            found[path.name] = f"could not be read: {error.strerror}\n"
    return found
