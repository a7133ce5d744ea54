"""From the command line's connection arguments to an open session."""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..arm.cloud import CLOUDS, PUBLIC, BadEndpoint, Cloud, custom
from ..arm.identity.method import PRINCIPAL, Method, SignIn
from ..core.model import CouldNotLook
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .values import file_named

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..core.policy import Policy

TOKEN_VARIABLE = "BACKUP_DOCTOR_TOKEN"

METHODS = (Method.CLI, Method.BROWSER, Method.DEVICE, Method.SECRET, Method.CERTIFICATE, Method.TOKEN)
"""What the command line offers: Windows' own dialog would need a window to belong to."""


def add_arguments(parser: argparse.ArgumentParser, say: Callable[[Text], str], *, required: bool = True) -> None:
    """The CONNECTION part of a command.

    Args:
        required: whether the command is nothing without it. One that is goes without the demo tenant too, of which nothing
            outlives the process.
    """
    parser.allow_abbrev = False  # else a secret after “--secret” would be taken, and told, for the name of its file
    group = parser.add_argument_group(say(translate("CommandLine", "connection")))
    how = group.add_mutually_exclusive_group(required=required)
    if required:
        how.add_argument("--demo", action="store_true", help=say(translate("CommandLine", "use the built-in demo tenant")))
    methods = translate(
        "CommandLine",
        "how to sign in; cli: with the account of Azure CLI; browser; device: with a code entered in a browser anywhere; secret or "
        "certificate: as a service principal; token: from BACKUP_DOCTOR_TOKEN or --token-file",
    )
    how.add_argument("--auth", choices=[method.value for method in METHODS], help=say(methods))
    group.add_argument(
        "--tenant", metavar="T", help=say(translate("CommandLine", "the tenant's id or domain; for service principals, AZURE_TENANT_ID if not given"))
    )
    group.add_argument(
        "--client-id", metavar="ID", help=say(translate("CommandLine", "the application's id; for service principals, AZURE_CLIENT_ID if not given"))
    )
    group.add_argument(
        "--secret-file",
        type=file_named,
        metavar="F",
        help=say(translate("CommandLine", "a file that holds the secret; AZURE_CLIENT_SECRET if not given")),
    )
    certificate = translate(
        "CommandLine",
        "the certificate as PEM or PFX, AZURE_CLIENT_CERTIFICATE_PATH if not given; its password is read from AZURE_CLIENT_CERTIFICATE_PASSWORD",
    )
    group.add_argument("--certificate", type=file_named, metavar="F", help=say(certificate))
    group.add_argument("--token-file", type=file_named, metavar="F", help=say(translate("CommandLine", "a file that holds the access token")))
    _add_cloud(group, say)


