"""A remembered account comes in silently from its encrypted token cache, and forgetting it ends that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.memory import Memory, RememberedAccount
from backup_doctor.arm.signin import Session
from tests.helpers import keyrings
from tests.helpers.fake_libsecret import Secrets, libsecret
from tests.unit.arm.identity.conftest import Place


@pytest.fixture
def secrets() -> Iterator[Secrets]:
    """A desktop with a Secret Service, and a keyring on top of it."""
    with libsecret() as service, keyrings.using(keyrings.Store()):
        yield service


def remembered(session: Session, order: SignIn) -> RememberedAccount:
    assert session.sign_in is not None
    return RememberedAccount(order.cache, order.method, user=session.account.user, record=session.sign_in.record, cloud=order.cloud.name)


def test_tokens_that_are_kept_save_the_next_prompt_until_they_are_forgotten(place: Place, secrets: Secrets, home: Path) -> None:
    memory = Memory()
    order = place.order(Method.DEVICE, cache="ada")
    memory.remember(remembered(place.open_session(order), order))
    (kept,) = memory.accounts()
    assert len(place.somebody.codes) == 1
    assert [schema for schema, _ in secrets.content] == ["backup-doctor-ada.cae"]
    again = replace(order, record=kept.record)
    assert place.open_session(again).account.user == kept.user
    assert len(place.somebody.codes) == 1, "silently"
    memory.forget(kept)
    assert secrets.content == {}
    assert [path.name for path in home.rglob("*") if path.is_file() and path.read_bytes()] == []
    place.open_session(again)
    assert len(place.somebody.codes) == 2, "nothing is left that could open the door"


def test_an_account_that_shall_not_be_remembered_leaves_no_token(place: Place, secrets: Secrets, home: Path) -> None:
    place.open_session(place.order(Method.DEVICE))
    assert (secrets.content, list(home.rglob("*"))) == ({}, [])
