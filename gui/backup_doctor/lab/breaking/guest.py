"""What can go wrong inside the guest, as our probe sees it. Each function takes a healthy VM from `build`."""

from __future__ import annotations

from datetime import timedelta

from ..guest import ProbedGuest
from ..machine import VirtualMachine


def probed(vm: VirtualMachine) -> ProbedGuest:
    """The VM's guest.

    Raises:
        TypeError: it is not one that answers our probe.
    """
    if not isinstance(vm.guest, ProbedGuest):
        raise TypeError(str(vm.id))
    return vm.guest


def _say(vm: VirtualMachine, **differs: object) -> None:
    probed(vm).differs |= differs


def _change_service(vm: VirtualMachine, name: str, **differs: object) -> None:
    probed(vm).change_service(name, **differs)


# Either system


def stop_service(vm: VirtualMachine, name: str) -> None:
    """A service does not run.

    Raises:
        LookupError: our probe does not ask for it.
    """
    _change_service(vm, name, state="Stopped" if vm.os == "Windows" else "inactive")


def hang_service(vm: VirtualMachine, name: str) -> None:
    """A service neither runs nor has stopped."""
    _change_service(vm, name, state="StopPending" if vm.os == "Windows" else "deactivating")


def start_by_hand(vm: VirtualMachine, name: str) -> None:
    """A service does not start with the system; it may be running all the same."""
    _change_service(vm, name, start="Manual" if vm.os == "Windows" else "disabled")


def disable_service(vm: VirtualMachine, name: str) -> None:
    """Nothing may start a service, and it does not run."""
    windows = vm.os == "Windows"
    _change_service(vm, name, start="Disabled" if windows else "masked", state="Stopped" if windows else "inactive")


def remove_service(vm: VirtualMachine, name: str) -> None:
    """A service is not installed."""
    _change_service(vm, name, state="Absent", start="", **({"program": None} if vm.os == "Windows" else {}))


def block_host(vm: VirtualMachine, *ports: int) -> None:
    """The guest's own firewall keeps it from the Azure host; without ``ports`` from all of it."""
    blocked = ports or (80, 32526)
    _say(vm, **{f"host{port}": False for port in blocked})
    if 80 in blocked:
        _say(vm, hostanswers=False)


def misanswer_host(vm: VirtualMachine) -> None:
    """Something else than the Azure host answers on its port 80, as a proxy in between does."""
    _say(vm, hostanswers=False)


def fill_disk(vm: VirtualMachine, free_mb: int, used_percent: int = 99) -> None:
    """Hardly any space is left where the agent works."""
    _say(vm, freemb=free_mb, used=used_percent)


def exhaust_memory(vm: VirtualMachine, free_percent: int) -> None:
    """Hardly any memory is left."""
    _say(vm, memfree=free_percent)


def set_proxy(vm: VirtualMachine, proxy: str) -> None:
    """The system goes out through a proxy, and Windows reaches the Azure host through it too."""
    _say(vm, proxy=proxy, **({"bypass": False} if vm.os == "Windows" else {}))


def set_clock_ahead(vm: VirtualMachine, ahead: timedelta) -> None:
    """The guest's clock is wrong; negative is behind."""
    probed(vm).ahead = ahead


def say_nothing_of(vm: VirtualMachine, *fields: str) -> None:
    """The guest could not find these out; they are named as in the probe's answer."""
    _say(vm, **dict.fromkeys(fields))


# Windows


def run_service_as(vm: VirtualMachine, name: str, account: str) -> None:
    """A service, such as MSDTC, runs under an account that it was not made for."""
    _change_service(vm, name, account=account)


def lose_program(vm: VirtualMachine, name: str) -> None:
    """The program that a service starts is gone from the disk."""
    _change_service(vm, name, program=False, state="Stopped")


def age_dotnet(vm: VirtualMachine, release: int = 0) -> None:
    """.NET Framework 4 is old, or missing with release 0."""
    _say(vm, dotnet=release)


def turn_dhcp_off(vm: VirtualMachine, addresses: int = 1) -> None:
    """Somebody typed the addresses of the interface by hand."""
    _say(vm, dhcp=False, addresses=addresses)


