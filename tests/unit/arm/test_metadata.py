"""Where one signs in to a cloud that is known by its ARM endpoint: asked, and not believed when it asks for Azure's own tokens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from backup_doctor.arm import metadata
from backup_doctor.arm.cloud import CLOUDS, Cloud, custom
from backup_doctor.arm.errors import AzureError, Garbled, Unreachable
from backup_doctor.arm.metadata import ForeignEndpoint, discover
from backup_doctor.arm.wire import Wire
from backup_doctor.lab.running import start

STACK = {
    "resourceManager": "https://management.stack.example/",
    "authentication": {
        "loginEndpoint": "https://login.microsoftonline.com/",
        "audiences": ["https://management.stack.onmicrosoft.com/11111111-1111-1111-1111-111111111111"],
        "identityProvider": "AAD",
    },
}

Serve = Callable[..., Cloud]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Answer every request with this; gives the cloud that asks here."""
    servers: list[tuple[HTTPServer, Thread]] = []

    def begin(body: Any, status: int = 200) -> Cloud:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert "Authorization" not in self.headers
                assert self.path == "/metadata/endpoints?api-version=2022-09-01"
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing to stderr."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return custom(f"http://127.0.0.1:{server.server_port}")

    yield begin
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def found(cloud: Cloud) -> Cloud:
    return asyncio.run(discover(cloud, Wire()))


def with_authentication(**changed: Any) -> dict[str, Any]:
    return {**STACK, "authentication": {**STACK["authentication"], **changed}}  # type: ignore[dict-item]  # a mapping


def test_a_cloud_says_where_to_sign_in_and_what_its_tokens_are_for(serve: Serve) -> None:
    cloud = found(serve(STACK))
    assert cloud.authority == "https://login.microsoftonline.com"
    assert cloud.scope == "https://management.stack.onmicrosoft.com/11111111-1111-1111-1111-111111111111/.default"


def test_some_answer_with_a_list_of_all_clouds(serve: Serve) -> None:
    cloud = serve("")
    own = {**STACK, "resourceManager": cloud.endpoint}
    others = [{"resourceManager": address} for address in ("https://[broken", "https://management.azure.com")]
    assert metadata._own([*others, own], cloud) == STACK["authentication"]


def test_well_known_clouds_are_not_asked() -> None:
    for cloud in CLOUDS.values():
        assert found(cloud) == cloud


def test_the_lab_names_the_sign_in_host_that_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        def knows(self, token: str) -> bool:
            return False

        def challenge(self, token: str) -> str:
            return ""

    with start(["healthy-linux"]) as lab:
        lab.accept(Nobody(), "https://login.example.com")
        assert found(custom(lab.endpoint)).authority == "https://login.example.com"


@pytest.mark.parametrize(
    ("authority", "audience"),
    [
        ("https://login.microsoftonline.com", "https://management.azure.com/"),
        ("https://login.microsoftonline.com/", "https://management.core.windows.net/"),
        ("https://LOGIN.microsoftonline.com", "https://Management.Azure.com"),
        ("https://login.windows.net", "https://graph.microsoft.com/"),
        ("https://login.microsoftonline.us", "https://management.usgovcloudapi.net/"),
        ("https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn"),
        ("https://login.microsoftonline.com", "https://vault.azure.net"),
        ("https://login.microsoftonline.com.", "https://management.azure.com./"),
        ("https://login.evil.example", "https://management.azure.com/"),  # its page could send the browser on to Azure's
    ],
)
def test_azures_own_tokens_are_not_handed_to_somebody_elses_host(authority: str, audience: str) -> None:
    cloud = custom("https://management.evil.example")
    with pytest.raises(ForeignEndpoint, match=r"https://management\.evil\.example asks for tokens"):
        metadata._refuse_foreign(cloud, authority, audience)


@pytest.mark.parametrize("endpoint", ["https://management.azure.com.evil.example", "https://evilmanagement.azure.com.example", "https://azure.com"])
def test_a_name_that_only_looks_like_azures_is_somebody_else(endpoint: str) -> None:
    with pytest.raises(ForeignEndpoint):
        metadata._refuse_foreign(custom(endpoint), "https://login.microsoftonline.com", "https://management.azure.com/")


@pytest.mark.parametrize(
    ("endpoint", "authority", "audience"),
    [
        ("https://westeurope.management.azure.com", "https://login.microsoftonline.com", "https://management.azure.com/"),
        ("https://management.azure.com", "https://login.microsoftonline.com", "https://management.azure.com/"),
        ("http://127.0.0.1:8080", "https://login.microsoftonline.com", "https://management.azure.com/"),
        ("https://management.stack.example", "https://login.microsoftonline.com", "https://management.stack.onmicrosoft.com/1"),
        ("https://management.stack.example", "https://login.stack.example", "https://management.stack.example/"),
        ("https://management.azure.com", "https://login.stack.example", "https://management.azure.com/"),
    ],
)
def test_azures_own_hosts_this_computer_and_clouds_of_their_own_are_let_in(endpoint: str, authority: str, audience: str) -> None:
    metadata._refuse_foreign(custom(endpoint), authority, audience)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (with_authentication(loginEndpoint="http://login.example.com"), "no https address"),
        (with_authentication(loginEndpoint=""), "no https address"),
        (with_authentication(loginEndpoint="https://login. example.com"), "no https address"),
        (with_authentication(loginEndpoint="https://[::1]+x"), "no https address"),
        (with_authentication(loginEndpoint="https://a@login.example.com"), "no https address"),
        (with_authentication(loginEndpoint="https://login.example.com\\@evil.example"), "no https address"),
        (with_authentication(loginEndpoint="https://adfs.stack.example/adfs"), "AD FS"),
        (with_authentication(identityProvider="ADFS"), "AD FS"),
        (with_authentication(audiences=[]), "tokens are for"),
        (with_authentication(audiences=["00000003-0000-0000-c000-000000000000"]), "tokens are for"),
        (with_authentication(audiences="https://x"), "tokens are for"),
        (with_authentication(audiences=["https://x.example/&calc"]), "tokens are for"),
        ({}, "does not say where to sign in"),
        ([], "does not say where to sign in"),
        ([STACK, STACK], "does not say where to sign in"),
        ("<html>", "does not say where to sign in"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told(serve: Serve, body: Any, words: str) -> None:
    with pytest.raises(AzureError, match=words):
        found(serve(body))


def test_an_endpoint_that_is_no_arm_endpoint(serve: Serve) -> None:
    with pytest.raises(Garbled, match="answered 404"):
        found(serve("", 404))


def test_nobody_there() -> None:
    with pytest.raises(Unreachable):
        found(custom("http://127.0.0.1:9"))
