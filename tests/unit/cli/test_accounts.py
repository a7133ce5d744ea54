"""Listing and forgetting the remembered accounts without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.arm.memory import Memory
from tests.helpers import keyrings
from tests.helpers.accounts import RECORD, SECRET, account, principal
from tests.helpers.commands import Command


def test_accounts_are_listed_without_their_secrets(command: Command) -> None:
    with keyrings.using(keyrings.Store()):
        Memory().remember(principal(age=1), SECRET)
        Memory().remember(account(record=RECORD))
        listed = command("accounts")
        document = command("accounts", "--format", "json").document
    assert listed.code == 0
    assert listed.out.splitlines()[0] == "Accounts and secrets are kept in the password store “keyrings Store”."
    assert "ada: ada@contoso.example" in listed.out
    assert "robot: 12121212-3434-5656-7878-909090909090" in listed.out
    assert "backup-doctor accounts --forget robot" in listed.out
    assert SECRET not in listed.out and "homeAccountId" not in listed.out
    assert [(each["key"], each["method"]) for each in document["accounts"]] == [("ada", "browser"), ("robot", "secret")]
    assert document["kept"] is True
    assert set(document["accounts"][0]) & {"secret", "record"} == set()


def test_an_account_is_forgotten_and_the_rest_is_listed(command: Command) -> None:
    with keyrings.using(keyrings.Store()) as store:
        Memory().remember(principal(age=1), SECRET)
        Memory().remember(account())
        left = command("accounts", "--forget", "robot", "--format", "json")
        assert [each["key"] for each in left.document["accounts"]] == ["ada"]
        assert not any("robot" in service for service, _ in store.content)
        everything = command("accounts", "--forget-all")
        assert everything.out.splitlines()[1] == "No account is remembered."
        assert store.content == {}


def test_an_unknown_account_is_answered_with_the_known_ones(command: Command) -> None:
    with keyrings.using(keyrings.Store()):
        Memory().remember(account())
        refused = command("accounts", "--forget", "eve")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "backup-doctor: No account eve is remembered. Known are: ada.\n"


def test_a_store_that_does_not_let_go_is_no_success(command: Command) -> None:
    with keyrings.using(keyrings.StubbornStore()) as store:
        Memory().remember(account())
        store.deletes = False
        refused = command("accounts", "--forget", "ada")
    assert (refused.code, refused.out) == (5, "")
    assert "Not everything could be forgotten. The password store answered: denied by the user." in refused.err


def test_where_nothing_can_be_kept_it_says_so(command: Command) -> None:
    listed = command("accounts")
    assert (listed.code, listed.err) == (0, "")
    assert listed.out.startswith("This computer offers no password store.")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_list_can_go_into_a_file(command: Command, tmp_path: Path, language: str) -> None:
    written = command("accounts", "--output", str(tmp_path / "accounts.txt"), "--lang", language)
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "accounts.txt").read_text("utf-8")
