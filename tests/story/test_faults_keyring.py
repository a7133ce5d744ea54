"""A password store that is missing, locked, broken or silent: it is said in a sentence, the work goes on, and no secret goes elsewhere."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import InitError, KeyringError, NoKeyringError, PasswordSetError

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.memory import Memory, StoreFailed, patience
from backup_doctor.arm.memory.password_store import open_password_store
from backup_doctor.arm.memory.token_cache import token_cache
from backup_doctor.cli.main import run
from tests.helpers.accounts import SECRET, account, principal
from tests.helpers.fake_libsecret import libsecret
from tests.helpers.fault_table import ASKED, TABLE
from tests.helpers.keyrings import LockedStore, RefusingStore, SilentStore, Store, using
from tests.helpers.leaks import leaks, written
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import PATIENCE

RIGHT = "right-secret"
"""Of the service principal that Entra knows."""


@dataclass(frozen=True)
class Ring:
    """A store that does not do it."""

    title: str
    make: Callable[[], KeyringBackend]
    words: str
    """What is said of it, where accounts are kept and where one was to be."""
    tries: bool = True
    """Whether there is something to try again."""


RINGS = (
    Ring("there is no password store", NoKeyring, "This computer offers no password store", tries=False),
    Ring("the password store is locked", LockedStore, "The password store is locked"),
    Ring("the password store does not answer", SilentStore, "The password store does not answer"),
    *(
        Ring(f"the password store raises {error.__name__}", partial(RefusingStore, error), "The password store answered: ")
        for error in (KeyringError, NoKeyringError, PasswordSetError, InitError)
    ),
)


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.3)


@contextlib.contextmanager
def failing(ring: Ring) -> Iterator[KeyringBackend]:
    """It is the one of this computer; whoever still waits for it is let go at the end."""
    store = ring.make()
    with using(store):
        yield store
    if isinstance(store, SilentStore):
        store.open(yes=True)


def next_start(office: Office) -> None:
    """Another process would know nothing but what the store tells it."""
    office.access._memory, office.access.keeping, office.access.accounts = None, None, None
    office.access.read_memory()
    office.qtbot.waitUntil(lambda: office.access.keeping is not None, timeout=PATIENCE)


def enter(office: Office) -> None:
    """As a service principal, to be remembered."""
    office.wizard.window.go(office.wizard.state.steps()[0])
    office.fill_principal()
    office.page.form.remember.setChecked(True)
    office.press_enter()
    office.wait_until_in()
    office.wizard.window.go(office.wizard.state.steps()[0])


def signed_in(office: Office, ring: Ring) -> Iterator[str]:
    """What is wrong with a sign-in that shall be remembered."""
    signed_in, told = office.access.signed_in, office.page.signed_in.tokens.toPlainText()
    assert signed_in is not None
    if ring.tries and signed_in.account is not None:
        yield "it is called remembered"
    if ring.tries and not told.startswith(f"The account was not remembered. {ring.words}"):
        yield f"it is said otherwise: {told}"
    if signed_in.tokens is None or signed_in.tokens.kept:
        yield "the tokens are kept"
    if office.wizard.window.banners.fault.isVisible():
        yield office.wizard.window.banners.fault.plain()


def test_the_window_goes_on_without_it(office: Office, home: Path, tmp_path: Path) -> None:
    wrong: list[str] = []
    for ring in RINGS if ASKED else RINGS[1:4]:
        with failing(ring) as store:
            next_start(office)
            form = office.page.form
            told = form.where.text()
            found = [] if told.startswith(ring.words) else [f"the page says {told!r}"]
            found += [] if form.look_again.isVisible() == ring.tries else ["whether it can be tried again is not shown"]
            enter(office)
            found += signed_in(office, ring)
            office.wizard.flow.sign_out()
            found += ["the window waited for it"] if isinstance(store, SilentStore) and threading.main_thread() in store.threads else []
            issued = {f"token {number}": token for number, token in enumerate([*office.entra.issued, *office.entra.grants])}
            found += leaks({**written(home), **written(tmp_path)}, {"secret": RIGHT, **issued})
        TABLE.add(ring.title, "window: next start, sign in, sign out", "told, and in memory only", found)
        wrong += [f"{ring.title}: {words}" for words in found]
    assert wrong == []


@pytest.mark.parametrize("kind", [LockedStore, SilentStore] if ASKED else [LockedStore])
def test_what_is_kept_comes_back_when_the_store_opens(office: Office, kind: type[LockedStore | SilentStore]) -> None:
    """It is locked at the start, opens, is locked again before the secret is wanted and before the account is forgotten, and opens."""
    store = kind()
    access = office.access
    with using(store):
        store.open(yes=True)
        next_start(office)
        enter(office)
        office.qtbot.waitUntil(lambda: bool(access.accounts), timeout=PATIENCE)
        office.wizard.flow.sign_out()
        store.open(yes=False)
        next_start(office)
        assert access.accounts == () and office.page.form.look_again.isVisible()
        store.open(yes=True)
        office.page.form.look_again.click()
        office.qtbot.waitUntil(lambda: bool(access.accounts), timeout=PATIENCE)
        store.open(yes=False)
        (row,) = office.page.accounts.rows
        row.sign_in_button.click()
        said = office.wait_for_trouble()
        assert "could not be read" in said and "not kept on this computer any more" not in said
        access.forget(row.account)
        office.qtbot.waitUntil(lambda: "could not be forgotten" in office.page.error.plain(), timeout=PATIENCE)
        store.open(yes=True)
        office.page.form.look_again.click()
        office.qtbot.waitUntil(lambda: bool(access.accounts), timeout=PATIENCE)
        access.sign_in_remembered(row.account)
        office.wait_until_in()
        access.forget(row.account)
        office.qtbot.waitUntil(lambda: access.accounts == (), timeout=PATIENCE)
        assert store.content == {}
    title = next(ring.title for ring in RINGS if ring.make is kind)
    TABLE.add(title, "window: sign in as remembered, forget", "told, and done when it opened", [])


def test_the_window_closes_while_the_store_hangs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for it: neither the window nor the end of the process."""
    monkeypatch.setattr(patience, "PATIENCE", 60)
    store = SilentStore()
    with using(store):
        office.access.read_memory()
        office.qtbot.waitUntil(store.asked.is_set, timeout=PATIENCE)
        assert office.wizard.parts.close()
        assert all(thread.daemon for thread in threading.enumerate() if thread.name in ("password-store", "sign-in"))
        store.speaks.set()
    TABLE.add("the password store does not answer", "window: closed meanwhile", "closed at once", [])


