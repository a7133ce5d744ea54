"""What the words of the document mean, for whoever gets it without the program."""

from __future__ import annotations

from typing import Any

from ..core.language import Language
from ..core.text import lazy_translate as translate
from .checks import mark
from .words import LEFT_OUT, STATUSES, VERDICTS

TERMS = (
    (
        translate("Glossary", "Confidence"),
        translate("Glossary", "High if there is only one cause and everything could be checked. Each doubt lowers it."),
    ),
    (
        translate("Glossary", "Root cause"),
        translate("Glossary", "The cause that was found and is not itself the result of another cause that was found."),
    ),
    (
        translate("Glossary", "Restore point"),
        translate("Glossary", "A snapshot of the VM's disks. Azure Backup takes it first and copies it to the vault."),
    ),
    (
        translate("Glossary", "Restore point collection"),
        translate("Glossary", "Holds the restore points of one VM, in a resource group of their own."),
    ),
    (translate("Glossary", "VM agent"), translate("Glossary", "The program in the VM through which Azure runs extensions.")),
    (translate("Glossary", "Backup extension"), translate("Glossary", "Brings the file systems in the VM to rest while the snapshot is taken.")),
    (translate("Glossary", "Vault"), translate("Glossary", "A Recovery Services vault: it keeps backups, backup policies and jobs.")),
    (
        translate("Glossary", "Resource lock"),
        translate("Glossary", "Forbids deletion (CanNotDelete) or any change (ReadOnly) of everything in its scope."),
    ),
    (translate("Glossary", "Scope"), translate("Glossary", "The subscription, resource group or resource that a permission or lock holds for.")),
    (translate("Glossary", "Request id"), translate("Glossary", "Azure support can find a single request by it.")),
    (
        translate("Glossary", "Rule set"),
        translate("Glossary", "The version of the checks. Two reports with the same rule set can be compared directly."),
    ),
)


def glossary(language: Language) -> dict[str, Any]:
    """The section: signs with their words, then terms."""
    say = language.render
    groups = (
        (translate("Pdf", "Status of a check"), STATUSES.values()),
        (translate("Pdf", "Verdict on a cause"), (*VERDICTS.values(), LEFT_OUT)),
    )
    return {
        "heading": say(translate("Pdf", "Glossary")),
        "groups": [
            {"heading": say(heading), "entries": [{**mark(entry, language), "meaning": say(entry.meaning)} for entry in entries]}
            for heading, entries in groups
        ],
        "terms": {
            "heading": say(translate("Pdf", "Terms")),
            "entries": [{"label": say(term), "value": say(meaning)} for term, meaning in TERMS],
        },
    }
