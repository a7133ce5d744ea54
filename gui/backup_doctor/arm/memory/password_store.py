"""The one door to the operating system's password store, and what stands in for it where there is none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .keeping import Keeping, StoreFailed
from .patience import DoesNotAnswer, Patience

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

SERVICE = "backup-doctor"

LIMIT = 1280
"""UTF-16 code units one item may have: Windows takes 2560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE, CREDENTIALW, 2024). Held on every
system, so that what can be remembered does not depend on it."""

COPIES = 4
"""A Secret Service may hold several items under one name and deletes one of them at a time."""


class PasswordStore(Protocol):
    """Keeps short texts under names. Its methods block, and may wait for the user to unlock the store."""

    keeping: Keeping

    def get(self, item: str) -> str | None:
        """What is kept; None where nothing is.

        Raises:
            StoreFailed: the store does not open.
        """
        ...

    def put(self, item: str, value: str) -> None:
        """Keep it.

        Raises:
            StoreFailed: the store does not take it.
        """
        ...

    def drop(self, item: str) -> None:
        """Let go of it, all copies; nothing where nothing is.

        Raises:
            StoreFailed: it is still there.
        """
        ...


class SessionStore:
    """Keeps in memory, until the program ends."""

    def __init__(self, words: Text) -> None:
        self.keeping = Keeping(False, words)
        self._items: dict[str, str] = {}

    def get(self, item: str) -> str | None:
        return self._items.get(item)

    def put(self, item: str, value: str) -> None:
        self._items[item] = value

    def drop(self, item: str) -> None:
        self._items.pop(item, None)


SILENT = translate("Memory", "The password store does not answer. It may be waiting for its own password in a separate window.")


class SilentStore:
    """Stands for a store that did not even let itself be found: nothing is kept, and nothing is let go."""

    def __init__(self) -> None:
        self.keeping = Keeping(False, SILENT, may_open=True)

    def get(self, item: str) -> str | None:
        raise StoreFailed(SILENT)

    def put(self, item: str, value: str) -> None:
        raise StoreFailed(SILENT)

    def drop(self, item: str) -> None:
        raise StoreFailed(SILENT)


class KeyringStore:
    """Keeps in the password store of the user.

    Each item has a service name of its own: Windows' backend rewrites other items of the same service on every write.
    """

    def __init__(self, ring: KeyringBackend) -> None:
        self._ring = ring
        self.keeping = Keeping(True, _where(ring))

    def get(self, item: str) -> str | None:
        with _in_words():
            return _patience.call(lambda: self._ring.get_password(f"{SERVICE}/{item}", SERVICE))

    def put(self, item: str, value: str) -> None:
        if self.get(item) == value:
            return
        with _in_words(value):
            _patience.call(lambda: self._ring.set_password(f"{SERVICE}/{item}", SERVICE, value))
        if self.get(item) != value:
            raise StoreFailed(translate("Memory", "The password store accepted it, but it could not be read back."))

    def drop(self, item: str) -> None:
        for _ in range(COPIES):
            if self.get(item) is None:
                return
            with _in_words():
                _patience.call(lambda: self._ring.delete_password(f"{SERVICE}/{item}", SERVICE))
        if self.get(item) is not None:
            raise StoreFailed(translate("Memory", "The password store still has it after it was deleted."))


_opening = threading.Lock()
_patience = Patience()
"""One for the process, as there is one store."""


def open_password_store() -> PasswordStore:
    """The password store of this computer, else the memory of this process."""
    try:
        ring = _patience.call(_find)
    except DoesNotAnswer:
        return SilentStore()
    # A configured backend that is missing or broken raises whatever it likes, ImportError and D-Bus errors among it.
    except Exception as error:
        log.debug("no password store", exc_info=True)
        text = translate(
            "Memory",
            "The password store cannot be used ({reason}). Accounts and secrets are kept in memory only and forgotten when the program ends.",
        )
        return SessionStore(text.format(reason=_short(error)))
    if ring is None:
        return SessionStore(
            translate(
                "Memory", "This computer offers no password store. Accounts and secrets are kept in memory only and forgotten when the program ends."
            )
        )
    return KeyringStore(ring)


def _find() -> KeyringBackend | None:
    import keyring
    from keyring.backends.chainer import ChainerBackend
    from keyring.core import recommended

    with _opening:  # keyring looks for its backends without a lock
        ring = keyring.get_keyring()
    if isinstance(ring, ChainerBackend):
        # The chain writes to its first and deletes from its first, but reads from all: an item could come back after it was deleted.
        ring = ring.backends[0]
    # keyring's own word for «not safe to rely on»: no backend at all, the one that swallows, and those that keep plain text in files.
    return ring if recommended(ring) else None


@contextmanager
def _in_words(value: str = "") -> Iterator[None]:
    """Whatever a backend raises, as a `StoreFailed` that does not repeat the value.

    Everything is caught: Windows' backend raises ``pywintypes.error`` and Secret Service's raises D-Bus errors, none of them a KeyringError.
    """
    try:
        yield
    except DoesNotAnswer as error:
        raise StoreFailed(SILENT) from error
    except Exception as error:
        if value and value in f"{error} {error!r}":
            raise StoreFailed(_reason(error, type(error).__name__)) from None  # its text must not get into a log with the chain
        raise StoreFailed(_reason(error, _short(error))) from error


def _reason(error: Exception, words: str) -> Text:
    from keyring.errors import KeyringLocked

    if isinstance(error, KeyringLocked):
        return translate("Memory", "The password store is locked, or access to it was denied. Unlock it, allow Backup Doctor in, and try again.")
    return translate("Memory", "The password store answered: {reason}.").format(reason=words.rstrip("."))


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]


def _where(ring: KeyringBackend) -> Text:
    family = type(ring).__module__
    if family == "keyring.backends.Windows":
        return translate("Memory", "Accounts and secrets are kept in the Windows Credential Manager, for your Windows user only.")
    if family == "keyring.backends.macOS":
        return translate("Memory", "Accounts and secrets are kept in your macOS keychain.")
    if family in ("keyring.backends.SecretService", "keyring.backends.libsecret"):
        return translate("Memory", "Accounts and secrets are kept in your desktop's keyring (Secret Service).")
    if family == "keyring.backends.kwallet":
        return translate("Memory", "Accounts and secrets are kept in your KDE wallet.")
    return translate("Memory", "Accounts and secrets are kept in the password store “{name}”.").format(name=ring.name)
