"""Everything a diagnosis reads, asked by the real Azure clients."""

from __future__ import annotations

from collections.abc import Callable

from azure.mgmt.resource.subscriptions.aio import SubscriptionClient
from azure.mgmt.resourcehealth.aio import ResourceHealthMgmtClient

from backup_doctor.core.resource_id import same_id, segment
from tests.unit.lab.azure import Azure, everything, wait_for

OpenLab = Callable[..., Azure]


def test_the_account_sees_its_tenant_and_its_subscriptions_over_several_pages(open_lab: OpenLab) -> None:
    azure = open_lab()
    client = azure.client(SubscriptionClient)
    assert [tenant.display_name for tenant in everything(client.tenants.list())] == ["Contoso"]
    subscriptions = everything(client.subscriptions.list())
    assert {subscription.display_name for subscription in subscriptions} == {"Contoso Production", "Contoso Sandbox", "Contoso Finance"}
    one = wait_for(client.subscriptions.get(azure.lab.subscription.upper()))
    assert one.display_name == "Contoso Production"


def test_a_healthy_vm_comes_with_its_runtime_view_only_when_asked(windows: Azure) -> None:
    machines, vm = windows.compute.virtual_machines, windows.vm
    plain = wait_for(machines.get(vm.resource_group, vm.name)).as_dict()
    assert "instanceView" not in plain["properties"]
    whole = wait_for(machines.get(vm.resource_group, vm.name, expand="instanceView")).as_dict()
    view = whole["properties"]["instanceView"]
    assert view["vmAgent"]["statuses"][0]["code"] == "ProvisioningState/succeeded"
    assert [status["code"] for status in view["statuses"]] == ["ProvisioningState/succeeded", "PowerState/running"]
    assert whole["resources"][0]["properties"]["publisher"] == "Microsoft.Azure.RecoveryServices"
    assert wait_for(machines.instance_view(vm.resource_group, vm.name)).as_dict()["vmAgent"] is not None


def test_an_id_is_found_in_any_letter_case(windows: Azure) -> None:
    vm = windows.vm
    shouted = f"/SUBSCRIPTIONS/{vm.subscription.upper()}/RESOURCEGROUPS/{vm.resource_group.upper()}/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES"
    answer = windows.ask("GET", f"{shouted}/{vm.name.upper()}")
    assert answer.json()["id"] == str(vm)


