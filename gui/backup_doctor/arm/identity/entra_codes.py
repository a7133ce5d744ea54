"""The codes of Microsoft Entra that an administrator meets.

Meanings after the article “Microsoft Entra authentication and authorization error codes” (2024-04-24), where nothing else is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from .entra import EntraProblem
from .entra_codes_apps import APPLICATIONS
from .entra_codes_people import PEOPLE
from .entra_codes_policies import POLICIES
from .entra_codes_sessions import SESSIONS

PROBLEMS: Mapping[str, EntraProblem] = {problem.code.removeprefix("AADSTS"): problem for problem in (*PEOPLE, *POLICIES, *SESSIONS, *APPLICATIONS)}
"""By the digits of the code."""
