"""Tonight's failures: which backups failed, and what examining many VMs at once brings, within Azure's limits."""

from .examination import AT_ONCE, Diagnose, examine_fleet, pace_for
from .failures import DAY, LONGEST, failed_vms

__all__ = ["AT_ONCE", "DAY", "LONGEST", "Diagnose", "examine_fleet", "failed_vms", "pace_for"]
