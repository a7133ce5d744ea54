"""The logs a guest of the lab hands out: a few lines in the shape of the real ones, in our own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

Log = Callable[[datetime, str], bytes]
"""The text of a log at a time, by an agent of this version."""


def _log(*messages: str) -> Log:
    """One line a minute, the last of them now."""
    return lambda now, version: _lines(now, [message.format(version=version) for message in messages])


def _lines(now: datetime, messages: Sequence[str]) -> bytes:
    times = [now - timedelta(minutes=left) for left in reversed(range(len(messages)))]
    return "".join(f"{at:%Y-%m-%dT%H:%M:%SZ} {message}\n" for at, message in zip(times, messages, strict=True)).encode()


LOGS: Mapping[str, Log] = {
    "WaAppAgent.log": _log("[INFO] GuestAgent version {version}", "[INFO] Goal state 7 received", "[INFO] Heartbeat sent: Ready"),
    "TransparentInstaller.log": _log("[INFO] Installed version {version} is the newest one offered"),
    "VMSnapshot.log": _log("[INFO] Command enable received", "[INFO] Writers gathered", "[INFO] Status file written"),
    "waagent.log": _log("INFO ExtHandler Agent WALinuxAgent-{version} is running", "INFO ExtHandler Goal state 7 received"),
    "extension.log": _log("Enable received", "start calling the presnapshot rest api", "snapshot status written"),
    "others.log": _log("== /var/log/azure/run-command-handler/handler.log", "script done"),
    "state.txt": _log("== /var/lib/waagent/GoalState.xml", "<Incarnation>7<"),
}
"""By the name under which they are saved."""
