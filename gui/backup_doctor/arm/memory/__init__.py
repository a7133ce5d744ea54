"""What is remembered of sign-ins between two starts: accounts and secrets in the password store, tokens in the system's encrypted store."""

from .accounts import CannotForget, CannotRecall, CannotRemember, Memory, MemoryFailed
from .keeping import Keeping, StoreFailed
from .ledger import AT_MOST
from .remembered import RememberedAccount, new_key

__all__ = [
    "AT_MOST",
    "CannotForget",
    "CannotRecall",
    "CannotRemember",
    "Keeping",
    "Memory",
    "MemoryFailed",
    "RememberedAccount",
    "StoreFailed",
    "new_key",
]
