"""The connection test: every hop on the way to Azure, live, with the certificates met and what to do."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...arm.cloud import Cloud
from ...arm.wire.hops import Hop, Place, Step
from ...arm.wire.proxies import ProxyAsks
from ...arm.wire.words import PLACE, as_text, summary
from ...core.model import Status
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..connection_errands import test_connection
from ..kit import Kit
from ..pages.page import card
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.copy_button import CopyButton
from ..widgets.hop_row import HopRow
from ..widgets.primary_button import PrimaryButton
from ..widgets.text import Label, Prose, shorten
from .dialog import Dialog
from .proxy_sign_in import ProxySignInDialog
from .working import WorkingSheet


class ConnectionTestSheet(WorkingSheet):
    """Begins to look as soon as it is made."""

    def __init__(self, kit: Kit, cloud: Cloud, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.cloud = cloud
        self.hops: list[Hop] = []
        self._error: Text | None = None
        self._intro = Label("subtitle")
        self.outcome = Banner(kit, copyable=False)
        self.again, self.stop, self.proxy = QPushButton(), QPushButton(), PrimaryButton()
        self.copy = CopyButton(kit, self.plain, translate("ConnectionTest", "Copy the whole test as text"))
        self.rows: dict[tuple[Place, Step], HopRow] = {}
        self._titles: dict[Place, Prose] = {}
        self._lay_out()
        self.again.clicked.connect(self.start)
        self.stop.clicked.connect(self.cancel)
        self.proxy.clicked.connect(self._sign_in_to_proxy)
        self.start()

    @property
    def title(self) -> Text:
        return translate("ConnectionTest", "Connection test")

    @property
    def asks(self) -> ProxyAsks | None:
        """The proxy that can be told user and password, where that is what stands in the way."""
        return next((hop.asks for hop in self.hops if hop.asks is not None and hop.asks.takes_password), None)

    @Slot()
    def start(self) -> None:
        """Look at everything, from the beginning."""
        self.cancel()
        self.hops, self._error = [], None
        cloud, wire = self.cloud, self.kit.flow.wire
        what = translate("ConnectionTest", "Testing the connection to {cloud}…").format(cloud=vocabulary.cloud(cloud.name))
        self.begin_work(
            what,
            lambda report: test_connection(cloud, wire, report),
            self._ended,
            self._failed,
            progress=self._land,
            cancelled=self._cancelled,
        )
        for row in self.rows.values():
            row.show_hop(None)
        self.refresh()

    def plain(self) -> str:
        """The whole test, as copied."""
        return as_text(self.hops, self.kit.words.language)

    def refresh(self) -> None:
        self.show_heading()
        intro = translate("ConnectionTest", "The connection from this computer to {cloud}, step by step. It needs no sign-in.")
        self._intro.setText(self.say(intro.format(cloud=vocabulary.cloud(self.cloud.name))))
        for place, label in self._titles.items():
            host = next((hop.host for hop in self.hops if hop.place is place and hop.host), "")
            words = translate("ConnectionTest", "{place}: {host}").format(place=PLACE[place], host=host) if host else PLACE[place]
            label.setPlainText(shorten(self.say(words)))
        self.dress(self.again, translate("ConnectionTest", "&Run again"), "again")
        self.dress(self.stop, translate("ConnectionTest", "&Stop"))
        self.dress(self.proxy, translate("ConnectionTest", "Sign in to the &proxy…"), "key", "on")
        self.again.setVisible(not self.is_busy)
        self.stop.setVisible(self.is_busy)
        self.proxy.setVisible(not self.is_busy and self.asks is not None)
        self.copy.setEnabled(bool(self.hops))
        self._show_outcome()

    def _show_outcome(self) -> None:
        if self.is_busy:
            self.outcome.clear()
        elif self._error is not None:
            self.outcome.show_error(self._error)
        elif len(self.hops) < len(self.rows):
            self.outcome.show_text(translate("ConnectionTest", "Stopped. What has been checked so far is shown."), Tone.INFO)
        else:
            seen = {hop.status for hop in self.hops}
            worst = Tone.ERROR if Status.FAILED in seen else Tone.WARNING if Status.WARNING in seen else Tone.OK
            self.outcome.show_text(summary(self.hops), worst)

    def _lay_out(self) -> None:
        self.body.addWidget(self._intro)
        self.body.addWidget(self.outcome)
        for place in Place:
            frame, column = card(spacing=0)
            column.setContentsMargins(0, 16, 0, 4)
            self._titles[place] = title = Prose()
            title.setFont(self.kit.theme.font(1.1, bold=True))
            line = QHBoxLayout()
            line.setContentsMargins(20, 0, 20, 0)
            line.addWidget(title)
            column.addLayout(line)
            for number, step in enumerate(Step):
                row = self.rows[place, step] = HopRow(self.kit, step, first=number == 0)
                column.addWidget(row)
            self.body.addWidget(frame)
        self.body.addStretch(1)
        self.bar.addWidget(self.copy)
        self.bar.addStretch()
        for button in (self.stop, self.again, self.close_button, self.proxy):
            self.bar.addWidget(button)

    def _land(self, news: object) -> None:
        hop = cast(Hop, news)
        self.hops.append(hop)
        self.rows[hop.place, hop.step].show_hop(hop)
        self.refresh()

    def _ended(self, _result: object) -> None:
        self._settle(None)

    def _failed(self, error: Text) -> None:
        self._settle(error)

    def _cancelled(self) -> None:
        self._settle(None)

    def _settle(self, error: Text | None) -> None:
        had_focus = self.stop.hasFocus()
        self._error = error
        for row in self.rows.values():
            if row.hop is None:
                row.show_hop(None, stopped=True)
        self.refresh()
        if had_focus:
            self.again.setFocus()

    @Slot()
    def _sign_in_to_proxy(self) -> None:
        dialog = ProxySignInDialog(self.kit, self.window(), self.asks)
        dialog.signed_in.connect(self.start)
        dialog.open()


class ConnectionTestDialog(Dialog):
    """The test in a window of its own; closing it ends the test. Show it with ``open()``."""

    def __init__(self, kit: Kit, cloud: Cloud, parent: QWidget) -> None:
        sheet = ConnectionTestSheet(kit, cloud)
        super().__init__(kit, sheet, parent)
        self.finished.connect(sheet.cancel)