def spoil_writers(vm: VirtualMachine, bad: int = 2) -> None:
    """Some VSS writers are not stable."""
    _say(vm, badwriters=bad)


def silence_vss(vm: VirtualMachine) -> None:
    """VSS lists no writers at all."""
    _say(vm, writers=0, badwriters=0)


def weaken_crypto(vm: VirtualMachine) -> None:
    """.NET Framework may fall back to protocols older than TLS 1.2."""
    _say(vm, crypto=False)


def remove_plugin(vm: VirtualMachine) -> None:
    """The backup extension was never installed, or is gone from the disk."""
    if vm.os == "Windows":
        _say(vm, plugin="", provider=None)
    else:
        _say(vm, freezer=None, code=None)


def lose_provider(vm: VirtualMachine) -> None:
    """The plugin has lost its ``iaasvmprovider.dll``."""
    _say(vm, provider="")


def spoil_machine_keys(vm: VirtualMachine) -> None:
    """Somebody changed the rights of the folder MachineKeys."""
    _say(vm, keys=False)


def disable_installer(vm: VirtualMachine) -> None:
    """Windows Installer is disabled."""
    _say(vm, installer=False)


def lock_volumes(vm: VirtualMachine, volumes: int = 1) -> None:
    """BitLocker keeps volumes locked."""
    _say(vm, locked=volumes)


def crash_extension(vm: VirtualMachine, times: int = 3) -> None:
    """The backup extension's program crashed in the last days."""
    _say(vm, crashes=times)


def block_extension(vm: VirtualMachine, times: int = 4) -> None:
    """AppLocker or Windows application control stopped the backup extension's program in the last days."""
    _say(vm, blocks=times)


def add_firewall_blocks(vm: VirtualMachine, rules: int = 1) -> None:
    """The guest's firewall has outbound rules that block; whom they hit is not said."""
    _say(vm, fwblocks=rules)


# Linux


def disable_extensions(vm: VirtualMachine) -> None:
    """``Extensions.Enabled=n``: the agent looks healthy and runs none."""
    _say(vm, extensions="False")


def set_provisioning_agent(vm: VirtualMachine, word: str = "disabled") -> None:
    """``Provisioning.Agent`` is something else than auto."""
    _say(vm, provisioning=word)


def stop_auto_update(vm: VirtualMachine) -> None:
    """The agent does not update itself."""
    _say(vm, autoupdate="False")


def age_daemon(vm: VirtualMachine, daemon: str = "2.2.45") -> None:
    """The package is old. With a current goal state that is no fault."""
    _say(vm, daemon=daemon)


def age_goal_state(vm: VirtualMachine, version: str) -> None:
    """The agent that works is old, and so is its package; Azure shows the same version."""
    _say(vm, goal=version, daemon=version)
    vm.agent.version = version


def mount_noexec(vm: VirtualMachine) -> None:
    """Nothing below /var/lib/waagent can be run."""
    _say(vm, noexec=True)


def remove_python(vm: VirtualMachine) -> None:
    """There is no Python that the extension would find."""
    _say(vm, python="")


def age_python(vm: VirtualMachine, version: str) -> None:
    """The Python that the extension would find is old."""
    _say(vm, python=version)


def set_selinux(vm: VirtualMachine, mode: str = "Enforcing") -> None:
    """The VM has SELinux, in this mode."""
    _say(vm, selinux=mode)


def double_mounts(vm: VirtualMachine, points: int = 1) -> None:
    """Mount points are mounted more than once."""
    _say(vm, doubled=points)


def lose_freezer(vm: VirtualMachine) -> None:
    """The extension has lost its ``safefreeze`` binary."""
    _say(vm, freezer=False)


def lose_route(vm: VirtualMachine) -> None:
    """There is no route to the Azure host, and so it is not reached either."""
    _say(vm, route=False)
    block_host(vm)


def fail_snapshot(vm: VirtualMachine, code: int) -> None:
    """The extension's last own code: 76 no network, 121 the file systems could not be frozen …"""
    _say(vm, code=code)


def misfit_agent(vm: VirtualMachine) -> None:
    """Agent and extension do not fit together, says the extension's log."""
    _say(vm, misfit=True)