def test_a_silent_agent_has_no_version(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    view = wait_for(azure.compute.virtual_machines.instance_view(azure.vm.resource_group, azure.vm.name)).as_dict()
    agent = view["vmAgent"]
    assert (agent["vmAgentVersion"], agent["statuses"][0]["code"], agent["statuses"][0]["level"]) == (
        "Unknown",
        "ProvisioningState/Unavailable",
        "Warning",
    )


def test_a_deallocated_vm_has_no_agent_to_speak_of(open_lab: OpenLab) -> None:
    azure = open_lab("deallocated")
    view = wait_for(azure.compute.virtual_machines.instance_view(azure.vm.resource_group, azure.vm.name)).as_dict()
    assert "vmAgent" not in view
    assert view["statuses"][1]["code"] == "PowerState/deallocated"


def test_vms_are_listed_by_subscription_and_by_group(open_lab: OpenLab) -> None:
    azure = open_lab()
    everywhere = everything(azure.compute.virtual_machines.list_all())
    here = [vm for vm in azure.lab.vms if azure.vm.subscription_scope in vm.id]
    assert len(everywhere) == len(here)
    in_group = everything(azure.compute.virtual_machines.list(azure.vm.resource_group))
    assert azure.vm.name in [vm.name for vm in in_group]
    assert all(extension.as_dict().keys() == {"id"} for vm in in_group for extension in vm.resources or ())


def test_extensions_are_listed_and_read_one_by_one(linux: Azure) -> None:
    extensions, vm = linux.compute.virtual_machine_extensions, linux.vm
    listed = wait_for(extensions.list(vm.resource_group, vm.name)).as_dict()["value"]
    assert [extension["name"] for extension in listed] == ["VMSnapshotLinux"]
    assert "instanceView" not in listed[0]["properties"]
    one = wait_for(extensions.get(vm.resource_group, vm.name, "vmsnapshotlinux", expand="instanceView")).as_dict()
    assert one["properties"]["instanceView"]["statuses"][0]["code"] == "ProvisioningState/succeeded"


def test_collections_are_found_by_subscription_over_several_pages_but_show_points_only_one_by_one(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows", "healthy-linux", "restore-points-locked")
    collections = azure.compute.restore_point_collections
    listed = [collection.as_dict() for collection in everything(collections.list_all())]
    assert len(listed) == 3
    ours = next(one for one in listed if same_id(one["properties"]["source"]["id"], azure.lab.vms[2].id))
    assert ours["properties"]["source"]["id"] != azure.lab.vms[2].id, "Azure Backup keeps ids in another letter case"
    group = segment(ours["id"], "resourceGroups")
    assert group.startswith("AzureBackupRG_westeurope_")
    assert [one.name for one in everything(collections.list(group))] == [ours["name"]]
    assert not wait_for(collections.get(group, ours["name"])).as_dict()["properties"].get("restorePoints")
    whole = wait_for(collections.get(group, ours["name"], expand="restorePoints")).as_dict()
    points = whole["properties"]["restorePoints"]
    assert len(points) == 18
    point = wait_for(azure.compute.restore_points.get(group, ours["name"], points[0]["name"])).as_dict()
    assert point["properties"]["timeCreated"] == points[0]["properties"]["timeCreated"]


def test_the_network_is_read_from_interface_to_security_group(open_lab: OpenLab) -> None:
    azure = open_lab("nsg-denies-storage")
    group, network = azure.vm.resource_group, azure.network
    interface = wait_for(network.network_interfaces.get(group, f"{azure.vm.name}-nic")).as_dict()
    subnet_id = interface["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"]
    vnet = segment(subnet_id, "virtualNetworks")
    subnet = wait_for(network.subnets.get(group, vnet, "default")).as_dict()
    security_group = segment(subnet["properties"]["networkSecurityGroup"]["id"], "networkSecurityGroups")
    rules = wait_for(network.network_security_groups.get(group, security_group)).as_dict()["properties"]
    assert [(rule["name"], rule["properties"]["priority"]) for rule in rules["securityRules"]] == [("Deny-Internet", 200), ("Allow-Storage", 300)]
    assert len(rules["defaultSecurityRules"]) == 6
    whole = wait_for(network.virtual_networks.get(group, vnet)).as_dict()
    assert [one["name"] for one in whole["properties"]["subnets"]] == ["default"]


def test_locks_are_seen_from_above_and_from_below(windows: Azure) -> None:
    world, vm = windows.lab.world, windows.vm
    for scope, name in ((vm.subscription_scope, "above"), (vm.group_scope, "here"), (str(vm), "below")):
        world.add_lock(scope, name, "CanNotDelete")
    locks = windows.locks.management_locks
    assert {lock.name for lock in everything(locks.list_at_subscription_level())} == {"above", "here", "below"}
    assert {lock.name for lock in everything(locks.list_at_resource_group_level(vm.resource_group))} == {"above", "here", "below"}
    assert {lock.name for lock in everything(locks.list_at_resource_group_level(vm.resource_group, filter="atScope()"))} == {"above", "here"}
    elsewhere = f"{vm.subscription_scope}/resourceGroups/rg-backup"
    assert {lock.name for lock in everything(locks.list_by_scope(elsewhere.lstrip("/")))} == {"above"}
    assert {lock.name for lock in everything(locks.list_by_scope(str(vm).lstrip("/")))} == {"above", "here", "below"}


def test_resource_health_tells_who_stopped_the_vm(open_lab: OpenLab) -> None:
    azure = open_lab("shut-down-inside")
    client = azure.client(ResourceHealthMgmtClient, azure.vm.subscription)
    status = wait_for(client.availability_statuses.get_by_resource(str(azure.vm).lstrip("/"))).as_dict()["properties"]
    assert (status["availabilityState"], status["context"]) == ("Unavailable", "VM Initiated")


def test_the_permissions_leave_out_what_is_denied(open_lab: OpenLab) -> None:
    azure = open_lab("no-permission-for-locks")
    answer = azure.ask("GET", f"{azure.vm}/providers/Microsoft.Authorization/permissions").json()["value"][0]
    assert (answer["actions"], answer["notActions"]) == (["*"], ["Microsoft.Authorization/locks/read"])


def test_clients_can_learn_about_the_cloud_without_signing_in(windows: Azure) -> None:
    answer = windows.ask("GET", "/metadata/endpoints", token="")
    assert answer.json()["resourceManager"] == f"{windows.lab.endpoint}/"


def test_disks_are_resources_of_their_own(windows: Azure) -> None:
    disk = wait_for(windows.compute.disks.get(windows.vm.resource_group, f"{windows.vm.name}_Data_0")).as_dict()
    assert (disk["sku"]["name"], disk["properties"]["diskSizeGB"], disk["properties"]["diskState"]) == ("Premium_LRS", 512, "Attached")
    assert same_id(disk["managedBy"], str(windows.vm))


def test_what_azure_monitor_would_refuse_is_refused(windows: Azure) -> None:
    path = f"{windows.vm}/providers/Microsoft.Insights/metrics"
    good = {"api-version": "2023-10-01", "metricnames": "Percentage CPU", "interval": "PT5M", "aggregation": "average"}

    def status(**query: str) -> int:
        headers = {"Authorization": f"Bearer {windows.token}"}
        return windows.http.get(windows.lab.endpoint + path, params={**good, **query}, headers=headers).status_code

    assert status(timespan="2026-11-22T00:00:00Z/2026-11-22T01:00:00Z") == 200
    assert status(timespan="yesterday") == status(timespan="2026-11-22T02:00:00Z/2026-11-22T01:00:00Z") == 400
    assert status(timespan="2026-11-22T00:00:00Z/2026-11-22T01:00:00Z", interval="PT1H") == 501
