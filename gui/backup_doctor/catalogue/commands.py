"""Pieces of the command lines that manual steps offer for copying."""

from __future__ import annotations

from ..core.model import Command, Shell
from ..core.resource_id import VmId


def group(vm: VmId) -> str:
    """The Azure CLI's arguments for the VM's subscription and resource group."""
    return f"--subscription {vm.quoted(vm.subscription)} --resource-group {vm.quoted(vm.resource_group)}"


def named(vm: VmId) -> str:
    """The Azure CLI's arguments for the VM itself."""
    return f"{group(vm)} --name {vm.quoted(vm.name)}"


def show_vault(vm: VmId) -> Command:
    """Which vault protects the VM: what most steps by hand begin or end with."""
    return Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}")
