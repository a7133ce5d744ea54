"""What Azure answers: documents, refusals, rows of Resource Graph, headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.core.rest import HttpRequest
from azure.mgmt.core.exceptions import ARMErrorFormat

from backup_doctor.arm import parsing, protection
from backup_doctor.arm.disks import _disk, _key_vault
from backup_doctor.arm.errors import AzureError
from backup_doctor.arm.fleet import pacing
from backup_doctor.arm.fleet.failure_sources import Sources
from backup_doctor.arm.fleet.failures import _put_together
from backup_doctor.arm.headers import moment, resets_after
from backup_doctor.arm.insights import _denial, _samples
from backup_doctor.arm.jobs import _demanded, _job, _row, _running
from backup_doctor.arm.network import routes, rules, surroundings
from backup_doctor.arm.network.decision import judge
from backup_doctor.arm.network.matching import Flow
from backup_doctor.arm.reading import reader
from backup_doctor.arm.refusals import from_azure
from backup_doctor.arm.signin import _tenant
from backup_doctor.arm.vm_list.inventory import compute_row, graph_row
from backup_doctor.arm.vm_list.last_backups import LastBackups, item_of_row, item_of_vault
from backup_doctor.core.facts import Destination, Level
from backup_doctor.core.fleet import Examined, FleetRun
from backup_doctor.core.fleet.table import FORMULA, as_csv
from backup_doctor.core.language import language
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.text import verbatim
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.lab.world import World
from tests.fuzz.harness import as_seeds, document_in, harness, words_in
from tests.fuzz.wire import Response, Whole
from tests.helpers.azure_documents import SUBNET
from tests.helpers.azure_documents import reader as at_root

NIGHT = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
FLOW = Flow(Destination.STORAGE, "westeurope", 443, "10.0.0.4")


def tried(*readings: Callable[[], object]) -> None:
    """Each of these either reads something or says that it could not look; nothing else is allowed."""
    for reading in readings:
        try:
            reading()
        except CouldNotLook:
            continue


def resources() -> Iterator[bytes]:
    """Everything that stands in a lab: VMs, disks, network, vaults, locks."""
    world = World(clock=lambda: NIGHT)
    world.pace = timedelta(0)
    for name in ("healthy-windows", "healthy-linux", "nsg-denies-storage", "encrypted", "resource-group-lock", "restore-points-full"):
        if name in all_scenarios():
            all_scenarios()[name].build(world)
    for resource in list(world.store._resources.values()):
        yield json.dumps(resource).encode()


@harness("Azure, or whoever answers in its place", resources, is_json=True)
def documents(data: bytes) -> None:
    """Every parser of resources over one document."""
    given = document_in(data)
    if not isinstance(given, dict):
        return
    place = at_root(given)
    tried(
        lambda: parsing.machine(place),
        lambda: parsing.agent(place),
        lambda: parsing.extensions(at_root({"value": [given, given]}), place),
        lambda: parsing.health(place),
        lambda: parsing.lock(place),
        lambda: parsing.restore_point_collection(place),
        lambda: protection._item(place),
        lambda: _disk(place),
        lambda: _key_vault(place, True, True),
        lambda: _denial(place),
        lambda: _samples(place, "Percentage CPU"),
        lambda: _job(place),
        lambda: _row(place),
        lambda: _running(place),
        lambda: _demanded(place),
        lambda: _tenant(place),
        lambda: item_of_row(place),
        lambda: item_of_vault(place),
    )


@harness("Azure, or whoever answers in its place", resources, is_json=True)
def network(data: bytes) -> None:
    """Security groups, routes and subnets, configured and in effect."""
    given = document_in(data)
    if not isinstance(given, dict):
        return
    place = at_root(given)
    tried(
        lambda: judge([rules.configured(Level.SUBNET, place)], FLOW),
        lambda: judge(rules.effective(place, SUBNET, []), FLOW),
        lambda: routes.configured(place, place, "westeurope", None),
        lambda: routes.effective(place, place, "westeurope", None, endpoint=False),
        lambda: routes.is_diverted(place, place),
        lambda: surroundings.outlets(place, place, place, "westeurope"),
        lambda: surroundings.dns_servers(place, place),
    )


EFFECTIVE = (
    {
        "value": [
            {
                "networkSecurityGroup": {"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg"},
                "association": {"subnet": {"id": SUBNET}},
                "effectiveSecurityRules": [
                    {
                        "name": "securityRules/deny",
                        "protocol": "Tcp",
                        "sourcePortRange": "0-65535",
                        "destinationPortRanges": ["443-443", "80"],
                        "sourceAddressPrefix": "10.0.0.0/24",
                        "destinationAddressPrefixes": ["Storage", "20.60.0.0/16"],
                        "expandedDestinationAddressPrefix": ["20.38.0.0/17"],
                        "access": "Deny",
                        "priority": 100,
                        "direction": "Outbound",
                    },
                    {
                        "name": "defaultSecurityRules/AllowInternetOutBound",
                        "protocol": "All",
                        "sourcePortRange": "*",
                        "destinationPortRange": "*",
                        "sourceAddressPrefix": "*",
                        "destinationAddressPrefix": "Internet",
                        "access": "Allow",
                        "priority": 65001,
                        "direction": "Outbound",
                    },
                ],
                "tagMap": {"Storage.WestEurope": ["20.38.108.0/23"]},
            }
        ]
    },
    {
        "value": [
            {"name": "r", "source": "User", "state": "Active", "addressPrefix": ["0.0.0.0/0"], "nextHopType": "VirtualAppliance"},
            {"source": "Default", "state": "Active", "addressPrefix": ["10.0.0.0/16"], "nextHopType": "VnetLocal"},
        ]
    },
)


@harness("Azure, or whoever answers in its place", as_seeds(*EFFECTIVE), is_json=True)
def in_effect(data: bytes) -> None:
    """Rules and routes in effect at an interface."""
    network(data)


REFUSALS: tuple[Any, ...] = (
    {"error": {"code": "AuthorizationFailed", "message": "The client 'x' does not have authorization to perform action 'a/b/read' over scope '/s'."}},
    {"error": {"code": "TooManyRequests", "message": "wait", "details": [{"code": "x", "message": "y"}], "innererror": {"code": "z"}}},
    {"code": "OperationNotAllowed", "message": "The server rejected the request."},
    {"error": {"additionalInfo": [{"type": "PolicyViolation", "info": {"policyAssignmentDisplayName": "no"}}]}},
    "<html>proxy</html>",
    [],
    "12",
)
STATUSES = (400, 401, 403, 404, 409, 412, 429, 500, 503)


@harness("Azure, or whoever answers in its place", as_seeds(*REFUSALS), is_json=True)
def refusals(data: bytes) -> None:
    """A refusal becomes an error of ours with words, whatever stands in its body and its headers."""
    words = words_in(data).replace("\n", " ")
    for status in STATUSES:
        headers = {"Content-Type": "application/json", "Date": words[:200], "Retry-After": words, "WWW-Authenticate": words}
        response = Response(HttpRequest("GET", "https://management.azure.com/subscriptions/s"), status, data, headers)
        ours = from_azure(HttpResponseError(response=response, error_format=ARMErrorFormat))
        assert isinstance(ours, AzureError)
        language("ru").render(ours.text)


@harness("Azure, or whoever answers in its place", as_seeds("Sun, 22 Nov 2026 03:12:45 GMT", "120", "00:00:05", "a;12,b;3"))
def headers(data: bytes) -> None:
    """Times and numbers in headers."""
    words = words_in(data)
    moment(words)
    resets_after({"x-ms-user-quota-resets-after": words})
    given = dict.fromkeys(("Retry-After", "x-ms-user-quota-resets-after", "x-ms-ratelimit-remaining-resource", "x-ms-user-quota-remaining"), words)
    pacing._wish(given)
    pacing.heed(given, "GET", [pacing.Bucket(pacing.Limit(10, 1.0))], 0.0)


@harness("Azure, or whoever answers in its place", as_seeds({"value": []}, [], "{", "[" * 2000, "\ufeff{}", "NaN"), is_json=True)
def bodies(data: bytes) -> None:
    """The body of a success that may be no document at all."""
    request = HttpRequest("GET", "https://management.azure.com/subscriptions/s")
    tried(lambda: reader(Whole(request, Response(request, 200, data, {"Content-Type": "application/json", "Date": "x"}))))


ROWS = [
    {
        "id": "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web01",
        "vmId": "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web01",
        "name": "web01",
        "location": "westeurope",
        "os": "Linux",
        "power": "PowerState/running",
        "lastBackupStatus": "Failed",
        "lastBackupTime": "2026-11-22T01:00:00Z",
        "startTime": "2026-11-22T01:00:00Z",
        "item": "/x/VM;iaasvmcontainerv2;rg;web01",
        "container": "iaasvmcontainerv2;rg;web01",
        "errorTitle": "=1+1",
        "errorString": "x",
        "errorCode": "UserErrorGuestAgentStatusUnavailable",
    }
]


@harness("Azure Resource Graph: names, tags and words that others chose", as_seeds(ROWS), is_json=True)
def fleet(data: bytes) -> None:
    """Rows of the fleet: put together, grouped, and as a table that no spreadsheet takes for formulas."""
    given = document_in(data)
    if not isinstance(given, list):
        return
    page = [at_root(row) for row in given]
    found = Sources({"0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10": "Production"})
    found.add_items(page, item_of_row)
    found.add_jobs(page)
    found.add_machines(page, graph_row)
    found.add_machines(page, compute_row)
    _ = found.unseen
    backups = LastBackups(lambda _backups: None)
    backups.add_rows(page)
    backups.add_items(page)
    failures = _put_together(found, NIGHT - timedelta(days=1))
    examined = [Examined(failed, error=verbatim(failed.error)) for failed in failures.failed]
    run = FleetRun.of(failures, examined, version="0", started=NIGHT, finished=NIGHT)
    for line in as_csv(run, language("en")).splitlines()[1:]:
        assert not line.startswith(FORMULA)
