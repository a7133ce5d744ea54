"""The fields of the sign-in forms. Made one by one when a method first wants them: the first picture needs three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...arm.cloud import CLOUDS, BadEndpoint, Cloud, custom
from ...arm.identity.method import PRINCIPAL, Method, SignIn
from ...core.policy import Policy
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..kit import Kit
from .field import ChoiceField, Field, FileField, LineField, SecretField
from .part import Part

CUSTOM: Final = "custom"

CLOUD, ENDPOINT, TENANT, CLIENT, SECRET, CERTIFICATE, PASSWORD, TOKEN = (
    "cloud", "endpoint", "tenant", "client", "secret", "certificate", "password", "token",
)  # fmt: skip
_ORDER: Final = (CLOUD, ENDPOINT, TENANT, CLIENT, SECRET, CERTIFICATE, PASSWORD, TOKEN)
_PLACE: Final = (CLOUD, TENANT)
_WANTED: Final[Mapping[Method, tuple[str, ...]]] = {
    Method.BROWSER: _PLACE,
    Method.DEVICE: _PLACE,
    Method.BROKER: _PLACE,
    Method.CLI: _PLACE,
    Method.SECRET: (*_PLACE, CLIENT, SECRET),
    Method.CERTIFICATE: (*_PLACE, CLIENT, CERTIFICATE, PASSWORD),
    Method.TOKEN: (CLOUD, TOKEN),
}
SECRETS: Final = (SECRET, PASSWORD, TOKEN)
FIXED: Final = (CLOUD, ENDPOINT, TENANT, CLIENT)
"""What stays as it was when the same account signs in again."""


class Incomplete(Exception):
    """Something is missing or wrong, and can be put right before anything is sent."""

    def __init__(self, text: Text, field: str) -> None:
        super().__init__(str(text))
        self.text, self.field = text, field


class MethodFields(Part):
    """The fields of one method at a time; what several methods share is typed once."""

    changed = Signal()

    def __init__(self, kit: Kit, fixed: SignIn | None = None, parent: QWidget | None = None) -> None:
        """Make them.

        Args:
            fixed: the sign-in to be repeated, whose place and application cannot be changed.
        """
        super().__init__(kit, parent)
        self._fixed = fixed
        self._fields: dict[str, Field] = {}
        self._laid_down = _laid_down(kit.policy)
        self.method = Method.BROWSER if fixed is None else fixed.method
        self.own_application = False
        """Whether a person signs in through an app registration of the own organisation."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_method(self, method: Method) -> None:
        """Show the fields of a method."""
        self.method = method
        for name in self._wanted():
            self._field(name)
        wanted = self._wanted()  # a cloud that was laid down may want its endpoint
        for name in wanted:
            self._field(name)
        for name, field in self._fields.items():
            field.setVisible(name in wanted)
        self.refresh()

    def field(self, name: str) -> Field | None:
        """A field that is on screen."""
        return self._fields.get(name) if name in self._wanted() else None

    def first_gap(self) -> QWidget | None:
        """The first field that must be filled in and is not."""
        gaps = (name for name in self._required() if not self.value(name))
        return next((self._fields[name].editor for name in gaps if name in self._fields), None)

    def value(self, name: str) -> str:
        """What is typed or chosen; empty where the method has no such field."""
        field = self.field(name)
        return field.value if isinstance(field, LineField | ChoiceField) else ""

    def write(self, name: str, words: str) -> None:
        """Fill in a field, whether it is on screen or not. What the organisation has laid down stays."""
        field, words = self._field(name), self._laid_down.get(name, words)
        if isinstance(field, LineField):
            field.line.setText(words)
        elif isinstance(field, ChoiceField):
            field.box.setCurrentIndex(max(0, field.box.findData(words)))

    def write_cloud(self, cloud: Cloud) -> None:
        """Choose a cloud, or fill in the endpoint of one that is not among the known."""
        known = cloud.name in CLOUDS
        if not known:
            self.write(ENDPOINT, cloud.endpoint)
        self.write(CLOUD, cloud.name if known else CUSTOM)

    def forget_secrets(self) -> None:
        """Empty what must not stay on screen."""
        for name in SECRETS:
            field = self._fields.get(name)
            if isinstance(field, SecretField):
                field.line.clear()
                field.hide_words()

    def order(self) -> SignIn:
        """The sign-in as it is filled in.

        Raises:
            Incomplete: with the sentence for the user.
        """
        for name, text in self._required().items():
            if not self.value(name):
                raise Incomplete(text, name)
        fixed = self._fixed
        return SignIn(
            self.method,
            self._cloud() if fixed is None else fixed.cloud,
            tenant=self.value(TENANT) if fixed is None else fixed.tenant,
            client_id=self.value(CLIENT) if fixed is None else fixed.client_id,
            secret=self.value(SECRET),
            certificate=self.value(CERTIFICATE),
            password=self.value(PASSWORD),
            token=self.value(TOKEN),
            user="" if fixed is None else fixed.user,
            record="" if fixed is None else fixed.record,
            cache="" if fixed is None else fixed.cache,
        )

    def refresh(self) -> None:
        cloud, tenant = self._fields.get(CLOUD), self._fields.get(TENANT)
        if isinstance(cloud, ChoiceField):
            for row in range(cloud.box.count()):
                name = cloud.box.itemData(row)
                words = translate("SignIn", "Custom endpoint") if name == CUSTOM else vocabulary.cloud(name)
                cloud.box.setItemText(row, self.say(words))
            cloud.box.setToolTip(cloud.box.currentText())
        if isinstance(tenant, LineField):
            tenant.line.setPlaceholderText(self.say(_TENANT_HINT.get(self.method, _HOME)))
            tenant.line.setToolTip(tenant.line.placeholderText())

    def _wanted(self) -> tuple[str, ...]:
        names = [*_WANTED[self.method]]
        if self.own_application and self.method not in (*PRINCIPAL, Method.CLI, Method.TOKEN):
            names.append(CLIENT)
        cloud = self._fields.get(CLOUD)
        if isinstance(cloud, ChoiceField) and cloud.value == CUSTOM:
            names.append(ENDPOINT)
        return tuple(name for name in names if self._fixed is None or name not in FIXED)

    def _required(self) -> dict[str, Text]:
        """What must be filled in, and the sentence that says so, from top to bottom."""
        wanted = self._wanted()
        principal = self.method in PRINCIPAL
        return {name: text for name, text in _MISSING.items() if name in wanted and (principal or name not in (TENANT, CLIENT))}

    def _cloud(self) -> Cloud:
        if self.value(CLOUD) != CUSTOM:
            return CLOUDS[self.value(CLOUD)]
        try:
            return custom(self.value(ENDPOINT))
        except BadEndpoint as error:
            raise Incomplete(error.text, ENDPOINT) from error

    def _field(self, name: str) -> Field:
        if name not in self._fields:
            field = self._make(name)
            field.editor.setEnabled(name not in self._laid_down)
            before = sum(1 for other in _ORDER[: _ORDER.index(name)] if other in self._fields)
            self._fields[name] = field
            self._column.insertWidget(before, field)
            if name in self._laid_down:
                self.write(name, self._laid_down[name])
            field.changed.connect(self._changed)
        return self._fields[name]

    def _make(self, name: str) -> Field:
        if name == CLOUD:
            cloud = ChoiceField(self.kit, translate("SignIn", "C&loud"), self)
            for known in (*CLOUDS, CUSTOM):
                cloud.box.addItem("", known)
            return cloud
        if name == CERTIFICATE:
            return FileField(self.kit, translate("SignIn", "Certificate &file (PEM or PFX)"), parent=self)
        if name in SECRETS:
            return SecretField(self.kit, _SECRET_NAMES[name], parent=self)
        return LineField(self.kit, _LINE_NAMES[name], example=_EXAMPLES.get(name), parent=self)

    @Slot()
    def _changed(self) -> None:
        cloud = self._fields.get(CLOUD)
        if self.sender() is cloud:
            self.show_method(self.method)
        self.changed.emit()


