"""The exit codes of each command, as its help tells them."""

from __future__ import annotations

from ..core.text import lazy_translate as translate

EXIT_CODES = {
    "diagnose": translate(
        "CommandLine",
        "Exit codes: 0 no cause found; 1 at least one cause confirmed or suspected; 2 wrong usage; 3 could not sign in or reach Azure, "
        "or the VM does not exist; 4 nothing found, but something could not be checked; 5 not allowed by the organisation.",
    ),
    "fix": translate(
        "CommandLine",
        "Exit codes: 0 the plan was shown, or carried out and verified; 1 carried out, but the checks still find something wrong or could not "
        "see it; 2 wrong usage; 3 could not sign in or reach Azure, or the VM does not exist; 5 refused or failed.",
    ),
    "fleet": translate(
        "CommandLine",
        "Exit codes: 0 no backup failed; 1 a cause was found for at least one VM; 2 wrong usage; 3 could not sign in or reach Azure; "
        "4 backups failed, and no cause was found.",
    ),
    "journal": translate(
        "CommandLine",
        "Exit codes: 0 nothing is unfinished, or done; 1 something is unfinished, or was finished and could not be verified; 2 wrong usage; "
        "3 could not sign in or reach Azure, or the VM does not exist; 5 refused or failed.",
    ),
    "policy": translate("CommandLine", "Exit codes: 0 understood, or nothing is set; 1 something in it is not understood; 2 wrong usage."),
    "connection": translate("CommandLine", "Exit codes: 0 Azure can be reached; 2 wrong usage; 3 it cannot."),
    "accounts": translate("CommandLine", "Exit codes: 0 done; 2 wrong usage; 5 something could not be forgotten."),
    "self-test": translate("CommandLine", "Exit codes: 0 passed; 1 failed."),
}
"""Those that are not told have two: 0 done, 2 wrong usage. For all, 130 is interrupted and 70 a fault of the program."""
