"""The books of what is remembered: a list of keys, and the items of each account. A password store cannot be listed by itself.

Items: ``accounts`` (the keys), ``account:<key>`` and ``secret:<key>``.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.files import make_private_folder
from ...core.places import memory_lock
from ...core.text import lazy_translate as translate
from .keeping import StoreFailed
from .password_store import KeyringStore, PasswordStore
from .remembered import RememberedAccount, from_item, is_key, to_item
from .token_cache import forget_strays, forget_tokens

if TYPE_CHECKING:
    from filelock import FileLock

log = logging.getLogger(__name__)

AT_MOST = 20
"""Accounts: a list to be taken in at a glance, whose keys (36 characters each at most) fit into one item."""

PATIENCE = 10.0
"""Seconds to wait for another instance of the program that is writing."""


class Ledger:
    """Accounts in a password store. Its methods block, and raise `StoreFailed` where the store does not do it."""

    def __init__(self, store: PasswordStore) -> None:
        self.store = store
        self._lock = threading.RLock()

    def keys(self) -> tuple[str, ...]:
        """Of all accounts that are kept, readable or not. A damaged list counts as empty."""
        item = self.store.get("accounts")
        try:
            listed = json.loads(item or "[]")
        except (ValueError, RecursionError):
            listed = None
        if not isinstance(listed, list):
            log.debug("the list of remembered accounts is damaged and counts as empty")
            return ()
        return tuple(dict.fromkeys(key for key in listed if is_key(key)))

    def read(self, key: str) -> RememberedAccount | None:
        """The account; None where it is damaged."""
        account = from_item(key, self.store.get(f"account:{key}") or "")
        if account is None:
            log.debug("remembered account %s is damaged and was passed over", key)
        return account

    def accounts(self) -> list[RememberedAccount]:
        """All that can be read, in no order."""
        return [account for key in self.keys() if (account := self.read(key)) is not None]

    def enter(self, account: RememberedAccount, secret: str) -> None:
        """Keep it, all or nothing. What stands for the same sign-in goes, and beyond `AT_MOST` what was unused for longest.

        A sign-in does not know yet which subscription will be worked in: the last one stays until another is named.
        """
        known = self.keys()
        _clear_strays((*known, account.key))
        others = {key: other for key in known if (other := self.read(key)) is not None}
        before = others.pop(account.key, None) or next(filter(account.is_same, others.values()), None)
        if before is not None and not account.subscription:
            account = replace(account, subscription=before.subscription)
        for key in _superfluous(account, [key for key in known if key != account.key], others):
            self.erase(key)
        try:
            self._write(account, secret)
        except StoreFailed:
            if account.key not in known:
                self._take_back(account.key)
            raise

    def erase(self, key: str) -> None:
        """Let go of all that belongs to a key. The secrets come first, and the account stays where one of them stayed: so it can be tried again."""
        failures = []
        for let_go in (partial(forget_tokens, key), partial(self.store.drop, f"secret:{key}")):
            try:
                let_go()
            except StoreFailed as error:
                failures.append(error)
        if failures:
            raise failures[0]
        self.store.drop(f"account:{key}")
        self._list(tuple(known for known in self.keys() if known != key))

    def erase_all(self) -> None:
        """Let go of every account and of every token cache."""
        for key in self.keys():
            self.erase(key)
        self.store.drop("accounts")  # a damaged list has no keys
        forget_strays((), at_once=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread or instance writes meanwhile: the list is read, changed and written back, and a key lost from it could not be found."""
        with self._lock:
            if not isinstance(self.store, KeyringStore):
                yield
                return
            lock = _locked(memory_lock())
            try:
                yield
            finally:
                lock.release()

    def _list(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.store.put("accounts", json.dumps(keys))
        else:
            self.store.drop("accounts")

    def _write(self, account: RememberedAccount, secret: str) -> None:
        """Its place in the list comes first, so that nothing is ever kept that could not be found again; the account itself comes last."""
        self._list((*(key for key in self.keys() if key != account.key), account.key))
        if secret:
            self.store.put(f"secret:{account.key}", secret)
        self.store.put(f"account:{account.key}", to_item(account))

    def _take_back(self, key: str) -> None:
        try:
            self.erase(key)
        except StoreFailed:
            log.debug("half-remembered account %s could not be taken back; it stands in the list, for the next one to replace", key, exc_info=True)


def _superfluous(account: RememberedAccount, keys: list[str], others: dict[str, RememberedAccount]) -> list[str]:
    """The keys that have to go for this account. What cannot be read goes first: nobody can sign in with it."""
    same = [key for key, other in others.items() if other.is_same(account)]
    unread = [key for key in keys if key not in others]
    oldest_first = sorted((key for key in others if key not in same), key=lambda key: others[key].last_used)
    stay = [*unread, *oldest_first]
    return [*same, *stay[: max(0, len(stay) + 1 - AT_MOST)]]


def _clear_strays(known: tuple[str, ...]) -> None:
    try:
        forget_strays(known)
    except StoreFailed:
        log.debug("old token caches could not be deleted; the next remembering tries again", exc_info=True)


def _locked(path: Path) -> FileLock:
    from filelock import FileLock, Timeout

    try:
        make_private_folder(path.parent)
        lock = FileLock(path, mode=0o600)
        lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise StoreFailed(translate("Memory", "Another instance of Backup Doctor is writing to it. Try again in a moment.")) from error
    except OSError as error:
        text = translate("Memory", "{file} cannot be written: {reason}.")
        raise StoreFailed(text.format(file=str(path), reason=error.strerror or str(error))) from error
    return lock
