"""The SDK's clients are loaded ahead, one after another, and no further than anybody wants them."""

from __future__ import annotations

import asyncio
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from backup_doctor.arm import clients


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Two that nobody has loaded; the first one takes its time."""
    names = ("client_that_is_slow_to_load", "client_after_it")
    for name, content in zip(names, ("import time\ntime.sleep(0.5)\n", ""), strict=True):
        (tmp_path / f"{name}.py").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(clients, "MODULES", names)
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return names


def test_all_are_loaded_beside_the_loop(modules: tuple[str, ...]) -> None:
    async def work() -> bool:
        loading = asyncio.ensure_future(clients.load())
        await asyncio.sleep(0.1)
        was_free = not loading.done()
        await loading
        return was_free

    assert asyncio.run(work()), "the loop went on while the slow one was loaded"
    assert all(name in sys.modules for name in modules)


def test_what_nobody_waits_for_any_more_is_not_loaded(modules: tuple[str, ...]) -> None:
    async def work() -> None:
        loading = asyncio.ensure_future(clients.load())
        await asyncio.sleep(0.1)
        loading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loading

    asyncio.run(work())
    assert modules[1] not in sys.modules


def test_every_client_that_is_loaded_ahead_is_there() -> None:
    assert [name for name in clients.MODULES if find_spec(name) is None] == []
