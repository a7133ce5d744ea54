"""The causes by id, as the codes name them. The modules of `catalogue.causes` are loaded only when a cause is wanted."""

from __future__ import annotations

NETWORK = "vm-no-internet-access"
WINDOWS_AGENT = "windows-agent-unresponsive"
LINUX_AGENT = "linux-agent-outdated"
SNAPSHOT = "snapshot-status-unavailable"
EXTENSION = "backup-extension-load-failure"
LOCK = "resource-group-lock"

PROVISIONING = "vm-provisioning-failed"
LINUX_CONFIGURATION = "linux-agent-configuration"
SECURITY_SOFTWARE = "extension-blocked-by-security-software"
VSS_OR_COM = "vss-or-com-failure"
WINDOWS_ENVIRONMENT = "windows-extension-environment"
FREEZE = "linux-file-system-freeze"
RESOURCES = "guest-resources"
POINT_LIMIT = "restore-point-limit"
POLICY = "policy-denies-restore-points"
KEY_VAULT = "key-vault-permission"
DISKS = "unsupported-disks"
RUNNING_JOB = "backup-job-running"
NOT_ACTIVE = "backup-not-active"

OF_2018 = (NETWORK, WINDOWS_AGENT, LINUX_AGENT, SNAPSHOT, EXTENSION, LOCK)
"""In the order of the article of 2018-01-09."""

ALL = (
    *OF_2018,
    *(PROVISIONING, LINUX_CONFIGURATION, SECURITY_SOFTWARE, VSS_OR_COM, WINDOWS_ENVIRONMENT, FREEZE, RESOURCES),
    *(POINT_LIMIT, POLICY, KEY_VAULT, DISKS, RUNNING_JOB, NOT_ACTIVE),
)
"""Every cause, the article's six first: what «I have no code» walks."""
