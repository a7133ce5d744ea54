"""Words for the user, kept free of any language until the moment they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in source English, with the values that belong in its {gaps}.

    Values are ``str``, ``int``, ``float``, ``datetime``, ``timedelta`` or another ``Text``; they are
    localised only when shown (`core.language`). What Azure said is a value and is never translated.
    """

    context: str
    source: str
    comment: str = ""
    n: int | None = None
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def format(self, **params: object) -> Text:
        """The same sentence with these gaps filled (chained, because lupdate drops calls with keywords)."""
        return replace(self, params={**self.params, **params})

    def counted(self, n: int) -> Text:
        """The real count of a plural, which is marked with a literal 0: lupdate 6.11 overlooks any other fourth argument."""
        return replace(self, n=n)

    def __str__(self) -> str:
        """Plain English, for logs and failing tests; what the user sees comes from `core.language`."""
        counted = self.source if self.n is None else self.source.replace("%n", str(self.n))
        return counted.format_map(self.params)


def lazy_translate(context: str, source: str, comment: str = "", n: int | None = None) -> Text:
    """Mark a string for lupdate. Import it as ``translate``: that is the name lupdate looks for."""
    return Text(context, source, comment, n)


def verbatim(words: str) -> Text:
    """Words that have no translation: a name, a code, or what Azure itself said."""
    return Text("", "{words}", params={"words": words})
