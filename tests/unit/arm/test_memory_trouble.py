"""A password store that hangs, refuses half of the work or gives back something else: nothing is half-kept, and nobody waits twice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backup_doctor.arm.memory import CannotForget, CannotRecall, CannotRemember, Memory, patience
from backup_doctor.arm.memory.password_store import COPIES
from backup_doctor.arm.memory.token_cache import STRAY_AFTER, token_cache
from backup_doctor.arm.wire.proxies import ProxySignIn
from tests.helpers import keyrings
from tests.helpers.accounts import SECRET, account, principal
from tests.helpers.fake_libsecret import libsecret
from tests.helpers.keyrings import using
from tests.unit.arm.test_token_cache import fill, options

SILENT = "The password store does not answer"


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[keyrings.SilentStore]:
    """Hangs; at the end whoever still waits is let go."""
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    with using(keyrings.SilentStore()) as store:
        yield store
        store.open(yes=True)


def test_a_store_that_hangs_is_asked_once_and_again_when_it_speaks(silent: keyrings.SilentStore) -> None:
    memory = Memory()
    for _ in range(3):
        with pytest.raises(CannotRecall, match=SILENT):
            memory.secret(principal())
    assert len(silent.threads) == 1, "each further call would hang like the first"
    silent.open(yes=True)
    memory.remember(principal(), SECRET)
    assert memory.secret(principal()) == SECRET


def test_while_a_store_hangs_nothing_is_kept_and_nothing_let_go_and_both_are_said(silent: keyrings.SilentStore) -> None:
    with pytest.raises(CannotRecall, match=SILENT):
        Memory().secret(principal())
    later = Memory()  # a window opened meanwhile
    assert (later.accounts(), later.keeping().kept, later.keeping().may_open) == ((), False, True)
    assert SILENT in str(later.keeping().words)
    with pytest.raises(CannotRemember, match=SILENT):
        later.remember(principal(), SECRET)
    with pytest.raises(CannotRemember, match=SILENT):
        later.remember_proxy(ProxySignIn("ada", SECRET))
    with pytest.raises(CannotForget, match=SILENT):
        later.forget(principal())
    silent.open(yes=True)
    later.remember(principal(), SECRET)
    assert later.secret(principal()) == SECRET


def test_a_change_that_is_refused_leaves_the_account_as_it_was() -> None:
    with using(keyrings.StubbornStore()) as store:
        memory = Memory()
        memory.remember(principal(), SECRET)
        before = dict(store.content)
        store.refuses = ("account:",)
        with pytest.raises(CannotRemember, match="PasswordSetError"):
            memory.remember(principal(subscription="s-2"))
        assert store.content == before


def test_half_an_account_that_cannot_be_taken_back_stays_in_the_list_for_the_next_one_to_replace() -> None:
    with using(keyrings.StubbornStore()) as store:
        memory = Memory()
        store.refuses, store.deletes = ("account:",), False
        with pytest.raises(CannotRemember, match="PasswordSetError"):
            memory.remember(principal(), SECRET)
        assert memory.accounts() == (), "nobody can sign in with it"
        store.refuses, store.deletes = (), True
        memory.remember(principal())
        memory.forget(principal())
        assert store.content == {}, "and its secret could still be found"


def test_where_nothing_may_be_remembered_any_more_what_was_kept_before_can_be_forgotten() -> None:
    with using(keyrings.Store()) as store:
        Memory().remember(principal(), SECRET)
        now_forbidden = Memory(keeps=False)
        assert now_forbidden.accounts() == (), "it is not read"
        assert store.content != {}
        now_forbidden.forget_all()
        assert store.content == {}


def test_as_many_copies_as_a_store_may_hold_are_forgotten() -> None:
    class Several(keyrings.Store):
        priority = 5.0

        def __init__(self) -> None:
            super().__init__()
            self.left: dict[str, int] = {}

        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password)
            self.left[service] = COPIES

        def delete_password(self, service: str, username: str) -> None:
            self.left[service] -= 1
            if not self.left[service]:
                super().delete_password(service, username)

    with using(Several()) as store:
        memory = Memory()
        memory.remember(principal(), SECRET)
        memory.forget(principal())
        assert store.content == {}


def test_stray_tokens_that_cannot_be_deleted_do_not_keep_an_account_from_being_remembered(home: Path) -> None:
    with libsecret() as secrets, using(keyrings.Store()):
        fill(options("stray"))
        long_ago = time.time() - STRAY_AFTER - 60
        for file in home.rglob("*.cae"):
            os.utime(file, (long_ago, long_ago))
        secrets.trouble = "The name org.freedesktop.secrets was not provided"
        Memory().remember(account())
        assert Memory().accounts() == (account(),)
        secrets.trouble = ""
        Memory().remember(account("bob"))
        assert secrets.content == {}, "the next remembering tries again"


def test_with_a_locked_password_store_no_tokens_are_kept_either(home: Path) -> None:
    with libsecret() as secrets, using(keyrings.LockedStore()):
        given, keeping = token_cache("ada")
    assert (given, keeping.kept, secrets.content) == (None, False, {})


def test_a_secret_service_that_gives_back_something_else_means_memory_only() -> None:
    class Mixed(dict[tuple[str, tuple[tuple[str, str], ...]], str]):
        """Passes the trial of msal_extensions, and mistakes an empty cache for another."""

        def get(self, item: tuple[str, tuple[tuple[str, str], ...]], default: str | None = None) -> str | None:  # type: ignore[override]  # dict's
            kept = super().get(item, default)
            return '{"AccessToken": {}}' if kept == "{}" else kept

    with libsecret() as secrets, using(keyrings.Store()):
        secrets.content = Mixed()
        given, keeping = token_cache("ada")
    assert (given, keeping.kept) == (None, False)
    assert "in memory only" in str(keeping.words)
