"""Trouble on order: how it is ordered, and how it strikes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from azure.core.exceptions import HttpResponseError

from backup_doctor.lab.faults import BadFault, Fault, Faults
from tests.unit.lab.azure import Azure, wait_for

OpenLab = Callable[..., Azure]


def test_an_ordered_status_comes_as_often_as_ordered(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("429/7:/LOCKS:2")])
    path = f"{azure.vm}/providers/Microsoft.Authorization/locks"
    answers = [azure.ask("GET", path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert azure.ask("GET", str(azure.vm)).ok


def test_an_ordered_reset_cuts_the_connection(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("reset:virtualmachines")])
    with pytest.raises(requests.ConnectionError):
        azure.ask("GET", str(azure.vm))


def test_an_ordered_page_is_html(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("html:virtualmachines")])
    answer = azure.ask("GET", str(azure.vm))
    assert answer.ok, "a proxy's page pretends to be the answer"
    assert answer.headers["Content-Type"].startswith("text/html")


def test_an_ordered_break_cuts_the_json(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("broken:virtualmachines:1")])
    assert azure.ask("GET", str(azure.vm)).text.startswith('{"name": "dc-01"')
    with pytest.raises(HttpResponseError):
        wait_for(open_lab("healthy-windows", faults=[Fault.parse("broken:virtualmachines")]).compute.virtual_machines.get("rg-identity", "dc-01"))


def test_a_slow_answer_is_the_right_one(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("slow/0.01:virtualmachines")], latency=0.01)
    assert azure.ask("GET", str(azure.vm)).json()["name"] == azure.vm.name


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ("503:/locks", Fault("status", "/locks", None, 503)),
        ("429/30:backupJobs:3", Fault("status", "backupJobs", 3, 429, 30)),
        ("reset:a:b", Fault("reset", "a:b")),
        ("slow/0.5:$expand=instanceView", Fault("slow", "$expand=instanceView", seconds=0.5)),
    ],
)
def test_a_fault_is_read(spec: str, fault: Fault) -> None:
    assert Fault.parse(spec) == fault


@pytest.mark.parametrize("spec", ["", "429", "429:", "200:/x", "600:/x", "slow:/x", "503/5:/x", "often:/x", "reset:/x:0"])
def test_a_bad_fault_is_refused_with_words(spec: str) -> None:
    with pytest.raises(BadFault) as error:
        Fault.parse(spec)
    assert f"“{spec}” is not a fault." in str(error.value.text)


def test_an_ordered_loss_comes_after_the_deed(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("lost:/powerOff")])
    with pytest.raises(requests.ConnectionError):
        azure.ask("POST", f"{azure.vm}/powerOff")
    assert azure.machine.power == "stopping"


def test_an_ordered_challenge_names_the_claims_that_a_new_token_has_to_meet(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", faults=[Fault.parse("claims:/subscriptions:1"), Fault.parse("401:/tenants")])
    answer = azure.ask("GET", "/subscriptions")
    assert (answer.status_code, 'error="insufficient_claims", claims="' in answer.headers["WWW-Authenticate"]) == (401, True)
    assert azure.ask("GET", "/subscriptions").ok
    assert 'error="invalid_token"' in azure.ask("GET", "/tenants").headers["WWW-Authenticate"]


def test_faults_come_and_go_while_the_lab_runs() -> None:
    faults = Faults(())
    assert faults.strike("GET /x") is None
    faults.add(Fault.parse("503:/x:1"))
    assert (faults.strike("GET /X"), faults.strike("GET /x")) == (Fault("status", "/x", 1, 503), None)
    faults.add(Fault.parse("500:/x"))
    faults.forget()
    assert faults.strike("GET /x") is None
