"""Tokens from Azure CLI.

azure-identity's own AzureCliCredential is not used: it opens a console window under a program without one on Windows, and cannot be cancelled.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from azure.core.credentials import AccessToken

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .daemon_thread import in_daemon_thread
from .entra import code_in
from .failures import SignInFailed, SignInNeeded, from_entra
from .method import SignIn

PATIENCE = 60.0
"""Seconds for one answer of az: it starts a Python of its own, and asks Entra over the organisation's network."""


class AzureCli:
    """Asks the account that az is signed in with. az keeps the tokens; whoever uses this keeps the last one in memory."""

    def __init__(self, sign_in: SignIn) -> None:
        self._tenant = sign_in.tenant
        self._resource = sign_in.cloud.scope.removesuffix("/.default")
        self.record = self.user = ""

    async def prompt(self, claims: str | None = None) -> None:
        """Nobody to ask: the person has run ``az login``."""

    async def token(self, tenant: str = "", *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        """What az gives; it renews by itself what is about to expire.

        Raises:
            SignInFailed: az is missing, takes too long, or Entra says no.
            SignInNeeded: somebody has to run ``az login``.
        """
        place = tenant or self._tenant
        if claims is not None or fresh:
            raise SignInNeeded(_log_in(place, claims))
        words = ["account", "get-access-token", "--output", "json", "--resource", self._resource, *(["--tenant", place] if place else [])]
        run = _Run(words)
        code, out, err = await in_daemon_thread(run, run.stop)
        if code == 0:
            return _token(out)
        raise _refused(err, place)

    async def close(self) -> None:
        """Nothing is held open."""


class _Run:
    """One run of az, in a thread; stopping it from another ends it and whatever it has started."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._process: subprocess.Popen[str] | None = None
        self._stopped = threading.Event()

    def __call__(self) -> tuple[int, str, str]:
        path = _az()
        if path is None:
            text = translate("SignIn", "Azure CLI (az) was not found on this computer. Install it and run “az login”, or sign in another way.")
            raise SignInFailed(text)
        try:
            return self._answer(path)
        except OSError as error:
            text = translate("SignIn", "Azure CLI (az) could not be started: {reason}")
            raise SignInFailed(text.format(reason=error.strerror or type(error).__name__)) from error

    def _answer(self, path: str) -> tuple[int, str, str]:
        with subprocess.Popen(
            [path, *self._words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=_safe_folder(),
            env=_environment(),
            text=True,
            encoding="utf-8",
            errors="replace",
            **_UNSEEN,
        ) as process:
            self._process = process
            if self._stopped.is_set():  # while it was being started
                self.stop()
            try:
                out, err = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired as error:
                self.stop()
                text = translate("SignIn", "Azure CLI (az) did not answer in time. Try “az account get-access-token” in a terminal.")
                raise SignInFailed(text) from error
            finally:
                self._process = None
        return process.returncode, out, err

    def stop(self) -> None:
        """End it, if it runs; also if it is just being started."""
        self._stopped.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        if sys.platform == "win32":
            process.kill()  # what az.cmd has started ends by itself within seconds, unheard
            return
        with suppress(ProcessLookupError):  # it ended at this very moment
            os.killpg(process.pid, signal.SIGKILL)  # az is a script that starts Python


_UNSEEN: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)} if sys.platform == "win32" else {"start_new_session": True}
"""No console window on Windows; elsewhere a group of its own, so that all of it can be ended."""


_OURS = ("BACKUP_DOCTOR_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD")
"""Variables with secrets for this program, which are none of az's business: it takes no service principal from them."""


def _environment() -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in _OURS},
        "AZURE_CORE_NO_COLOR": "true",
        "AZURE_CORE_ONLY_SHOW_ERRORS": "true",
    }


def _az() -> str | None:
    """Where az is; on Windows a batch file. There the standard library would take one from the program's own folder first, whoever put it there."""
    if sys.platform != "win32":
        return shutil.which("az")
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    places = (folder / name for folder in folders if folder.is_absolute() for name in ("az.cmd", "az.bat", "az.exe"))
    return next((str(place) for place in places if place.is_file()), None)


def _safe_folder() -> str:
    """Not the program's own, where somebody may have put another ``az`` on Windows."""
    return os.environ.get("SYSTEMROOT", "C:\\Windows") if sys.platform == "win32" else "/"


def _token(out: str) -> AccessToken:
    """Read az's answer. ``expires_on`` counts seconds (az 2.54 and later); ``expiresOn`` is the local time without saying so."""
    try:
        answer: dict[str, Any] = json.loads(out)
        local = "expires_on" not in answer
        expires = int(datetime.fromisoformat(answer["expiresOn"]).timestamp() if local else answer["expires_on"])
        return AccessToken(str(answer["accessToken"]), expires)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        strange = SignInFailed(
            translate("SignIn", "Azure CLI (az) gave an answer that Backup Doctor does not understand. Update it with “az upgrade”.")
        )
    raise strange  # outside of the other error's reach, whose text may hold a token


def _refused(err: str, tenant: str) -> SignInFailed | SignInNeeded:
    """az's own words; where Entra speaks through them, Entra's."""
    folded = err.casefold()
    if code_in(err):
        return from_entra(err[err.index(code_in(err)) :])
    if "az login" in folded or "az account set" in folded or "az account clear" in folded:
        return SignInNeeded(_log_in(tenant, None))
    words = " ".join(err.split())[:500]
    return SignInFailed(translate("SignIn", "Azure CLI (az) says: {words}").format(words=words or "—"), said=words)


def _log_in(tenant: str, claims: str | None) -> Text:
    """The command to run. Claims go along as az 2.76 and later take them."""
    words = ["az login"]
    if tenant:
        words.append(f"--tenant {tenant}")
    if claims is not None:
        words.append(f"--claims-challenge {base64.b64encode(claims.encode()).decode()}")
    return translate("SignIn", "Azure CLI has to sign in again. Run this in a terminal: {command}").format(command=" ".join(words))