@pytest.mark.parametrize("ring", RINGS, ids=lambda ring: ring.title)
def test_the_command_line_says_it_and_is_no_success(ring: Ring, home: Path) -> None:
    with failing(ring):
        codes, found = [], []
        for words in (["accounts"], ["accounts", "--forget-all"]):
            out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                codes.append(int(run(words)))
            out.flush()
            said = out.buffer.getvalue().decode() + err.getvalue()
            found += [] if ring.words in said and "Traceback" not in said else [f"{words} says {said!r}"]
    TABLE.add(ring.title, "accounts, accounts --forget-all", ", ".join(map(str, codes)), found)
    assert (found, codes) == ([], [0, 5 if ring.tries else 0])


def test_while_a_call_hangs_no_other_is_made_and_nothing_is_called_done() -> None:
    with using(SilentStore()) as store:
        with pytest.raises(StoreFailed, match="does not answer"):
            open_password_store().get("accounts")
        assert len(store.threads) == 1
        silent = open_password_store()
        calls: list[Callable[[], object]] = [
            partial(silent.get, "accounts"),
            partial(silent.put, "accounts", "[]"),
            partial(silent.drop, "accounts"),
        ]
        for call in calls:
            with pytest.raises(StoreFailed, match="does not answer"):
                call()
        assert len(store.threads) == 1
        store.open(yes=True)
        assert open_password_store().get("accounts") is None


@pytest.mark.parametrize("ring", RINGS, ids=lambda ring: ring.title)
def test_where_the_account_cannot_be_kept_its_tokens_are_not_either(ring: Ring, home: Path) -> None:
    """Although the system would encrypt them: nobody could forget them again."""
    with libsecret() as secrets, failing(ring):
        given, keeping = token_cache("ada")
        found = [] if (given, keeping.kept, secrets.content) == (None, False, {}) else [str(keeping.words)]
    TABLE.add(ring.title, "tokens of a sign-in", "in memory only", found)
    assert found == []


def test_what_is_remembered_stands_nowhere_but_in_the_store(home: Path) -> None:
    """The oracle itself: a store that writes a file is found out."""
    with using(Store()):
        Memory().remember(principal(), SECRET)
        Memory().remember(account(method=Method.BROWSER))
        assert leaks(written(home), {"secret": SECRET}) == []
        (home / "careless").write_text(SECRET, "utf-8")
        assert leaks(written(home), {"secret": SECRET}) == ["secret in careless"]
