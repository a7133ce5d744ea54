"""What every page and widget is given: words, colours, memory, and the wizard's state and verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.policy import Policy
    from ..core.text import Text
    from .flow import Flow
    from .history_state import HistoryState
    from .i18n import Words
    from .repairs import Repairs
    from .settings import Settings
    from .state import State
    from .theme import Theme
    from .updates import Updates


@dataclass(frozen=True, slots=True)
class Kit:
    """Made once by `ui.app` and handed down; there are no globals."""

    words: Words
    theme: Theme
    settings: Settings
    state: State
    flow: Flow
    repairs: Repairs
    history: HistoryState
    updates: Updates
    log_file: Path

    @property
    def policy(self) -> Policy:
        """What the organisation has laid down for this computer."""
        return self.settings.policy

    def render(self, text: Text) -> str:
        """The sentence in the current language."""
        return self.words.render(text)
