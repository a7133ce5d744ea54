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
        translate("Glossary", "High where one cause stands alone and nothing was left open. Each doubt lowers it."),
    ),
    (translate("Glossary", "Root cause"), translate("Glossary", "The cause that stands and that no other standing cause brings about.")),
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
    (translate("Glossary", "Request id"), translate("Glossary", "By it Azure's support finds one request among all.")),
    (translate("Glossary", "Rule set"), translate("Glossary", "The edition of the checks. Two reports compare like with like where it is the same.")),
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
