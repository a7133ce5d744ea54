"""What a request needs, and what a role grants: by Azure's rules, whatever is in the names."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backup_doctor.core.permission import Grant, Permission, allows, covers, permission_of, scope_to_ask

SUB = "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
GROUP = f"{SUB}/resourceGroups/rg"
VM = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm"
ITEM = f"{GROUP}/providers/Microsoft.RecoveryServices/vaults/v/backupFabrics/Azure/protectionContainers/c;1/protectedItems/i;1"
COMPUTE = "Microsoft.Compute/virtualMachines"
LOCKS = "Microsoft.Authorization/locks"

LETTERS = st.text("aB/*.?[]!-", max_size=12)


@given(pattern=LETTERS, action=st.text("aBb/.?[]!-", max_size=12))
@example("*/read", "a/read")
@example("a*b*", "ab")
@example("*a", "aba")
@example("ab*ba", "aba")
def test_only_the_star_stands_for_anything(pattern: str, action: str) -> None:
    letters = re.sub(r"[\[\]?!]", lambda sign: {"[": "[[]", "]": "[]]", "?": "[?]", "!": "!"}[sign[0]], pattern.casefold())
    assert covers(pattern, action) is fnmatchcase(action.casefold(), letters)


def test_what_stands_between_two_stars_has_to_be_there() -> None:
    assert covers("Microsoft.*/disks/*", "Microsoft.Compute/disks/read")
    assert not covers("Microsoft.*/disks/*", "Microsoft.Compute/snapshots/read")


def test_many_stars_take_no_time() -> None:
    assert not covers("*a" * 40 + "b", "a" * 200)  # a regular expression would try more ways than there are atoms


@pytest.mark.parametrize(
    ("grants", "action", "held"),
    [
        ([], f"{COMPUTE}/read", False),
        ([Grant(("*",), ())], f"{COMPUTE}/restart/action", True),
        ([Grant(("*/read",), ())], f"{COMPUTE}/restart/action", False),
        ([Grant((f"{COMPUTE.upper()}/*",), ())], f"{COMPUTE}/restart/action", True),
        ([Grant(("*",), ("Microsoft.Authorization/*/Delete",))], f"{LOCKS}/delete", False),
        # What one role leaves out another may grant, in whatever order.
        (
            [Grant(("*",), ("Microsoft.Authorization/*/Delete",)), Grant((f"{LOCKS}/*",), ())],
            f"{LOCKS}/delete",
            True,
        ),
        ([Grant((f"{LOCKS}/*",), ()), Grant(("*",), ("*",))], f"{LOCKS}/delete", True),
        ([Grant((), ("*/write",))], f"{LOCKS}/delete", False),
    ],
)
def test_a_role_allows_but_for_what_it_leaves_out_itself(grants: list[Grant], action: str, held: bool) -> None:
    assert allows(grants, action) is held


@pytest.mark.parametrize(
    ("method", "path", "action", "scope"),
    [
        ("GET", VM, f"{COMPUTE}/read", VM),
        ("DELETE", f"{VM}/extensions/VMSnapshot", f"{COMPUTE}/extensions/delete", f"{VM}/extensions/VMSnapshot"),
        ("POST", f"{VM}/runCommand", f"{COMPUTE}/runCommand/action", VM),
        ("PATCH", VM, f"{COMPUTE}/write", VM),
        (
            "PUT",
            f"{GROUP}/providers/{LOCKS}/l",
            f"{LOCKS}/write",
            f"{GROUP}/providers/{LOCKS}/l",
        ),
        (
            "DELETE",
            f"{VM}/providers/{LOCKS}/l",
            f"{LOCKS}/delete",
            f"{VM}/providers/{LOCKS}/l",
        ),
        (
            "POST",
            f"{ITEM}/backup",
            "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
            ITEM,
        ),
        ("GET", f"{VM}/extensions", f"{COMPUTE}/extensions/read", VM),
        ("GET", f"{GROUP}/providers/Microsoft.Compute/virtualMachines", f"{COMPUTE}/read", GROUP),
        # Azure Backup keeps ids in the letter case of the day a VM was registered.
        ("DELETE", VM.replace("/providers/", "/Providers/"), f"{COMPUTE}/delete", VM.replace("/providers/", "/Providers/")),
        ("POST", "/providers/Microsoft.ResourceGraph/resources", "Microsoft.ResourceGraph/resources/read", "/"),
    ],
)
def test_a_request_says_what_it_needs_and_where(method: str, path: str, action: str, scope: str) -> None:
    assert permission_of(method, f"https://management.azure.com{path}?api-version=1") == Permission(action, scope)


@pytest.mark.parametrize("path", [SUB, GROUP, "/", ""])
def test_a_path_without_a_provider_does_not_tell(path: str) -> None:
    assert permission_of("DELETE", path) is None


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        (VM, VM),
        (f"{VM}/extensions/VMSnapshot", VM),
        (f"{VM}/providers/{LOCKS}/l", VM),
        (f"{GROUP}/providers/{LOCKS}/l", GROUP),
        (f"{GROUP}/Providers/microsoft.authorization/locks/l", GROUP),
        (f"{SUB}/providers/{LOCKS}/l", SUB),
        (ITEM, f"{GROUP}/providers/Microsoft.RecoveryServices/vaults/v"),
        (GROUP, GROUP),
        (f"{GROUP}/", GROUP),
        ("/", "/"),
    ],
)
def test_permissions_are_asked_for_where_azure_lists_them(scope: str, asked: str) -> None:
    assert scope_to_ask(scope) == asked
