"""A Secret Service for tests, as PyGObject shows libsecret: what msal_extensions calls is here, and keeps in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

Attributes = dict[str, str]


class GLibError(Exception):
    """Stands for ``GLib.Error``."""


class Secrets:
    """The items of the default collection."""

    def __init__(self) -> None:
        self.content: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
        self.trouble = ""
        """From now on every call fails with these words."""

    def _item(self, schema: str, attributes: Attributes) -> tuple[str, tuple[tuple[str, str], ...]]:
        if self.trouble:
            raise GLibError(self.trouble)
        return schema, tuple(sorted(attributes.items()))

    def password_store_sync(self, schema: str, attributes: Attributes, _collection: str | None, _label: str, password: str, _cancel: object) -> bool:
        self.content[self._item(schema, attributes)] = password
        return True

    def password_lookup_sync(self, schema: str, attributes: Attributes, _cancel: object) -> str | None:
        return self.content.get(self._item(schema, attributes))

    def password_clear_sync(self, schema: str, attributes: Attributes, _cancel: object) -> bool:
        return self.content.pop(self._item(schema, attributes), None) is not None


@contextmanager
def libsecret() -> Iterator[Secrets]:
    """PyGObject and a Secret Service are there."""
    secrets = Secrets()
    names = {"Schema": SimpleNamespace(new=lambda name, _flags, _types: name), "SchemaFlags": SimpleNamespace(NONE=0)}
    names["SchemaAttributeType"] = SimpleNamespace(STRING=0)
    gi, repository = ModuleType("gi"), ModuleType("gi.repository")
    calls = {name: getattr(secrets, name) for name in dir(secrets) if name.startswith("password_")}
    vars(repository).update(Secret=SimpleNamespace(**names, **calls), GLib=SimpleNamespace(Error=GLibError))
    vars(gi).update(repository=repository, require_version=lambda _name, _version: None)
    before = {name: sys.modules.pop(name, None) for name in ("gi", "gi.repository", "msal_extensions.libsecret")}
    sys.modules.update({"gi": gi, "gi.repository": repository})
    try:
        yield secrets
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module
