"""From the command line's connection arguments to an open session."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..arm.cloud import CLOUDS, PUBLIC, BadEndpoint, Cloud, custom
from ..core.model import CouldNotLook
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop

if TYPE_CHECKING:
    from ..arm.signin import Session

TOKEN_VARIABLE = "BACKUP_DOCTOR_TOKEN"


def add_arguments(parser: argparse.ArgumentParser, say: Callable[[Text], str], *, required: bool = True) -> None:
    """The CONNECTION part of a command.

    Args:
        required: whether the command is nothing without it. One that is goes without the demo tenant too, of which nothing
            outlives the process.
    """
    group = parser.add_argument_group(say(translate("CommandLine", "connection")))
    how = group.add_mutually_exclusive_group(required=required)
    if required:
        how.add_argument("--demo", action="store_true", help=say(translate("CommandLine", "use the built-in demo tenant")))
    how.add_argument(
        "--auth", choices=["token"], help=say(translate("CommandLine", "how to sign in; token: from BACKUP_DOCTOR_TOKEN or --token-file"))
    )
    group.add_argument("--token-file", type=Path, metavar="F", help=say(translate("CommandLine", "a file that holds the access token")))
    group.add_argument("--tenant", metavar="T", help=say(translate("CommandLine", "the tenant's id; a token of another tenant is refused")))
    add_cloud(group, say)


def add_cloud(group: argparse._ActionsContainer, say: Callable[[Text], str]) -> None:
    """Which Azure."""
    group.add_argument("--cloud", metavar="CLOUD", help=say(translate("CommandLine", "public, usgov, china, or the address of another ARM endpoint")))
    group.add_argument("--arm", metavar="URL", help=say(translate("CommandLine", "the address of an ARM endpoint; goes before --cloud")))


def options_of(arguments: argparse.Namespace) -> str:
    """The connection as it was given, for a command to copy. No token is ever an argument."""
    if getattr(arguments, "demo", False):
        return "--demo"
    named = {
        "--auth": arguments.auth,
        "--token-file": arguments.token_file,
        "--tenant": arguments.tenant,
        "--cloud": arguments.cloud,
        "--arm": arguments.arm,
    }
    return " ".join(f"{name} {shlex.quote(str(value))}" for name, value in named.items() if value is not None)


@asynccontextmanager
async def session(arguments: argparse.Namespace) -> AsyncIterator[Session]:
    """Sign in as the arguments say, and close everything afterwards.

    Raises:
        Stop: bad arguments, or Azure does not let us in.
    """
    if getattr(arguments, "demo", False):
        if any(value is not None for value in (arguments.arm, arguments.cloud, arguments.token_file, arguments.tenant)):
            raise Stop(Exit.USAGE, translate("CommandLine", "--demo has a sign-in of its own: leave out --arm, --cloud, --tenant and --token-file."))
        from ..lab.running import start

        with start() as lab:
            async with _opened(custom(lab.endpoint), lab.token, None) as opened:
                yield opened
        return
    async with _opened(cloud_of(arguments), _token(arguments.token_file), arguments.tenant) as opened:
        yield opened


@asynccontextmanager
async def _opened(cloud: Cloud, token: str, tenant: str | None) -> AsyncIterator[Session]:
    from ..arm.signin import sign_in, token_credential

    try:
        opened = await sign_in(cloud, token_credential(token))
    except CouldNotLook as error:
        raise Stop(Exit.NO_AZURE, error.text) from error
    try:
        if tenant is not None and tenant.casefold() != opened.account.tenant_id.casefold():
            text = translate("CommandLine", "The access token belongs to tenant {found}, not to {wanted}. Get a token for the tenant you want.")
            raise Stop(Exit.NO_AZURE, text.format(found=opened.account.tenant_id or "—", wanted=tenant))
        yield opened
    finally:
        await opened.gateway.close()


def cloud_of(arguments: argparse.Namespace) -> Cloud:
    """The cloud that --arm or --cloud names; the public one otherwise.

    Raises:
        Stop: the address is none, or not safe.
    """
    named: str | None = arguments.cloud if arguments.arm is None else arguments.arm
    if named is None:
        return PUBLIC
    if arguments.arm is None and named in CLOUDS:
        return CLOUDS[named]
    try:
        return custom(named)
    except BadEndpoint as error:
        raise Stop(Exit.USAGE, error.text) from error


def _token(file: Path | None) -> str:
    if file is None:
        token = os.environ.get(TOKEN_VARIABLE, "")
        if not token:
            raise Stop(Exit.NO_AZURE, translate("CommandLine", "There is no access token: set BACKUP_DOCTOR_TOKEN or name a file with --token-file."))
        return token
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(Exit.NO_AZURE, translate("CommandLine", "{file} is not a text file.").format(file=str(file))) from error
    except OSError as error:
        text = translate("CommandLine", "The token file {file} cannot be read: {reason}")
        raise Stop(Exit.NO_AZURE, text.format(file=str(file), reason=error.strerror or str(error))) from error
