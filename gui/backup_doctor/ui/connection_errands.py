"""What the window sends the worker to do about the way to Azure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.text import Text
from .worker import Report

if TYPE_CHECKING:
    from ..arm.cloud import Cloud
    from ..arm.memory import Memory
    from ..arm.wire import Connection, ProxySignIn, Wire


async def test_connection(cloud: Cloud, wire: Wire, report: Report) -> Connection:
    """Try the way to Azure; every hop is reported as it comes."""
    from ..arm.wire import connection_test

    return await connection_test.test_connection(cloud, wire, report)


async def recall_proxy(memory: Memory, wire: Wire) -> None:
    """Take the proxy's password out of the password store, unless one has been given meanwhile."""
    import asyncio  # not for the first picture

    kept = await asyncio.to_thread(memory.proxy_sign_in)
    if wire.proxy_sign_in is None:
        wire.proxy_sign_in = kept


async def remember_proxy(memory: Memory, sign_in: ProxySignIn) -> Text | None:
    """Put the proxy's password into the password store.

    Returns:
        Why that did not work; None when it did.
    """
    import asyncio

    from ..arm.memory import CannotRemember

    try:
        await asyncio.to_thread(memory.remember_proxy, sign_in)
    except CannotRemember as error:
        return error.text
    return None