def _laid_down(policy: Policy) -> dict[str, str]:
    """What the organisation lets nobody choose."""
    fields = {TENANT: policy.tenant, CLOUD: policy.cloud}
    if policy.cloud and policy.cloud not in CLOUDS:
        fields |= {CLOUD: CUSTOM, ENDPOINT: policy.cloud}
    return {name: words for name, words in fields.items() if words}


_HOME = translate("SignIn", "Id or domain; empty: your home tenant")
_NEEDED = translate("SignIn", "Id or domain")
_TENANT_HINT: Mapping[Method, Text] = {
    Method.SECRET: _NEEDED,
    Method.CERTIFICATE: _NEEDED,
    Method.CLI: translate("SignIn", "Id or domain; empty: the one Azure CLI uses"),
}
_SECRET_NAMES: Mapping[str, Text] = {
    SECRET: translate("SignIn", "Client &secret"),
    PASSWORD: translate("SignIn", "&Password of the file, if it has one"),
    TOKEN: translate("SignIn", "Access &token"),
}
_LINE_NAMES: Mapping[str, Text] = {
    ENDPOINT: translate("SignIn", "Endpoint &URL"),
    TENANT: translate("SignIn", "&Tenant"),
    CLIENT: translate("SignIn", "Application (client) &id"),
}
_EXAMPLES: Mapping[str, Text] = {
    ENDPOINT: translate("SignIn", "https://management.example.com"),
    TENANT: _HOME,
    CLIENT: translate("SignIn", "00000000-0000-0000-0000-000000000000"),
}
_MISSING: Mapping[str, Text] = {
    ENDPOINT: translate("SignIn", "Type in the URL of the custom endpoint."),
    TENANT: translate("SignIn", "Type in the tenant of the application: its id or one of its domains."),
    CLIENT: translate("SignIn", "Type in the application (client) id."),
    SECRET: translate("SignIn", "Type in the client secret."),
    CERTIFICATE: translate("SignIn", "Choose the file of the certificate."),
    TOKEN: translate("SignIn", "Paste the access token."),
}
