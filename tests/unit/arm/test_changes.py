"""A change over real HTTP: sent once and to the letter, followed to its end, and never called refused or done when nobody knows."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from backup_doctor.arm import changes as module
from backup_doctor.arm import gateway as door
from backup_doctor.arm.changes import Changes
from backup_doctor.arm.cloud import PUBLIC, custom
from backup_doctor.arm.errors import Elsewhere, Forbidden, NotFound, NotSignedIn, ReadOnly, Rejected, Throttled
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.policies import require_home
from backup_doctor.core.api_versions import BACKUP, COMPUTE, LOCKS
from backup_doctor.core.carrying_out import Answer, Forgotten, OutcomeUnknown
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.plan import Request
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.scripts import COMMANDS
from backup_doctor.lab.answers import Answer as Told
from backup_doctor.lab.answers import ArmError
from backup_doctor.lab.breaking.machine import silence_agent
from backup_doctor.lab.faults import Faults
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.server import Server
from backup_doctor.lab.service import Request as Asked
from backup_doctor.lab.service import Service
from backup_doctor.lab.world import World
from tests.helpers.worlds import Lab, one_vm

T = Callable[[Changes], Awaitable[Answer]]
VM = VmId("0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10", "rg-web", "web-01")


STRANGE_ADDRESSES = [
    "https://attacker.example/operations/1",
    "http://127.0.0.1:1/operations/1",
    "http://attacker.example\\@127.0.0.1:{port}/operations/1",  # Python reads one host in it, the transport the other
    "http://127.0.0.1:{port}@attacker.example/operations/1",
    "http://127.0.0.1:99999/operations/1",
    "http://[::1/operations/1",
    "ftp://127.0.0.1:{port}/operations/1",
    "operations/1",
]


def use(lab: Lab, work: T, *, allowed: bool = True) -> Answer:
    async def with_changes(gateway: Gateway) -> Answer:
        gateway.repairs_allowed, gateway.interval = allowed, 0.01
        return await work(Changes(gateway))

    return lab.use(with_changes)


def send(lab: Lab, request: Request, *, allowed: bool = True) -> Answer:
    return use(lab, lambda changes: changes.send(request), allowed=allowed)


def to_the_end(lab: Lab, request: Request) -> Answer:
    async def work(changes: Changes) -> Answer:
        answer = await changes.send(request)
        return await changes.follow(request, answer.status_url, answer.result_url) if answer.is_pending else answer

    return use(lab, work)


def lock(lab: Lab, name: str = "Keep", method: str = "PUT") -> Request:
    path = f"{lab.vm.group_scope}/providers/Microsoft.Authorization/locks/{name}"
    body = {"properties": {"level": "CanNotDelete", "notes": "имя 'x' \ud800"}}
    return Request(method, path, LOCKS, body if method == "PUT" else None)


def removal(lab: Lab, name: str = "VMSnapshot") -> Request:
    return Request("DELETE", f"{lab.vm}/extensions/{name}", COMPUTE)


def changing(lab: Lab) -> list[str]:
    return [line for line in lab.seen if not line.startswith("GET")]


class TestAgainstTheLab:
    def test_what_is_planned_is_what_arrives(self) -> None:
        with one_vm() as lab:
            planned = lock(lab, "Keep (1); имя")
            answer = send(lab, planned)
            stored = lab.world.store.find(planned.path)
        assert stored is not None and planned.body is not None
        assert stored["properties"] == planned.body["properties"]
        assert (answer.status, answer.is_pending, bool(answer.request_id)) == (201, False, True)

    def test_an_operation_is_followed_to_its_end(self) -> None:
        with one_vm() as lab:
            answer = to_the_end(lab, removal(lab))
            machine = lab.world.machine(lab.vm)
            assert machine is not None and machine.backup_extension is None
        assert answer.result is not None and answer.result["status"] == "Succeeded"

    def test_an_operation_that_fails_says_why(self) -> None:
        with one_vm(lambda _world, vm: silence_agent(vm)) as lab, pytest.raises(Rejected, match="VMAgentStatusCommunicationError") as failure:
            to_the_end(lab, removal(lab))
        assert not isinstance(failure.value, OutcomeUnknown)

    def test_what_is_to_be_deleted_and_is_not_there_is_deleted(self) -> None:
        with one_vm() as lab:
            gone = Request("DELETE", f"{lab.vm.subscription_scope}/resourceGroups/no-such-group/providers/Microsoft.Authorization/locks/x", LOCKS)
            answer = send(lab, gone)
            assert (answer.status, answer.is_pending, bool(answer.request_id)) == (404, False, True)

    def test_but_not_in_a_subscription_that_this_account_does_not_see(self) -> None:
        with one_vm() as lab, pytest.raises(NotFound, match="SubscriptionNotFound"):
            send(lab, Request("DELETE", f"/subscriptions/{VM.subscription}/providers/Microsoft.Authorization/locks/x", LOCKS))

    def test_nor_is_anything_else_done_to_what_is_not_there(self) -> None:
        with one_vm() as lab, pytest.raises(NotFound):
            send(lab, Request("POST", str(lab.vm).replace("web-01", "web-02") + "/restart", COMPUTE))

    def test_a_missing_right_is_a_refusal(self) -> None:
        with one_vm(lambda world, _vm: world.deny("Microsoft.Authorization/locks/write", "/")) as lab, pytest.raises(Forbidden) as refusal:
            send(lab, lock(lab))
        assert refusal.value.missing is not None
        assert (refusal.value.status, refusal.value.missing.action) == (403, "Microsoft.Authorization/locks/write")
        assert str(refusal.value).startswith("Not allowed: the account lacks Microsoft.Authorization/locks/write on ")

    def test_nothing_leaves_while_the_session_is_read_only(self) -> None:
        with one_vm() as lab, pytest.raises(ReadOnly):
            send(lab, lock(lab), allowed=False)
        assert lab.seen == []

    @pytest.mark.parametrize(
        ("method", "fault"),
        [("PUT", "broken"), *((method, fault) for method in ("PUT", "DELETE") for fault in ("reset", "lost", "500", "502", "503", "504", "html"))],
    )
    def test_what_azure_may_have_done_is_unknown_and_not_sent_again_in_silence(self, method: str, fault: str) -> None:
        with one_vm(lambda world, vm: world.add_lock(vm.id.group_scope, "Keep", "CanNotDelete"), faults=(f"{fault}:locks/Keep",)) as lab:
            with pytest.raises(OutcomeUnknown) as unknown:
                send(lab, lock(lab, method=method))
            assert len(lab.seen) == 1
        assert unknown.value.passes is (fault.startswith("5"))
        assert not isinstance(unknown.value, Forgotten)

    def test_an_answer_that_takes_too_long_is_unknown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(door, "TIMEOUTS", (10, 0.05))
        with one_vm(faults=("slow/0.5:locks/Keep",)) as lab, pytest.raises(OutcomeUnknown):
            send(lab, lock(lab))
        assert len(lab.seen) == 1

    @pytest.mark.parametrize(("fault", "kind"), [("400", Rejected), ("409", Rejected), ("412", Rejected), ("403", Forbidden), ("401", NotSignedIn)])
    def test_a_refusal_is_a_refusal(self, fault: str, kind: type[CouldNotLook]) -> None:
        with one_vm(faults=(f"{fault}:locks/Keep",)) as lab, pytest.raises(kind) as refusal:
            send(lab, lock(lab))
        assert not isinstance(refusal.value, OutcomeUnknown)
        assert refusal.value.status == int(fault)
        assert refusal.value.passes is (fault == "409")
        assert len(lab.seen) == 1

    def test_what_somebody_has_changed_meanwhile_asks_for_a_new_plan(self) -> None:
        with one_vm(faults=("412:locks/Keep",)) as lab, pytest.raises(Rejected, match="Make the plan again"):
            send(lab, lock(lab))

    def test_a_throttled_change_was_not_begun_and_is_sent_again(self) -> None:
        with one_vm(faults=("429/1:locks/Keep:1",)) as lab:
            assert send(lab, lock(lab)).status == 201
            assert len(lab.seen) == 2

    def test_a_long_wait_is_handed_on(self) -> None:
        with one_vm(faults=("429/120:locks/Keep",)) as lab, pytest.raises(Throttled) as refusal:
            send(lab, lock(lab))
        assert (refusal.value.wait, refusal.value.passes, len(lab.seen)) == (120, True, 1)

    def test_where_nobody_listens_nothing_has_left(self) -> None:
        with one_vm() as lab:
            nowhere = replace(lab, endpoint="http://127.0.0.1:9")
            with pytest.raises(CouldNotLook, match="could not be reached") as trouble:
                send(nowhere, lock(lab))
        assert not isinstance(trouble.value, OutcomeUnknown)

    @pytest.mark.parametrize("fault", ["reset", "503", "429/1", "html", "broken"])
    def test_trouble_with_a_poll_is_waited_out(self, fault: str) -> None:
        with one_vm(faults=(f"{fault}:/operations/:6",)) as lab:
            assert to_the_end(lab, removal(lab)).status == 200
            assert len(changing(lab)) == 1

    def test_but_not_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "LONGEST_SILENCE", 0)
        with one_vm(faults=("html:/operations/",)) as lab, pytest.raises(OutcomeUnknown, match="cannot be asked at the moment") as unknown:
            to_the_end(lab, removal(lab))
        assert not isinstance(unknown.value, Forgotten)

    @pytest.mark.parametrize("fault", ["401", "403"])
    def test_an_account_that_may_not_ask_any_more_says_nothing_of_the_operation(self, fault: str) -> None:
        with one_vm(faults=(f"{fault}:/operations/",)) as lab, pytest.raises(OutcomeUnknown) as unknown:
            to_the_end(lab, removal(lab))
        assert not isinstance(unknown.value, Forgotten)

    def test_an_operation_that_azure_has_forgotten_has_not_failed(self) -> None:
        with one_vm() as lab:
            path = f"{lab.endpoint}{lab.vm.subscription_scope}/providers/Microsoft.Compute/locations/westeurope/operations/no-such"
            with pytest.raises(Forgotten, match="it can no longer be found out"):
                use(lab, lambda changes: changes.follow(removal(lab), f"{path}?api-version=1", ""))
            with pytest.raises(Forgotten, match="it can no longer be found out"):
                use(lab, lambda changes: changes.follow(removal(lab), "", f"{path}?monitor=true&api-version=1"))

    @pytest.mark.parametrize("url", STRANGE_ADDRESSES)
    def test_an_address_in_a_journal_cannot_lead_the_token_elsewhere(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "LONGEST_SILENCE", 0)
        with one_vm() as lab:
            address = url.format(port=lab.endpoint.rpartition(":")[2])
            with pytest.raises(Elsewhere):  # before anybody sends anything
                require_home(custom(lab.endpoint), address)
            with pytest.raises(Forgotten):
                use(lab, lambda changes: changes.follow(removal(lab), address, ""))
            assert lab.seen == []

    @pytest.mark.parametrize(
        "url", ["https://management.azure.com:443/x", "https://westeurope.management.azure.com/x", "HTTPS://Management.Azure.com/x"]
    )
    def test_the_clouds_own_addresses_are_asked_however_they_are_spelt(self, url: str) -> None:
        require_home(PUBLIC, url)

    def test_the_job_of_a_backup_is_in_the_last_answer(self) -> None:
        with one_vm() as lab:
            item = lab.ask(lambda vm: vm.backup_item())
            assert item is not None
            answer = to_the_end(lab, Request("POST", f"{item.id}/backup", BACKUP, {"properties": {"objectType": "IaasVMBackupRequest"}}))
        properties = (answer.result or {})["properties"]
        assert isinstance(properties, dict) and properties["jobId"]

    def test_no_log_holds_the_token_or_a_document(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with one_vm() as lab:
            to_the_end(lab, removal(lab))
            send(lab, lock(lab))
        assert "/extensions/VMSnapshot" in caplog.text
        assert lab.token.split(".")[1] not in caplog.text
        assert "CanNotDelete" not in caplog.text


@dataclass
class Script(Service):
    """Answers in turn, whatever is asked."""

    turns: tuple[Told | ArmError, ...] = ()
    seen: list[str] = field(default_factory=list)

    def answer(self, request: Asked) -> Any:
        turn = self.turns[min(len(self.seen), len(self.turns) - 1)]
        self.seen.append(f"{request.method} {request.target}")
        told = turn.answer if isinstance(turn, ArmError) else turn
        return Told(told.status, told.body, {name: value.format(base=request.base) for name, value in told.headers.items()}).encode()


@contextmanager
def telling(*turns: Told | ArmError) -> Iterator[Lab]:
    """An Azure that tells this, one after the other."""
    world = World()
    token = make_token(world.now())
    script = Script(world, token, turns=turns)
    server = Server(script, 0, 0.0, Faults([]))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Lab(world, VM, f"http://127.0.0.1:{server.server_port}", token, script.seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        server.hang_up()


STATUS, RESULT = {"Azure-AsyncOperation": "{base}/status"}, {"Location": "{base}/result"}
NOW = {"retry-after-ms": "1"}
RUNNING, SUCCEEDED = Told(200, {"status": "InProgress"}, NOW), Told(200, {"status": "Succeeded"})
REPAIRED = {"value": [{"message": '{"repair": 1, "ok": true, "said": "done"}'}]}


class TestShapesOfOperations:
    """Azure's ways to begin an operation (async operations, 2025): each has its own headers."""

    @pytest.mark.parametrize(
        "turns",
        [
            (Told(200, {"id": "x"}),),
            (Told(204),),
            (Told(201, {"id": "x"}, STATUS), RUNNING, SUCCEEDED),
            (Told(200, {"id": "x"}, STATUS), RUNNING, SUCCEEDED),
            (Told(202, None, STATUS), RUNNING, SUCCEEDED),
            (Told(202, None, STATUS | RESULT), RUNNING, SUCCEEDED),
            (Told(202, None, RESULT), Told(202, None, NOW), Told(204)),
            (Told(202, None, RESULT), Told(202, None, {**NOW, "Location": "{base}/moved"}), Told(200, {"id": "x"})),
            (Told(202, None, {"Location": "/relative"}), Told(200, {"id": "x"})),
            # An address of what was made is no operation.
            (Told(201, {"id": "x"}, {"Location": "{base}/made"}),),
            # A status that lacks its word is no answer, and is asked for again.
            (Told(202, None, STATUS), Told(200, {}), Told(200), Told(200, {"status": "Updating"}, NOW), SUCCEEDED),
            (Told(202, None, STATUS), Told(200, {"status": "succeeded"})),
        ],
    )
    def test_each_is_followed_to_its_end(self, turns: tuple[Told, ...]) -> None:
        with telling(*turns) as lab:
            answer = to_the_end(lab, removal(lab))
        assert answer.status in (200, 201, 204)
        assert not answer.is_pending

    @pytest.mark.parametrize("status", ["Failed", "Canceled", "CANCELLED"])
    @pytest.mark.parametrize("headers", [STATUS, RESULT])
    def test_a_bad_end_behind_a_good_status_is_a_failure(self, status: str, headers: dict[str, str]) -> None:
        ended = Told(200, {"status": status, "error": {"code": "Oops", "message": "words"}})
        with telling(Told(202, None, headers), ended) as lab, pytest.raises(Rejected, match=r"gave up \(Oops\): words"):
            to_the_end(lab, removal(lab))

    def test_a_result_that_is_an_error_is_a_failure(self) -> None:
        with telling(Told(202, None, RESULT), ArmError(409, "Conflict", "words")) as lab, pytest.raises(Rejected, match="409 Conflict") as failure:
            to_the_end(lab, removal(lab))
        assert not isinstance(failure.value, OutcomeUnknown)

    @pytest.mark.parametrize("status", [404, 410, 400])
    def test_an_error_instead_of_a_status_is_none(self, status: int) -> None:
        with telling(Told(202, None, STATUS), ArmError(status, "Gone", "words")) as lab, pytest.raises(Forgotten):
            to_the_end(lab, removal(lab))

    @pytest.mark.parametrize(
        "header",
        [
            {"Retry-After": "0"},
            {"Retry-After": "-1"},
            {"Retry-After": "²"},
            {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"},
            {"retry-after-ms": "0"},
        ],
    )
    def test_an_odd_wish_for_the_next_poll_does_no_harm(self, header: dict[str, str]) -> None:
        with telling(Told(202, None, STATUS), Told(200, {"status": "InProgress"}, header), SUCCEEDED) as lab:
            assert to_the_end(lab, removal(lab)).status == 200

    def test_no_wish_puts_the_next_poll_off_for_ever(self) -> None:
        assert module._pause(SimpleNamespace(headers={"Retry-After": "999999999"}), 15) == module.LONGEST_PAUSE


@pytest.mark.parametrize("status", [500, 503, 409])
def test_a_wish_to_be_asked_later_is_no_leave_to_send_a_change_again(status: int) -> None:
    with telling(ArmError(status, "Busy", "words", {"Retry-After": "1"})) as lab, pytest.raises(CouldNotLook) as trouble:
        send(lab, removal(lab))
    assert len(lab.seen) == 1
    assert (trouble.value.wait, trouble.value.passes, isinstance(trouble.value, OutcomeUnknown)) == (1, True, status >= 500)


class TestScripts:
    SCRIPT = Request("POST", f"{VM}/runCommand", COMPUTE, {"commandId": COMMANDS[".sh"], "script": ["true"]})

    @pytest.mark.parametrize(
        "turns",
        [
            (Told(202, None, STATUS | RESULT), RUNNING, SUCCEEDED, Told(200, REPAIRED)),
            (Told(202, None, STATUS | RESULT), Told(200, {"status": "Succeeded", "properties": {"output": REPAIRED}})),
            (Told(202, None, STATUS), Told(200, {"status": "Succeeded", "properties": {"output": REPAIRED}})),
            (Told(202, None, RESULT), Told(202, None, NOW), Told(200, REPAIRED)),
        ],
    )
    def test_its_answer_is_found_wherever_azure_puts_it(self, turns: tuple[Told, ...]) -> None:
        with telling(*turns) as lab:
            assert to_the_end(lab, self.SCRIPT).output == b""

    def test_a_script_that_could_not_do_its_work_has_failed(self) -> None:
        unable = {"value": [{"message": '{"repair": 1, "ok": false, "said": "no space"}'}]}
        with telling(Told(202, None, RESULT), Told(200, unable)) as lab, pytest.raises(Rejected, match="no space"):
            to_the_end(lab, self.SCRIPT)

    @pytest.mark.parametrize("result", [None, {}, {"value": [{"message": "Terminated"}]}])
    def test_a_script_without_an_answer_is_not_called_done(self, result: dict[str, object] | None) -> None:
        with telling(Told(202, None, RESULT), Told(200, result)) as lab, pytest.raises(CouldNotLook, match="may have stopped half-way"):
            to_the_end(lab, self.SCRIPT)


def test_an_endpoint_below_a_path_is_served_too() -> None:
    with one_vm() as lab:
        send(replace(lab, endpoint=custom(f"{lab.endpoint}/arm/").endpoint), lock(lab))
    assert [line.partition("/resourceGroups/")[0] for line in lab.seen] == [f"PUT /arm{lab.vm.subscription_scope}"]
