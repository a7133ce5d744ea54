"""Resource ids: what is read as one, and how ids compare."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.core.resource_id import BadResourceId, VmId, is_within, last_name, same_id, segment
from backup_doctor.core.version import Version

GUID = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
PLAIN = f"/subscriptions/{GUID}/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/web01"
PORTAL = f"https://portal.azure.com/#@contoso.com/resource{PLAIN}/overview"

names = st.text(string.ascii_letters + string.digits + "-_.()éЖ", min_size=1, max_size=64)


@pytest.mark.parametrize(
    "given",
    [
        PLAIN,
        f"  {PLAIN}/\n",
        PLAIN.replace("resourceGroups", "RESOURCEGROUPS").replace("/subscriptions", "/Subscriptions").replace(GUID, GUID.upper()),
        PORTAL,
        PORTAL.replace("/", "%2F").replace("https:%2F%2F", "https://"),
        f"https://portal.azure.com/#view/Microsoft_Azure_Compute/VirtualMachineMenuBlade/id/{PLAIN.replace('/', '%2F')}",
    ],
    ids=["plain", "with blanks", "in the letter case of Azure Backup", "portal", "portal, quoted", "portal blade"],
)
def test_an_id_is_read_from_whatever_people_paste(given: str) -> None:
    assert VmId.parse(given).same(PLAIN)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "web01",
        PLAIN.replace(GUID, "not-a-guid"),
        PLAIN.removesuffix("/web01"),
        PLAIN.replace("virtualMachines", "disks"),
        f"{PLAIN}/extensions/VMSnapshot",
        f"{PLAIN} ; rm -rf",
        PLAIN.replace("rg-web", "rg\nweb"),
        "https://portal.azure.com/#home",
    ],
)
def test_anything_else_is_refused_with_what_was_given(given: str) -> None:
    with pytest.raises(BadResourceId) as refused:
        VmId.parse(given)
    assert f"“{given}”" in str(refused.value)


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(BadResourceId) as refused:
        VmId.parse("x" * 100_000)
    assert len(str(refused.value)) < 600


@settings(deadline=None)
@given(names, names)
def test_what_is_written_is_read_again(group: str, name: str) -> None:
    identity = VmId(GUID, group, name)
    assert VmId.parse(str(identity)) == identity
    assert identity.same(str(identity).upper().replace(GUID.upper(), GUID))


@pytest.mark.parametrize(
    ("scope", "resource", "within"),
    [
        ("/subscriptions/A", "/Subscriptions/a/resourceGroups/rg", True),
        ("/subscriptions/a/resourceGroups/rg", "/subscriptions/a/resourceGroups/RG/", True),
        ("/subscriptions/a/resourceGroups/rg", "/subscriptions/a/resourceGroups/rg-2/providers/x", False),
        ("/subscriptions/a/resourceGroups/rg", "/subscriptions/a", False),
    ],
)
def test_a_scope_holds_itself_and_what_is_below_but_not_its_namesakes(scope: str, resource: str, within: bool) -> None:
    assert is_within(scope, resource) is within


def test_parts_of_an_id() -> None:
    assert segment(PLAIN, "RESOURCEGROUPS") == "rg-web"
    assert segment(PLAIN, "vaults") == ""
    assert last_name(f"{PLAIN}/") == "web01"
    assert same_id(PLAIN, PLAIN.upper())


@pytest.mark.parametrize("name", ['x"; rm -rf /; "', "$(id)", "a`b", "", "a\nb"])
def test_a_name_from_a_doctored_file_never_reaches_a_command(name: str) -> None:
    doctored = VmId(GUID, "rg-web", name)
    assert doctored.quoted(name) == '"<name>"'
    assert doctored.quoted_id == '"<resource id>"'


@pytest.mark.parametrize(("older", "newer"), [("2.2.9", "2.2.53"), ("2.2.53.1", "2.15.0.1"), ("2.7.41491.971", "2.7.41491.1010")])
def test_versions_compare_as_numbers(older: str, newer: str) -> None:
    first, second = Version.parse(older), Version.parse(newer)
    assert first is not None
    assert second is not None
    assert first < second
    assert str(second) == newer


@pytest.mark.parametrize("text", ["Unknown", "", "2", "2.x", "2.2.53-rc1"])
def test_words_are_no_versions(text: str) -> None:
    assert Version.parse(text) is None
