"""A fake Entra, a lab that accepts its tokens, a browser, and somebody to answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest

from backup_doctor.arm.cloud import Cloud
from backup_doctor.arm.identity.interaction import DeviceCode
from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.identity.open_session import open_session
from backup_doctor.arm.signin import Session
from backup_doctor.core.text import Text
from backup_doctor.lab.running import RunningLab, start
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import PRINCIPAL, FakeEntra, fake_entra

T = TypeVar("T")


@dataclass
class Somebody:
    """Whoever sits before the screen."""

    answers: list[SignIn | None] = field(default_factory=list)
    """What is answered to each question; the last one again and again. None: no."""
    questions: list[tuple[str, SignIn]] = field(default_factory=list)
    codes: list[DeviceCode] = field(default_factory=list)
    endings: list[str | None] = field(default_factory=list)
    """How what followed each answer ended; None: well, or given up."""
    on_code: Callable[[], None] = lambda: None
    thinks: float = 0.0
    """Seconds before the answer."""
    taken_back: int = 0
    """How many questions went before they were answered."""

    def show_code(self, code: DeviceCode) -> None:
        self.codes.append(code)
        self.on_code()

    async def sign_in_again(self, why: Text, sign_in: SignIn) -> SignIn | None:
        self.questions.append((str(why), sign_in))
        try:
            await asyncio.sleep(self.thinks)
        except asyncio.CancelledError:
            self.taken_back += 1
            raise
        if not self.answers:
            return sign_in  # the same way once more
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def settled(self, why_not: Text | None) -> None:
        self.endings.append(None if why_not is None else str(why_not))


@dataclass
class Place:
    """Everything a sign-in meets."""

    entra: FakeEntra
    lab: RunningLab
    somebody: Somebody = field(default_factory=Somebody)

    @property
    def cloud(self) -> Cloud:
        return self.entra.cloud(self.lab.endpoint)

    def order(self, method: Method, **more: str) -> SignIn:
        """A sign-in by this method, complete."""
        principal = {"tenant": self.entra.person.home, "client_id": PRINCIPAL}
        given = {Method.SECRET: {**principal, "secret": "right-secret"}, Method.CERTIFICATE: principal}.get(method, {})
        return SignIn(method, self.cloud, **{**given, **more})  # type: ignore[arg-type]  # all of them are text

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run something on a loop of its own."""

        async def with_threads() -> T:
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16))
            return await work()

        return asyncio.run(with_threads())

    def with_session(self, order: SignIn, work: Callable[[Session], Awaitable[T]]) -> T:
        """Sign in, do something with the session, and close it."""

        async def whole() -> T:
            session = await open_session(order, self.entra.wire(), self.somebody)
            try:
                return await work(session)
            finally:
                await session.gateway.close()

        return self.run(whole)

    def open_session(self, order: SignIn) -> Session:
        """Sign in and go; the session is closed already."""

        async def itself(session: Session) -> Session:
            return session

        return self.with_session(order, itself)


async def ask_azure(session: Session) -> int:
    """One request to Azure in the background; how many subscriptions it brought."""
    gateway = session.gateway
    return len(await gateway.pages(gateway.subscriptions().subscriptions.list))


def without_token_of(session: Session) -> SignIn:
    """The order that a session came from, as it would be remembered."""
    assert session.sign_in is not None
    return replace(session.sign_in, token="", secret="", password="")


def cancel(place: Place, method: Method, begun: threading.Event) -> None:
    """Sign in, wait until the person is at it, and cancel; nothing is waited for after that."""

    async def work() -> None:
        task = asyncio.ensure_future(open_session(place.order(method), place.entra.wire(), place.somebody))
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(work())


def cancel_while_entra_is_silent(place: Place, order: SignIn) -> None:
    with place.entra.lock:  # it takes a request and does not answer

        async def work() -> None:
            task = asyncio.ensure_future(open_session(order, place.entra.wire(), place.somebody))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(work())
    wait_for_threads()
    assert place.entra.count("client_credentials") == 0


def wait_for_threads() -> None:
    """The sign-in's own threads end by themselves."""
    for thread in threading.enumerate():
        if thread.name == "sign-in":
            thread.join(timeout=30)
            assert not thread.is_alive()


@pytest.fixture
def entra() -> Iterator[FakeEntra]:
    with fake_entra() as running:
        yield running


@pytest.fixture
def place(entra: FakeEntra) -> Iterator[Place]:
    with start(["healthy-linux"]) as lab:
        lab.accept(entra, entra.authority)
        lab.world.subscription("Fabrikam Production", lab.world.tenant("Fabrikam", "fabrikam.example"))
        yield Place(entra, lab)


@pytest.fixture
def browser(entra: FakeEntra, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBrowser]:
    """In place of the user's."""
    fake = FakeBrowser(entra)
    monkeypatch.setattr("webbrowser.open", fake.open)
    yield fake
    fake.close()
