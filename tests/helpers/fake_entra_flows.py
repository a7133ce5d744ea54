"""What the fake Entra answers (OAuth 2.0: RFC 6749, 7636, 8628; the shapes of Entra's v2.0 endpoint)."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

from tests.helpers.fake_entra import Asked, FakeEntra, Grant, Principal, Tenant, User
from tests.helpers.tokens import jwt


@dataclass(frozen=True)
class Answer:
    """A status, and a JSON document or a page."""

    status: int
    body: dict[str, Any] | str


def answer(entra: FakeEntra, asked: Asked) -> Answer:
    """Answer anything."""
    if asked.path.endswith("/discovery/instance"):
        return _instance(entra)
    place, _, rest = asked.path.strip("/").partition("/")
    tenant = entra.tenant(place)
    if tenant is None:
        return refused(90002, f"Tenant '{place}' not found. Check to make sure you have the correct tenant ID", "invalid_tenant")
    if rest.endswith("openid-configuration"):
        return _configuration(entra, place, tenant)
    if rest == "oauth2/v2.0/authorize":
        return _authorize(entra, asked, tenant)
    if rest == "oauth2/v2.0/devicecode":
        return _device_code(entra, asked)
    if rest == "oauth2/v2.0/token":
        return _token(entra, asked, tenant)
    return Answer(404, {"error": "unknown", "error_description": asked.path})


def refused(code: int, words: str = "No", error: str = "invalid_grant", **more: str) -> Answer:
    """An error as Entra words it."""
    trace = "Trace ID: 11111111-0000-0000-0000-000000000000 Correlation ID: 22222222-0000-0000-0000-000000000000 Timestamp: 2026-11-28 08:00:00Z"
    body = {"error": error, "error_description": f"AADSTS{code}: {words}. {trace}", "error_codes": [code], **more}
    return Answer(401 if error == "invalid_client" else 400, body)


def _instance(entra: FakeEntra) -> Answer:
    host = urlsplit(entra.authority).netloc
    metadata = [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}]
    return Answer(200, {"tenant_discovery_endpoint": f"{entra.authority}/common/v2.0/.well-known/openid-configuration", "metadata": metadata})


def _configuration(entra: FakeEntra, place: str, tenant: Tenant) -> Answer:
    base = f"{entra.authority}/{place}/oauth2/v2.0"
    return Answer(
        200,
        {
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "device_authorization_endpoint": f"{base}/devicecode",
            "issuer": f"{entra.authority}/{tenant.id}/v2.0",
            **entra.elsewhere,
        },
    )


def _authorize(entra: FakeEntra, asked: Asked, tenant: Tenant) -> Answer:
    """The sign-in page: a form that the browser posts to the client by itself."""
    query = asked.query
    back = urlsplit(query.get("redirect_uri", ""))
    if back.scheme != "http" or back.hostname != "localhost":
        return Answer(400, "AADSTS50011: the redirect URI does not match")
    if query.get("response_type") != "code" or query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        return Answer(400, "AADSTS90014: a required field is missing")
    fields = {"state": query.get("state", "")}
    outcome = entra.authorize_error or _not_known(entra.person, tenant)
    if outcome is not None:
        fields |= {"error": outcome[0], "error_description": outcome[1]}
    else:
        code = uuid.uuid4().hex
        entra.codes[code] = {**query, "tenant": tenant.id}
        fields |= {"code": code, "client_info": _client_info(entra.person)}
    inputs = "".join(f'<input name="{name}" value="{escape(value)}">' for name, value in fields.items())
    return Answer(200, f'<form method="post" action="{escape(query["redirect_uri"])}">{inputs}</form>')


def _not_known(user: User, tenant: Tenant) -> tuple[str, str] | None:
    if tenant.id in (user.home, *user.guest_in):
        return None
    return "access_denied", f"AADSTS50020: User account '{user.name}' does not exist in tenant '{tenant.domain}'."


def _device_code(entra: FakeEntra, asked: Asked) -> Answer:
    code = uuid.uuid4().hex
    entra.devices[code] = asked.form.get("scope", "")
    page = entra.device_page or f"{entra.authority}/common/oauth2/deviceauth"
    shown = {"user_code": "ABCD1234", "verification_uri": page, "message": f"Open {page} and enter ABCD1234"}
    return Answer(200, {"device_code": code, "expires_in": 900, "interval": entra.device_interval, **shown})


def _token(entra: FakeEntra, asked: Asked, tenant: Tenant) -> Answer:
    form, kind = asked.form, asked.kind
    if kind in entra.refusals:
        error = "invalid_client" if kind == "client_credentials" else "invalid_grant"
        return refused(entra.refusals[kind], "Refused on order", error)
    if kind == "device_code":
        return _by_device(entra, form, tenant)
    if kind == "authorization_code":
        return _by_code(entra, form, tenant)
    if kind == "refresh_token":
        return _by_refresh(entra, form, tenant)
    if kind == "client_credentials":
        return _by_principal(entra, form, tenant)
    return refused(70003, f"Grant type {kind}", "unsupported_grant_type")


def _by_device(entra: FakeEntra, form: dict[str, str], tenant: Tenant) -> Answer:
    if form.get("device_code") not in entra.devices:
        return refused(70019, "Verification code expired", "expired_token")
    turn = "authorization_pending" if entra.device_never_ends else entra.device_turns.pop(0) if entra.device_turns else ""
    if turn:
        return Answer(400, {"error": turn, "error_description": f"{_TURNS[turn]}", "error_codes": []})
    return _for_person(entra, {**form, "scope": entra.devices[form["device_code"]]}, tenant, entra.person, None)


_TURNS = {
    "authorization_pending": "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    "slow_down": "Polling too fast.",
    "authorization_declined": "The user declined the request.",
    "expired_token": "AADSTS70020: This device code has expired.",
}


def _by_code(entra: FakeEntra, form: dict[str, str], tenant: Tenant) -> Answer:
    asked = entra.codes.pop(form.get("code", ""), None)
    if asked is None:
        return refused(54005, "OAuth2 Authorization code was already redeemed")
    verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    if base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
        return refused(501481, "The Code_Verifier does not match the code_challenge")
    if form.get("redirect_uri") != asked["redirect_uri"]:
        return refused(50011, "The redirect URI does not match")
    return _for_person(entra, form, tenant, entra.person, asked.get("nonce"))


def _by_refresh(entra: FakeEntra, form: dict[str, str], tenant: Tenant) -> Answer:
    grant = entra.grants.get(form.get("refresh_token", ""))
    if grant is None:
        return refused(70000, "The provided grant is invalid")
    if grant.generation < entra.generation and not entra.refresh_survives:
        return refused(50173, "The provided grant has expired due to it being revoked")
    unknown = _not_known(grant.user, tenant)
    if unknown is not None:
        return refused(50020, unknown[1].partition(": ")[2])
    if tenant.demands_mfa and tenant.id not in grant.in_person:
        claims = json.dumps({"access_token": {"acrs": {"essential": True, "value": "p1"}}})
        return refused(50076, "you must use multi-factor authentication to access", suberror="basic_action", claims=claims)
    return _for_person(entra, form, tenant, grant.user, None, grant)


def _for_person(entra: FakeEntra, form: dict[str, str], tenant: Tenant, user: User, nonce: str | None, grant: Grant | None = None) -> Answer:
    unknown = _not_known(user, tenant)
    if unknown is not None:
        return refused(50020, unknown[1].partition(": ")[2])
    who = {"tid": tenant.id, "oid": user.object_id(tenant.id)}
    name = {"upn": user.name} if tenant.id == user.home else {"unique_name": user.name}
    in_person = {tenant.id} if grant is None else grant.in_person
    refresh = f"refresh-{uuid.uuid4().hex}"
    entra.grants[refresh] = Grant(user, form["client_id"], in_person, entra.generation)
    now = int(time.time())
    about = {"iss": f"{entra.authority}/{tenant.id}/v2.0", "aud": form["client_id"], "iat": now, "exp": now + 3600, "sub": user.name, "ver": "2.0"}
    spare = {"nonce": nonce} if nonce else {}
    return Answer(
        200,
        {
            **_issued(entra, form, {**who, **name, "appid": form["client_id"]}),
            "refresh_token": refresh,
            "client_info": _client_info(user),
            "id_token": jwt(**about, **who, preferred_username=user.name, **spare),
        },
    )


def _by_principal(entra: FakeEntra, form: dict[str, str], tenant: Tenant) -> Answer:
    principal = entra.principals.get(form.get("client_id", ""))
    if principal is None:
        return refused(700016, "Application was not found in the directory", "unauthorized_client")
    if "client_assertion" in form:
        if not _is_signed(form["client_assertion"], principal, f"{entra.authority}/{tenant.id}"):
            return refused(700027, "The certificate with identifier used to sign the client assertion is not registered", "invalid_client")
    elif form.get("client_secret") != principal.secret or not principal.secret:
        return refused(7000215, "Invalid client secret provided", "invalid_client")
    who = {"tid": tenant.id, "oid": _object_id(principal, tenant), "appid": principal.client_id, "idtyp": "app"}
    return Answer(200, _issued(entra, form, who))


def _object_id(principal: Principal, tenant: Tenant) -> str:
    return str(uuid.uuid5(uuid.UUID(principal.client_id), tenant.id))


def _is_signed(assertion: str, principal: Principal, authority: str) -> bool:
    """Really verify what the certificate has signed: RS256 or PS256, for this tenant's token endpoint, by the registered certificate."""
    import jwt as pyjwt
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    if not principal.certificate:
        return False
    certificate = x509.load_pem_x509_certificate(principal.certificate)
    header = pyjwt.get_unverified_header(assertion)
    prints = {
        "x5t": base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA1())).rstrip(b"=").decode(),
        "x5t#S256": base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode(),
    }
    if not any(str(header.get(name, "")).rstrip("=") == value for name, value in prints.items()):
        return False
    try:
        key: Any = certificate.public_key()
        claims = pyjwt.decode(assertion, key, algorithms=["RS256", "PS256"], options={"verify_aud": False})
    except pyjwt.InvalidTokenError:
        return False
    return str(claims["aud"]).startswith(f"{authority}/") and claims["iss"] == claims["sub"] == principal.client_id


def _issued(entra: FakeEntra, form: dict[str, str], claims: dict[str, Any]) -> dict[str, Any]:
    lasts = {"expires_in": entra.lifetime, "ext_expires_in": entra.lifetime}
    return {"token_type": "Bearer", "scope": form.get("scope", ""), **lasts, "access_token": entra.token_of(claims)}


def _client_info(user: User) -> str:
    """The account, the same in every tenant."""
    document = json.dumps({"uid": user.object_id(user.home), "utid": user.home}).encode()
    return base64.urlsafe_b64encode(document).rstrip(b"=").decode()
