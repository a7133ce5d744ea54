"""Nothing changes unless it is planned, confirmed and allowed: no check and no plan sends a change, and what passes is the plan to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from azure.core.rest import HttpRequest

from backup_doctor.arm.changes import Changes, http_request
from backup_doctor.arm.errors import ReadOnly
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.read_only import READING_POSTS
from backup_doctor.catalogue.remedies import all_remedies
from backup_doctor.core.plan import Request
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.scenarios import all_scenarios
from tests.helpers.diagnosed import everything, planning
from tests.helpers.worlds import one_vm

READING = (*READING_POSTS, "/runcommand")
"""Run Command passes only with a script of ours that reads; that is held elsewhere."""


def changes_in(lines: tuple[str, ...] | list[str]) -> list[str]:
    """The requests that may have changed something."""
    paths = [line.partition("?")[0] for line in lines]
    return [path for path in paths if not path.startswith(("GET ", "HEAD ")) and not path.casefold().endswith(READING)]


@pytest.mark.parametrize("name", all_scenarios())
def test_no_check_of_any_scenario_changes_anything(name: str) -> None:
    assert changes_in(everything(name)[1]) == []


@pytest.mark.parametrize("name", all_scenarios())
def test_no_plan_of_any_remedy_changes_anything(name: str) -> None:
    """In a session that allows repairs: what holds it back is that no plan is being carried out."""
    found, seen = planning(name)
    assert len(found) == len(all_remedies())
    assert changes_in(seen) + [line for line in seen if "/runcommand" in line.casefold()] == []


def planned(lab_vm: VmId) -> Request:
    body = {"properties": {"level": "CanNotDelete", "number": 1}}
    return Request("PUT", f"{lab_vm.group_scope}/providers/Microsoft.Authorization/locks/Keep it", "2020-05-01", body, 'W/"1"')


def altered(**changes: Any) -> Callable[[Request], HttpRequest]:
    """The planned request with something else in it."""
    return lambda request: http_request(replace(request, **changes))


def with_query(more: str) -> Callable[[Request], HttpRequest]:
    def alter(request: Request) -> HttpRequest:
        sent = http_request(request)
        sent.url += more
        return sent

    return alter


def with_path(old: str, new: str) -> Callable[[Request], HttpRequest]:
    def alter(request: Request) -> HttpRequest:
        sent = http_request(request)
        assert old in sent.url
        sent.url = sent.url.replace(old, new)
        return sent

    return alter


def without_condition(request: Request) -> HttpRequest:
    sent = http_request(request)
    del sent.headers["If-Match"]
    return sent


PROPERTIES = {"level": "CanNotDelete", "number": 1}
OTHERS = {
    "another method": altered(method="PATCH"),
    "another version": altered(api_version="2016-09-01"),
    "another document": altered(body={"properties": {**PROPERTIES, "level": "ReadOnly"}}),
    "a larger document": altered(body={"properties": PROPERTIES, "more": 1}),
    "true for one": altered(body={"properties": {**PROPERTIES, "number": True}}),
    "no document": altered(body=None),
    "another condition": altered(if_match='W/"2"'),
    "no condition": without_condition,
    "one more word in the query": with_query("&force=true"),
    "an empty word in the query": with_query("&force="),
    "the version twice": with_query("&api-version=2020-05-01"),
    "another path": with_path("Keep%20it", "Keep"),
    "a longer path": with_path("Keep%20it", "Keep%20it/x"),
    "a path that is folded": with_path("Keep%20it", "x/../Keep%20it"),
    "a slash in disguise": with_path("Keep%20it", "Keep%20it%2Fx"),
    "the same path, spelt otherwise": with_path("/locks/", "/%6Cocks/"),
}


async def _try(gateway: Gateway, confirmed: Request, sent: HttpRequest) -> int:
    with gateway.permitting(confirmed):
        return int((await gateway.exchange(sent)).status_code)


@pytest.mark.parametrize("other", OTHERS)
def test_only_the_planned_request_passes(other: str) -> None:
    async def work(gateway: Gateway) -> None:
        gateway.repairs_allowed = True
        with pytest.raises(ReadOnly):
            await _try(gateway, request, OTHERS[other](request))

    with one_vm() as lab:
        request = planned(lab.vm)
        lab.use(work)
    assert lab.seen == []


def test_it_passes_while_it_is_permitted_and_repairs_are_allowed() -> None:
    async def work(gateway: Gateway) -> None:
        with pytest.raises(ReadOnly):
            await _try(gateway, request, http_request(request))
        gateway.repairs_allowed = True
        with pytest.raises(ReadOnly):  # allowed in general, and not in particular
            await gateway.exchange(http_request(request))
        assert lab.seen == []
        assert await _try(gateway, request, http_request(request)) == 201
        with pytest.raises(ReadOnly):  # it was permitted, and is no more
            await gateway.exchange(http_request(request))
        gateway.repairs_allowed = False
        with pytest.raises(ReadOnly):
            await _try(gateway, request, http_request(request))

    with one_vm() as lab:
        request = planned(lab.vm)
        lab.use(work)
    assert len(lab.seen) == 1


def test_a_permit_ends_with_an_error_too() -> None:
    async def work(gateway: Gateway) -> None:
        gateway.repairs_allowed = True
        with pytest.raises(ValueError, match="by the way"), gateway.permitting(request):
            raise ValueError("by the way")
        with pytest.raises(ReadOnly):
            await gateway.exchange(http_request(request))

    with one_vm() as lab:
        request = planned(lab.vm)
        lab.use(work)
    assert lab.seen == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE"])
def test_repairs_allowed_let_no_other_client_change_anything(method: str) -> None:
    async def work(gateway: Gateway) -> None:
        gateway.repairs_allowed = True
        with gateway.permitting(request), pytest.raises(ReadOnly):
            await gateway.compute(lab.vm.subscription).virtual_machines.begin_restart(lab.vm.resource_group, lab.vm.name)
        with pytest.raises(ReadOnly):
            await gateway.exchange(HttpRequest(method, f"{lab.vm}/restart?api-version=2024-07-01"))

    with one_vm() as lab:
        request = planned(lab.vm)
        lab.use(work)
    assert lab.seen == []


def test_a_refused_change_is_no_unknown_one() -> None:
    async def work(gateway: Gateway) -> None:
        with pytest.raises(ReadOnly):
            await Changes(gateway).send(request)

    with one_vm() as lab:
        request = planned(lab.vm)
        lab.use(work)
    assert lab.seen == []
