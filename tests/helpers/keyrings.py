"""Password stores for tests, of the kinds that computers have."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

R = TypeVar("R", bound=KeyringBackend)


class Store(KeyringBackend):
    """Keeps everything, and shows everything."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has not typed it
        self.content: dict[tuple[str, str], str] = {}
        self.writes: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        return self.content.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.writes.append(service)
        self.content[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.content:
            raise PasswordDeleteError("No such password!")
        del self.content[service, username]


class WindowsError(Exception):
    """Stands for ``pywintypes.error``, which is no KeyringError."""


class WindowsStore(Store):
    """Takes 2560 bytes of UTF-16, and raises what Windows' backend raises beyond that."""

    priority = 5.0

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise WindowsError(1783, "CredWrite", "The stub received bad data")
        super().set_password(service, username, password)


class LockedStore(Store):
    """The user does not unlock it."""

    priority = 5.0
    locked = True

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")
        return super().get_password(service, username)

    def open(self, *, yes: bool) -> None:
        """Unlock it, or lock it."""
        self.locked = not yes


class SilentStore(Store):
    """Every call hangs until it speaks."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.speaks = threading.Event(), threading.Event()
        self.threads: set[threading.Thread] = set()
        """Those that have asked it."""

    def _wait(self) -> None:
        self.threads.add(threading.current_thread())
        self.asked.set()
        self.speaks.wait(60)

    def get_password(self, service: str, username: str) -> str | None:
        self._wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._wait()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._wait()
        super().delete_password(service, username)

    def open(self, *, yes: bool) -> None:
        """Let it speak, and whoever still waits be answered; or let it fall silent."""
        if not yes:
            self.speaks.clear()
            return
        self.speaks.set()
        for thread in [thread for thread in self.threads if thread.name == "password-store"]:
            thread.join(10)


class RefusingStore(Store):
    """Fails whatever it is asked, always in the same way."""

    priority = 5.0

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error("no such thing here")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error(f"no room for {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise self._error("no such thing here")


class StubbornStore(Store):
    """Fails from the moment it is told to, with an error that repeats what it was given."""

    priority = 5.0
    refuses: tuple[str, ...] = ()
    """Parts of the names of items that it does not take."""
    deletes = True

    def set_password(self, service: str, username: str, password: str) -> None:
        if any(part in service for part in self.refuses):
            raise PasswordSetError(f"no room for {password}")
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        if not self.deletes:
            raise PasswordDeleteError("denied by the user")
        super().delete_password(service, username)


class ForgetfulStore(Store):
    """Takes everything and keeps nothing."""

    priority = 5.0

    def set_password(self, service: str, username: str, password: str) -> None:
        self.writes.append(service)


class TwiceStore(Store):
    """Holds some items twice and deletes one at a time, as Secret Service does."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.copies: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.content.get((service, username)) or self.copies.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if self.content.pop((service, username), None) is None and self.copies.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


class PlainFile(Store):
    """What keyrings.alt calls its plain text file: keyring itself does not recommend it."""

    priority = 0.5


class FileStore(KeyringBackend):
    """For a program in a process of its own: a JSON file, named by the environment."""

    priority = 5.0
    VARIABLE = "TEST_KEYRING_FILE"

    @property
    def _file(self) -> Path:
        return Path(os.environ[self.VARIABLE])

    def _content(self) -> dict[str, str]:
        content: dict[str, str] = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        return content

    def get_password(self, service: str, username: str) -> str | None:
        return self._content().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps({**self._content(), f"{service}\n{username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        content = self._content()
        if content.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError("No such password!")
        self._file.write_text(json.dumps(content), "utf-8")


def chain(*stores: KeyringBackend) -> KeyringBackend:
    """What keyring makes of several stores on one computer."""

    class Chain(ChainerBackend):
        priority = 10.0
        backends = stores

    return Chain()  # type: ignore[no-untyped-call]  # keyring has not typed it


@contextmanager
def using(ring: R) -> Iterator[R]:
    """Make this the password store of the process."""
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        yield ring
    finally:
        keyring.set_keyring(before)
