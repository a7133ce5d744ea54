"""Tokens are kept encrypted or not at all, where azure-identity looks for them, and can be forgotten."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msal_extensions  # type: ignore[import-untyped]  # it ships no types
import pytest
from azure.identity import TokenCachePersistenceOptions
from azure.identity._constants import CACHE_CAE_SUFFIX, CACHE_NON_CAE_SUFFIX
from azure.identity._persistent_cache import _load_persistent_cache
from keyring.backends.fail import Keyring as NoKeyring

from backup_doctor.arm.memory import CannotForget, Memory, StoreFailed
from backup_doctor.arm.memory import token_cache as module
from backup_doctor.arm.memory.token_cache import STRAY_AFTER, forget_strays, forget_tokens, token_cache
from tests.helpers import keyrings
from tests.helpers.accounts import principal
from tests.helpers.fake_libsecret import libsecret

REFRESH_TOKEN = "1.AXkA-not-a-real-refresh-token"


@pytest.fixture(autouse=True)
def store() -> Iterator[keyrings.Store]:
    """Accounts can be remembered."""
    with keyrings.using(keyrings.Store()) as ring:
        yield ring


def options(key: str) -> TokenCachePersistenceOptions:
    given, keeping = token_cache(key)
    assert given is not None and keeping.kept
    return given


def fill(given: TokenCachePersistenceOptions) -> None:
    """What a credential does after a sign-in."""
    for is_cae in (True, False):
        cache = _load_persistent_cache(given, is_cae)
        response = {"access_token": "a", "refresh_token": REFRESH_TOKEN, "expires_in": 3600, "token_type": "Bearer"}
        cache.add({"client_id": "c", "scope": ["s"], "token_endpoint": "https://login.example.com/t/oauth2/v2.0/token", "response": response})


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_computer_without_a_secret_service_keeps_tokens_in_memory_and_says_so(home: Path) -> None:
    given, keeping = token_cache("ada")
    assert given is None
    assert not keeping.kept
    assert "in memory only. You will be asked again after the next start" in str(keeping.words)
    assert files(home) == [], "and leaves nothing behind"


def test_a_sign_in_that_shall_not_be_remembered_leaves_no_cache(home: Path) -> None:
    with libsecret() as secrets:
        given, keeping = token_cache("")
    assert (given, keeping.kept, secrets.content, files(home)) == (None, False, {}, [])


def test_where_no_account_can_be_remembered_no_tokens_are_kept_either(home: Path) -> None:
    with libsecret() as secrets, keyrings.using(NoKeyring()):  # type: ignore[no-untyped-call]  # keyring has not typed it
        given, keeping = token_cache("ada")
    assert (given, keeping.kept, secrets.content, files(home)) == (None, False, {}, [])


def test_tokens_go_into_the_secret_service_and_are_forgotten_whole(home: Path) -> None:
    with libsecret() as secrets:
        given = options("ada")
        assert not given.allow_unencrypted_storage
        assert secrets.content == {}, "the attempt leaves nothing"
        fill(given)
        fill(options("bob"))
        assert files(home) == [f"backup-doctor-{key}{suffix}" for key in ("ada", "bob") for suffix in (".cae", ".nocae")]
        assert all(REFRESH_TOKEN in value for value in secrets.content.values()), "it is what an attacker would look for"
        assert all(path.stat().st_size == 0 for path in home.rglob("*") if path.is_file()), "the files only tell of changes"
        forget_tokens("ada")
        assert {schema for schema, _ in secrets.content} == {"backup-doctor-bob.cae", "backup-doctor-bob.nocae"}
        forget_tokens("bob")
        assert secrets.content == {}
    assert files(home) == []


def test_a_cache_outlives_the_process(home: Path) -> None:
    with libsecret():
        fill(options("ada"))
        again = _load_persistent_cache(options("ada"), True)
        assert [each["secret"] for each in again.search("RefreshToken")] == [REFRESH_TOKEN]


def test_forgetting_an_account_forgets_its_tokens(home: Path, store: keyrings.Store) -> None:
    with libsecret() as secrets:
        memory = Memory()
        memory.remember(principal(), "a-secret")
        fill(options("robot"))
        memory.forget(principal())
        assert (store.content, secrets.content) == ({}, {})
    assert [path.name for path in home.rglob("*") if path.is_file() and path.read_bytes()] == []


def test_tokens_that_cannot_be_reached_are_not_said_to_be_forgotten() -> None:
    with libsecret() as secrets:
        memory = Memory()
        memory.remember(principal(), "a-secret")
        fill(options("robot"))
        secrets.trouble = "The name org.freedesktop.secrets was not provided"
        with pytest.raises(StoreFailed, match=r"could not be deleted .*org\.freedesktop\.secrets"):
            forget_tokens("robot")
        with pytest.raises(CannotForget, match="Not everything could be forgotten"):
            memory.forget(principal())
        assert memory.secret(principal()) == "", "what could be forgotten is"
        assert [account.key for account in memory.accounts()] == ["robot"], "and the rest can be tried again"
        secrets.trouble = ""
        memory.forget(principal())
        assert secrets.content == {}


def test_tokens_of_a_desktop_session_cannot_be_forgotten_without_it() -> None:
    with libsecret():
        fill(options("ada"))
    with pytest.raises(StoreFailed, match="could not be deleted"):
        forget_tokens("ada")


def test_a_secret_service_that_fails_means_memory_only() -> None:
    with libsecret() as secrets:
        secrets.trouble = "Cannot autolaunch D-Bus without X11"
        given, keeping = token_cache("ada")
    assert (given, keeping.kept) == (None, False)


@pytest.mark.parametrize("damaged", ["", "{", "\x00\x01"])
def test_a_cache_that_cannot_be_read_starts_afresh(damaged: str) -> None:
    with libsecret() as secrets:
        fill(options("ada"))
        for item in secrets.content:
            secrets.content[item] = damaged
        given = options("ada")
        assert secrets.content == {}
        fill(given)


def test_caches_without_an_account_go_after_a_day(home: Path) -> None:
    with libsecret() as secrets:
        for key in ("fresh", "stray", "robot"):
            fill(options(key))
        long_ago = time.time() - STRAY_AFTER - 60
        for file in home.rglob("*.cae"):
            if "fresh" not in file.name:
                os.utime(file, (long_ago, long_ago))
        Memory().remember(principal())
        assert {schema.partition(".")[0] for schema, _ in secrets.content} == {"backup-doctor-fresh", "backup-doctor-robot"}
        Memory().forget_all()
        assert secrets.content == {}


def test_files_of_others_are_left_alone(home: Path) -> None:
    folder = home / ".IdentityService"
    folder.mkdir()
    others = ["msal.cache.cae", "backup-doctor-", "backup-doctor-ÄÖ.cae", "backup-doctor-x/y"]
    for name in others[:3]:
        (folder / name).write_text("theirs")
    forget_strays((), at_once=True)
    assert files(home) == sorted(others[:3])


@pytest.mark.parametrize("key", ["../x", "a.b", "A", "x" * 33])
def test_a_key_cannot_lead_elsewhere(key: str) -> None:
    for call in (token_cache, forget_tokens):
        with pytest.raises(ValueError, match="not the key"):
            call(key)


class Recorder:
    """Notes how an encrypted store was asked for."""

    asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]]

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = []
        for name in ("FilePersistenceWithDataProtection", "KeychainPersistence", "LibsecretPersistence"):
            monkeypatch.setattr(msal_extensions, name, lambda *given, _name=name, **named: self._note(_name, given, named))

    def _note(self, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        self.asked.append((name, given, named))
        return msal_extensions.FilePersistence(given[0])


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_azure_identity_still_keeps_its_caches_where_we_delete_them(platform: str, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    # Private to azure-identity. When this fails, `_vault`, `SUFFIXES` and `_empty` have to follow it.
    monkeypatch.setenv("LOCALAPPDATA", str(home / "AppData/Local"))
    monkeypatch.setattr(sys, "platform", platform)
    theirs, ours = Recorder(monkeypatch), []
    for is_cae, suffix in ((True, CACHE_CAE_SUFFIX), (False, CACHE_NON_CAE_SUFFIX)):
        _load_persistent_cache(TokenCachePersistenceOptions(name="backup-doctor-ada"), is_cae)
        ours.append("backup-doctor-ada" + suffix)
    assert module.SUFFIXES == (CACHE_CAE_SUFFIX, CACHE_NON_CAE_SUFFIX)
    asked = list(theirs.asked)
    theirs.asked.clear()
    for name in ours:
        module._vault(name)
    assert len(asked) == 2
    assert theirs.asked == asked


def test_on_windows_the_cache_is_a_file_of_its_own_that_is_deleted(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setattr(sys, "platform", "win32")
    Recorder(monkeypatch)  # plain files stand in for encrypted ones
    given, keeping = token_cache("ada")
    assert given is not None
    assert "Windows encrypts" in str(keeping.words)
    fill(given)
    assert files(home) == ["backup-doctor-ada.cae", "backup-doctor-ada.nocae"]
    assert "RefreshToken" in json.loads((home / ".IdentityService/backup-doctor-ada.cae").read_text())
    forget_tokens("ada")
    assert files(home) == []


def test_windows_without_a_profile_keeps_tokens_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    given, keeping = token_cache("ada")
    assert given is None
    assert "encrypted store answered" in str(keeping.words)
    forget_tokens("ada")
