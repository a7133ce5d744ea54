"""Pasted access tokens: what is taken for one, and that none is ever shown."""

from __future__ import annotations

import asyncio
import base64
import time
from datetime import datetime, timedelta

import pytest

from backup_doctor.arm.credential import BadToken, StaticToken, claims_of, token_credential
from backup_doctor.arm.errors import NotSignedIn
from backup_doctor.core.model import CannotStart
from tests.helpers.tokens import jwt


def test_a_jwt_tells_when_it_expires() -> None:
    soon = int(time.time()) + 600
    for words in (jwt(exp=soon), f" Bearer {jwt(exp=soon)}\n", f"bearer  {jwt(exp=soon)}"):
        assert token_credential(words) == StaticToken(jwt(exp=soon), soon)


@pytest.mark.parametrize("token", ["opaque", "a.b.c", "a.!!!!.c", jwt(exp="soon"), jwt(exp=None), f"x.{base64.b64encode(b'[1]').decode()}.y"])
def test_an_opaque_token_is_left_to_azure(token: str) -> None:
    credential = token_credential(token)
    assert credential.token == token
    assert asyncio.run(credential.get_token("scope")).token == token


@pytest.mark.parametrize("token", ["", "   ", "Bearer ", "two words", "line\nbreak", "tokén", "a\x00b", "{not: json}\u200b"])
def test_what_cannot_be_a_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken) as refused:
        token_credential(token)
    assert isinstance(refused.value, CannotStart)


@pytest.mark.parametrize("expiry", [0, 1, int(time.time()) - 1, -(10**20)])
def test_an_expired_token_is_refused_without_being_shown(expiry: int) -> None:
    with pytest.raises(BadToken) as refused:
        token_credential(jwt(exp=expiry))
    assert "signature" not in str(refused.value)


def test_an_expired_token_may_be_good_and_the_clock_wrong() -> None:
    with pytest.raises(BadToken, match="this computer's clock it is") as refused:
        token_credential(jwt(exp=int(time.time()) - 60))
    now, moment = (refused.value.text.params[name] for name in ("now", "moment"))
    assert isinstance(now, datetime) and isinstance(moment, datetime)
    assert now - moment >= timedelta(seconds=60)


def test_a_token_that_expires_meanwhile_is_not_given_out() -> None:
    with pytest.raises(BadToken, match="expired"):
        asyncio.run(StaticToken("secret", int(time.time()) - 1).get_token("scope"))


def test_a_policy_that_asks_for_a_fresh_sign_in_is_told_so() -> None:
    with pytest.raises(NotSignedIn, match="fresh sign-in"):
        asyncio.run(token_credential("secret").get_token("scope", claims="{}"))


def test_a_client_that_ends_leaves_the_token_as_it_was() -> None:
    """Every client of the SDK may be left as a context, and takes its credential along."""

    async def work() -> str:
        credential = token_credential("opaque")
        async with credential as same:
            assert same is credential
        await credential.close()
        return (await credential.get_token("scope")).token

    assert asyncio.run(work()) == "opaque"


def test_the_token_does_not_show_in_a_repr() -> None:
    assert "secret" not in repr(token_credential("secret"))


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c.d", "a.\xff.c", "a.bm90IGpzb24.c"])
def test_a_token_that_says_nothing_of_itself(token: str) -> None:
    assert claims_of(token) == {}
