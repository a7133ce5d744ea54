"""``connection``: the way to Azure as a script sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from backup_doctor.lab.running import start
from tests.helpers.commands import Command
from tests.helpers.proxies import BASIC, PASSWORD, Proxy, TlsFront, dead_port

HOSTS = ("login.microsoftonline.com", "management.azure.com")


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Proxy]:
    """The company's way out, which leads to a lab behind an inspecting device whose authority this computer trusts."""
    for name in list(os.environ):
        if name.casefold().endswith("_proxy") or name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)
    authority = trustme.CA(organization_name="Contoso Root")
    authority.cert_pem.write_to_path(tmp_path / "root.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    with (
        start(["healthy-linux"]) as lab,
        closing(TlsFront(authority, int(lab.endpoint.rpartition(":")[2]), *HOSTS)) as front,
        closing(Proxy()) as running,
    ):
        running.manners.ports = {f"{host}:443": front.port for host in HOSTS}
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        yield running


def test_a_clear_way_ends_with_zero_and_shows_every_hop(command: Command, proxy: Proxy) -> None:
    outcome = command("connection", "--lang", "en")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Sign-in host: login.microsoftonline.com" in outcome.out
    assert f"{proxy.url}, named by HTTPS_PROXY in the environment." in outcome.out
    assert "inspects the encrypted traffic" in outcome.out and "SHA-256:" in outcome.out
    assert outcome.out.endswith("Azure can be reached from here: nothing blocks the way.\n")


def test_a_script_gets_the_same_as_a_document(command: Command, proxy: Proxy) -> None:
    document = command("connection", "--format", "json").document
    assert document["fine"] is True
    assert [(hop["place"], hop["step"]) for hop in document["hops"]][4:6] == [("sign-in", "answer"), ("management", "proxy")]
    (certificate,) = document["hops"][3]["certificates"]
    assert certificate["names"] == list(HOSTS) and "Contoso Root" in certificate["issuer"]


def test_it_can_go_into_a_file(command: Command, proxy: Proxy, tmp_path: Path) -> None:
    assert command("connection", "--output", str(tmp_path / "test.txt"), "--lang", "en").out == ""
    assert "nothing blocks the way" in (tmp_path / "test.txt").read_text("utf-8")


def test_a_proxy_that_wants_a_password_ends_it_with_three_and_the_way_to_give_one(
    command: Command, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.manners.authorization = BASIC
    outcome = command("connection", "--lang", "en")
    assert outcome.code == 3
    assert "asks for a user name and a password" in outcome.out and "HTTPS_PROXY=http://user:password@proxy:port" in outcome.out
    monkeypatch.setenv("HTTPS_PROXY", f"http://CONTOSO%5Cbackup:s3cret-%D0%9F%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@127.0.0.1:{proxy.port}")
    outcome = command("connection", "--lang", "en")
    assert outcome.code == 0
    assert PASSWORD not in outcome.out + outcome.err and "%D0" not in outcome.out + outcome.err


def test_an_endpoint_that_does_not_answer_ends_it_with_three(command: Command) -> None:
    outcome = command("connection", "--arm", f"http://127.0.0.1:{dead_port()}", "--lang", "en")
    assert outcome.code == 3
    assert "[Failed] Connection" in outcome.out and "The sign-in host is not known" in outcome.out


def test_an_address_that_is_none_is_a_mistake_of_usage(command: Command) -> None:
    outcome = command("connection", "--arm", "management.example.com")
    assert outcome.code == 2 and outcome.out == ""
