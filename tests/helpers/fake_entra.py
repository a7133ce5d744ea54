"""A Microsoft Entra on loopback TLS: several tenants, every flow the program uses, and trouble on order. It logs what it was asked.

Where it checks what Entra checks (PKCE, redirect, state's way back, a certificate's signature), a client that cheats does not get in.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from backup_doctor.arm.cloud import Cloud
from backup_doctor.arm.wire import Wire
from backup_doctor.lab.identity import TENANT_DOMAIN, TENANT_ID, guid, tenant_id
from tests.helpers.tokens import jwt

CLIENT = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
"""The application of Azure CLI and of azure-identity, through which people come in."""

PRINCIPAL = guid("principal")
OTHER_TENANT = tenant_id("fabrikam.example")
STRICT_TENANT = tenant_id("strict.example")
STRANGER_TENANT = tenant_id("stranger.example")


@dataclass
class Tenant:
    """A tenant."""

    id: str
    domain: str
    demands_mfa: bool = False
    """Gives no token silently to who has not signed in to it in person."""


@dataclass
class User:
    """Somebody."""

    name: str
    home: str
    guest_in: tuple[str, ...] = ()

    def object_id(self, tenant: str) -> str:
        """Another one in every tenant."""
        return guid(f"{self.name}@{tenant}")


@dataclass
class Principal:
    """A service principal."""

    client_id: str
    tenant: str
    secret: str = ""
    certificate: bytes = b""
    """PEM of its public part."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str] = field(repr=False)

    @property
    def kind(self) -> str:
        """``authorize``, ``devicecode``, the grant type of a token request, or the last part of the path."""
        last = self.path.rsplit("/", 1)[-1]
        return self.form.get("grant_type", "").rsplit(":", 1)[-1] if last == "token" else last


@dataclass
class Grant:
    """What a refresh token stands for."""

    user: User
    client_id: str
    in_person: set[str]
    """Tenants to which the person has signed in himself."""
    generation: int


@dataclass
class FakeEntra:
    """What it knows, and what happens next."""

    authority: str = ""
    ca_file: str = ""
    tenants: dict[str, Tenant] = field(default_factory=dict)
    person: User = field(default_factory=lambda: User("demo@contoso.example", TENANT_ID, (OTHER_TENANT, STRICT_TENANT)))
    """Who sits at the browser."""
    principals: dict[str, Principal] = field(default_factory=dict)
    lifetime: int = 3600
    """Seconds that a token is good for."""
    device_turns: list[str] = field(default_factory=lambda: ["authorization_pending"])
    """What each poll meets: ``authorization_pending``, ``slow_down``, ``authorization_declined``, ``expired_token``; then success."""
    device_interval: int = 0
    device_never_ends: bool = False
    authorize_error: tuple[str, str] | None = None
    """``error`` and ``error_description`` that the browser brings back."""
    refusals: dict[str, int] = field(default_factory=dict)
    """AADSTS code by kind of token request."""
    clock: float = 0.0
    """Seconds that its clock differs from this computer's."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Addresses that its discovery document names in place of its own, as a stranger's may."""
    device_page: str = ""
    """Where a device code is to be entered, in place of its own page."""
    garbage: bool = False
    """Answers with a page, as a captive portal does."""
    asked: list[Asked] = field(default_factory=list)
    generation: int = 0
    claims: str = ""
    grants: dict[str, Grant] = field(default_factory=dict, repr=False)
    issued: dict[str, int] = field(default_factory=dict, repr=False)
    """Generation of each access token."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    devices: dict[str, str] = field(default_factory=dict, repr=False)
    """Scope by device code."""
    refresh_survives: bool = True
    """Whether a revocation spares refresh tokens, so that no person is needed."""
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wire(self) -> Wire:
        """A wire that trusts it."""
        return Wire(ca_file=self.ca_file)

    def cloud(self, endpoint: str) -> Cloud:
        """A cloud whose ARM is elsewhere and whose sign-in is here."""
        return Cloud(endpoint, endpoint, "https://management.azure.com/.default", self.authority)

    def kinds(self) -> list[str]:
        """What was asked, in order, without discovery."""
        return [asked.kind for asked in self.asked if asked.kind not in ("openid-configuration", "instance")]

    def count(self, kind: str) -> int:
        """How often a kind of request came."""
        return self.kinds().count(kind)

    def revoke(self, *, needs_person: bool = True) -> None:
        """Everything issued so far has to be got anew; ARM says so by a claims challenge."""
        with self.lock:
            self.generation += 1
            self.refresh_survives = not needs_person
            self.claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": str(int(time.time()))}}})

    def knows(self, token: str) -> bool:
        """For the lab: whether this issued it."""
        return token in self.issued

    def challenge(self, token: str) -> str:
        """For the lab: what a new token has to meet."""
        return self.claims if self.issued[token] < self.generation else ""

    def tenant(self, name: str) -> Tenant | None:
        """A tenant by id or domain; the person's own where none is named."""
        if name in ("organizations", "common"):
            return self.tenants[self.person.home]
        return next((tenant for tenant in self.tenants.values() if name.casefold() in (tenant.id, tenant.domain)), None)

    def token_of(self, claims: dict[str, Any]) -> str:
        """A new access token."""
        now = int(time.time())
        token = jwt(aud="https://management.azure.com", iat=now, nbf=now, exp=now + self.lifetime, uti=uuid.uuid4().hex, xms_cc=["cp1"], **claims)
        with self.lock:
            self.issued[token] = self.generation
        return token


def _tenants() -> dict[str, Tenant]:
    known = (
        Tenant(TENANT_ID, TENANT_DOMAIN),
        Tenant(OTHER_TENANT, "fabrikam.example"),
        Tenant(STRICT_TENANT, "strict.example", demands_mfa=True),
        Tenant(STRANGER_TENANT, "stranger.example"),
    )
    return {tenant.id: tenant for tenant in known}


@contextmanager
def fake_entra() -> Iterator[FakeEntra]:
    """A running one, with four tenants, one person and one service principal (secret ``right-secret``)."""
    from tests.helpers.fake_entra_http import serving

    authority = trustme.CA()
    with tempfile.TemporaryDirectory() as folder:
        ca_file = Path(folder, "ca.pem")
        authority.cert_pem.write_to_path(str(ca_file))
        entra = FakeEntra(ca_file=str(ca_file), tenants=_tenants())
        entra.principals[PRINCIPAL] = Principal(PRINCIPAL, TENANT_ID, "right-secret")
        with serving(entra, authority):
            yield entra
