"""``role``: the custom role that allows what the program needs, and no more."""

from __future__ import annotations

import argparse
import re

from ..core.role import custom_role
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .files import check_place, put_out
from .fix import remedy_named
from .plan_json import dumped

ANY_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
"""Stands where the user's own has to be put; Azure takes no role that is for none."""


def role(arguments: argparse.Namespace) -> Exit:
    """Carry out the command: a role for looking, and for the repairs that were named.

    Raises:
        Stop: an unknown repair, something that is no subscription, or a file that cannot be written.
    """
    check_place(arguments.output)
    remedies = [remedy_named(identity) for identity in dict.fromkeys(arguments.remedy)]
    scope = f"/subscriptions/{_subscription(arguments.subscription)}"
    put_out(dumped(custom_role(remedies, scope, looks_inside=arguments.guest)), arguments.output)
    return Exit.DONE


def _subscription(given: str | None) -> str:
    if given is None:
        return ANY_SUBSCRIPTION
    found = re.fullmatch(r"(?:/subscriptions/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?", given.strip(), re.IGNORECASE)
    if found is None:
        raise Stop(Exit.USAGE, translate("CommandLine", "“{given}” is not the id of a subscription.").format(given=given[:80]))
    return found[1].lower()
