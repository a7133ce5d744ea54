"""How the lab speaks: sign-in, headers, pages and refusals."""

from __future__ import annotations

import base64
import json
import socket
from datetime import timedelta

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

from backup_doctor.lab.running import UnknownScenario, start
from tests.helpers.logfail import LogWatch
from tests.unit.lab.azure import Azure, code_of, everything, wait_for


def expired(token: str) -> str:
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["exp"] = 1
    return ".".join((header, base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("="), signature))


def test_only_the_labs_own_token_opens_the_door(windows: Azure) -> None:
    tokens = {"": "AuthenticationFailed", "wrong": "InvalidAuthenticationToken", expired(windows.lab.token): "ExpiredAuthenticationToken"}
    for token, code in tokens.items():
        answer = windows.ask("GET", "/subscriptions", token=token)
        assert (answer.status_code, code_of(answer)) == (401, code)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_the_token_tells_who_is_signed_in_and_is_not_shown(windows: Azure) -> None:
    payload = windows.lab.token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert (claims["upn"], claims["exp"] - claims["iat"]) == ("demo@contoso.example", 24 * 3600)
    assert windows.lab.token not in repr(windows.lab)


def test_every_answer_can_be_traced(windows: Azure) -> None:
    answers = [windows.ask("GET", "/subscriptions"), windows.ask("GET", "/subscriptions", token="wrong")]
    assert len({answer.headers["x-ms-request-id"] for answer in answers}) == 2
    for answer in answers:
        assert answer.headers["x-ms-correlation-request-id"]
        assert answer.headers["Date"].endswith(" GMT")
        assert int(answer.headers["x-ms-ratelimit-remaining-subscription-reads"]) > 0


def test_an_api_version_is_required_and_any_will_do(windows: Azure) -> None:
    answer = windows.ask("GET", "/subscriptions", version="")
    assert (answer.status_code, code_of(answer)) == (400, "MissingApiVersionParameter")
    assert windows.ask("GET", "/subscriptions", version="2031-01-01").ok


def test_what_is_not_there_is_reported_as_azure_does(windows: Azure) -> None:
    subscription, group = windows.vm.subscription_scope, windows.vm.group_scope
    machines = "providers/Microsoft.Compute/virtualMachines"
    expected = {
        f"/subscriptions/00000000-0000-0000-0000-000000000000/{machines}": (404, "SubscriptionNotFound"),
        f"/subscriptions/mine/{machines}": (400, "InvalidSubscriptionId"),
        f"{subscription}/resourceGroups/nowhere/{machines}": (404, "ResourceGroupNotFound"),
        f"{group}/{machines}/nobody": (404, "ResourceNotFound"),
        f"{group}/providers/Microsoft.Network/networkInterfaces/none": (404, "ResourceNotFound"),
        f"{windows.vm}/providers/Microsoft.Authorization/locks/none": (404, "LockNotFound"),
    }
    for path, (status, code) in expected.items():
        answer = windows.ask("GET", path)
        assert (answer.status_code, code_of(answer)) == (status, code), path


def test_what_the_lab_does_not_know_is_not_made_up(windows: Azure) -> None:
    for method, path in (
        ("GET", f"{windows.vm}/metrics"),
        ("PATCH", str(windows.vm)),
        ("GET", f"{windows.vm}?$expand=userData"),
        ("GET", "/nothing"),
    ):
        answer = windows.ask(method, path)
        assert (answer.status_code, code_of(answer)) == (501, "LabDoesNotKnow"), path


def test_a_fault_of_the_labs_own_is_an_answer_too_and_stands_in_the_log(windows: Azure, log_watch: LogWatch) -> None:
    log_watch.expect("the lab failed at GET")
    windows.machine.model.clear()
    answer = windows.ask("GET", f"{windows.vm}?$expand=instanceView")
    assert (answer.status_code, code_of(answer)) == (500, "InternalServerError")


def test_a_body_that_is_no_json_is_refused(windows: Azure) -> None:
    answer = requests.post(
        f"{windows.lab.endpoint}{windows.vm}/runCommand?api-version=1",
        data=b"{",
        headers={"Authorization": f"Bearer {windows.lab.token}"},
    )
    assert (answer.status_code, code_of(answer)) == (400, "InvalidRequestContent")


def test_a_body_sent_in_chunks_arrives(windows: Azure) -> None:
    address = f"{windows.lab.endpoint}{windows.vm}/providers/Microsoft.Authorization/locks/mine?api-version=1"
    body = json.dumps({"properties": {"level": "ReadOnly"}}).encode()
    answer = requests.put(address, data=iter((body[:5], body[5:])), headers={"Authorization": f"Bearer {windows.lab.token}"})
    assert (answer.status_code, answer.json()["properties"]) == (201, {"level": "ReadOnly"})


