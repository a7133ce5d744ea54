"""Every example of what Azure answers goes over HTTP through the gateway and the SDK into our parsers."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest

from backup_doctor.arm.errors import AzureError, Forbidden, Garbled, Rejected, Throttled, VmNotFound
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.probes import request_body
from backup_doctor.arm.reading import Reader
from backup_doctor.arm.signin import Account, Session, Subscription, sign_in
from backup_doctor.arm.vm import AzureVm
from backup_doctor.arm.vm_list.inventory import BackupsCame, News, RowsCame, read_vms
from backup_doctor.core.facts import Access, Destination, Level, Power
from backup_doctor.core.model import Evidence
from backup_doctor.core.resource_id import BadResourceId, VmId
from backup_doctor.core.text import Text
from backup_doctor.core.version import Version
from tests.helpers.canned import LATER, Canned, Reply, canned, literal
from tests.helpers.examples import EXAMPLES, Example, named, own
from tests.helpers.worlds import NIGHT


@pytest.fixture(scope="module")
def azure() -> Iterator[Canned]:
    with canned() as prepared:
        yield prepared


# How an example is read


Question = Callable[[Gateway, VmId], Awaitable[object]]


def of_vm(question: Callable[[AzureVm], Awaitable[object]]) -> Question:
    return lambda gateway, vm: question(AzureVm(gateway, vm, looks_inside=True))


async def fleet(gateway: Gateway, vm: VmId) -> object:
    account = Account("", "", "", gateway.cloud, (Subscription(vm.subscription, ""),))
    news: list[News] = []
    await read_vms(Session(gateway, account), news.append)
    backups = {backup.vm: backup for each in news if isinstance(each, BackupsCame) for backup in each.backups}
    rows = [row for each in news if isinstance(each, RowsCame) for row in each.rows]
    return [(row, backups.get(str(row.id).casefold())) for row in rows]


QUESTIONS: dict[str, Question] = {
    "machine": of_vm(lambda vm: vm.machine()),
    "agent": of_vm(lambda vm: vm.agent()),
    "extensions": of_vm(lambda vm: vm.extensions()),
    "restore points": of_vm(lambda vm: vm.restore_points()),
    "locks of the VM": of_vm(lambda vm: vm.locks(str(vm.id))),
    "locks of the group": of_vm(lambda vm: vm.locks(vm.id.group_scope)),
    "locks of the subscription": of_vm(lambda vm: vm.locks(vm.id.subscription_scope)),
    "outbound": of_vm(lambda vm: vm.outbound(Destination.STORAGE, 443)),
    "effective rules": lambda gateway, vm: gateway.follow(
        gateway.network(vm.subscription).network_interfaces.begin_list_effective_network_security_groups, "rg", "nic"
    ),
    "effective routes": lambda gateway, vm: gateway.follow(
        gateway.network(vm.subscription).network_interfaces.begin_get_effective_route_table, "rg", "nic"
    ),
    "dns servers": of_vm(lambda vm: vm.dns_servers()),
    "protection": of_vm(lambda vm: vm.protection()),
    "item": of_vm(lambda vm: vm.backup_item()),
    "policy": of_vm(lambda vm: vm.backup_policy()),
    "running jobs": of_vm(lambda vm: vm.running_jobs()),
    "last failed job": of_vm(lambda vm: vm.last_failed_job()),
    "job": of_vm(lambda vm: vm.job("7c1e0f10-5a2b-4d7d-8f1d-0c9d5a2b4d72")),
    "health": of_vm(lambda vm: vm.health()),
    "disks": of_vm(lambda vm: vm.disks()),
    "guest": of_vm(lambda vm: vm.guest()),
    "fleet": fleet,
}


def whole(body: Any) -> list[Any]:
    return [body]


def each(body: Any) -> list[Any]:
    """Every item of a list as a document of its own; a document as itself."""
    listed: list[Any] = body.get("value", [body])
    return listed


def listed(body: Any) -> list[Any]:
    """As a list."""
    return [body if "value" in body or not body else {"value": [body]}]


def within_vm(body: Any) -> list[Any]:
    """An instance view within its VM."""
    if "vmAgent" not in body:
        return each(body)
    machine = own("VirtualMachine_Get")
    return [{**machine, "properties": {**machine["properties"], "instanceView": body}}]


def within_collection(body: Any) -> list[Any]:
    """A restore point within its collection."""
    collection = own("RestorePointCollection_Get")
    return [{**collection, "properties": {**collection["properties"], "restorePoints": [body]}}]


def within_nsg(field: str) -> Callable[[Any], list[Any]]:
    """Rules within their group."""

    def wrapped(body: Any) -> list[Any]:
        group = own("NetworkSecurityGroupGet")
        return [{**group, "properties": {**group["properties"], field: each(body)}}]

    return wrapped


@dataclass(frozen=True)
class Reading:
    """What examples of some name are an answer to."""

    names: str
    kind: str
    """As what it is served (`canned.KINDS`)."""
    questions: tuple[str, ...]
    bodies: Callable[[Any], list[Any]] = whole


READINGS = (
    Reading(r"VirtualMachine_(Get|List).*", "vm", ("machine", "agent"), within_vm),
    Reading(r"VirtualMachineExtension_(List|Get|CreateOrUpdate).*", "extensions", ("extensions",), listed),
    Reading(r"RestorePointCollection_Get.*", "collection", ("restore points",)),
    Reading(r"RestorePointCollection_List.*", "collections", ("restore points",)),
    Reading(r"RestorePoint_Get.*", "collection", ("restore points",), within_collection),
    Reading(
        r"ManagementLocks_(List|Get|CreateOrUpdate).*",
        "locks",
        ("locks of the VM", "locks of the group", "locks of the subscription"),
        listed,
    ),
    Reading(r"NetworkInterface(Get|List)", "nic", ("outbound", "dns servers"), each),
    Reading(r"NetworkInterfaceEffectiveNSGList", "effective nsgs", ("effective rules", "outbound")),
    Reading(r"NetworkInterfaceEffectiveRouteTableList", "effective routes", ("effective routes", "outbound")),
    Reading(r"NetworkSecurityGroup(Get|List)", "nsg", ("outbound",), each),
    Reading(r"NetworkSecurityGroupRule(Get|List|Create)", "nsg", ("outbound",), within_nsg("securityRules")),
    Reading(r"DefaultSecurityRuleList", "nsg", ("outbound",), within_nsg("defaultSecurityRules")),
    Reading(r"SubnetGet", "subnet", ("outbound",)),
    Reading(r"VirtualNetworkGet", "vnet", ("dns servers",)),
    Reading(r"IaasVm_GetBackupStatus", "backup status", ("protection",)),
    Reading(r".*ProtectedItem_Get|.*BackupProtectedItems_List|backup_protected_items|.*ItemOperationResults", "item", ("item",), each),
    Reading(r"ListJobs.*", "jobs", ("running jobs", "last failed job")),
    Reading(r"GetJobDetails|backup_job_.*", "job", ("job",)),
    Reading(r".*BackupPolicies_List", "policy", ("policy",), each),
    Reading(r"AvailabilityStatus.*", "health", ("health",), each),
    Reading(r"Disk_Get", "disk", ("disks",)),
    Reading(r"VirtualMachineRunCommand|run_command_lro", "run command", ("guest",)),
    Reading(r"Resources.*Query", "rows", ("fleet",)),
)

SIGN_IN = {"GetSubscriptions": "subscriptions", "GetTenants": "tenants"}
"""What is read before there is a VM, and as what it is served."""

NO_QUESTION = (
    r".*_(Delete|DeleteAt\w+|PowerOff|Start|Restart|Redeploy|Reapply|Deallocate)(_M\w+)?",  # changes, which are never asked for
    r"VirtualMachine_RetrieveBootDiagnosticsData|(VirtualMachine)?RunCommand_.*",  # scripts of others, and links to pictures
    r"NetworkSecurityGroupRuleDelete|CancelJobOperationResult|Trigger\w+|trigger_backup|backup_operation_status|.*OperationStatus",
    r"GETVault|List(Resources|BySubscriptionIds)|.*RecoveryPoints_List|.*ProtectableItems_List",  # found through backupStatus instead
    r"GetLocations|GetSubscription",
)
"""Examples that answer nothing this program asks; they only have to be readable."""


def background(vm: VmId, body: Any) -> dict[str, Reply]:
    """What everything but the example itself answers: ours, with the names that the example uses."""
    collection, status = own("RestorePointCollection_Get"), own("IaasVm_GetBackupStatus")
    place = {"networkSecurityGroup": {"id": group_of(body)}}
    bodies = {
        "vm": own("VirtualMachine_Get"),
        "extensions": own("VirtualMachineExtension_List"),
        "run command": own("VirtualMachineRunCommand"),
        "collections": {"value": [{"id": collection["id"], "properties": {"source": {"id": str(vm)}}}]},
        "collection": collection,
        "disk": own("Disk_Get"),
        "nic": with_properties(own("NetworkInterfaceGet"), place),
        "nsg": own("NetworkSecurityGroupGet"),
        "subnet": with_properties(own("SubnetGet"), place),
        "vnet": own("VirtualNetworkGet"),
        "effective nsgs": own("NetworkInterfaceEffectiveNSGList"),
        "effective routes": own("NetworkInterfaceEffectiveRouteTableList"),
        "backup status": {**status, "containerName": f"IaasVMContainer;iaasvmcontainerv2;{vm.resource_group};{vm.name}"},
        "item": own("IaasVm_Compute_ProtectedItem_Get"),
        "policy": own("IaasVm_BackupPolicies_List")["value"][0],
        "jobs": own("ListJobs"),
        "job": own("GetJobDetails"),
    }
    return {kind: Reply(body=found) for kind, found in bodies.items()}


def with_properties(document: Any, properties: Mapping[str, Any]) -> Any:
    return {**document, "properties": {**document["properties"], **properties}}


def group_of(body: Any) -> str:
    """The network security group that an effective list is about; ours where the body is something else."""
    entries = body.get("value") or [{}] if isinstance(body, dict) else [{}]
    named = entries[0].get("networkSecurityGroup", {}) if "effectiveSecurityRules" in entries[0] else {}
    return str(named.get("id") or own("NetworkSecurityGroupGet")["id"])


SHOP = VmId.parse(own("VirtualMachine_Get")["id"])


def vm_of(body: Any) -> VmId:
    """The VM that a body is about: by an id in it, by the name of its container or by its friendly name."""
    words = json.dumps(body)
    for found in re.findall(r"/subscriptions/[^\"]*?/virtualMachines/[-\w]+", words, re.IGNORECASE):
        try:
            return VmId.parse(found)
        except BadResourceId:
            continue
    container = re.search(r'"containerName": "\w+;([^;"]+);([^;"]+)"', words)
    if container is not None:
        return VmId(SHOP.subscription, container[1], container[2])
    friendly = re.search(r'"entityFriendlyName": "([-\w]+)"', words)
    return SHOP if friendly is None else VmId(SHOP.subscription, SHOP.resource_group, friendly[1])


LONG = ("run command", "effective nsgs", "effective routes")
"""Kinds that are told later."""

CONFIGURED = ("nic", "nsg", "subnet")
"""Kinds that are read while the VM is off: while it runs, what is in effect goes before what is configured."""


def switched_off() -> Any:
    machine = own("VirtualMachine_Get")
    view = {**machine["properties"]["instanceView"], "statuses": [{"code": "PowerState/deallocated"}]}
    return with_properties(machine, {"instanceView": view})


SWITCHED_OFF = {"vm": Reply(body=switched_off())}


@dataclass(frozen=True)
class Case:
    """One body and one question that it answers."""

    example: Example
    reading: Reading
    number: int
    body: Any
    question: str

    def __str__(self) -> str:
        return f"{named(self.example)}[{self.number}] as {self.question}"

    def put(self, azure: Canned) -> object:
        """Ask it."""
        vm, kind = vm_of(self.body), self.reading.kind
        off = SWITCHED_OFF if kind in CONFIGURED else {}
        azure.prepare({**background(vm, self.body), **off, kind: self.reply}, self.example.polls)
        return azure.use(lambda gateway: QUESTIONS[self.question](gateway, vm))

    @property
    def reply(self) -> Reply:
        """A long operation begins with its own 202."""
        begun = next((reply for reply in self.example.beginnings if self.reading.kind in LONG), None)
        return Reply(body=self.body) if begun is None else Reply(202, None, begun.headers)


def cases() -> Iterator[Case]:
    for example in EXAMPLES:
        body = example.result
        for reading in READINGS:
            if body is not None and re.fullmatch(reading.names, example.name):
                for number, document in enumerate(reading.bodies(body)):
                    yield from (Case(example, reading, number, document, question) for question in reading.questions)


CASES = list(cases())


# What must not become facts


UNLISTED = "a machine-generated example with nothing but an id"
NO_VIEW = "read without its instance view, which is never done"
REFUSED: dict[tuple[str, str], tuple[str, str]] = {
    (r"RestorePointCollection_Get", "restore points"): ("$.properties.restorePoints", "read without its points, which is never done"),
    (r"VirtualMachine_Get(_WithDiskControllerType)?", "agent"): ("$.properties.instanceView", NO_VIEW),
    (r"VirtualMachine_ListAll_M.*", "agent"): ("$.properties.instanceView", NO_VIEW),
    (r"VirtualMachine_List_MaximumSet_Gen\[0\]", "agent"): ("$.properties.instanceView", NO_VIEW),
    (r"VirtualMachine_ListAll_MinimumSet_Gen", "machine"): ("$.name", UNLISTED),
    (r"VirtualMachineExtension_Get_MinimumSet_Gen", "extensions"): ("$.value[0].properties.provisioningState", UNLISTED),
    (r"VirtualMachineExtension_List_MinimumSet_Gen", "extensions"): ("$.value", "a machine-generated example with nothing at all"),
    (r"VirtualMachineRunCommand|run_command_lro", "guest"): ("gave no readable answer", "the output of another script"),
    (r"IaasVm_BackupPolicies_List", "policy"): ("$.properties.policyType", "policies from before there were two types"),
}
"""Published examples that have to be refused: in which words, and why. Ours all become facts."""


def refusal_of(case: Case) -> str | None:
    """The words with which this is to be refused; None where it is not."""
    name = f"{case.example.name}[{case.number}]"
    for (pattern, question), (words, _why) in REFUSED.items():
        if not case.example.ours and question == case.question and re.fullmatch(rf"({pattern})(\[\d\])?", name):
            return words
    return None


def power_in(vm: Any) -> str:
    """What the instance view says, where that is a word of Azure's."""
    codes = [status["code"].partition("/") for status in vm["properties"].get("instanceView", {}).get("statuses", [])]
    return next((word for kind, _, word in codes if kind == "PowerState" and word in set(Power)), "unknown")


