"""What Azure, a password store or a file may hold that nobody expects: told in words, never a crash, never taken for something else."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from azure.core.exceptions import AzureError as SdkError
from azure.core.exceptions import ClientAuthenticationError, DecodeError, ServiceResponseError, ServiceResponseTimeoutError
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.credential import StaticToken
from backup_doctor.arm.errors import AzureError, Garbled, NotSignedIn, Rejected, Throttled, TimedOut, Unreachable, ours_within
from backup_doctor.arm.headers import moment
from backup_doctor.arm.identity.certificate import read_certificate as read_own_certificate
from backup_doctor.arm.identity.failures import SignInFailed
from backup_doctor.arm.identity.limits import fixed_cloud
from backup_doctor.arm.insights import policy_denials
from backup_doctor.arm.memory import CannotForget, Memory
from backup_doctor.arm.metadata import discover
from backup_doctor.arm.probes import request_body
from backup_doctor.arm.refusals import from_azure
from backup_doctor.arm.vm import AzureVm
from backup_doctor.arm.wire import Wire
from backup_doctor.arm.wire.certificates import read_certificate
from backup_doctor.arm.wire.hops import Step
from backup_doctor.arm.wire.steps import Way
from backup_doctor.core.facts import Destination
from backup_doctor.core.model import CouldNotLook, Status
from backup_doctor.core.policy import Policy
from backup_doctor.lab.breaking.backup import unprotect
from backup_doctor.lab.breaking.network import interface_of
from backup_doctor.lab.locks import CAN_NOT_DELETE
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.permissions import Role
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers import keyrings
from tests.helpers.accounts import account, principal
from tests.helpers.canned import Canned, Reply, canned
from tests.helpers.diagnoses import VM
from tests.helpers.gaps import one_vm_lacking
from tests.helpers.proxies import Listener
from tests.helpers.worlds import one_vm


@pytest.fixture(scope="module")
def azure() -> Iterator[Canned]:
    with canned() as prepared:
        yield prepared


def machine_of(azure: Canned, reply: Reply) -> object:
    azure.prepare({"vm": reply})
    return azure.use(lambda gateway: AzureVm(gateway, VM).machine())


@pytest.mark.parametrize(
    ("header", "when"),
    [
        ("Sun, 22 Nov 2026 03:12:45 GMT", datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)),
        (None, None),
        ("yesterday", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_date_that_is_none_is_not_made_up(header: str | None, when: datetime | None) -> None:
    assert moment(header) == when


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (DecodeError("no JSON"), Garbled, ""),
        (ServiceResponseTimeoutError("slow"), TimedOut, "did not answer in time"),
        (ServiceResponseError("('Connection timed out.')"), TimedOut, "did not answer in time"),
        (ServiceResponseError("cut"), Unreachable, "could not be reached: cut"),
        (ClientAuthenticationError("no"), NotSignedIn, "Signing in failed: no"),
        (SdkError("something new"), Rejected, "Azure refused: something new"),
    ],
)
def test_every_error_of_the_sdk_has_words(error: SdkError, kind: type[AzureError], words: str) -> None:
    found = from_azure(error)
    assert type(found) is kind
    assert words in str(found.text)


def test_an_error_of_ours_is_found_within_theirs_but_not_for_ever() -> None:
    ours = Unreachable(from_azure(SdkError("x")).text)
    outer: Exception = ours
    for _ in range(3):
        wrapped = RuntimeError("theirs")
        wrapped.__cause__ = outer
        outer = wrapped
    assert ours_within(outer) is ours
    circle = RuntimeError("round")
    circle.__cause__ = RuntimeError("and round")
    circle.__cause__.__cause__ = circle
    assert ours_within(circle) is None


def test_a_page_that_is_not_found_is_a_proxys_and_not_azures_word(azure: Canned) -> None:
    with pytest.raises(Garbled):
        machine_of(azure, Reply(404))


def test_an_answer_that_is_no_document_is_garbled(azure: Canned) -> None:
    with pytest.raises(Garbled, match="not an ARM document"):
        machine_of(azure, Reply(body=[]))


def test_another_tenant_is_told_of_also_where_azure_does_not_name_it(azure: Canned) -> None:
    body = {"error": {"code": "InvalidAuthenticationTokenTenant", "message": "The access token is from the wrong issuer."}}
    with pytest.raises(CouldNotLook, match="another tenant than the one that was signed in to"):
        machine_of(azure, Reply(401, body))


def test_a_token_that_azure_calls_expired_is_told_as_that(azure: Canned) -> None:
    body = {"error": {"code": "ExpiredAuthenticationToken", "message": "The access token expiry UTC time is earlier than the current UTC time."}}
    with pytest.raises(NotSignedIn, match=r"^The access token has expired\. Sign in again\.$"):
        machine_of(azure, Reply(401, body))


@pytest.mark.parametrize("wish", ["soon", "Fri, 99 Foo 9999 99:99:99 GMT", "1e400"])
def test_a_wish_to_wait_that_is_no_time_stops_nothing(azure: Canned, wish: str) -> None:
    body = {"error": {"code": "TooManyRequests", "message": "Slow down."}}
    with pytest.raises(Throttled):
        machine_of(azure, Reply(429, body, {"Retry-After": wish}))


@pytest.mark.parametrize("status", [[], "running", 7])
def test_an_operation_whose_status_is_no_document_is_garbled(azure: Canned, status: object) -> None:
    begun = Reply(202, headers={"Azure-AsyncOperation": "https://management.azure.com/operations/1"})
    azure.prepare({"run command": begun}, {"azure-asyncoperation": [Reply(body=status)]})
    vms = azure.gateway.compute(VM.subscription).virtual_machines
    with pytest.raises(Garbled):
        azure.use(lambda gateway: gateway.follow(vms.begin_run_command, VM.resource_group, VM.name, request_body("Linux")))


def test_what_an_account_may_do_is_read_page_by_page() -> None:
    with one_vm() as lab:
        for number in range(5):
            lab.world.permissions.grant(Role((f"Contoso.Things/{number}/read",), (), "/"))
        lab.world.permissions.grant(Role(("*",), (), "/"))
        grants = lab.ask(lambda vm: vm.permissions(vm.id.group_scope))
    assert [grant.actions for grant in grants.items] == [*((f"Contoso.Things/{number}/read",) for number in range(5)), ("*",)]
    assert [evidence.value for evidence in grants.evidence] == ["2", "2", "2"]


def test_a_token_of_ones_own_that_has_expired_says_so() -> None:
    with pytest.raises(CouldNotLook, match="has expired"):
        asyncio.run(StaticToken("opaque", int(time.time()) - 1).get_token())


def test_a_cloud_of_a_policy_that_is_none_lets_nobody_in() -> None:
    with pytest.raises(SignInFailed):
        fixed_cloud(Policy(cloud="http://management.example.com"))


def test_without_a_date_nobody_knows_which_days_of_the_log_to_look_at() -> None:
    async def undated(vm: AzureVm) -> object:
        return await policy_denials(vm._gateway, vm.id, replace(await vm.machine(), now=None))

    with one_vm() as lab, pytest.raises(Garbled, match="bears no date"):
        lab.ask(undated)


def test_a_vm_in_no_vault_has_no_job() -> None:
    with one_vm(unprotect) as lab:
        assert lab.ask(lambda vm: vm.job("5aa9c8fa-8d1f-4c5c-9d5a-0d4b3a3d3a6e")) is None


def test_a_network_resource_of_a_strange_kind_leaves_the_way_open() -> None:
    def strange(world: World, vm: VirtualMachine) -> None:
        hub = f"{vm.id.group_scope}/providers/Microsoft.Network/virtualHubs/hub"
        interface_of(world, vm)["properties"]["networkSecurityGroup"] = {"id": hub}
        vm.power = "deallocated"

    with one_vm(strange) as lab, pytest.raises(Garbled, match="a network resource this program does not know"):
        lab.ask(lambda vm: vm.outbound(Destination.STORAGE, 443))


def test_an_interface_without_properties_is_not_taken_for_an_open_one() -> None:
    with one_vm_lacking("networkInterfaces/web-01-nic", "properties") as lab, pytest.raises(Garbled, match="lacks the field"):
        lab.ask(lambda vm: vm.outbound(Destination.STORAGE, 443))


def certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "robot")]), datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, SHA256())


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def test_a_certificate_without_names_has_none_and_one_of_a_later_kind_is_none(key: rsa.RSAPrivateKey) -> None:
    der = certificate(key).public_bytes(Encoding.DER)
    assert read_certificate(der).names == ()
    third, later = b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07"
    with pytest.raises(ValueError):
        read_certificate(der.replace(third, later, 1))


def odd(key: rsa.RSAPrivateKey) -> bytes:
    """A certificate whose names are bits where letters are meant: OpenSSL takes it, `cryptography` stumbles over it."""
    return certificate(key).public_bytes(Encoding.DER).replace(b"\x0c\x05robot", b"\x03\x05\x00obot")


def test_a_certificate_with_names_of_bits_is_none(key: rsa.RSAPrivateKey) -> None:
    with pytest.raises(ValueError, match="BitString"):
        read_certificate(odd(key))


def test_a_certificate_that_nobody_can_read_ends_no_connection_test(key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    class Odd(Listener):
        def serve(self, client: socket.socket) -> None:
            with suppress(OSError), context.wrap_socket(client, server_side=True) as shown:  # who looks does not stay
                shown.recv(1)

    pem = tmp_path / "odd.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(ssl.DER_cert_to_PEM_cert(odd(key)).encode() + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with closing(Odd()) as host:
        way = Way(Wire(lambda _: None), f"https://127.0.0.1:{host.port}/", is_known=False, hosts="127.0.0.1")
        assert way.look(Step.PROXY).status is Status.OK
        found = way.look(Step.CERTIFICATE)
    assert (found.status, found.certificates) == (Status.FAILED, ())
    assert "is not trusted" in str(found.seen)


def test_a_key_without_its_certificate_is_no_certificate(key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    file = tmp_path / "robot.pfx"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"robot", key, None, None, NoEncryption()))
    with pytest.raises(SignInFailed):
        read_own_certificate(str(file), "")


def test_a_record_that_is_no_json_comes_back_to_the_letter() -> None:
    with keyrings.using(keyrings.Store()):
        Memory().remember(account(record="no {json"))
        assert [kept.record for kept in Memory().accounts()] == ["no {json"]


def test_a_store_that_says_it_deleted_and_did_not_is_told_of() -> None:
    class Stubborn(keyrings.Store):
        priority = 5.0

        def delete_password(self, service: str, username: str) -> None:
            """It only says so."""

    with keyrings.using(Stubborn()):
        Memory().remember(principal(), "secret")
        with pytest.raises(CannotForget):
            Memory().forget(principal())


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("keyring.backends.Windows", "Windows Credential Manager"),
        ("keyring.backends.macOS", "macOS keychain"),
        ("keyring.backends.SecretService", "desktop's keyring"),
        ("keyring.backends.kwallet", "KDE wallet"),
        ("somebody.elses", "the password store"),
    ],
)
def test_where_things_are_kept_is_told_in_the_users_words(family: str, words: str) -> None:
    kind = type("Keyring", (keyrings.Store,), {"__module__": family, "priority": 5.0})
    with keyrings.using(kind()):
        assert words in str(Memory().keeping().words)


def test_the_locks_of_a_resource_are_read_page_by_page() -> None:
    with one_vm() as lab:
        collection = str(collections_of(lab.world, lab.world.machines()[0])[0]["id"])
        for number in range(45):
            lab.world.add_lock(collection, f"keep-{number}", CAN_NOT_DELETE)
        assert len(lab.ask(lambda vm: vm.locks(collection)).items) == 45


def test_a_script_that_does_not_end_is_given_up_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.vm.LONGEST_LOOK", 0.1)
    with one_vm(faults=("slow/0.3:runCommand",)) as lab, pytest.raises(TimedOut, match="did not finish within"):
        lab.ask(lambda vm: vm.guest())


def test_rules_in_effect_that_do_not_come_give_way_to_the_configured_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.network.documents.LONGEST_WAIT", 0.1)
    with one_vm(faults=("slow/0.3:effectiveNetworkSecurityGroups",)) as lab:
        path = lab.ask(lambda vm: vm.outbound(Destination.STORAGE, 443)).items[0]
    assert not path.rules.effective
    assert "did not return the rules or routes in effect" in str(path.rules.refusal)


def test_a_cloud_that_says_nothing_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.metadata.TIMEOUTS", (0.2, 0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimedOut):
        asyncio.run(discover(custom(f"http://127.0.0.1:{silent.getsockname()[1]}"), Wire()))
