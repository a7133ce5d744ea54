"""The activity log: what it keeps, by filter and page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.lab.activity import GROUP_WRITE, failed_event
from tests.unit.lab.azure import Azure, code_of

OpenLab = Callable[..., Azure]
VERSION = "2015-04-01"


def ask(azure: Azure, condition: str, **query: str) -> Any:
    path = f"{azure.vm.subscription_scope}/providers/Microsoft.Insights/eventtypes/management/values"
    extra = "".join(f"&{name}={value}" for name, value in query.items())
    return azure.ask("GET", f"{path}?$filter={condition}{extra}", version=VERSION)


def span(azure: Azure, days: int = 3, more: str = "") -> str:
    now = azure.lab.world.now()
    return f"eventTimestamp ge '{now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}' and eventTimestamp le '{now:%Y-%m-%dT%H:%M:%SZ}'{more}"


def fill(azure: Azure, count: int) -> None:
    for hours in range(count):
        at = azure.lab.world.now() - timedelta(hours=hours)
        azure.lab.world.activity.append(failed_event(azure.vm.subscription, GROUP_WRITE, azure.vm.group_scope, at))


def test_the_log_comes_newest_first_page_by_page(windows: Azure) -> None:
    fill(windows, 45)
    answer, times = ask(windows, span(windows)).json(), []
    while True:
        times += [event["eventTimestamp"] for event in answer["value"]]
        if "nextLink" not in answer:
            break
        answer = windows.ask("GET", answer["nextLink"].removeprefix(windows.lab.endpoint), version="").json()
    assert len(times) == 45
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 3),
        (" and status eq 'failed'", 3),
        (" and status eq 'Succeeded'", 0),
        (" and resourceGroupName eq 'RG-files'", 0),
        (" and resourceGroupName eq '{group}'", 3),
    ],
)
def test_the_filter_narrows_it_down(windows: Azure, more: str, count: int) -> None:
    fill(windows, 3)
    assert len(ask(windows, span(windows, more=more.format(group=windows.vm.resource_group.upper()))).json()["value"]) == count


def test_what_is_older_or_in_another_subscription_is_left_out(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", "subscription-lock")
    fill(azure, 40)
    assert len(ask(azure, span(azure, days=1)).json()["value"]) == 20
    azure.vm = type(azure.vm).parse(azure.lab.vms[1].id)
    assert ask(azure, span(azure)).json()["value"] == []


def test_no_filter_is_refused_and_another_is_not_ignored(windows: Azure) -> None:
    assert code_of(ask(windows, "")) == "BadRequest"
    for condition in ("status eq 'Failed'", span(windows, more=" and levels eq 'Error'"), span(windows) + " or 1 eq 1"):
        assert ask(windows, condition).status_code == 501


def test_the_log_needs_a_permission(windows: Azure) -> None:
    windows.lab.world.deny("Microsoft.Insights/eventtypes/values/read", windows.vm.subscription_scope)
    assert code_of(ask(windows, span(windows))) == "AuthorizationFailed"
