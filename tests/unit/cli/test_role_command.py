"""``role``: the role of a user who may only look, and of one who may carry out the repairs that were named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backup_doctor.catalogue.remedies import all_remedies
from backup_doctor.core.permission import Grant, allows
from tests.helpers.commands import Command

SUBSCRIPTION = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
EXTENSION = "backup-extension-load-failure/delete-extension"
BACKUP = "back-up-again/back-up-now"
DELETES = "Microsoft.Compute/virtualMachines/extensions/delete"
RUNS = "Microsoft.Compute/virtualMachines/runCommand/action"


def test_without_repairs_the_role_changes_nothing(command: Command) -> None:
    outcome = command("role", "--subscription", SUBSCRIPTION)
    document = outcome.document
    assert (outcome.code, outcome.err) == (0, "")
    assert document["AssignableScopes"] == [f"/subscriptions/{SUBSCRIPTION}"]
    assert not [action for action in document["Actions"] if action.endswith(("/write", "/delete"))]
    assert RUNS not in document["Actions"]


@pytest.mark.parametrize("given", [["--remedy", EXTENSION, BACKUP], ["--remedy", EXTENSION, "--remedy", BACKUP]])
def test_named_repairs_are_in_it_and_no_others(given: list[str], command: Command) -> None:
    actions = command("role", *given).document["Actions"]
    taken = {action for remedy in all_remedies() if remedy.id in (EXTENSION, BACKUP) for action in remedy.permissions}
    assert [action for action in taken if not allows([Grant(tuple(actions), ())], action)] == []
    assert {action for action in actions if action.endswith(("/write", "/delete"))} == {DELETES}


def test_the_look_inside_is_asked_for_by_itself(command: Command) -> None:
    assert RUNS in command("role", "--guest").document["Actions"]


@pytest.mark.parametrize(("given", "scope"), [([], "0" * 8), (["--subscription", f"/subscriptions/{SUBSCRIPTION.upper()}"], SUBSCRIPTION)])
def test_where_it_can_be_assigned(given: list[str], scope: str, command: Command) -> None:
    (assignable,) = command("role", *given).document["AssignableScopes"]
    assert assignable.startswith(f"/subscriptions/{scope}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--remedy", "no-such/thing"], f"Known repairs: {all_remedies()[0].id}"),
        (["--subscription", "prod"], "“prod” is not the id of a subscription."),
    ],
)
def test_what_is_unknown_is_said(arguments: list[str], words: str, command: Command) -> None:
    outcome = command("role", *arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words in outcome.err


def test_a_role_in_a_file(command: Command, tmp_path: Path) -> None:
    outcome = command("role", "--output", str(tmp_path / "role.json"))
    assert (outcome.code, outcome.out) == (0, "")
    assert json.loads((tmp_path / "role.json").read_text("utf-8"))["IsCustom"] is True