STATED: dict[str, Callable[[Any, Any], tuple[object, object]]] = {
    "machine": lambda body, found: (power_in(body), found.power.value),
    "agent": lambda body, found: (
        (body["properties"]["instanceView"]["vmAgent"]["statuses"][0]["code"] == "ProvisioningState/succeeded"),
        found.is_ready,
    ),
    "extensions": lambda body, found: ([each["name"] for each in body["value"]], [each.name for each in found.items][: len(body["value"])]),
    "locks of the VM": lambda body, found: ([each["properties"]["level"] for each in body["value"]], [each.level for each in found.items]),
    "protection": lambda body, found: ((body["protectionStatus"], body["vaultId"]), (found.state.value, found.vault)),
    "item": lambda body, found: (body["properties"]["protectionState"], found.state.value),
    "job": lambda body, found: (body["properties"]["status"], found.status),
    "policy": lambda body, found: (body["properties"]["policyType"], found.kind.value),
    "health": lambda body, found: (body["properties"]["availabilityState"], found.state.value),
    "effective rules": lambda body, found: (body, found.value),
    "effective routes": lambda body, found: (body, found.value),
}
"""The fact that matters most, looked up where Microsoft documents it, and as we read it."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_answer_to_a_question_of_ours_becomes_facts_and_every_fact_stands_in_it(azure: Canned, case: Case) -> None:
    words = refusal_of(case)
    if words is not None:
        with pytest.raises(Garbled, match=re.escape(words)):
            case.put(azure)
        return
    facts = case.put(azure)
    assert untrue(azure, facts) == []
    if case.question in STATED:
        stated, read = STATED[case.question](case.body, facts)
        assert read == stated


SAID_BY_US = {
    "VirtualNetworkServiceEndpoint": "the hop of a service endpoint, where routes are read as configured",
    "Microsoft.Storage": "what a service endpoint is for",
    "0.0.0.0/0": "the route that every network has",
    "Internet": "its hop",
    "Default": "who made it",
}
"""Words in facts that need not stand in the answer."""


def untrue(azure: Canned, facts: object) -> list[str]:
    """Every piece of evidence that is not literally so in the answer it names, and every word that Azure did not say."""
    found = [f"{each.path} is {each.value}" for each in evidence_in(facts) if literal(azure.said.get(each.request_id), each.path) != each.value]
    said = squeezed(json.dumps(list(azure.said.values()), ensure_ascii=False))
    return found + [word for word in words_in(facts) if word not in SAID_BY_US and squeezed(word) not in said]


def squeezed(words: str) -> str:
    """Without what makes no difference: ``Not Ready`` and ``notready`` are one word."""
    return words.casefold().replace(" ", "")


def parts(facts: object) -> Iterator[object]:
    """What a fact is made of."""
    if isinstance(facts, Reader):
        return
    if is_dataclass(facts) and not isinstance(facts, type):
        yield from (getattr(facts, each.name) for each in fields(facts))
    elif isinstance(facts, Mapping):
        yield from facts.values()
    elif isinstance(facts, list | tuple | set | frozenset):
        yield from facts


def evidence_in(facts: object) -> Iterator[Evidence]:
    if isinstance(facts, Evidence):
        yield facts
        return
    for part in parts(facts):
        yield from evidence_in(part)


def words_in(facts: object) -> Iterator[str]:
    """Plain words; not those of enumerations and sentences of ours, and not evidence, which is looked at by itself."""
    if isinstance(facts, str) and not isinstance(facts, Enum):
        yield from facts.splitlines()
    elif not isinstance(facts, Evidence | Text | Version):
        for part in parts(facts):
            yield from words_in(part)


# What is no answer to a question about a VM


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_it_is_known_what_each_example_is_for(example: Example) -> None:
    patterns = [*(reading.names for reading in READINGS), *SIGN_IN, *NO_QUESTION]
    assert example.refusal is not None or any(re.fullmatch(pattern, example.name) for pattern in patterns)


REPLIES = [pytest.param(reply, id=f"{named(example)} {reply.status}") for example in EXAMPLES for reply in example.replies if reply.status < 400]


@pytest.mark.parametrize("reply", REPLIES)
def test_every_body_can_be_read_as_a_document_and_no_body_is_none(azure: Canned, reply: Reply) -> None:
    azure.prepare({"document": Reply(reply.status if reply.body is None else 200, reply.body, reply.headers)})
    if reply.body is None:
        with pytest.raises(AzureError):
            azure.use(lambda gateway: gateway.get("/document", "2024-07-01"))
    else:
        assert azure.use(lambda gateway: gateway.get("/document", "2024-07-01")).value == reply.body


BEGINNINGS = [(example, reply) for example in EXAMPLES for reply in example.beginnings if reply.status == 202]


@pytest.mark.parametrize(("example", "beginning"), BEGINNINGS, ids=[named(example) for example, _ in BEGINNINGS])
def test_a_long_operation_is_followed_to_where_its_headers_lead(azure: Canned, example: Example, beginning: Reply) -> None:
    azure.prepare({"run command": beginning}, example.polls)
    vms = SHOP.resource_group, SHOP.name, request_body("Windows")
    found = azure.use(lambda gateway: gateway.follow(gateway.compute(SHOP.subscription).virtual_machines.begin_run_command, *vms))
    last = next(name for name in reversed(LATER) if name in {header.casefold() for header in beginning.headers})
    assert found.value == example.polls[last][-1].body
    assert found.source.request.startswith("POST ")
    assert len(azure.asked) == 1 + sum(len(example.polls[name.casefold()]) for name in beginning.headers if name.casefold() in LATER)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.name in SIGN_IN], ids=named)
def test_the_account_has_the_subscriptions_and_the_tenant_that_azure_lists(azure: Canned, example: Example) -> None:
    served = {kind: Reply(body=own(name)) for name, kind in SIGN_IN.items()}
    azure.prepare({**served, SIGN_IN[example.name]: Reply(body=example.body)})
    session = azure.use(lambda gateway: sign_in(gateway.cloud, azure.credential))
    azure.use(lambda _: session.gateway.close())
    subscriptions, tenants = (azure.replies[kind].body["value"] for kind in SIGN_IN.values())
    names = {tenant["tenantId"].casefold(): tenant["displayName"] for tenant in tenants}
    home = subscriptions[0]["tenantId"]
    assert [(each.id, each.name) for each in session.account.subscriptions] == [
        (each["subscriptionId"], each["displayName"]) for each in subscriptions
    ]
    assert (session.account.tenant_id, session.account.tenant) == (home, names.get(home.casefold(), home))
    linked = [reply for reply in azure.replies.values() if "nextLink" in reply.body]
    assert len([line for line in azure.asked if "skiptoken=last" in line]) == len(linked) > 0, "a list is read to its end"


# Refusals


KINDS_OF_REFUSAL: dict[str, type[AzureError]] = {
    "AuthorizationFailed": Forbidden,
    "Conflict": Rejected,
    "OperationNotAllowed": Throttled,
    "ResourceNotFound": VmNotFound,
    "ScopeLocked": Rejected,
}


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.refusal is not None], ids=named)
def test_a_refusal_is_the_right_error_with_what_azure_says(azure: Canned, example: Example) -> None:
    refusal = example.refusal
    assert refusal is not None
    said = refusal.body.get("error", refusal.body)
    kind, question = ("run command", "guest") if "run_command" in example.name else ("vm", "machine")
    azure.prepare({**background(SHOP, None), kind: refusal})
    with pytest.raises(AzureError) as trouble:
        azure.use(lambda gateway: QUESTIONS[question](gateway, SHOP))
    error = trouble.value
    assert type(error) is KINDS_OF_REFUSAL[said["code"]]
    assert untrue(azure, error.evidence) == []
    if isinstance(error, Rejected):
        assert f"{refusal.status} {said['code']}: {said['message']}" in str(error)
    if isinstance(error, Throttled):
        assert error.retry_after == int(refusal.headers["Retry-After"])
    if isinstance(error, Forbidden):
        assert error.missing is not None
        assert f"'{error.missing.action}' over scope '{error.missing.scope}'" in said["message"]
    assert (said["code"] in [each.value for each in error.evidence]) is not isinstance(error, VmNotFound)


# What ours say, to the letter


def ask(azure: Canned, name: str, question: str) -> Any:
    """One of our examples, read."""
    return next(case for case in CASES if case.example.ours and (case.example.name, case.question) == (name, question)).put(azure)


def test_a_vm_that_runs_with_a_failed_extension(azure: Canned) -> None:
    machine, agent = ask(azure, "VirtualMachine_Get", "machine"), ask(azure, "VirtualMachine_Get", "agent")
    assert (machine.id, machine.os, machine.location, machine.now) == (str(SHOP), "Windows", "northeurope", NIGHT)
    assert (machine.power.value, machine.power.evidence.value) == (Power.RUNNING, "PowerState/running")
    assert (machine.provisioning.value, machine.provisioning_error.value) == ("Failed", "VMExtensionProvisioningError")
    assert (machine.provisioning_since, machine.provisioning_message) == (datetime(2026, 11, 20, 10, 1, tzinfo=UTC), "Watcher did not start.")
    assert [(disk.name, disk.lun, disk.write_accelerator) for disk in machine.disks] == [("shop-web-os", None, False), ("shop-web-data", 3, True)]
    assert (machine.size.value, machine.security_type.value) == ("Standard_D4s_v5", "TrustedLaunch")
    assert (machine.agent_provisioned.value, machine.extensions_allowed.value) == (True, True)
    assert (agent.is_ready, agent.version.value, agent.reported) == (
        True,
        Version.parse("2.7.41491.1075"),
        datetime(2026, 11, 22, 3, 11, 58, tzinfo=UTC),
    )


def test_a_vm_that_is_stopped_and_silent(azure: Canned) -> None:
    machine, agent = ask(azure, "VirtualMachine_Get_Linux", "machine"), ask(azure, "VirtualMachine_Get_Linux", "agent")
    assert (machine.os, machine.power.value, machine.power.value.is_off, machine.data_disks.value) == ("Linux", Power.STOPPED, True, 0)
    assert (machine.agent_provisioned.value, machine.extensions_allowed.value, machine.managed_disks.value) == (False, False, False)
    assert (agent.is_silent, agent.version.value, agent.version.evidence.value) == (True, None, "Unknown")


def test_extensions_with_what_the_guest_reported(azure: Canned) -> None:
    snapshot, watcher = ask(azure, "VirtualMachineExtension_List", "extensions").items
    assert (snapshot.takes_snapshots, snapshot.state.value, snapshot.version, snapshot.handler.value) == (True, "succeeded", "1.0.104.0", "ready")
    assert (watcher.takes_snapshots, watcher.state.value, watcher.handler.value, watcher.hides_failures) == (False, "failed", "notready", True)
    assert (watcher.state.evidence.value, watcher.message) == ("ProvisioningState/failed/51", "The till cannot be watched.")


@pytest.mark.parametrize("name", ["RestorePointCollection_Get", "RestorePointCollection_ListBySubscription"])
def test_the_collection_of_this_vm_and_of_no_other(azure: Canned, name: str) -> None:
    (collection,) = ask(azure, name, "restore points").items
    assert (collection.resource_group, collection.made_by_backup, collection.count.value) == ("AzureBackupRG_northeurope_1", True, "2")
    assert collection.points[0].created == datetime(2026, 11, 20, 23, 1, 0, 123456, tzinfo=UTC)


def test_locks_at_every_level(azure: Canned) -> None:
    locks = ask(azure, "ManagementLocks_ListAtScope", "locks of the VM").items
    assert [(lock.scope.removeprefix(SHOP.subscription_scope), lock.level, lock.notes) for lock in locks] == [
        ("", "CanNotDelete", "Audit of 2026"),
        ("/resourcegroups/rg-shop", "ReadOnly", ""),
        ("/resourceGroups/rg-shop/providers/Microsoft.Compute/disks/shop-web-os", "CanNotDelete", ""),
    ]


def test_what_is_in_effect_at_the_interface(azure: Canned) -> None:
    (path,) = ask(azure, "NetworkInterfaceEffectiveNSGList", "outbound").items
    assert (path.access, path.admin, path.rules.effective, path.routes.effective) == (Access.ALLOW, None, True, True)
    assert [(group.level, group.rule, group.priority) for group in path.nsgs] == [
        (Level.INTERFACE, "tills-to-storage", 200),
        (Level.SUBNET, "AllowInternetOutBound", 65001),
    ]
    assert (path.route.next_hop, path.route.prefix, path.route.source) == ("VirtualAppliance", "0.0.0.0/0", "User")


def test_what_is_configured_where_the_vm_does_not_run(azure: Canned) -> None:
    (path,) = ask(azure, "NetworkSecurityGroupGet", "outbound").items
    assert (path.access, path.rules.effective, path.nic) == (Access.ALLOW, False, "shop-web-nic")
    assert [(group.rule, group.priority) for group in path.nsgs] == [("tills-to-storage", 200)] * 2
    assert (path.outlets.private.value, path.outlets.endpoint.value, len(path.outlets.explicit)) == (True, "Microsoft.Storage", 1)
    assert ask(azure, "VirtualNetworkGet", "dns servers").own == ("10.40.0.10",)


def test_how_the_vm_is_protected(azure: Canned) -> None:
    protection = ask(azure, "IaasVm_GetBackupStatus", "protection")
    assert (protection.state.value, protection.item) == ("Protected", "VM;iaasvmcontainerv2;rg-shop;shop-web")
    item = ask(azure, "IaasVm_Compute_ProtectedItem_Get", "item")
    assert (item.state.value, item.health.value, item.last_status.value) == ("Protected", "ActionRequired", "Failed")
    assert (item.last_backup, item.details[0].code) == (datetime(2026, 11, 21, 23, 0, 4, 500000, tzinfo=UTC), 400240)
    new = ask(azure, "IaasVm_BackupProtectedItems_List", "item")
    assert (new.state.value, new.last_status.value, new.last_backup) == ("IRPending", "", None), "there was no backup in 2001"
    policy = ask(azure, "IaasVm_BackupPolicies_List", "policy")
    assert (policy.is_enhanced, policy.needs_no_agent, policy.group_prefix, policy.group_suffix) == (True, True, "rg-points-", "-shop")


def test_jobs_of_this_vm_and_of_no_other(azure: Canned) -> None:
    (running,) = ask(azure, "ListJobs", "running jobs").items
    assert (running.id[-2:], running.vault, running.evidence.value) == ("71", "rsv-shop", "InProgress")
    failed = ask(azure, "ListJobs", "last failed job")
    assert failed == replace(ask(azure, "GetJobDetails", "job"), words=failed.words)
    assert (failed.status, failed.numbers) == ("Failed", (400240,))
    assert failed.words.value.splitlines() == [
        "UserErrorGuestAgentStatusUnavailable",
        "The guest did not answer.",
        "The guest did not answer.",
        "Code 400240.",
    ]


def test_disk_health_guest_and_list(azure: Canned) -> None:
    disk, *_ = ask(azure, "Disk_Get", "disks").items
    assert (disk.sku.value, disk.size_gb.value, disk.shares.value, disk.encryption.value) == ("Premium_LRS", 127, 2, True)
    assert ask(azure, "AvailabilityStatus_GetByResource", "health").is_shut_down_by_customer
    guest = ask(azure, "VirtualMachineRunCommand", "guest")
    assert (guest.host_ports[80].value, guest.host_ports[32526].value, guest.service("rdagent").running.value) == (True, False, True)
    (row, backup), (new, none_yet) = ask(azure, "ResourcesPageQuery", "fleet")
    assert (row.id, row.os, row.power, backup.status) == (SHOP, "Windows", "running", "Failed")
    assert (new.id.name, none_yet.status, none_yet.at) == ("shop-new", "", None)


def test_a_page_without_its_rows_is_no_empty_page(azure: Canned) -> None:
    azure.prepare({"rows": Reply(body={"totalRecords": 3, "count": 3})})
    with pytest.raises(Garbled, match=re.escape("$.data")):
        azure.use(lambda gateway: fleet(gateway, SHOP))
