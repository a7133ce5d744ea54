"""Before an account is forgotten: what goes, and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ...arm.identity.method import PRINCIPAL, Method
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .dialog import Dialog
from .question import QuestionSheet, ask

if TYPE_CHECKING:
    from ...arm.memory import RememberedAccount


def ask_to_forget(kit: Kit, account: RememberedAccount, parent: QWidget) -> Dialog:
    """Put the question."""
    who = account.user or account.client_id
    tokens = translate("ForgetAccount", "Removed from this computer: {user} in {tenant}, its place in the list, and its sign-in tokens.")
    secret = translate("ForgetAccount", "Removed from this computer: {user} in {tenant}, its place in the list, its sign-in tokens and its secret.")
    certificate = translate(
        "ForgetAccount",
        "Removed from this computer: {user} in {tenant}, its place in the list, its sign-in tokens and the password of its certificate. "
        "The file of the certificate stays.",
    )
    removed = {Method.SECRET: secret, Method.CERTIFICATE: certificate}.get(account.method, tokens)
    stays = translate("ForgetAccount", "Nothing changes in Azure. If you are signed in with this account, you are signed out.")
    browser = translate(
        "ForgetAccount", "Your browser keeps its own sign-in. Nothing changes in Azure. If you are signed in here, you are signed out."
    )
    keeps = stays if account.method in (*PRINCIPAL, Method.CLI) else browser
    words = (removed.format(user=who, tenant=account.tenant or account.tenant_id), keeps)
    title = translate("ForgetAccount", "Forget {user}?").format(user=who)

    def forget() -> None:
        kit.flow.access.forget(account)

    return ask(parent, QuestionSheet(kit, title, words, translate("ForgetAccount", "&Forget"), forget))
