"""The token cache of a remembered account: encrypted by the operating system, or in memory only; never in plain text on a disk.

azure-identity writes and reads it. Where its caches lie is not part of its public interface, so `_vault` repeats it, and
tests/unit/arm/test_token_cache.py compares the two.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .keeping import Keeping, StoreFailed
from .password_store import open_password_store
from .remembered import is_key

if TYPE_CHECKING:
    from azure.identity import TokenCachePersistenceOptions

log = logging.getLogger(__name__)

PREFIX = "backup-doctor-"
TRIAL = "backup-doctor.trial"

SUFFIXES = (".cae", ".nocae")
"""Two caches each: of tokens that heed continuous access evaluation, and of those that do not (azure-identity 1.27)."""

STRAY_AFTER = 24 * 3600
"""Seconds after which a cache without a remembered account belongs to no sign-in that is still under way."""

_IDENTITY_SERVICE = "Microsoft.Developer.IdentityService"
_ATTRIBUTES = {"MsalClientID": _IDENTITY_SERVICE}


def token_cache(key: str) -> tuple[TokenCachePersistenceOptions | None, Keeping]:
    """Where an account's tokens can be kept, as an attempt on this computer has just shown. Blocks; the system may ask the user to unlock its store.

    Args:
        key: of the remembered account; empty for one that shall not outlive the process. Nothing does where accounts cannot be remembered.

    Returns:
        What a credential of azure-identity takes as ``cache_persistence_options``, or None for memory only; and the words for it.
    """
    if not key or not _remembers():  # tokens would outlive the account, and nobody could forget them
        return None, Keeping(False, translate("Memory", "Sign-in tokens are kept in memory only. You will be asked again after the next start."))
    name = _name(key)
    try:
        _try_out(_vault(TRIAL))
        for suffix in SUFFIXES:
            _drop_unreadable(name + suffix)
    # PyGObject, D-Bus, the Keychain's and Windows' own errors: whatever it is, the tokens stay in memory and the words say why.
    except Exception as error:
        log.debug("token caches cannot be encrypted", exc_info=True)
        return None, Keeping(False, _memory_only(error))
    from azure.identity import TokenCachePersistenceOptions

    return TokenCachePersistenceOptions(name=name, allow_unencrypted_storage=False), Keeping(True, _encrypted())


def _remembers() -> bool:
    """Whether the account itself can be remembered, as far as reading can tell: a store that is locked takes nothing."""
    store = open_password_store()
    try:
        store.get("accounts")
    except StoreFailed:
        log.debug("the password store does not open", exc_info=True)
        return False
    return store.keeping.kept


def forget_tokens(key: str) -> None:
    """Delete an account's tokens; nothing where there are none.

    Raises:
        StoreFailed: some are still there.
    """
    for suffix in SUFFIXES:
        _delete(_name(key) + suffix)


def forget_strays(known: Collection[str], *, at_once: bool = False) -> None:
    """Delete the caches that belong to no remembered account: a sign-in was broken off between the two.

    Args:
        at_once: also those of the last day, which a sign-in in another window may be about to fill.

    Raises:
        StoreFailed: some are still there.
    """
    now = time.time()
    for file in _folder().glob(f"{PREFIX}*"):
        key = file.name.removeprefix(PREFIX).partition(".")[0]
        if is_key(key) and key not in known and (at_once or now - file.stat().st_mtime > STRAY_AFTER):
            forget_tokens(key)


def _name(key: str) -> str:
    if not is_key(key):
        raise ValueError("not the key of a remembered account")
    return PREFIX + key


def _folder() -> Path:
    if sys.platform == "win32" and "LOCALAPPDATA" in os.environ:
        return Path(os.environ["LOCALAPPDATA"], ".IdentityService")
    return Path("~", ".IdentityService").expanduser()


def _vault(cache: str) -> Any:
    """The encrypted store in which azure-identity keeps a cache of this name (1.27, ``_persistent_cache._get_persistence``).

    Raises:
        Exception: of many kinds, where this computer has no such store.
    """
    import msal_extensions  # type: ignore[import-untyped]  # it ships no types

    location = str(_folder() / cache)
    if sys.platform == "win32":
        return msal_extensions.FilePersistenceWithDataProtection(location)
    if sys.platform == "darwin":
        return msal_extensions.KeychainPersistence(location, _IDENTITY_SERVICE, cache)
    return msal_extensions.LibsecretPersistence(location, cache, _ATTRIBUTES, label="MSALCache")


def _try_out(vault: Any) -> None:
    """Encrypt something and read it back; nobody else can say whether this computer really does it."""
    vault.save("{}")
    read = vault.load()
    _delete(TRIAL)
    if read != "{}":
        raise OSError("it did not give back what was kept in it")


def _drop_unreadable(cache: str) -> None:
    """A cache that no longer opens (another Windows password, a damaged file) would fail every sign-in; its tokens are lost either way."""
    from msal_extensions.persistence import (  # type: ignore[import-untyped]  # it ships no types
        PersistenceDecryptionError,
        PersistenceNotFound,
    )

    try:
        json.loads(_vault(cache).load())
    except PersistenceNotFound:
        return
    except (PersistenceDecryptionError, ValueError):
        log.debug("the token cache %s cannot be read and is started afresh", cache, exc_info=True)
        _delete(cache)


def _delete(cache: str) -> None:
    """Remove a cache: what the system keeps, and the files beside it, whose time tells azure-identity of changes."""
    file = _folder() / cache
    try:
        if file.exists():  # written with every change, on every system: without it there is nothing
            _empty(cache)
            file.unlink(missing_ok=True)
        file.with_name(f"{cache}.lockfile").unlink(missing_ok=True)
    # The same many kinds as in `token_cache`.
    except Exception as error:
        text = translate("Memory", "The sign-in tokens could not be deleted from the system's encrypted store: {reason}")
        raise StoreFailed(text.format(reason=_short(error))) from error


def _empty(cache: str) -> None:
    if sys.platform == "win32":
        return  # the file itself is the cache
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring  # msal_extensions cannot delete; both name an item by service and account

        if Keyring().get_password(_IDENTITY_SERVICE, cache) is not None:
            Keyring().delete_password(_IDENTITY_SERVICE, cache)
        return
    from msal_extensions.libsecret import LibSecretAgent  # type: ignore[import-untyped]  # it ships no types

    LibSecretAgent(cache, _ATTRIBUTES).clear()


def _encrypted() -> Text:
    if sys.platform == "win32":
        return translate(
            "Memory", "Sign-in tokens are kept in a file that Windows encrypts for you alone, so that you need not sign in at every start."
        )
    if sys.platform == "darwin":
        return translate("Memory", "Sign-in tokens are kept in your macOS keychain, so that you need not sign in at every start.")
    return translate("Memory", "Sign-in tokens are kept in your desktop's keyring (Secret Service), so that you need not sign in at every start.")


def _memory_only(error: Exception) -> Text:
    if sys.platform == "linux":
        return translate(
            "Memory",
            "Sign-in tokens are kept in memory only. You will be asked again after the next start: "
            "to keep them encrypted takes a Secret Service and PyGObject with libsecret, which do not answer here.",
        )
    text = translate(
        "Memory",
        "Sign-in tokens are kept in memory only. You will be asked again after the next start: the system's encrypted store answered {reason}",
    )
    return text.format(reason=_short(error))


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
