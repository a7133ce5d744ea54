"""One step at a time, on networks that change their mind between two looks."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from backup_doctor.arm.wire import Wire, steps
from backup_doctor.arm.wire.hops import Step
from backup_doctor.arm.wire.proxies import ProxyAsks
from backup_doctor.arm.wire.steps import Way
from backup_doctor.core.model import Status
from tests.helpers.proxies import BASIC, Listener, Manners, Proxy, dead_port

Trusting = Callable[[trustme.CA], None]

WHO_ARE_YOU = b"HTTP/1.1 407 Who are you\r\n\r\n"
COME_IN = b"HTTP/1.1 200 Come in\r\n\r\n"
HANG_UP = b""


class Saying(Listener):
    """Says one thing to the first who comes, another to the second."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        client.recv(65536)
        client.sendall(self._answers.pop(0))


class Changing(Proxy):
    """Treats the first who comes in one way, the second in another."""

    def __init__(self, *turns: Manners) -> None:
        self._turns = list(turns)
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        self.manners = self._turns.pop(0)
        super().serve(client)


def way_through(proxy: str | None, url: str, *, is_known: bool = False) -> Way:
    """A way whose first step is taken."""
    way = Way(Wire(lambda _: proxy), url, is_known=is_known, hosts="arm.test")
    assert way.look(Step.PROXY).status is Status.OK
    return way


@pytest.mark.parametrize("second", [COME_IN, HANG_UP])
def test_a_proxy_that_does_not_say_how_to_sign_in_may_still_take_a_password(second: bytes, arm: str) -> None:
    """Asked once more, without a password, it lets through or is gone: neither tells what it would accept."""
    with closing(Saying(WHO_ARE_YOU, second)) as silent:
        url = f"http://127.0.0.1:{silent.port}"
        found = way_through(url, arm).look(Step.CONNECTION)
    assert found.status is Status.FAILED
    assert found.asks == ProxyAsks(url, (), refused=False)
    assert "Sign in to the proxy" in str(found.advice)


def test_a_direct_way_that_is_blocked_is_a_matter_for_the_firewall() -> None:
    port = dead_port()
    found = way_through(None, f"https://127.0.0.2:{port}/").look(Step.CONNECTION)
    assert (found.status, str(found.seen)) == (Status.FAILED, f"Port {port} of 127.0.0.2 does not answer: Connection refused")
    assert str(found.advice).startswith(f"A firewall has to let 127.0.0.2 through, port {port}.")


def test_a_proxy_that_refuses_while_the_certificate_is_looked_at_is_quoted(proxy: Proxy, arm: str) -> None:
    way = way_through(proxy.url, arm)
    proxy.manners.refuses = (502, "Nobody home")
    found = way.look(Step.CERTIFICATE)
    assert found.status is Status.FAILED
    assert "could not be made: 502 Nobody home." in str(found.seen) and "HTTPS_PROXY" in str(found.advice)


def test_a_certificate_that_is_not_shown_a_second_time_is_refused_without_its_names(arm: str) -> None:
    with closing(Changing(Manners(), Manners(refuses=(403, "Enough")))) as proxy:
        found = way_through(proxy.url, arm).look(Step.CERTIFICATE)
    assert (found.status, found.certificates) == (Status.FAILED, ())
    assert str(found.seen).startswith("The certificate of arm.test is not trusted: ")


def test_certificates_of_this_computer_that_cannot_be_read_are_named_at_the_certificate(
    proxy: Proxy, arm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    found = way_through(proxy.url, arm).look(Step.CERTIFICATE)
    assert found.status is Status.FAILED
    assert "gone.pem, which SSL_CERT_FILE names, cannot be read" in str(found.seen)


def test_a_port_that_does_not_encrypt_is_told_from_a_cut_connection() -> None:
    with closing(Saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as plain:
        found = way_through(None, f"https://127.0.0.1:{plain.port}/").look(Step.CERTIFICATE)
    assert found.status is Status.FAILED
    assert str(found.seen).startswith("What answers for 127.0.0.1 does not use encryption.")


def test_nobody_is_accused_of_inspection_while_it_cannot_be_found_out(arm: str, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    with closing(Changing(Manners(), Manners(refuses=(403, "Enough")))) as proxy:
        found = way_through(proxy.url, arm, is_known=True).look(Step.CERTIFICATE)
    assert (found.status, found.advice) == (Status.OK, None)
    assert "Contoso Root" in str(found.seen) and str(found.seen).endswith("this computer trusts it.")


def test_a_public_authority_before_microsofts_hosts_is_no_inspection(
    proxy: Proxy, arm: str, authority: trustme.CA, trusting: Trusting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting(authority)
    authority.cert_pem.write_to_path(tmp_path / "public.pem")
    monkeypatch.setattr(steps, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "public.pem"))  # as if Mozilla trusted it
    found = way_through(proxy.url, arm, is_known=True).look(Step.CERTIFICATE)
    assert (found.status, found.advice) == (Status.OK, None)
    assert "inspects" not in str(found.seen) and str(found.seen).endswith("this computer trusts it.")


def test_a_proxy_that_asks_for_a_password_only_at_the_end_is_asked_for_its_terms(proxy: Proxy, arm: str) -> None:
    way = way_through(proxy.url, arm)
    proxy.manners.authorization = BASIC
    found = way.look(Step.ANSWER)
    assert found.status is Status.FAILED
    assert found.asks == ProxyAsks(proxy.url, ("Basic",), refused=False)


def test_a_proxy_that_closes_the_way_at_the_end_is_quoted(proxy: Proxy, arm: str) -> None:
    way = way_through(proxy.url, arm)
    proxy.manners.refuses = (403, "Enough")
    found = way.look(Step.ANSWER)
    assert (found.status, found.asks) == (Status.FAILED, None)
    assert "does not allow connections to arm.test (403 Enough)." in str(found.seen)


def test_a_host_that_hangs_up_instead_of_answering_is_told() -> None:
    with closing(Saying(HANG_UP)) as host:
        found = way_through(None, f"http://127.0.0.1:{host.port}/").look(Step.ANSWER)
    assert found.status is Status.FAILED
    assert str(found.seen).startswith("127.0.0.1 did not answer: ") and "closed connection" in str(found.seen)
