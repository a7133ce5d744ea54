"""What is remembered between two starts, and that forgetting leaves nothing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import keyring
import pytest
from filelock import FileLock
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.memory import AT_MOST, CannotForget, CannotRecall, CannotRemember, Memory, RememberedAccount, ledger, new_key
from backup_doctor.arm.memory.password_store import LIMIT
from backup_doctor.arm.wire.proxies import ProxySignIn
from backup_doctor.core.places import memory_lock
from tests.helpers import keyrings
from tests.helpers.accounts import RECORD, SECRET, account, principal
from tests.helpers.keyrings import using


@pytest.fixture
def store() -> Iterator[keyrings.WindowsStore]:
    """The strictest store there is."""
    with using(keyrings.WindowsStore()) as ring:
        yield ring


def test_an_account_comes_back_as_it_was_in_another_process(store: keyrings.WindowsStore) -> None:
    kept = account(record=RECORD, subscription="s-1", certificate="/etc/ssl/robot.pem", cloud="https://management.example.com", client_id="c-1")
    Memory().remember(kept)
    assert Memory().accounts() == (kept,)
    assert Memory().keeping().kept


def test_the_last_used_comes_first(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    for kept in (account("b", age=2), account("a", age=1), account("c", age=3)):
        memory.remember(kept)
    assert [kept.key for kept in memory.accounts()] == ["a", "b", "c"]
    memory.remember(account("c", subscription="s-2"))
    assert [(kept.key, kept.subscription) for kept in memory.accounts()] == [("c", "s-2"), ("a", ""), ("b", "")]


def test_the_last_subscription_stays_until_another_is_named(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    memory.remember(account(subscription="s-1"))
    memory.remember(account())
    memory.remember(replace(account(), key="other-key"))
    assert [(kept.key, kept.subscription) for kept in memory.accounts()] == [("other-key", "s-1")]
    memory.remember(replace(account(subscription="s-2"), key="other-key"))
    assert [kept.subscription for kept in memory.accounts()] == ["s-2"]


def test_a_secret_is_kept_apart_and_outlives_a_change_of_the_account(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    memory.remember(principal(), SECRET)
    memory.remember(principal(subscription="s-9"))
    assert memory.secret(principal()) == SECRET
    assert [item for item, value in store.content.items() if SECRET in value] == [("backup-doctor/secret:robot", "backup-doctor")]
    assert [kept.subscription for kept in memory.accounts()] == ["s-9"]


def test_what_has_not_changed_is_not_written_again(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    memory.remember(principal(), SECRET)
    before = list(store.writes)
    memory.remember(principal(), SECRET)
    assert store.writes == before, "a store may ask the user each time"


def test_forgetting_leaves_nothing_of_an_account(store: keyrings.WindowsStore, home: Path) -> None:
    memory = Memory()
    memory.remember(account(record=RECORD))
    before = dict(store.content)
    memory.remember(principal(), SECRET)
    memory.forget(principal())
    assert store.content == before
    memory.forget(account())
    assert store.content == {}
    assert memory.accounts() == ()
    assert [path for path in home.rglob("*") if path.is_file() and path.read_bytes()] == [], "nothing on the disk either"


def test_forgetting_what_is_not_there_is_no_fault(store: keyrings.WindowsStore) -> None:
    Memory().forget(account())
    Memory().forget_all()
    assert store.content == {}


def test_copies_are_forgotten_too() -> None:
    with using(keyrings.TwiceStore()) as store:
        memory = Memory()
        memory.remember(principal(), SECRET)
        store.copies.update(store.content)
        memory.forget(principal())
        assert (store.content, store.copies) == ({}, {})


def test_a_sign_in_that_stands_for_the_same_takes_the_place_of_the_older(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    memory.remember(principal("old"), SECRET)
    memory.remember(principal("other", tenant_id="another"), SECRET)
    memory.remember(principal("new", tenant_id=principal().tenant_id.upper()))
    assert {kept.key for kept in memory.accounts()} == {"new", "other"}
    assert [service for service, _ in store.content if "old" in service] == []


def test_the_account_unused_for_longest_gives_way_and_the_list_fits(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    keys = [f"{number:032d}" for number in range(AT_MOST + 2)]
    for number, key in enumerate(keys):
        memory.remember(account(key, Method.SECRET, age=number if number else 1000), SECRET)
    assert {kept.key for kept in memory.accounts()} == {*keys[1:20], keys[21]}
    assert [service for service, _ in store.content if keys[0] in service] == [], "its secret goes with it"
    assert max(len(value.encode("utf-16-le")) for value in store.content.values()) <= 2560


def test_the_longest_account_that_is_met_fits(store: keyrings.WindowsStore) -> None:
    tenant = "Общество с ограниченной ответственностью «Северо-Западная энергетическая компания»"
    long = replace(account(new_key(), record=RECORD.replace("administrator", "a" * 100)), tenant=tenant, user="a" * 100, subscription="s" * 36)
    Memory().remember(long)
    (item,) = (value for (service, _), value in store.content.items() if "account:" in service)
    assert Memory().accounts() == (long,)
    assert len(item) < LIMIT - 200, len(item)


@pytest.mark.parametrize(
    ("unfit", "secret", "words"),
    [
        (principal(), "x" * (LIMIT + 1), "longer than the 1280 character(s)"),
        (principal(), "\N{SMILING FACE WITH OPEN MOUTH}" * (LIMIT // 2 + 1), "longer than the 1280 character(s)"),
        (principal(), "-----BEGIN PRIVATE KEY-----\nMC4CAQ", "private key is not remembered"),
        (principal(certificate="-----BEGIN CERTIFICATE-----"), "", "private key is not remembered"),
        (principal(certificate="/very/long" * 200), "", "details of this account are too long"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(store: keyrings.WindowsStore, unfit: RememberedAccount, secret: str, words: str) -> None:
    with pytest.raises(CannotRemember, match="not remembered") as refused:
        Memory().remember(unfit, secret)
    assert words in str(refused.value)
    assert not secret or secret not in str(refused.value)
    assert store.content == {}


def test_an_access_token_is_never_taken(store: keyrings.WindowsStore) -> None:
    with pytest.raises(ValueError, match="nothing secret is kept"):
        Memory().remember(account(method=Method.TOKEN), "a-token")
    assert store.content == {}


def test_neither_a_record_nor_a_secret_shows_in_a_repr() -> None:
    assert "homeAccountId" not in repr(account(record=RECORD))
    assert SECRET not in repr(ProxySignIn("ada", SECRET))


@pytest.mark.parametrize("key", ["", "../../etc", "A", "a" * 33, "a/b", "a.b"])
def test_a_key_can_stand_in_the_name_of_a_file(key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        RememberedAccount(key=key, method=Method.BROWSER)


@pytest.mark.parametrize("damaged", ["", "null", "{", "[1]", '{"method":"browser"}', '{"method":"magic","last_used":"2026-11-22T03:12:45+00:00"}'])
def test_a_damaged_account_is_passed_over_and_said_so_only_in_the_debug_log(
    store: keyrings.WindowsStore, damaged: str, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory()
    memory.remember(account("good"))
    memory.remember(account("bad"))
    store.content["backup-doctor/account:bad", "backup-doctor"] = damaged
    with caplog.at_level(logging.DEBUG):
        assert [kept.key for kept in memory.accounts()] == ["good"]
    assert [record.levelname for record in caplog.records if "bad" in record.getMessage()] == ["DEBUG"]
    memory.forget_all()
    assert store.content == {}


def test_damaged_accounts_give_way_first(store: keyrings.WindowsStore) -> None:
    memory = Memory()
    for number in range(AT_MOST):
        memory.remember(account(f"k{number}", age=number))
    store.content["backup-doctor/account:k0", "backup-doctor"] = "{"
    memory.remember(account("newest"))
    assert {kept.key for kept in memory.accounts()} == {"newest", *(f"k{number}" for number in range(1, AT_MOST))}
    assert ("backup-doctor/account:k0", "backup-doctor") not in store.content


@pytest.mark.parametrize(
    "given",
    [
        {"user": 5},
        {"record": [1]},
        {"last_used": "yesterday"},
        {"last_used": "2026-11-22T03:12:45"},
        {"last_used": None},
    ],
)
def test_a_value_of_another_kind_makes_it_no_account(store: keyrings.WindowsStore, given: dict[str, object]) -> None:
    Memory().remember(account())
    item = ("backup-doctor/account:ada", "backup-doctor")
    store.content[item] = json.dumps({**json.loads(store.content[item]), **given})
    assert Memory().accounts() == ()


@pytest.mark.parametrize("damaged", ["", "{", "{}", "5", '"ada"', "[" * 100_000, '["../../x", 7, null, "ada", "ada"]'])
def test_a_damaged_list_is_no_crash(store: keyrings.WindowsStore, damaged: str) -> None:
    Memory().remember(account())
    store.content["backup-doctor/accounts", "backup-doctor"] = damaged
    assert [kept.key for kept in Memory().accounts()] == (["ada"] if "null" in damaged else [])
    Memory().remember(account("bob"))
    assert "bob" in {kept.key for kept in Memory().accounts()}


@pytest.mark.parametrize("kind", [NoKeyring, NullKeyring, keyrings.PlainFile])
def test_without_a_trustworthy_store_everything_works_until_the_end_of_the_session(kind: Callable[[], KeyringBackend], home: Path) -> None:
    with using(kind()) as ring:
        memory = Memory()
        memory.remember(principal(), SECRET)
        memory.remember_proxy(ProxySignIn("ada", SECRET))
        assert memory.accounts() == (principal(),)
        assert memory.secret(principal()) == SECRET
        assert memory.proxy_sign_in() == ProxySignIn("ada", SECRET)
        assert not memory.keeping().kept
        assert "in memory only" in str(memory.keeping().words)
        assert Memory().accounts() == (), "the next start knows nothing"
        memory.forget_all()
        assert (memory.accounts(), memory.secret(principal()), memory.proxy_sign_in()) == ((), "", None)
        assert not isinstance(ring, keyrings.Store) or ring.content == {}
    assert list(home.iterdir()) == []


def test_a_configured_store_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_module.Keyring")
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    memory = Memory()
    assert str(memory.keeping().words).startswith("The password store cannot be used (No module named 'no_such_module').")
    memory.remember(account())
    assert memory.accounts() == (account(),)


def test_a_locked_store_is_told_and_opens_later() -> None:
    with using(keyrings.LockedStore()) as store:
        memory = Memory()
        assert memory.accounts() == ()
        with pytest.raises(CannotRecall, match=r"could not be read\. The password store is locked"):
            memory.secret(principal())
        assert memory.proxy_sign_in() is None
        assert (memory.keeping().kept, memory.keeping().may_open) == (False, True)
        assert "locked" in str(memory.keeping().words)
        with pytest.raises(CannotRemember, match="locked, or access to it was denied"):
            memory.remember(account())
        with pytest.raises(CannotForget, match="locked"):
            memory.forget(account())
        store.locked = False
        memory.remember(account())
        assert memory.keeping().kept
        assert memory.accounts() == (account(),)


def test_a_store_that_refuses_is_quoted_without_the_secret() -> None:
    with using(keyrings.StubbornStore()) as store:
        memory = Memory()
        memory.remember(account("older"))
        before = dict(store.content)
        store.refuses = ("secret:", "proxy")
        with pytest.raises(CannotRemember, match="The account was not remembered") as refused:
            memory.remember(principal(), SECRET)
        assert SECRET not in _chain(refused.value)
        with pytest.raises(CannotRemember, match=r"answered: PasswordSetError") as refused:
            memory.remember_proxy(ProxySignIn("ada", SECRET))
        assert SECRET not in _chain(refused.value)
        assert store.content == before, "nothing half-remembered"


def _chain(error: BaseException | None) -> str:
    """Everything that a log of this exception would show."""
    return "" if error is None else f"{error!r} {_chain(error.__cause__ or (None if error.__suppress_context__ else error.__context__))}"


def test_half_an_account_is_taken_back() -> None:
    with using(keyrings.StubbornStore()) as store:
        store.refuses = ("account:",)
        with pytest.raises(CannotRemember, match="PasswordSetError"):
            Memory().remember(principal(), SECRET)
        assert len(store.writes) == 2, "the list and the secret were there"
        assert store.content == {}


def test_a_store_that_keeps_nothing_is_found_out() -> None:
    with using(keyrings.ForgetfulStore()), pytest.raises(CannotRemember, match="could not be read back"):
        Memory().remember(account())


def test_an_account_that_could_not_be_forgotten_stays_in_the_list() -> None:
    with using(keyrings.StubbornStore()) as store:
        memory = Memory()
        memory.remember(principal(), SECRET)
        store.deletes = False
        with pytest.raises(CannotForget, match=r"Not everything could be forgotten\. .*denied by the user"):
            memory.forget(principal())
        assert memory.accounts() == (principal(),)
        store.deletes = True
        memory.forget(principal())
        assert store.content == {}


def test_in_a_chain_of_stores_only_the_first_is_used() -> None:
    first, second = keyrings.Store(), keyrings.TwiceStore()
    with using(second):
        Memory().remember(account("elsewhere"))
    with using(keyrings.chain(first, second)):
        memory = Memory()
        assert memory.accounts() == (), "a chain reads from all, but deletes from the first only"
        memory.remember(principal(), SECRET)
        memory.forget(principal())
        assert memory.keeping().kept
    assert first.writes
    assert first.content == {}


def test_the_proxy_is_remembered_and_forgotten(store: keyrings.WindowsStore) -> None:
    sign_in = ProxySignIn("CONTOSO\\ada", "pä55 wörd\"'", "http://proxy.example:8080")
    Memory().remember_proxy(sign_in)
    assert Memory().proxy_sign_in() == sign_in
    Memory().forget_all()
    assert Memory().proxy_sign_in() is None
    assert store.content == {}
    with pytest.raises(CannotRemember, match="too long"):
        Memory().remember_proxy(ProxySignIn("ada", "x" * LIMIT))


@pytest.mark.parametrize("damaged", ["{", "[]", "null", '{"user": "ada"}', '{"user": "ada", "password": 5, "proxy": ""}'])
def test_a_damaged_password_of_the_proxy_is_none(store: keyrings.WindowsStore, damaged: str) -> None:
    store.content["backup-doctor/proxy", "backup-doctor"] = damaged
    assert Memory().proxy_sign_in() is None


def test_instances_that_write_at_once_lose_no_account(store: keyrings.WindowsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(service: str, username: str) -> str | None:
        value = store.content.get((service, username))
        time.sleep(0.001)  # the others get their turn between reading and writing
        return value

    monkeypatch.setattr(store, "get_password", slowly)

    def remember(number: int) -> None:
        Memory().remember(account(f"k{number}"))

    threads = [Thread(target=remember, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Memory().accounts()) == 8


def test_another_instance_that_keeps_the_list_is_told(store: keyrings.WindowsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PATIENCE", 0.0)
    memory_lock().parent.mkdir(parents=True)
    with FileLock(memory_lock()), pytest.raises(CannotRemember, match="Another instance"):
        Memory().remember(account())
    assert store.content == {}


def test_a_home_that_cannot_be_written_is_told(store: keyrings.WindowsStore) -> None:
    memory_lock().parent.parent.mkdir(parents=True)
    memory_lock().parent.write_text("a file in the way")
    with pytest.raises(CannotRemember, match="cannot be written"):
        Memory().remember(account())