def add_cloud(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    """The part of a command that only has to know where Azure is."""
    _add_cloud(parser.add_argument_group(say(translate("CommandLine", "connection"))), say)


def _add_cloud(group: argparse._ArgumentGroup, say: Callable[[Text], str]) -> None:
    group.add_argument("--cloud", metavar="CLOUD", help=say(translate("CommandLine", "public, usgov, china, or the address of another ARM endpoint")))
    group.add_argument("--arm", metavar="URL", help=say(translate("CommandLine", "the address of an ARM endpoint; takes precedence over --cloud")))


def options_of(arguments: argparse.Namespace) -> str:
    """The connection as it was given, for a command to copy. Nothing secret is ever an argument."""
    if getattr(arguments, "demo", False):
        return "--demo"
    named = {
        "--auth": arguments.auth,
        "--tenant": arguments.tenant,
        "--client-id": arguments.client_id,
        "--secret-file": arguments.secret_file,
        "--certificate": arguments.certificate,
        "--token-file": arguments.token_file,
        "--cloud": arguments.cloud,
        "--arm": arguments.arm,
    }
    return " ".join(f"{name} {shlex.quote(str(value))}" for name, value in named.items() if value is not None)


_OWN = ("arm", "cloud", "tenant", "client_id", "secret_file", "certificate", "token_file")
"""Arguments that say to whom one signs in, and how: the demo tenant does without them."""


@asynccontextmanager
async def session(arguments: argparse.Namespace) -> AsyncIterator[Session]:
    """Sign in as the arguments say, and close everything afterwards.

    Raises:
        Stop: bad arguments, or nobody lets us in.
    """
    if not getattr(arguments, "demo", False):
        async with _opened(sign_in_of(arguments), arguments) as opened:
            yield opened
        return
    if any(getattr(arguments, name) is not None for name in _OWN):
        text = translate("CommandLine", "--demo has its own sign-in: leave out --arm, --cloud, --tenant and every sign-in option.")
        raise Stop(Exit.USAGE, text)
    from ..lab.running import start

    with start() as lab:
        async with _opened(SignIn(Method.TOKEN, custom(lab.endpoint), token=lab.token), arguments) as opened:
            yield opened


@asynccontextmanager
async def _opened(order: SignIn, arguments: argparse.Namespace) -> AsyncIterator[Session]:
    from ..arm import clients
    from ..arm.identity.open_session import open_session
    from ..arm.wire import Wire
    from ..core.language import language
    from .telling import Teller
    from .terminal import Terminal

    loading = asyncio.create_task(clients.load())  # while Azure is asked who this is
    words = language(arguments.lang)
    if order.method is Method.BROWSER:
        Teller(words).tell(translate("CommandLine", "Sign in in the browser that opens. Press Ctrl+C to give up."))
    try:
        opened = await open_session(order, Wire(), Terminal(words, lambda: _new_token(arguments)), _policy(arguments))
    except CouldNotLook as error:
        loading.cancel()
        raise Stop(Exit.NO_AZURE, _with_way_on(error, arguments)) from error
    try:
        yield opened
    finally:
        loading.cancel()
        await opened.gateway.close()


def _policy(arguments: argparse.Namespace) -> Policy:
    policy: Policy = arguments.policy
    return policy.for_demo() if getattr(arguments, "demo", False) else policy


def _with_way_on(error: CouldNotLook, arguments: argparse.Namespace) -> Text:
    """What went wrong; where the network is the trouble, the command that looks into it too."""
    from ..arm.errors import Unreachable
    from ..arm.metadata import ForeignEndpoint

    if not isinstance(error, Unreachable) or isinstance(error, ForeignEndpoint):
        return error.text
    named = "".join(f" {name} {shlex.quote(value)}" for name, value in (("--cloud", arguments.cloud), ("--arm", arguments.arm)) if value)
    text = translate("CommandLine", "{reason} (To test the connection step by step, run: {command})")
    return text.format(reason=error.text, command=f"backup-doctor connection{named}")


def sign_in_of(arguments: argparse.Namespace) -> SignIn:
    """The sign-in that the arguments and the environment ask for; what is secret comes from files and variables only.

    The variables are those that Azure's own tools read. They describe a service principal, so a person's sign-in leaves them alone.

    Raises:
        Stop: an address that is none, or a file that cannot be read.
    """
    method = Method(arguments.auth)
    order = SignIn(method, cloud_of(arguments), arguments.tenant or "", arguments.client_id or "")
    if method is Method.TOKEN:
        return replace(order, token=_token(arguments.token_file))
    if method not in PRINCIPAL:
        return order
    given = os.environ.get
    order = replace(order, tenant=order.tenant or given("AZURE_TENANT_ID", ""), client_id=order.client_id or given("AZURE_CLIENT_ID", ""))
    if method is Method.SECRET:
        return _complete(replace(order, secret=_secret(arguments.secret_file)))
    path = str(arguments.certificate or given("AZURE_CLIENT_CERTIFICATE_PATH", ""))
    if not path:
        text = translate("CommandLine", "There is no certificate: name its file with --certificate or in AZURE_CLIENT_CERTIFICATE_PATH.")
        raise Stop(Exit.NO_AZURE, text)
    return _complete(replace(order, certificate=path, password=given("AZURE_CLIENT_CERTIFICATE_PASSWORD", "")))


def _complete(order: SignIn) -> SignIn:
    if not order.tenant:
        text = translate("CommandLine", "A service principal signs in to one particular tenant: name it with --tenant or in AZURE_TENANT_ID.")
        raise Stop(Exit.NO_AZURE, text)
    if not order.client_id:
        text = translate("CommandLine", "There is no service principal: give its client id with --client-id or in AZURE_CLIENT_ID.")
        raise Stop(Exit.NO_AZURE, text)
    return order


def cloud_of(arguments: argparse.Namespace) -> Cloud:
    """The cloud that --arm or --cloud names; otherwise the one that the organisation has laid down, or the public one.

    Raises:
        Stop: the address is none, or not safe.
    """
    named: str | None = arguments.cloud if arguments.arm is None else arguments.arm
    if named is None:
        named = arguments.policy.cloud or PUBLIC.name
    if arguments.arm is None and named in CLOUDS:
        return CLOUDS[named]
    try:
        return custom(named)
    except BadEndpoint as error:
        if arguments.arm is not None or "/" in named:
            raise Stop(Exit.USAGE, error.text) from error
        text = translate("CommandLine", "There is no cloud “{given}”: it is public, usgov, china, or the address of an ARM endpoint (https://…).")
        raise Stop(Exit.USAGE, text.format(given=named[:80])) from error


def _token(file: Path | None) -> str:
    if file is None:
        token = os.environ.get(TOKEN_VARIABLE, "")
        if not token:
            raise Stop(Exit.NO_AZURE, translate("CommandLine", "There is no access token: set BACKUP_DOCTOR_TOKEN or name a file with --token-file."))
        return token
    return _read(file, translate("CommandLine", "The token file {file} cannot be read: {reason}"))


def _new_token(arguments: argparse.Namespace) -> str:
    """What the token's file holds by now; a variable does not change under a running program."""
    return "" if arguments.token_file is None else _token(arguments.token_file)


def _secret(file: Path | None) -> str:
    if file is None:
        secret = os.environ.get("AZURE_CLIENT_SECRET", "")
        if not secret:
            raise Stop(Exit.NO_AZURE, translate("CommandLine", "There is no secret: set AZURE_CLIENT_SECRET or name a file with --secret-file."))
        return secret
    return _read(file, translate("CommandLine", "The secret file {file} cannot be read: {reason}")).strip()


def _read(file: Path, trouble: Text) -> str:
    try:
        content = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(Exit.NO_AZURE, translate("CommandLine", "{file} is not a text file.").format(file=str(file))) from error
    except OSError as error:
        raise Stop(Exit.NO_AZURE, trouble.format(file=str(file), reason=error.strerror or str(error))) from error
    if not content.strip():
        raise Stop(Exit.NO_AZURE, translate("CommandLine", "{file} is empty.").format(file=str(file)))
    return content
