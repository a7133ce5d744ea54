"""Entra's codes in words: what it means, what to do, who can fix it."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import BytesIO

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from azure.identity import CredentialUnavailableError

from backup_doctor.arm.errors import Unreachable
from backup_doctor.arm.identity.entra import ADMINISTRATOR, HELP_DESK, MICROSOFT, OWNER, SECURITY, UNKNOWN_WHO, YOU, problem_of
from backup_doctor.arm.identity.entra_codes import PROBLEMS
from backup_doctor.arm.identity.failures import SignInFailed, failure, from_entra
from backup_doctor.arm.identity.method import Method
from tests.helpers.fake_browser import FakeBrowser
from tests.unit.arm.identity.conftest import Place

MET = [
    16000,
    50001,
    50011,
    50020,
    50034,
    50089,
    50097,
    50129,
    50144,
    50199,
    50053,
    50055,
    50057,
    50058,
    50072,
    50074,
    50076,
    50079,
    50105,
    50126,
    50128,
    50131,
    50132,
    50133,
    50140,
    50158,
    50173,
    50194,
    500011,
    500121,
    500113,
    51004,
    53000,
    53001,
    53002,
    53003,
    53004,
    530031,
    530032,
    530034,
    530035,
    65001,
    65004,
    700003,
    70002,
    70008,
    700016,
    70016,
    70019,
    70020,
    700027,
    70043,
    700082,
    700084,
    7000112,
    7000215,
    7000222,
    90002,
    90072,
    90094,
    90095,
    90099,
    900144,
    900384,
]


@pytest.mark.parametrize("code", MET)
def test_a_code_that_an_administrator_meets_is_explained(code: int) -> None:
    failed = from_entra(f"AADSTS{code}: Something. Trace ID: 1 Correlation ID: 2 Timestamp: 3")
    assert failed.problem is not None
    assert failed.problem.who in (YOU, ADMINISTRATOR, SECURITY, OWNER, HELP_DESK, MICROSOFT)
    said = str(failed.text)
    assert f"(AADSTS{code})" in said
    assert f"Who can fix it: {failed.problem.who}." in said
    assert failed.said.endswith("Correlation ID: 2 Timestamp: 3")  # the ids that the tenant's sign-in logs are searched by


def test_every_explanation_is_of_whole_sentences() -> None:
    for code, problem in PROBLEMS.items():
        assert problem.code == f"AADSTS{code}"
        for text in (problem.meaning, problem.remedy):
            assert str(text)[0].isupper(), code
            assert str(text).endswith((".", "?")), code
        assert not str(problem.title).endswith("."), code


def test_who_can_fix_it_is_told_apart() -> None:
    who = {code: problem.who for code, problem in PROBLEMS.items()}
    assert (who["53003"], who["7000222"], who["50057"], who["90094"], who["50076"]) == (SECURITY, OWNER, HELP_DESK, ADMINISTRATOR, YOU)


def test_an_unknown_code_says_so_and_lets_entra_speak() -> None:
    failed = from_entra("AADSTS999999: The moon is full.\r\nTrace ID: 1")
    assert failed.problem is not None
    assert failed.problem.who == UNKNOWN_WHO
    assert "does not know this error" in str(failed.text)
    assert "AADSTS999999: The moon is full." in str(failed.text)
    assert "Trace" not in str(failed.text)


def test_words_without_a_code_are_told_as_they_are() -> None:
    failed = from_entra("server_error")
    assert (failed.problem, str(failed.text)) == (None, "Signing in failed: server_error")
    assert problem_of("AADSTS12") is None


def test_hostile_words_stay_one_short_line() -> None:
    failed = from_entra("AADSTS999999: <b>x</b>\n" + "y" * 10_000)
    assert len(str(failed.text)) < 1500
    assert "\n" not in failed.said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CredentialUnavailableError(message="Failed to open a browser"), "No browser could be opened"),
        (CredentialUnavailableError(message="Couldn't start an HTTP server on http://localhost:1"), "blocks local ports"),
        (
            ClientAuthenticationError(message="Timed out after waiting 300 seconds for the user to authenticate"),
            "not completed in the browser in time",
        ),
        (ClientAuthenticationError(message="Timed out waiting for user to authenticate"), "Start again and enter the new code"),
        (ClientAuthenticationError(message="Authentication failed: access_denied"), "cancelled in the browser"),
    ],
)
def test_what_azure_identity_says_itself(error: Exception, words: str) -> None:
    assert words in str(failure(error))


def test_a_network_error_is_found_under_all_its_wrapping() -> None:
    inner = ServiceRequestError("[Errno 111] Connection refused")
    outer = ClientAuthenticationError(message="Authentication failed: …")
    outer.__cause__ = inner
    assert isinstance(failure(outer), Unreachable)


@pytest.mark.parametrize("body", [b"<html>Sign in to the network</html>", b"[" * 100_000, b"[]"])
def test_a_page_in_the_place_of_entras_answer_leaves_the_librarys_own_words(body: bytes) -> None:
    page = requests.Response()
    page.raw = BytesIO(body)
    error = ClientAuthenticationError(message="Authentication failed: no token")
    error.response = page  # type: ignore[assignment]  # msal's transport answers with requests' own
    failed = failure(error)
    assert isinstance(failed, SignInFailed)
    assert (failed.said, failed.claims) == ("no token", None)


def test_a_wrong_clock_is_blamed_only_where_it_may_be_the_cause() -> None:
    assert "clock" in str(failure(ClientAuthenticationError(message="The ID token is not yet valid"), timedelta(minutes=-9)))
    assert "clock" not in str(failure(ClientAuthenticationError(message="AADSTS53003: Blocked"), timedelta(minutes=-9)))
    assert "clock" not in str(failure(ClientAuthenticationError(message="The ID token is not yet valid"), timedelta(seconds=30)))


def test_expected_failures_leave_no_line_in_the_log_and_no_secret(place: Place, browser: FakeBrowser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SignInFailed):
        place.open_session(place.order(Method.SECRET, secret="wrong-secret"))
    place.entra.authorize_error = ("access_denied", "AADSTS65004: User declined")
    with pytest.raises(SignInFailed):
        place.open_session(place.order(Method.BROWSER))
    place.entra.authorize_error = None
    place.open_session(place.order(Method.BROWSER))
    theirs = [record for record in caplog.records if record.name.startswith(("azure.identity", "msal"))]
    assert theirs == []
    secrets = ("wrong-secret", *place.entra.issued, *place.entra.grants)
    assert not any(secret in caplog.text for secret in secrets)


def test_nothing_secret_shows_in_a_repr(place: Place, browser: FakeBrowser) -> None:
    order = place.order(Method.SECRET, secret="hidden-1", password="hidden-2", token="hidden-3", record="hidden-4")
    session = place.open_session(place.order(Method.BROWSER))
    shown = repr((order, session, session.credential, session.sign_in))
    assert "hidden-" not in shown
    assert not any(token in shown for token in (*place.entra.issued, *place.entra.grants))
