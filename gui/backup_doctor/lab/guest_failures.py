"""Which error code a fault inside the guest ends in (general troubleshooting article, 2025-11-12; agent article of the same day)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .answers import Json
from .guest import ProbedGuest
from .machine import VirtualMachine

Rules = Sequence[tuple[Callable[[Json], bool], str]]

SILENT = "GuestAgentSnapshotTaskStatusError"
OPERATION = "ExtensionOperationFailedForManagedDisks"
INTERNAL = "BackUpOperationFailedV2"
WRITERS = "ExtensionFailedVssWriterInBadState"

BUSY_PERCENT, FULL_PERCENT, LEAST_MB = 90, 100, 100
"""Of the processor (VM backup's article, 2025-11-12); of /var/lib/waagent; free on drive C (support scripts, 2026-04-20)."""


def _service(name: str, **wrong: str) -> Callable[[Json], bool]:
    """Whether a service has these values."""

    def found(says: Json) -> bool:
        return any(service["name"] == name and wrong.items() <= service.items() for service in says["services"])

    return found


def _wrong_account(says: Json) -> bool:
    return any(service["name"] == "MSDTC" and not service["account"].endswith("NetworkService") for service in says["services"])


def _any(field: str) -> Callable[[Json], bool]:
    """Whether a count is above zero; what the guest cannot tell does no harm."""
    return lambda says: bool(says[field])


def _no_room(says: Json) -> bool:
    return isinstance(says["freemb"], int) and says["freemb"] < LEAST_MB


def _cannot_start(says: Json) -> bool:
    full = isinstance(says["used"], int) and says["used"] >= FULL_PERCENT
    return full or bool(says["noexec"]) or says["python"] == ""


_WINDOWS: Rules = (
    (_no_room, OPERATION),
    (_any("blocks"), SILENT),
    (_any("crashes"), "VMRestorePointInternalError"),
    (lambda says: says["keys"] is False, "ExtensionConfigParsingFailure"),
    (lambda says: says["plugin"] == "" and says["installer"] is False, "ExtensionVCRedistInstallationFailure"),
    (lambda says: says["provider"] == "", INTERNAL),
    (lambda says: says["crypto"] is False, "ExtensionSnapshotFailedNoSecureNetwork"),
    (_service("COMSysApp", start="Disabled"), "ExtensionSnapshotFailedCOM"),
    (_service("MSDTC", start="Disabled"), "ExtensionInstallationFailedMDTC"),
    (_wrong_account, "ExtensionInstallationFailedMDTC"),
    (_service("VSS", start="Disabled"), "ExtensionFailedVssServiceInBadState"),
    (_any("locked"), "ExtensionSnapshotBitlockerError"),
    (_any("badwriters"), WRITERS),
)

_LINUX: Rules = (
    (lambda says: says["extensions"] == "False", SILENT),
    (_cannot_start, OPERATION),
    (lambda says: says["code"] == 123, "UserErrorUnableToOpenMount"),
    (lambda says: says["code"] in (121, 122, 124) or says["freezer"] is False, "UserErrorFsFreezeFailed"),
    (_any("doubled"), "UserErrorFsFreezeFailed"),
    (_any("misfit"), "ExtensionSnapshotFailedNoNetwork"),
)


def code_inside(vm: VirtualMachine) -> str | None:
    """The code a backup would fail with for what is wrong inside; None where nothing is, or nothing is known."""
    guest = vm.guest
    switches = guest.switches if isinstance(guest, ProbedGuest) else set()
    if vm.os == "Windows" and vm.load.cpu is not None and vm.load.cpu > BUSY_PERCENT and "SnapshotMethod" not in switches:
        return "ExtensionFailedTimeoutVMNetworkUnresponsive"
    if not isinstance(guest, ProbedGuest):
        return None
    says = guest.says()
    rules = _WINDOWS if vm.os == "Windows" else _LINUX
    codes = [code for goes_wrong, code in rules if goes_wrong(says)]
    spared = WRITERS if "SnapshotWithoutThreads" in switches else None
    return next((code for code in codes if code != spared), None)
