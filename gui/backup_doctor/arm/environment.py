"""What a report says of the sign-in and of the way to Azure behind a diagnosis."""

from __future__ import annotations

import platform

from ..core.environment import Environment
from .signin import Session
from .wire.proxies import BadProxy


def environment_of(session: Session, rules: str) -> Environment:
    """The environment of a diagnosis. May block, where the way to Azure has been forgotten since; so call it off the loop.

    Args:
        rules: edition of the rule set that judged.
    """
    account = session.account
    return Environment(
        rules=rules,
        cloud=account.cloud.name,
        tenant=account.tenant,
        tenant_id=account.tenant_id,
        account=account.user,
        method=str(account.method),
        proxy=_origin(session),
        system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    )


def _origin(session: Session) -> str:
    """Who named the way; a setting that changed meanwhile and now names no proxy is of nobody's help."""
    try:
        return str(session.gateway.wire.route(session.account.cloud.endpoint).origin)
    except BadProxy:
        return ""
