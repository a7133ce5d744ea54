"""Azure Backup's error codes: each with its message, its causes in documented order, and what to do where no cause can be checked.

One module per article. Some codes mean two things, told apart by their messages; the first one listed is what the code means without a message.
"""

from __future__ import annotations

from ...core.model import Symptom
from . import agent, backup, restore_points
from .ids import ALL

SYMPTOMS: tuple[Symptom, ...] = (*agent.SYMPTOMS, *backup.SYMPTOMS, *restore_points.SYMPTOMS)

__all__ = ["ALL", "SYMPTOMS"]
