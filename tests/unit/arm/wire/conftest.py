"""A lab behind TLS, a company's authorities, and an environment that names neither proxies nor certificates."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from backup_doctor.lab.running import RunningLab, start
from tests.helpers.proxies import Proxy, TlsFront

HOST = "arm.test"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.casefold().endswith("_proxy") or name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def lab() -> Iterator[RunningLab]:
    """One machine is enough: the way is what matters."""
    with start(["healthy-linux"]) as running:
        yield running


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Has certified the lab; no computer trusts it unless it is told to."""
    return trustme.CA(organization_name="Contoso Root")


@pytest.fixture(scope="session")
def lab_port(lab: RunningLab) -> int:
    """Where it answers without TLS."""
    return int(lab.endpoint.rpartition(":")[2])


@pytest.fixture(scope="session")
def arm(lab_port: int, authority: trustme.CA) -> Iterator[str]:
    """The lab as ``https://arm.test:port``."""
    with closing(TlsFront(authority, lab_port, HOST)) as front:
        yield f"https://{HOST}:{front.port}"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """Lets everybody through until it is taught other manners."""
    with closing(Proxy()) as running:
        yield running


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[trustme.CA], None]:
    """Puts an authority where this system looks for those it trusts."""

    def trust(authority: trustme.CA) -> None:
        authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))

    return trust