def test_a_denied_action_is_named_with_its_scope(windows: Azure) -> None:
    windows.lab.world.deny("Microsoft.Compute/*/read", windows.vm.group_scope)
    with pytest.raises(HttpResponseError) as error:
        wait_for(windows.compute.virtual_machines.get(windows.vm.resource_group, windows.vm.name))
    assert error.value.error is not None
    assert (error.value.status_code, error.value.error.code) == (403, "AuthorizationFailed")
    action, scope = "Microsoft.Compute/virtualMachines/read", windows.vm
    assert f"does not have authorization to perform action '{action}' over scope '{scope}'" in str(error.value.error.message)
    assert windows.ask("GET", f"{windows.vm.group_scope}/providers/Microsoft.Network/networkInterfaces/{windows.vm.name}-nic").ok


def test_long_lists_come_in_pages(windows: Azure) -> None:
    for number in range(45):
        windows.lab.world.add_lock(str(windows.vm), f"lock-{number}", "CanNotDelete")
    assert len(everything(windows.locks.management_locks.list_at_subscription_level())) == 45
    first = windows.ask("GET", f"{windows.vm}/providers/Microsoft.Authorization/locks").json()
    assert len(first["value"]) == 20
    assert first["nextLink"].startswith(windows.lab.endpoint)
    assert windows.ask("GET", f"{windows.vm}/providers/Microsoft.Authorization/locks?$skiptoken=x").status_code == 400


def test_a_patient_lab_says_in_whole_seconds_when_to_ask_again(windows: Azure) -> None:
    windows.lab.world.pace = timedelta(seconds=3)
    answer = windows.ask("POST", f"{windows.vm}/restart")
    assert answer.headers["Retry-After"] == "3"
    assert answer.headers["Azure-AsyncOperation"].partition("?")[0] == answer.headers["Location"].partition("?")[0]
    windows.lab.world.pace = timedelta(milliseconds=50)
    assert windows.ask("POST", f"{windows.vm}/restart").headers["retry-after-ms"] == "50"


def test_an_operation_is_followed_by_its_status_or_by_its_result(windows: Azure) -> None:
    windows.lab.world.pace = timedelta(minutes=1)
    headers = windows.ask("POST", f"{windows.vm}/restart").headers
    status, result = (headers[name].removeprefix(windows.lab.endpoint).partition("?")[0] for name in ("Azure-AsyncOperation", "Location"))
    assert windows.ask("GET", status).json()["status"] == "InProgress"
    assert windows.ask("GET", f"{result}?monitor=true").status_code == 202
    windows.pass_time(timedelta(minutes=1))
    assert windows.ask("GET", status).json()["status"] == "Succeeded"
    assert windows.ask("GET", f"{result}?monitor=true").status_code == 204
    assert windows.ask("GET", status[:-1]).status_code == 404


def test_an_unknown_scenario_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownScenario, match="healthy-windows") as error:
        start(["unheard-of"])
    assert "unheard-of" in str(error.value.text)


def test_a_closed_lab_gives_its_port_back() -> None:
    with start(["healthy-windows"]) as first, requests.Session() as http:
        port = int(first.endpoint.rpartition(":")[2])
        assert http.get(f"{first.endpoint}/metadata/endpoints").ok
        with pytest.raises(OSError):
            start(["healthy-windows"], port=port)
        first.close()
        with start(["healthy-windows"], port=port) as second:
            assert second.endpoint == first.endpoint


def test_the_sdk_sees_sign_in_and_absence_as_such(windows: Azure) -> None:
    with pytest.raises(ResourceNotFoundError):
        wait_for(windows.compute.virtual_machines.get(windows.vm.resource_group, "nobody"))
    windows.token = "wrong"
    with pytest.raises(ClientAuthenticationError):
        wait_for(windows.compute.virtual_machines.get(windows.vm.resource_group, windows.vm.name))


@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\n", b"PUT /subscriptions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"])
def test_what_is_no_request_disturbs_nobody(windows: Azure, rubbish: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="backup_doctor.lab.server")
    port = int(windows.lab.endpoint.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(rubbish)
        while connection.recv(1000):
            pass
    assert windows.ask("GET", "/subscriptions").ok
    assert caplog.messages, "it is told to whoever looks for it"


def test_whoever_asks_for_the_head_gets_no_body(windows: Azure) -> None:
    answer = windows.ask("HEAD", "/subscriptions")
    assert answer.content == b""


def test_whoever_issues_the_tokens_may_ask_for_a_better_one(windows: Azure) -> None:
    class Issuer:
        claims = '{"access_token":{}}'

        def knows(self, token: str) -> bool:
            return True

        def challenge(self, token: str) -> str:
            return self.claims

    issuer = Issuer()
    windows.lab.accept(issuer, "https://login.example.com")
    assert 'error="insufficient_claims"' in windows.ask("GET", "/subscriptions").headers["WWW-Authenticate"]
    issuer.claims = ""
    assert windows.ask("GET", "/subscriptions").ok


def test_an_account_with_a_role_of_its_own_may_do_no_more_than_that(windows: Azure) -> None:
    windows.lab.world.grant(["Microsoft.Compute/*/read"], scope=windows.vm.group_scope)
    assert windows.ask("GET", str(windows.vm)).ok
    assert code_of(windows.ask("POST", f"{windows.vm}/restart")) == "AuthorizationFailed"


def test_a_whole_fleet_is_served() -> None:
    with start(fleet=60) as lab:
        assert len(lab.world.machines()) == 60
        assert lab.vms, "those that fail"
