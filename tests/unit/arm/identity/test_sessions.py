"""Sessions at their edges: a token that is no news, a tenant by a name Azure does not list, an end in the middle of a question."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from azure.core.rest import HttpRequest

from backup_doctor.arm.identity.daemon_thread import in_daemon_thread
from backup_doctor.arm.identity.live import LiveCredential
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInNeeded, in_tenant
from backup_doctor.arm.identity.transport import Transport
from backup_doctor.arm.signin import Session, sign_in, token_credential
from backup_doctor.arm.wire import Wire
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT
from tests.helpers.proxies import Listener, TlsFront
from tests.unit.arm.identity.conftest import Place, Somebody, ask_azure


def test_the_same_token_again_is_no_new_sign_in(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the request that Azure has refused would be sent with it for ever."""
    token = place.entra.token_of({"tid": TENANT_ID})
    monkeypatch.setattr(place.entra, "token_of", lambda _claims: token)
    place.somebody.answers = [None]

    async def work(session: Session) -> None:
        place.lab._server.faults.add(Fault.parse("401:/subscriptions:1"))
        with pytest.raises(SignInNeeded, match="Signed out: Azure no longer accepts this sign-in"):
            await ask_azure(session)

    place.with_session(place.order(Method.SECRET), work)
    assert [why for why, _ in place.somebody.questions] == ["Azure no longer accepts this sign-in. Sign in again."]


def test_a_session_that_is_closed_takes_its_question_back(place: Place, browser: FakeBrowser) -> None:
    place.somebody = Somebody(thinks=60)

    async def work(session: Session) -> None:
        place.entra.revoke()
        request = asyncio.ensure_future(ask_azure(session))
        while not place.somebody.questions:
            await asyncio.sleep(0.01)
        assert session.credential is not None
        await session.credential.close()
        await asyncio.gather(request, return_exceptions=True)

    place.with_session(place.order(Method.BROWSER), work)
    assert place.somebody.taken_back == 1


def test_who_said_no_is_asked_again_once_he_begins_something_new(place: Place) -> None:
    token = {"tid": TENANT_ID, "oid": place.entra.person.object_id(TENANT_ID)}
    place.somebody.answers = [None]

    async def work(session: Session) -> int:
        place.entra.revoke()
        for _ in range(2):
            with pytest.raises(SignInNeeded):
                await ask_azure(session)
        place.somebody.answers = [place.order(Method.TOKEN, token=place.entra.token_of(token))]
        credential = session.credential
        assert isinstance(credential, LiveCredential)
        credential.ask_anew()
        return await ask_azure(session)

    assert place.with_session(place.order(Method.TOKEN, token=place.entra.token_of(token)), work) == 1
    assert len(place.somebody.questions) == 2


def test_a_client_that_ends_leaves_the_sessions_credential_open(place: Place) -> None:
    """Every client of the SDK may be left as a context, and takes its credential along."""

    async def work(session: Session) -> int:
        assert session.credential is not None
        async with session.credential as same:
            assert same is session.credential
        place.entra.revoke()  # so that the source itself is needed again
        return await ask_azure(session)

    assert place.with_session(place.order(Method.SECRET), work) == 1
    assert place.somebody.questions == []


def test_an_access_token_alone_leads_to_no_other_tenant(place: Place) -> None:
    async def work() -> None:
        session = await sign_in(place.cloud, token_credential(place.entra.token_of({"tid": TENANT_ID})))
        try:
            with pytest.raises(SignInNeeded, match="An access token is for one tenant"):
                await in_tenant(session, OTHER_TENANT)
        finally:
            await session.gateway.close()

    place.run(work)
    assert place.entra.asked == []


def test_a_domain_that_only_entra_knows_is_taken_at_its_word(place: Place, browser: FakeBrowser) -> None:
    place.entra.tenants[TENANT_ID].domain = "contoso.mail.example"
    session = place.open_session(place.order(Method.BROWSER, tenant="contoso.mail.example"))
    assert session.account.tenant_id == TENANT_ID
    assert all("contoso.mail.example" not in tenant.domains for tenant in session.account.tenants)


def test_a_sign_in_host_that_tells_no_time_says_nothing_of_the_clock(tmp_path: Path) -> None:
    class Timeless(Listener):
        def serve(self, client: socket.socket) -> None:
            client.recv(65536)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "root.pem")
    with closing(Timeless()) as host, closing(TlsFront(authority, host.port, "localhost")) as front:
        address = f"https://localhost:{front.port}"
        with Wire(ca_file=str(tmp_path / "root.pem")).session() as session:
            transport = Transport(session, address)
            assert transport.send(HttpRequest("GET", f"{address}/organizations/token")).status_code == 200
            assert not transport.skew


def test_what_cannot_be_stopped_is_walked_away_from_at_once() -> None:
    done = threading.Event()

    async def work() -> None:
        task = asyncio.ensure_future(in_daemon_thread(lambda: done.wait(60)))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    began = time.monotonic()
    asyncio.run(work())
    assert time.monotonic() - began < 30
    done.set()
