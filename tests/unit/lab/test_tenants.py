"""Several tenants in one lab: the token says in which of them the caller is, and the others are closed to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backup_doctor.core.resources import resource
from backup_doctor.lab.build import Site, linux
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.tokens import jwt
from tests.unit.lab.azure import Azure, code_of

GRAPH = "/providers/Microsoft.ResourceGraph/resources"
THEIRS = ("mill-01", "mill-02")


class Anybody:
    """Whoever holds a token that says ``tid`` is let in."""

    def knows(self, token: str) -> bool:
        return token.endswith(".signature")

    def challenge(self, _token: str) -> str:
        return ""


@pytest.fixture
def azure(open_lab: Callable[..., Azure]) -> Azure:
    """The first tenant has one machine, Fabrikam two."""
    opened = open_lab("healthy-windows")
    world = opened.lab.world
    world.subscription("Fabrikam Production", world.tenant("Fabrikam", "fabrikam.example"))
    for name in THEIRS:
        linux(world, name, Site("rg-mill", subscription="Fabrikam Production"))
    opened.lab.accept(Anybody())
    return opened


@pytest.fixture
def fabrikam(azure: Azure) -> str:
    return azure.lab.world.tenant("Fabrikam", "fabrikam.example")


def subscriptions(azure: Azure, **options: Any) -> dict[str, str]:
    """Tenants by the names of the subscriptions."""
    return {each["displayName"]: each["tenantId"] for each in azure.ask("GET", "/subscriptions", **options).json()["value"]}


def graph(azure: Azure, token: str | None = None, **more: object) -> Any:
    body = {"query": resource("queries", "vms.kql").read_text(encoding="utf-8"), **more}
    return azure.ask("POST", GRAPH, body, token=token)


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()["data"]]


def test_the_labs_own_token_stays_in_the_first_tenant(azure: Azure) -> None:
    assert subscriptions(azure) == {"Contoso Production": TENANT_ID}
    assert names(graph(azure)) == [azure.vm.name]


def test_a_token_sees_the_subscriptions_and_rows_of_its_tenant(azure: Azure, fabrikam: str) -> None:
    token = jwt(tid=fabrikam)
    assert subscriptions(azure, token=token) == {"Fabrikam Production": fabrikam}
    assert names(graph(azure, token)) == list(THEIRS)


def test_every_tenant_that_knows_the_account_is_listed_in_each_of_them(azure: Azure, fabrikam: str) -> None:
    for token in (None, jwt(tid=fabrikam)):
        listed = azure.ask("GET", "/tenants", token=token).json()["value"]
        assert [(each["displayName"], each["tenantId"], each["tenantCategory"]) for each in listed] == [
            ("Contoso", TENANT_ID, "Home"),
            ("Fabrikam", fabrikam, "ProjectedBy"),
        ]


def test_a_tenant_without_subscriptions_is_empty(azure: Azure) -> None:
    token = jwt(tid=azure.lab.world.tenant("Empty", "empty.example"))
    assert subscriptions(azure, token=token) == {}


def test_ids_below_another_tenants_subscription_are_refused_with_the_right_tenant(azure: Azure, fabrikam: str) -> None:
    theirs = next(vm.id for vm in azure.lab.world.machines() if vm.id.name == "mill-01")
    for path in (theirs.subscription_scope, theirs.subscription_scope.upper().replace("SUBSCRIPTIONS", "subscriptions"), str(theirs), f"{theirs}/x"):
        answer = azure.ask("GET", path)
        assert (answer.status_code, code_of(answer)) == (401, "InvalidAuthenticationTokenTenant"), path
        assert f'authorization_uri="https://login.windows.net/{fabrikam}"' in answer.headers["WWW-Authenticate"]
    assert azure.ask("GET", str(theirs), token=jwt(tid=fabrikam)).ok
    answer = azure.ask("GET", str(azure.vm), token=jwt(tid=fabrikam))
    assert code_of(answer) == "InvalidAuthenticationTokenTenant"
    assert TENANT_ID in answer.headers["WWW-Authenticate"]


def test_resource_graph_leaves_other_tenants_subscriptions_out_in_silence_unless_nothing_is_left(azure: Azure) -> None:
    own, theirs = azure.lab.world.subscriptions
    assert names(graph(azure, subscriptions=[own, theirs])) == [azure.vm.name]
    answer = graph(azure, subscriptions=[theirs])
    assert (answer.status_code, code_of(answer)) == (400, "BadRequest")
    (detail,) = answer.json()["error"]["details"]
    assert detail["code"] == "NoValidSubscriptionsInQueryRequest"


def test_a_next_page_is_only_for_the_tenant_of_the_first(azure: Azure, fabrikam: str) -> None:
    token = graph(azure, jwt(tid=fabrikam), options={"$top": 1}).json()["$skipToken"]
    assert graph(azure, options={"$skipToken": token}).status_code == 400
    assert names(graph(azure, jwt(tid=fabrikam), options={"$skipToken": token})) == [THEIRS[1]]


def test_a_subscription_stays_where_it_was_made(azure: Azure, fabrikam: str) -> None:
    world = azure.lab.world
    assert world.tenant_of(world.subscription("Fabrikam Production")) == fabrikam
    assert world.tenant_of(world.subscription("Contoso Production", fabrikam)) == TENANT_ID
