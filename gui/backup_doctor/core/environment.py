"""Where a diagnosis was made, and as whom: what support asks first."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Environment:
    """An empty field is not known; reports say so."""

    rules: str = ""
    """Edition of the rule set (`catalogue.edition`)."""
    cloud: str = ""
    """``public``, ``usgov``, ``china``, or the address of another ARM endpoint."""
    tenant: str = ""
    """The tenant's name, or its id where Azure does not tell."""
    tenant_id: str = ""
    account: str = ""
    """Who was signed in."""
    method: str = ""
    """How (`arm.identity.method.Method`)."""
    proxy: str = ""
    """Who named the way to Azure (`arm.wire.Origin`); not which proxy, for that names the house."""
    system: str = ""
    """Operating system and Python of the computer that asked."""
    masked: bool = False
    """Whether names have been taken out since."""


NOT_KNOWN = Environment()


def environment_to_json(environment: Environment) -> dict[str, Any]:
    """The fields that are known."""
    return {name: value for name, value in asdict(environment).items() if value}


def environment_from_json(document: object) -> Environment:
    """Read what `environment_to_json` wrote; fields of a later version are left out.

    Raises:
        TypeError: it is no object, or a field is of the wrong form.
    """
    if not isinstance(document, dict):
        raise TypeError("environment")
    known = {field.name: document[field.name] for field in fields(Environment) if field.name in document}
    for name, value in known.items():
        if type(value) is not (bool if name == "masked" else str):
            raise TypeError(name)
    return Environment(**known)
