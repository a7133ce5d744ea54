"""Backup Doctor for Azure VMs: finds out why an Azure VM's backup failed, and proves it."""

__version__ = "0.1.0"
