"""The remembered accounts: their secrets are in the password store and nowhere else."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...core.policy import NO_REMEMBERING
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..identity.method import PRINCIPAL
from .keeping import Keeping, StoreFailed
from .ledger import Ledger
from .password_store import LIMIT, SessionStore, SilentStore, open_password_store
from .remembered import RememberedAccount, to_item

if TYPE_CHECKING:
    from ..wire.proxies import ProxySignIn

log = logging.getLogger(__name__)


class MemoryFailed(Exception):
    """Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class CannotRemember(MemoryFailed):
    """It will have to be entered again."""


class CannotRecall(MemoryFailed):
    """What is kept cannot be read now."""


class CannotForget(MemoryFailed):
    """Something is still kept; the account stays in the list, so that forgetting can be tried again."""


class Memory:
    """The accounts of this user on this computer. Its methods block: call them from a worker thread.

    One for the whole process: where there is no password store, it holds everything itself until the program ends.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        """Make one; nothing is opened yet.

        Args:
            keeps: whether the organisation allows anything to outlive the program. Where it does not, what was kept before is not read either;
                `forget_all` removes it.
        """
        self._keeps = keeps
        self._opening = threading.Lock()
        self._opened: Ledger | None = None

    def keeping(self) -> Keeping:
        """Where accounts and secrets are kept; the store is really opened for it."""
        store = self._ledger().store
        try:
            store.get("accounts")
        except StoreFailed as error:
            text = translate("Memory", "{reason} As long as that is so, no account is remembered.")
            return Keeping(False, text.format(reason=error.text), may_open=True)
        return store.keeping

    def accounts(self) -> tuple[RememberedAccount, ...]:
        """The remembered accounts, last used first; none where the store does not open, of which `keeping` tells."""
        try:
            found = self._ledger().accounts()
        except StoreFailed:
            log.debug("the password store does not open", exc_info=True)
            return ()
        return tuple(sorted(found, key=lambda account: account.last_used, reverse=True))

    def remember(self, account: RememberedAccount, secret: str = "") -> None:
        """Keep an account, and forget an older one that stands for the same sign-in. Beyond `AT_MOST` the one unused for longest goes.

        Args:
            secret: of a service principal, or the password of its certificate; empty leaves the one that is kept.

        Raises:
            CannotRemember: with the reason; nothing new is kept then.
            ValueError: a secret where the method has none.
        """
        _refuse_unfit(account, secret)
        ledger = self._ledger()
        try:
            with ledger.alone():
                ledger.enter(account, secret)
        except StoreFailed as error:
            raise CannotRemember(translate("Memory", "The account was not remembered. {reason}").format(reason=error.text)) from error

    def secret(self, account: RememberedAccount) -> str:
        """The secret that is kept for it; empty where none is.

        Raises:
            CannotRecall: the store does not open.
        """
        try:
            return self._ledger().store.get(f"secret:{account.key}") or ""
        except StoreFailed as error:
            raise CannotRecall(translate("Memory", "The secret of this account could not be read. {reason}").format(reason=error.text)) from error

    def forget(self, account: RememberedAccount) -> None:
        """Let go of everything kept for an account: tokens, secret, record, and its place in the list. End its session first, or that
        writes its tokens anew.

        Raises:
            CannotForget: something is still there.
        """
        with self._forgetting() as ledger:
            ledger.erase(account.key)

    def forget_all(self) -> None:
        """Let go of every account, also damaged ones, of token caches without an account, and of the proxy's password.

        Raises:
            CannotForget: something is still there.
        """
        with self._forgetting() as ledger:
            ledger.erase_all()
            ledger.store.drop("proxy")
        if not self._keeps:
            Memory().forget_all()

    def proxy_sign_in(self) -> ProxySignIn | None:
        """Name and password for the network's proxy; None where none are kept, or the store does not open."""
        from ..wire.proxies import ProxySignIn

        try:
            kept = json.loads(self._proxy_item() or "{}")
            user, password, proxy = (kept[name] for name in ("user", "password", "proxy"))
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if not all(isinstance(value, str) for value in (user, password, proxy)):
            return None
        return ProxySignIn(user, password, proxy)

    def remember_proxy(self, sign_in: ProxySignIn) -> None:
        """Keep name and password for the network's proxy.

        Raises:
            CannotRemember: with the reason.
        """
        item = json.dumps({"user": sign_in.user, "password": sign_in.password, "proxy": sign_in.proxy}, ensure_ascii=False)
        if _units(item) > LIMIT:
            raise CannotRemember(translate("Memory", "The password of the proxy is too long for the password store, so it was not remembered."))
        try:
            self._ledger().store.put("proxy", item)
        except StoreFailed as error:
            text = translate("Memory", "The password of the proxy was not remembered. {reason}")
            raise CannotRemember(text.format(reason=error.text)) from error

    def _ledger(self) -> Ledger:
        with self._opening:
            if self._opened is None or isinstance(self._opened.store, SilentStore):  # it may answer by now
                self._opened = Ledger(open_password_store() if self._keeps else SessionStore(NO_REMEMBERING))
            return self._opened

    def _proxy_item(self) -> str:
        try:
            return self._ledger().store.get("proxy") or ""
        except StoreFailed:
            log.debug("the password store does not open", exc_info=True)
            return ""

    @contextmanager
    def _forgetting(self) -> Iterator[Ledger]:
        ledger = self._ledger()
        try:
            with ledger.alone():
                yield ledger
        except StoreFailed as error:
            raise CannotForget(translate("Memory", "Not everything could be forgotten. {reason}").format(reason=error.text)) from error


def _refuse_unfit(account: RememberedAccount, secret: str) -> None:
    if secret and account.method not in PRINCIPAL:
        raise ValueError(f"nothing secret is kept for a sign-in by {account.method}")  # an access token above all
    if "-----BEGIN" in secret + account.certificate:
        raise CannotRemember(translate("Memory", "A private key is not remembered, only the path of its file."))
    if _units(secret) > LIMIT:
        text = translate("Memory", "The secret is longer than the %n character(s) that a password store takes, so it was not remembered.", "", 0)
        raise CannotRemember(text.counted(LIMIT))
    if _units(to_item(account)) > LIMIT:
        raise CannotRemember(translate("Memory", "The details of this account are too long for the password store, so it was not remembered."))


def _units(text: str) -> int:
    """UTF-16 code units, as Windows counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
