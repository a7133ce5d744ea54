"""What the window sends the worker to do about the way to Azure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..arm.cloud import Cloud
    from ..arm.memory import Memory
    from ..arm.wire import Wire
    from ..arm.wire.hops import Connection
    from ..arm.wire.proxies import ProxySignIn
    from ..core.text import Text
    from .worker import Report


async def test_connection(cloud: Cloud, wire: Wire, report: Report) -> Connection:
    """Try the way to Azure; every hop is reported as it comes."""
    from ..arm.wire import connection_test

    return await connection_test.test_connection(cloud, wire, report)


async def recall_proxy(memory: Memory, wire: Wire) -> None:
    """Take the proxy's password out of the password store, unless one has been given meanwhile."""
    from ..arm.identity.daemon_thread import (
        in_daemon_thread,  # not for the first picture; the store may hang, and the end of the program does not wait for it
    )

    kept = await in_daemon_thread(memory.proxy_sign_in)
    if wire.proxy_sign_in is None:
        wire.proxy_sign_in = kept


async def remember_proxy(memory: Memory, sign_in: ProxySignIn) -> Text | None:
    """Put the proxy's password into the password store.

    Returns:
        Why that did not work; None when it did.
    """
    from ..arm.identity.daemon_thread import in_daemon_thread
    from ..arm.memory import CannotRemember

    try:
        await in_daemon_thread(lambda: memory.remember_proxy(sign_in))
    except CannotRemember as error:
        return error.text
    return None
