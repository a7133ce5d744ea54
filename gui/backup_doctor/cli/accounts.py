"""``accounts``: who is remembered on this computer, and forgetting them, for where there is no window."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.language import Language
from ..core.plain import plain
from ..core.report_values import moment
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .files import check_place
from .plan_json import dumped, head
from .result import Result

if TYPE_CHECKING:
    from ..arm.memory import Keeping, Memory, RememberedAccount


def accounts(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command: forget what is named, then list what is left.

    Raises:
        Stop: no such account, something that stays, or a file that cannot be written.
    """
    from ..arm.memory import CannotForget, Memory

    check_place(arguments.output)
    memory = Memory(keeps=arguments.policy.remembering)
    try:
        if arguments.forget_all:
            memory.forget_all()
        elif arguments.forget:
            memory.forget(_named(memory, arguments.forget))
    except CannotForget as error:
        raise Stop(Exit.REFUSED, error.text) from error
    left, keeping = memory.accounts(), memory.keeping()
    with Result(arguments.format, arguments.output, words) as result:
        result.text(lambda: _listing(left, keeping, words))
        result.document(lambda: dumped(_document(left, keeping, words)))
    return Exit.DONE


def _named(memory: Memory, key: str) -> RememberedAccount:
    known = {account.key: account for account in memory.accounts()}
    if key not in known:
        text = translate("CommandLine", "No account {key} is remembered. Known are: {known}.")
        raise Stop(Exit.USAGE, text.format(key=key[:80], known=", ".join(known) or "—"))
    return known[key]


def _listing(left: tuple[RememberedAccount, ...], keeping: Keeping, words: Language) -> Iterator[str]:
    def say(text: Text) -> str:
        return plain(words.render(text))

    yield say(keeping.words)
    if not left:
        yield say(translate("AccountsText", "No account is remembered."))
    for account in left:
        yield ""
        yield say(translate("AccountsText", "{key}: {user}").format(key=account.key, user=account.user or account.client_id or "—"))
        yield "  " + say(
            translate("AccountsText", "Sign-in: --auth {method}, cloud {cloud}").format(method=account.method.value, cloud=account.cloud)
        )
        yield "  " + say(translate("AccountsText", "Tenant: {tenant}").format(tenant=account.tenant or account.tenant_id or "—"))
        yield "  " + say(translate("AccountsText", "Last used: {moment}").format(moment=account.last_used))
        yield f"  backup-doctor accounts --forget {account.key}"


def _document(left: tuple[RememberedAccount, ...], keeping: Keeping, words: Language) -> dict[str, object]:
    entries = [
        {
            "key": account.key,
            "method": account.method.value,
            "user": account.user,
            "client_id": account.client_id,
            "tenant_id": account.tenant_id,
            "tenant": account.tenant,
            "cloud": account.cloud,
            "subscription": account.subscription,
            "last_used": moment(account.last_used),
        }
        for account in left
    ]
    return {**head(), "kept": keeping.kept, "where": words.render(keeping.words), "accounts": entries}
