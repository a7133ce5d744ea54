"""What goes wrong while signing in, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from azure.core.exceptions import AzureError as SdkError
from azure.core.exceptions import ServiceRequestError, ServiceResponseError

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import AzureError, NotSignedIn, ours_within
from ..refusals import from_azure
from .entra import EntraProblem, plain, problem_of, sentence, whole

CLOCK_TOLERANCE = timedelta(minutes=2)
"""What msal lets pass when it looks at an ID token's times (1.3x); Entra itself allows five minutes."""

_DEEPEST = 12
"""Layers of wrapping that are looked through; a chain of causes can be a circle."""


class SignInFailed(NotSignedIn):
    """Somebody said no: Entra, Azure CLI, the person, or what was asked for makes no sense."""

    def __init__(self, text: Text, *, problem: EntraProblem | None = None, said: str = "") -> None:
        super().__init__(text)
        self.problem = problem
        """What Entra's code stands for; None where there was none."""
        self.said = said
        """Entra's own words, for show in plain text only; empty where it did not speak."""
        self.claims: str | None = None
        """What a new sign-in has to prove, where Entra says so."""


class SignInNeeded(NotSignedIn):
    """Only a person can go on from here, and nobody was there to be asked, or did not want to."""


class SomebodyElse(SignInFailed):
    """The new sign-in is of another person or tenant than the session."""


def failure(error: BaseException, skew: timedelta = timedelta(0)) -> AzureError:
    """The error of ours that an exception of azure-identity, msal or their transport stands for.

    Args:
        skew: how much this computer's clock is ahead of Entra's.
    """
    ours = ours_within(error)
    if ours is not None:
        return ours
    for inner in _chain(error):
        if isinstance(inner, (ServiceRequestError, ServiceResponseError)):
            return from_azure(inner)
    document = _answer(error)
    words = str(document.get("error_description") or getattr(error, "message", "") or error)
    failed = _from_words(words, str(document.get("error", "")))
    claims = document.get("claims")  # what a new sign-in has to prove (claims challenges, 2024-05-29)
    failed.claims = claims if isinstance(claims, str) and claims else None
    if abs(skew) > CLOCK_TOLERANCE and (failed.problem is None or failed.problem.code == "AADSTS700024"):
        text = translate("SignIn", "This computer's clock differs from Microsoft Entra's by %n minute(s). Correct it and sign in again.", "", 0)
        return SignInFailed(text.counted(max(2, round(abs(skew) / timedelta(minutes=1)))), problem=failed.problem, said=failed.said)
    return failed


def from_entra(words: str) -> SignInFailed:
    """The error for Entra's own words, as they stand in ``error_description``."""
    problem = problem_of(words)
    if problem is not None:
        return SignInFailed(whole(problem), problem=problem, said=plain(words))
    return SignInFailed(translate("SignIn", "Signing in failed: {words}").format(words=sentence(words)), said=plain(words))


_PERSON = translate("SignIn", "Microsoft Entra wants you to sign in again.")
_BROWSER = translate("SignIn", "No browser could be opened on this computer. Sign in with a device code instead: a browser on any device will do.")
_TIMEOUT = translate("SignIn", "The sign-in was not completed in the browser in time. Try again.")
_DECLINED = translate("SignIn", "The sign-in was cancelled in the browser. Try again if you want to sign in.")
_EXPIRED = translate("SignIn", "The code was not entered in the browser in time. Start again and enter the new code.")
_STATE = translate("SignIn", "The browser's answer belongs to another sign-in. Close old sign-in pages there and try again.")
_PORT = translate(
    "SignIn",
    "The local port on which the browser returns its answer could not be opened: something blocks local ports on this computer. Sign in with "
    "a device code.",
)

# What azure-identity 1.27 says itself, and OAuth's own errors (RFC 6749, 4.1.2.1; RFC 8628, 3.5).
_SAYINGS = (
    ("interactive authentication is required", _PERSON),
    ("failed to open a browser", _BROWSER),
    ("couldn't start an http server", _PORT),
    ("state mismatch", _STATE),
    ("expired_token", _EXPIRED),
    ("code_expired", _EXPIRED),
    ("timed out waiting for user", _EXPIRED),
    ("timed out after waiting", _TIMEOUT),
    ("access_denied", _DECLINED),
    ("authorization_declined", _DECLINED),
    ("user canceled", _DECLINED),
    ("user cancelled", _DECLINED),
)


def _from_words(words: str, kind: str) -> SignInFailed:
    folded = f"{kind} {words}".casefold()
    if problem_of(words) is None:
        for saying, text in _SAYINGS:
            if saying in folded:
                return SignInFailed(text)
    return from_entra(words.removeprefix("Authentication failed: "))


def _answer(error: BaseException) -> dict[str, Any]:
    """Entra's answer that an exception carries; empty where there is none."""
    response = getattr(error, "response", None)
    if response is None:
        return {}
    try:
        document = response.json()
    except (ValueError, RecursionError, SdkError):  # a page instead of Entra's answer
        return {}
    return document if isinstance(document, dict) else {}


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    inner: BaseException | None = error
    while inner is not None and len(chain) < _DEEPEST:
        chain.append(inner)
        inner = inner.__cause__ or inner.__context__
    return chain
