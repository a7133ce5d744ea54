"""The short pages: how the walk goes, what the words mean, what it takes, and the keys."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.help import Block, Definition, Heading, HelpPage, Lines, Paragraph, Section
from ...core.model import Status, Verdict
from ...core.plan import Risk
from ...core.role import READING, RUN_COMMAND
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from ...core.verdict import Confidence
from ...core.words import CONFIDENCE, RISK, STATUS, VERDICT
from ..causes import catalogue

WIZARD, STATUSES, VERDICTS, EVIDENCE = "wizard", "statuses", "verdicts", "evidence"
REPAIRS, PERMISSIONS, KEPT, KEYBOARD = "repairs", "permissions", "kept", "keyboard"


def topic_pages() -> Iterator[HelpPage]:
    """In the order in which one would read them."""
    made: tuple[tuple[str, Text, tuple[Block, ...]], ...] = (
        (WIZARD, translate("Help", "The steps"), _wizard()),
        (STATUSES, translate("Help", "What a check can say"), _statuses()),
        (VERDICTS, translate("Help", "What a cause and the summary can say"), _verdicts()),
        (EVIDENCE, translate("Help", "Evidence"), _evidence()),
        (REPAIRS, translate("Help", "Repairs and their risks"), _repairs()),
        (PERMISSIONS, translate("Help", "Permissions"), tuple(_permissions())),
        (KEPT, translate("Help", "What is kept, and what leaves this computer"), _kept()),
        (KEYBOARD, translate("Help", "Keyboard"), _keyboard()),
    )
    yield from (HelpPage(identity, Section.TOPICS, title, blocks) for identity, title, blocks in made)


def _wizard() -> tuple[Block, ...]:
    return (
        Paragraph(translate("Help", "Backup Doctor finds out why the backup of an Azure VM failed. It only reads, until you allow repairs.")),
        Definition(
            translate("Help", "1. Sign in"),
            (
                translate(
                    "Help",
                    "Choose tenant and cloud first, then how you sign in. Where nothing answers, the connection test shows which hop on the "
                    "way to Azure fails. The demo tenant needs no account: its VMs are made up and run on this computer.",
                ),
            ),
        ),
        Definition(
            translate("Help", "2. Virtual machine"),
            (translate("Help", "Pick the VM. You can filter by any column, and paste a resource id or an address of the portal."),),
        ),
        Definition(
            translate("Help", "3. Symptom"),
            (
                translate(
                    "Help",
                    "The error code of the last failed backup is chosen already. You can choose another one, paste an error message, or go "
                    "without a code, which looks at every cause. Looking inside the VM runs a script there that only reads; it is off unless "
                    "you choose it.",
                ),
            ),
        ),
        Definition(
            translate("Help", "4. Causes"),
            (translate("Help", "All causes are checked at once. Each has a page with its checks, repairs and manual steps."),),
        ),
        Definition(
            translate("Help", "5. Back up again"),
            (translate("Help", "Only a backup that completes proves that backups work again. You can start and watch one here."),),
        ),
        Definition(
            translate("Help", "6. Summary"),
            (translate("Help", "What was found, what to do next, what could not be checked, and the report as PDF, JSON or text."),),
        ),
    )


_STATUSES: tuple[tuple[Status, Text], ...] = (
    (Status.OK, translate("Help", "The check was made, and all is well.")),
    (Status.WARNING, translate("Help", "Something is not right, but it does not prove that this made the backup fail.")),
    (Status.FAILED, translate("Help", "The fault itself has been seen.")),
    (Status.SKIPPED, translate("Help", "The check does not apply to this VM, or looking inside it was not chosen.")),
    (
        Status.UNKNOWN,
        translate(
            "Help",
            "The check could not be made: a permission is missing, or Azure did not answer. The row says which. This does not mean that all is well.",
        ),
    ),
)


def _statuses() -> tuple[Block, ...]:
    return tuple(Definition(STATUS[status], (words,)) for status, words in _STATUSES)


_VERDICTS: tuple[tuple[Verdict, Text], ...] = (
    (Verdict.CONFIRMED, translate("Help", "A check of this cause failed.")),
    (Verdict.SUSPECTED, translate("Help", "No check failed, but at least one gave a warning.")),
    (Verdict.UNKNOWN, translate("Help", "Nothing points to it, but at least one check could not be made.")),
    (
        Verdict.NOT_APPLICABLE,
        translate("Help", "Every check was skipped. Where only a look inside the VM was missing, it says “Not checked”: it may still be the cause."),
    ),
    (Verdict.RULED_OUT, translate("Help", "Every check that was asked for could be made, and nothing is wrong.")),
)
_CONFIDENCE: tuple[tuple[Confidence, Text], ...] = (
    (
        Confidence.HIGH,
        translate("Help", "Only one cause was found, with what it causes in turn, or none was found, and everything could be checked."),
    ),
    (
        Confidence.MEDIUM,
        translate("Help", "There is one doubt: the cause is only suspected, another one was found beside it, or something could not be checked."),
    ),
    (Confidence.LOW, translate("Help", "There is more than one doubt.")),
)


def _verdicts() -> tuple[Block, ...]:
    root = translate(
        "Help",
        "The root cause is the first confirmed cause, in the order documented for the error code, that is not itself the result of another "
        "confirmed cause. If none is confirmed, the same applies to the suspected ones.",
    )
    return (
        *(Definition(VERDICT[verdict], (words,)) for verdict, words in _VERDICTS),
        Heading(translate("Help", "The root cause")),
        Paragraph(root),
        *(Definition(CONFIDENCE[confidence], (words,)) for confidence, words in _CONFIDENCE),
    )


def _evidence() -> tuple[Block, ...]:
    return (
        Paragraph(
            translate(
                "Help",
                "A finding shows the request that was sent, Azure's id of it, when Azure answered, where in the answer the deciding value "
                "stands, and the value, as Azure spells it. Microsoft's support can find the request by its id.",
            )
        ),
        Paragraph(
            translate(
                "Help",
                "“Show the whole answer” shows all of it. Answers are kept in memory only, without the headers, up to a limit; none is written "
                "to the disk unless you save it. A diagnosis that was read from a file has no whole answers.",
            )
        ),
        Paragraph(translate("Help", "“Check it manually” gives the same request as a line for the Azure CLI and for PowerShell.")),
    )


_RISKS: tuple[tuple[Risk, Text], ...] = (
    (Risk.SAFE, translate("Help", "Nothing stops working, and it can be undone.")),
    (Risk.DISRUPTIVE, translate("Help", "The VM or something on it is interrupted, or goes without a protection for a while.")),
    (Risk.DESTRUCTIVE, translate("Help", "Something is lost for good. You type the name of the VM before it can be carried out.")),
)


def _repairs() -> tuple[Block, ...]:
    return (
        Paragraph(
            translate(
                "Help",
                "Nothing is changed while “Read-only” is shown above the pages. Even when repairs are allowed, each one first shows its plan: "
                "the exact requests, the permissions, what is interrupted, what is lost, and how it can be undone.",
            )
        ),
        *(Definition(RISK[risk], (words,)) for risk, words in _RISKS),
        Paragraph(
            translate(
                "Help",
                "Every step is written into a journal on this computer before it is sent. What was begun and is unfinished is shown above the "
                "pages, even after a crash, and can be finished or undone there.",
            )
        ),
    )


def _permissions() -> Iterator[Block]:
    yield Paragraph(
        translate(
            "Help",
            "The checks need the actions below. Azure's role Reader includes those that end in “/read”. What is missing is named in the row "
            "of the check that could not be made; the other checks are made anyway.",
        )
    )
    yield Lines(READING)
    yield Heading(translate("Help", "Looking inside the VM"))
    yield Paragraph(translate("Help", "Azure knows no smaller permission for this than to run any script in the VM."))
    yield Lines((RUN_COMMAND,))
    yield Heading(translate("Help", "Repairs"))
    yield Paragraph(translate("Help", "Which permissions a repair needs, and where, its plan says. The command line writes a custom role for you."))
    for cause in catalogue():
        for remedy in cause.remedies:
            yield Definition(remedy.title, tuple(verbatim(action) for action in remedy.permissions))


def _kept() -> tuple[Block, ...]:
    return (
        Paragraph(
            translate(
                "Help",
                "Requests go to Azure and to the sign-in service. If you switch the check for newer versions on, one more, with nothing about you, "
                "goes to the address of that check. Nothing is reported to anybody.",
            )
        ),
        Paragraph(
            translate(
                "Help",
                "On this computer there are: your settings, a log without secrets, the journal of changes, the history of your diagnoses unless you "
                "switch it off, and what you save yourself. Accounts are remembered only if you choose so, in the password store of the system; "
                "where there is none, they are not.",
            )
        ),
        Paragraph(
            translate(
                "Help",
                "Diagnoses of the history can be opened again, printed, deleted, and two of the same VM compared: what was found then, and what "
                "later. They hold no whole answers.",
            )
        ),
        Paragraph(
            translate(
                "Help",
                "A report can go out with its names masked: the same name has the same mask everywhere in it. The support bundle is a file that "
                "you can read before it is saved, and that you send yourself, or not at all.",
            )
        ),
    )


def _keyboard() -> tuple[Block, ...]:
    keys: tuple[tuple[str, Text], ...] = (
        ("Tab, Shift+Tab", translate("Help", "To the next and the previous control.")),
        ("Alt", translate("Help", "With an underlined letter: presses the button that has it.")),
        ("Enter", translate("Help", "Presses the button that has the keyboard, else the one that leads on.")),
        ("Esc", translate("Help", "Gives up what is being waited for; closes a dialog.")),
        ("Alt+←", translate("Help", "To the step before.")),
        ("↑, ↓", translate("Help", "In the list of steps: to the neighbouring step that can be entered.")),
        ("Page Up, Page Down", translate("Help", "Scrolls the page.")),
        ("Ctrl+H", translate("Help", "The history of diagnoses.")),
        ("Ctrl+,", translate("Help", "The settings.")),
        ("F1", translate("Help", "Help about what is on screen.")),
        ("Alt+F8", translate("Help", "In a field for a secret: shows what was typed, and hides it again.")),
        ("Shift+F10", translate("Help", "In the list of VMs: the columns to sort it by.")),
        ("Ctrl+F", translate("Help", "In the help, in an answer and in the support bundle: find.")),
    )
    return tuple(Definition(verbatim(key), (words,)) for key, words in keys)
