"""The real SDK clients and azure-identity on a company's network: they work, and where they cannot, our own words come out of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential

from backup_doctor.arm.changes import Changes
from backup_doctor.arm.cloud import Cloud
from backup_doctor.arm.credential import token_credential
from backup_doctor.arm.errors import NotTrusted, ProxyTrouble, ProxyWantsPassword, ours_within
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.identity.quiet import keep_quiet
from backup_doctor.arm.refusals import from_azure
from backup_doctor.arm.wire import Wire
from backup_doctor.arm.wire.proxies import ProxySignIn
from backup_doctor.core.api_versions import LOCKS
from backup_doctor.core.plan import Request
from backup_doctor.lab.running import RunningLab
from tests.helpers.proxies import BASIC, PASSWORD, USER, Proxy, dead_port, inspecting_proxy

Trusting = Callable[[trustme.CA], None]


def subscriptions(arm: str, token: str, wire: Wire) -> list[str]:
    """Names that the real client reads through the gateway."""

    async def read() -> list[str]:
        gateway = Gateway(Cloud("private", arm, f"{arm}/.default", arm), token_credential(token), wire)
        try:
            pages = await gateway.pages(gateway.subscriptions().subscriptions.list)
        finally:
            await gateway.close()
        return [place["displayName"].text() for page in pages for place in page["value"]]

    return asyncio.run(read())


def test_the_sdk_reads_through_an_inspecting_proxy_that_wants_a_password(
    arm: str, lab: RunningLab, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inspecting_proxy(tmp_path, authority, basic="backup:s3cret") as (proxy, root):
        monkeypatch.setenv("SSL_CERT_FILE", str(root))
        wire = Wire(lambda _: proxy)
        with pytest.raises(ProxyWantsPassword):
            subscriptions(arm, lab.token, wire)
        wire.proxy_sign_in = ProxySignIn("backup", "s3cret", proxy)
        assert subscriptions(arm, lab.token, wire)


def test_the_sdk_does_not_try_again_what_the_proxy_refuses(arm: str, lab: RunningLab, proxy: Proxy) -> None:
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    wire.proxy_sign_in = ProxySignIn(USER, "wr0ng-one", proxy.url)
    with pytest.raises(ProxyWantsPassword) as caught:
        subscriptions(arm, lab.token, wire)
    assert len([told for _, told in proxy.manners.asked if told]) == 1
    assert "wr0ng-one" not in f"{caught.value!r} {caught.value.text}"


def test_an_authority_that_is_not_trusted_comes_out_of_the_sdk_as_that(arm: str, lab: RunningLab, proxy: Proxy) -> None:
    with pytest.raises(NotTrusted, match="Contoso Root"):
        subscriptions(arm, lab.token, Wire(lambda _: proxy.url))


def test_the_gateway_still_finds_the_lab_on_this_computer_past_any_proxy(lab: RunningLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{dead_port()}")
    assert subscriptions(lab.endpoint, lab.token, Wire())


@pytest.mark.parametrize("blocked", ["dead", "asks", "forbids", "inspects"])
def test_a_change_that_did_not_get_through_the_proxy_was_certainly_not_sent(arm: str, lab: RunningLab, proxy: Proxy, blocked: str) -> None:
    way = f"http://127.0.0.1:{dead_port()}" if blocked == "dead" else proxy.url
    proxy.manners.authorization = BASIC if blocked == "asks" else None
    proxy.manners.refuses = (502, "Bad Gateway") if blocked == "forbids" else None
    planned = Request("DELETE", f"/subscriptions/{lab.subscription}/providers/Microsoft.Authorization/locks/Keep", LOCKS)

    async def send() -> None:
        gateway = Gateway(Cloud("private", arm, f"{arm}/.default", arm), token_credential(lab.token), Wire(lambda _: way))
        gateway.repairs_allowed = True
        try:
            await Changes(gateway).send(planned)
        finally:
            await gateway.close()

    with pytest.raises((NotTrusted, ProxyTrouble, ProxyWantsPassword)):  # and not OutcomeUnknown
        asyncio.run(send())


@pytest.fixture
def entra(arm: str) -> Callable[[Wire], BaseException]:
    """What azure-identity raises when it asks for a token over a wire."""

    def raised(wire: Wire) -> BaseException:
        with closing(wire.session()) as session:
            credential = ClientSecretCredential(
                "contoso",
                "application",
                "secret-of-it",
                authority=arm,
                disable_instance_discovery=True,
                transport=RequestsTransport(session=session, session_owner=False),
            )
            with credential, pytest.raises(ClientAuthenticationError) as caught:
                credential.get_token("https://management.azure.com/.default", enable_cae=True)
        return caught.value

    return raised


def test_what_stopped_azure_identity_is_found_again(entra: Callable[[Wire], BaseException], proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    keep_quiet()
    stopped = entra(Wire(lambda _: f"http://127.0.0.1:{dead_port()}"))
    assert isinstance(stopped, ClientAuthenticationError) and isinstance(from_azure(stopped), ProxyTrouble)
    assert isinstance(ours_within(entra(Wire(lambda _: proxy.url))), NotTrusted)
    proxy.manners.authorization = BASIC
    wire = Wire(lambda _: proxy.url)
    wire.proxy_sign_in = ProxySignIn(USER, PASSWORD + "x", proxy.url)
    assert isinstance(ours_within(entra(wire)), ProxyWantsPassword)
    assert PASSWORD not in caplog.text
