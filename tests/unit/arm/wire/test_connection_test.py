"""The connection test on company networks that are really there: what it sees at each hop, and what it advises."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509

from backup_doctor.arm.cloud import PUBLIC, Cloud, custom
from backup_doctor.arm.wire import Wire, connection_test
from backup_doctor.arm.wire.certificates import is_for, why_not_trusted
from backup_doctor.arm.wire.hops import Certificate, Connection, Hop, Place, Step
from backup_doctor.arm.wire.proxies import ProxySignIn
from backup_doctor.arm.wire.trust import system_trust
from backup_doctor.arm.wire.words import as_text, certificates_as_text, summary
from backup_doctor.core.language import language
from backup_doctor.core.model import Status
from backup_doctor.core.text import verbatim
from tests.helpers.proxies import BASIC, PASSWORD, USER, Listener, Manners, Proxy, TlsFront, dead_port, inspecting_proxy

Trusting = Callable[[trustme.CA], None]
MICROSOFT = ("login.microsoftonline.com", "management.azure.com")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def outcome(cloud: Cloud, wire: Wire) -> Connection:
    """A whole test; what is reported on the way is what comes out at the end."""
    heard: list[Hop] = []
    found = asyncio.run(connection_test.test_connection(cloud, wire, heard.append))
    assert sorted(heard, key=_order) == sorted(found.hops, key=_order)
    assert {(hop.place, hop.step) for hop in heard} == {(place, step) for place in Place for step in Step}
    return found


def _order(hop: Hop) -> tuple[str, str]:
    return hop.place, hop.step


def statuses(found: Connection, place: Place) -> list[Status]:
    """Of the steps to one host, in order."""
    return [hop.status for hop in found.hops if hop.place is place]


def at(found: Connection, step: Step, place: Place = Place.MANAGEMENT) -> Hop:
    """One hop."""
    return next(hop for hop in found.hops if hop.place is place and hop.step is step)


@pytest.fixture
def private(arm: str) -> Cloud:
    """The lab for both hosts, under a made-up name."""
    return Cloud("private", arm, f"{arm}/.default", arm)


class Answering(Listener):
    """Says the same to everybody, in HTTP."""

    def __init__(self, status: str, kind: str, date: datetime) -> None:
        stamp = date.strftime("%a, %d %b %Y %H:%M:%S GMT")
        self._answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nDate: {stamp}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode()
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        client.recv(65536)
        client.sendall(self._answer)


@pytest.fixture
def microsoft(proxy: Proxy, authority: trustme.CA, lab_port: int) -> Iterator[Callable[[int], None]]:
    """Lets the proxy lead to a port of this computer in place of Microsoft's hosts, with certificates of the company's own authority."""
    fronts: list[TlsFront] = []

    def lead(port: int) -> None:
        fronts.append(TlsFront(authority, port, *MICROSOFT))
        proxy.manners.ports = {f"{host}:443": fronts[-1].port for host in MICROSOFT}

    lead(lab_port)
    yield lead
    for front in fronts:
        front.close()


def test_a_clear_way_is_fine_at_every_hop(private: Cloud, proxy: Proxy, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    found = outcome(private, Wire(lambda _: proxy.url))
    fine = [Status.OK, Status.SKIPPED, Status.OK, Status.OK, Status.OK]
    assert found.is_fine and statuses(found, Place.SIGN_IN) == statuses(found, Place.MANAGEMENT) == fine
    assert "The proxy looks up the name arm.test" in str(at(found, Step.NAME).seen)
    assert str(at(found, Step.ANSWER).seen) == "arm.test answers (200)."


def test_an_inspecting_proxy_is_named_by_its_authority_and_is_no_obstacle_where_that_is_trusted(
    private: Cloud, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inspecting_proxy(tmp_path, authority) as (proxy, root):
        refused = at(outcome(private, Wire(lambda _: proxy)), Step.CERTIFICATE)
        monkeypatch.setenv("SSL_CERT_FILE", str(root))
        found = outcome(private, Wire(lambda _: proxy))
    assert refused.status is Status.FAILED
    assert "Contoso Inspection" in str(refused.seen) and "not trusted by this computer" in str(refused.seen)
    assert "root certificate of that issuer" in str(refused.advice)
    assert "Contoso Inspection" in refused.certificates[0].issuer and refused.certificates[0].names == ("arm.test",)
    assert found.is_fine and "Contoso Inspection" in str(at(found, Step.CERTIFICATE).seen)


@pytest.mark.usefixtures("microsoft")
def test_a_private_authority_before_microsofts_hosts_is_called_inspection(proxy: Proxy, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    found = outcome(PUBLIC, Wire(lambda _: proxy.url))
    for place in Place:
        hop = at(found, Step.CERTIFICATE, place)
        assert hop.status is Status.OK
        assert "inspects the encrypted traffic" in str(hop.seen) and "Contoso Root" in str(hop.seen)
        assert "can read the traffic" in str(hop.advice)


@pytest.mark.usefixtures("microsoft")
def test_certificates_are_read_as_they_are(proxy: Proxy, authority: trustme.CA) -> None:
    (shown,) = at(outcome(PUBLIC, Wire(lambda _: proxy.url)), Step.CERTIFICATE).certificates
    root = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
    assert shown.issuer == root.subject.rfc4514_string() and shown.names == MICROSOFT
    assert len(shown.sha256.split(":")) == 32 and shown.not_before < datetime.now(UTC) < shown.not_after


def test_a_page_in_the_place_of_azure_is_seen_through(
    proxy: Proxy, authority: trustme.CA, trusting: Trusting, microsoft: Callable[[int], None]
) -> None:
    trusting(authority)
    with closing(Answering("200 OK", "text/html", datetime.now(UTC))) as page:
        microsoft(page.port)
        hop = at(outcome(PUBLIC, Wire(lambda _: proxy.url)), Step.ANSWER)
    assert hop.status is Status.FAILED
    assert "Something other than Azure has answered for management.azure.com" in str(hop.seen) and "text/html" in str(hop.seen)


def test_clocks_that_differ_are_warned_of(proxy: Proxy, authority: trustme.CA, trusting: Trusting, microsoft: Callable[[int], None]) -> None:
    trusting(authority)
    with closing(Answering("200 OK", "application/json", datetime.now(UTC) + timedelta(minutes=6))) as late:
        microsoft(late.port)
        found = outcome(PUBLIC, Wire(lambda _: proxy.url))
    assert at(found, Step.ANSWER).status is Status.WARNING and not found.is_fine
    assert "clock" in str(at(found, Step.ANSWER).advice)


def test_clocks_that_nearly_agree_are_fine(proxy: Proxy, authority: trustme.CA, trusting: Trusting, microsoft: Callable[[int], None]) -> None:
    trusting(authority)
    with closing(Answering("200 OK", "application/json", datetime.now(UTC) + timedelta(minutes=4))) as near:
        microsoft(near.port)
        assert outcome(PUBLIC, Wire(lambda _: proxy.url)).is_fine


def test_trouble_of_azures_own_is_a_warning(proxy: Proxy, authority: trustme.CA, trusting: Trusting, microsoft: Callable[[int], None]) -> None:
    trusting(authority)
    with closing(Answering("503 Busy", "application/json", datetime.now(UTC))) as busy:
        microsoft(busy.port)
        hop = at(outcome(PUBLIC, Wire(lambda _: proxy.url)), Step.ANSWER)
    assert hop.status is Status.WARNING and "503" in str(hop.seen)


def test_a_dead_proxy_ends_the_test_and_is_blamed(private: Cloud) -> None:
    dead = f"http://127.0.0.1:{dead_port()}"
    found = outcome(private, Wire(lambda _: dead))
    hop = at(found, Step.CONNECTION)
    assert hop.status is Status.FAILED and f"The proxy {dead}" in str(hop.seen) and "Connection refused" in str(hop.seen)
    assert hop.advice is not None and "remove the setting" in str(hop.advice)
    assert statuses(found, Place.MANAGEMENT)[3:] == [Status.SKIPPED, Status.SKIPPED]


def test_a_proxy_that_wants_a_password_is_asked_for_its_terms(private: Cloud, proxy: Proxy) -> None:
    proxy.manners.authorization = BASIC
    hop = at(outcome(private, Wire(lambda _: proxy.url)), Step.CONNECTION)
    assert hop.status is Status.FAILED and hop.asks is not None and hop.asks.schemes == ("Basic",)
    assert "Sign in to the proxy" in str(hop.advice)


def test_with_the_right_password_the_test_goes_on(private: Cloud, proxy: Proxy, authority: trustme.CA, trusting: Trusting) -> None:
    trusting(authority)
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    wire.proxy_sign_in = ProxySignIn(USER, PASSWORD, proxy.url)
    found = outcome(private, wire)
    assert found.is_fine
    text = as_text(found.hops, language("en"))
    assert PASSWORD not in text and BASIC.removeprefix("Basic ") not in text


def test_windows_sign_in_alone_is_answered_with_what_helps(private: Cloud, proxy: Proxy) -> None:
    proxy.manners = Manners(authorization="Negotiate …", offers=("Negotiate", "NTLM"))
    hop = at(outcome(private, Wire(lambda _: proxy.url)), Step.CONNECTION)
    assert "only Negotiate, NTLM" in str(hop.seen)
    assert "Px or Cntlm" in str(hop.advice) and "let arm.test through without a sign-in" in str(hop.advice)


def test_a_host_that_the_proxy_forbids_is_named_for_its_administrators(private: Cloud, proxy: Proxy, arm: str) -> None:
    proxy.manners.refuses = (403, "Forbidden by policy")
    hop = at(outcome(private, Wire(lambda _: proxy.url)), Step.CONNECTION)
    assert "403 Forbidden by policy" in str(hop.seen)
    assert f"arm.test through, port {arm.rpartition(':')[2]}" in str(hop.advice)


class Silent(Listener):
    """Takes connections and says nothing."""

    def serve(self, client: socket.socket) -> None:
        client.recv(1)


class Mumbling(Listener):
    """Speaks something that is not HTTP."""

    def serve(self, client: socket.socket) -> None:
        client.recv(65536)
        client.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def test_something_that_is_no_proxy_is_blamed_as_one_that_does_not_answer(private: Cloud) -> None:
    with closing(Mumbling()) as other:
        hop = at(outcome(private, Wire(lambda _: f"http://127.0.0.1:{other.port}")), Step.CONNECTION)
    assert hop.status is Status.FAILED and "does not speak HTTP" in str(hop.seen)


def test_a_name_that_nobody_knows_fails_at_the_name() -> None:
    hop = at(outcome(Cloud("x", "https://arm.invalid", "s", "https://login.invalid"), Wire(lambda _: None)), Step.NAME)
    assert hop.status is Status.FAILED and "arm.invalid" in str(hop.seen)


def test_a_proxy_that_is_itself_reached_over_tls_leads_all_the_way(private: Cloud, proxy: Proxy, authority: trustme.CA, trusting: Trusting) -> None:
    with closing(TlsFront(authority, proxy.port, "localhost")) as secure:
        way = f"https://localhost:{secure.port}"
        refused = outcome(private, Wire(lambda _: way))
        trusting(authority)
        assert outcome(private, Wire(lambda _: way)).is_fine
    assert at(refused, Step.CONNECTION).status is Status.FAILED and way in str(at(refused, Step.CONNECTION).seen)


def test_a_setting_that_names_no_proxy_fails_first(private: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    found = outcome(private, Wire())
    assert statuses(found, Place.MANAGEMENT) == [Status.FAILED, *[Status.SKIPPED] * 4]


def test_a_cloud_known_by_its_endpoint_names_its_sign_in_host_itself(
    arm: str, proxy: Proxy, authority: trustme.CA, trusting: Trusting, microsoft: Callable[[int], None], lab_port: int
) -> None:
    trusting(authority)
    microsoft(lab_port)
    found = outcome(custom(f"http://127.0.0.1:{lab_port}"), Wire(lambda _: proxy.url))
    assert found.is_fine
    assert at(found, Step.PROXY, Place.SIGN_IN).host == "login.microsoftonline.com"
    assert at(found, Step.PROXY).host == "127.0.0.1" and at(found, Step.CERTIFICATE).status is Status.SKIPPED


def test_a_cloud_that_does_not_say_where_to_sign_in_is_quoted_at_the_sign_in_host() -> None:
    with closing(Answering("200 OK", "application/json", datetime.now(UTC))) as mute:
        found = outcome(custom(f"http://127.0.0.1:{mute.port}"), Wire(lambda _: None))
    assert statuses(found, Place.SIGN_IN) == [Status.SKIPPED] * 5
    assert Status.FAILED not in statuses(found, Place.MANAGEMENT)
    words = str(at(found, Step.PROXY, Place.SIGN_IN).seen)
    assert words.startswith("The sign-in host is not known. ") and "does not say where to sign in" in words


def test_a_cloud_that_does_not_answer_leaves_the_sign_in_host_unknown() -> None:
    found = outcome(custom(f"http://127.0.0.1:{dead_port()}"), Wire(lambda _: None))
    assert statuses(found, Place.SIGN_IN) == [Status.SKIPPED] * 5 and not found.is_fine
    assert "running" in str(at(found, Step.CONNECTION).advice)


def test_being_cancelled_ends_it_at_once() -> None:
    reached = threading.Event()

    class Waiting(Listener):
        def serve(self, client: socket.socket) -> None:
            reached.set()
            while client.recv(65536):  # not one byte only: the connection would end, and with it sometimes the test that is to be cancelled
                pass

    async def cancelled(wire: Wire) -> None:
        cloud = Cloud("x", "https://arm.test", "s", "https://login.test")
        test = asyncio.create_task(connection_test.test_connection(cloud, wire))
        await asyncio.to_thread(reached.wait)
        test.cancel()
        with pytest.raises(asyncio.CancelledError):
            await test
        proxy.close()  # a thread still waits for it

    proxy = Waiting()
    asyncio.run(cancelled(Wire(lambda _: f"http://127.0.0.1:{proxy.port}")))


def certificate(**changed: object) -> Certificate:
    """A good one, but for what is said."""
    values: Mapping[str, object] = {
        "subject": "CN=arm.test",
        "issuer": "CN=Contoso",
        "names": ("arm.test",),
        "not_before": NOON - timedelta(days=1),
        "not_after": NOON + timedelta(days=1),
        "sha256": "00",
    }
    return Certificate(**{**values, **changed})  # type: ignore[arg-type]  # of a mapping, mypy knows no single value's type


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        ((certificate(),), "issued by “CN=Contoso”, is not trusted by this computer: said so"),
        ((certificate(not_after=NOON - timedelta(hours=1)),), "expired at"),
        ((certificate(not_before=NOON + timedelta(hours=1)),), "is valid only from"),
        ((certificate(names=("portal.hotel.test",)),), "issued for other names: portal.hotel.test"),
        ((certificate(names=(), subject="CN=router"),), "issued for other names: CN=router"),
        ((), "is not trusted: said so"),
    ],
)
def test_each_fault_of_a_certificate_has_its_own_words(chain: tuple[Certificate, ...], words: str) -> None:
    text, advice = why_not_trusted("arm.test", chain, "said so", NOON)
    assert words in str(text) and str(advice)


@pytest.mark.parametrize(
    ("names", "host", "good"),
    [
        (("*.azure.com",), "management.azure.com", True),
        (("*.azure.com",), "a.management.azure.com", False),
        (("*.azure.com",), "azure.com", False),
        (("MANAGEMENT.azure.com",), "management.azure.com", True),
        (("10.0.0.5",), "10.0.0.5", True),
        (("*",), "localhost", False),
    ],
)
def test_a_name_with_a_star_is_good_for_one_label(names: tuple[str, ...], host: str, good: bool) -> None:
    assert is_for(certificate(names=names), host) is good


def test_hostile_words_of_a_certificate_cannot_move_the_cursor(private: Cloud) -> None:
    bad = certificate(subject="CN=\x1b[2J\u202eevil", issuer="CN=\r\nOK")
    seen, advice = why_not_trusted("arm.test", (bad,), "said so", NOON)
    hop = Hop(Place.MANAGEMENT, Step.CERTIFICATE, "arm.test", Status.FAILED, seen, advice, 1, (bad,))
    text = as_text([hop], language("en"))
    assert "\x1b" not in text and "\u202e" not in text and "\r" not in text


@pytest.mark.parametrize(
    ("worst", "words"),
    [(Status.FAILED, "Something blocks the way"), (Status.WARNING, "something is not right"), (Status.OK, "nothing blocks the way")],
)
def test_the_worst_hop_decides_what_the_test_comes_to(worst: Status, words: str) -> None:
    hops = [Hop(Place.SIGN_IN, Step.ANSWER, "login.example.com", status, verbatim("…")) for status in (Status.OK, Status.SKIPPED, worst)]
    assert words in str(summary(hops))


def test_a_chain_is_copied_whole_and_a_certificate_without_names_has_no_line_for_them() -> None:
    own = Certificate("CN=arm", "CN=root", ("arm.example.com", "10.0.0.1"), NOON, NOON + timedelta(days=1), "AB:CD")
    root = replace(own, subject="CN=root", names=())
    text = certificates_as_text([own, root], language("en"))
    assert text.count("Valid for: arm.example.com, 10.0.0.1") == text.count("Valid for") == 1
    assert text.count("\n\n") == 1


def test_a_folder_of_certificates_is_trusted_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path))
    assert system_trust().verify_mode is ssl.CERT_REQUIRED
