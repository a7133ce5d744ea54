"""What a plan shows can be copied into a shell as it is, and its requests lead nowhere else than they say."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest
import tree_sitter_powershell
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Node, Parser

from backup_doctor.core.permission import Permission
from backup_doctor.core.plan import Plan, Request, Risk, Step, Unavailable, child
from backup_doctor.core.text import verbatim
from tests.helpers.diagnoses import VM

ENDPOINT = "https://management.azure.com"
POWERSHELL = Parser(Language(tree_sitter_powershell.language()))

# No program argument can hold a zero byte, and no JSON of Azure's does.
WORDS = st.text(st.characters(blacklist_characters="\0"))
NASTY = ["'", "''", "'; rm -rf ~; '", '"$(id)`id`\\', "\n", "!!", "‘’‚‛", "$env:x", "имя", "\ud800", "{subscriptionId}", "@file", "%PATH%"]


def with_examples(test: Callable[[str], None]) -> Callable[[str], None]:
    """Try the nasty ones by name."""
    for words in NASTY:
        test = example(words)(test)
    return test


def request_with(words: str) -> Request:
    return Request("PUT", f"{VM}/extensions/x", "2024-07-01", {"properties": {"notes": words, words: [True, None, 1.5]}}, 'W/"it\'s"')


def in_bash(line: str) -> list[str]:
    """The words bash makes of a line, by bash itself."""
    shown = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True, timeout=30)
    return shown.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@with_examples
@given(WORDS)
@settings(max_examples=80)
def test_bash_reads_the_request_for_the_azure_cli_as_it_was_meant(words: str) -> None:
    request = request_with(words)
    az, rest, *options = in_bash(request.as_az(ENDPOINT))
    assert (az, rest) == ("az", "rest")
    given_ = dict(zip(options[0::2], options[1::2], strict=True))
    assert given_["--method"] == "put"
    assert given_["--url"] == ENDPOINT + request.url
    assert json.loads(given_["--body"]) == request.body
    assert given_["--headers"] == f"If-Match={request.if_match}"


@with_examples
@given(WORDS)
def test_powershell_reads_one_command_with_one_literal_per_argument(words: str) -> None:
    request = request_with(words)
    line = request.as_powershell()
    tree = POWERSHELL.parse(line.encode()).root_node
    assert not tree.has_error, line
    assert [node.text for node in _all(tree, "command_name")] == [b"Invoke-AzRestMethod"]
    literals = [(node.text or b"").decode() for node in _all(tree, "verbatim_string_characters")]
    assert [_value_of(literal) for literal in literals] == [request.url, line_body(request)]
    assert not _all(tree, "variable")


def line_body(request: Request) -> str:
    """The document as the command line for bash has it, read by bash."""
    return in_bash(request.as_az(ENDPOINT))[7]


def _value_of(literal: str) -> str:
    """What PowerShell makes of a string in single quotes: of two quotes in a row, of whatever kind, the first."""
    inside, value, place = literal[1:-1], "", 0
    while place < len(inside):
        if inside[place] in "'‘’‚‛":
            assert inside[place + 1] in "'‘’‚‛", "a quote that ends the string"
            place += 1
        value += inside[place]
        place += 1
    return value


def _all(node: Node, kind: str) -> list[Node]:
    found = [node] if node.type == kind else []
    return found + [each for below in node.children for each in _all(below, kind)]


def test_a_request_without_a_document_has_none_in_a_shell_either() -> None:
    request = Request("DELETE", f"{VM}/extensions/VMSnapshot", "2024-07-01")
    assert request.as_az(ENDPOINT) == f"az rest --method delete --url '{ENDPOINT}{VM}/extensions/VMSnapshot?api-version=2024-07-01'"
    assert request.as_powershell() == f"Invoke-AzRestMethod -Method DELETE -Path '{VM}/extensions/VMSnapshot?api-version=2024-07-01'"


BAD_NAMES = ["", ".", "..", "a/b", "a?b", "a#b", "a%2Fb", "a\\b", "a\nb", "a\0b", "a\u202eb", "a\u2028b"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_elsewhere_makes_no_child(name: str) -> None:
    with pytest.raises(Unavailable, match="cannot be put into a request safely"):
        child(str(VM), "extensions", name)


@pytest.mark.parametrize("name", ["VMSnapshot", "имя", "a b", "a;b", "a(1)", "..."])
def test_an_odd_name_makes_a_child(name: str) -> None:
    assert child(str(VM), "extensions", name) == f"{VM}/extensions/{name}"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "subscriptions/x",
        "//evil.example/x",
        "/subscriptions/x/",
        "https://evil.example/x",
        *(f"/x/{name}/y" for name in BAD_NAMES if name != "a/b"),
    ],
)
def test_an_id_that_would_lead_elsewhere_makes_no_request(path: str) -> None:
    with pytest.raises(Unavailable, match="cannot be put into a request safely"):
        Request("DELETE", path, "2024-07-01")


@pytest.mark.parametrize("etag", ["a\r\nX-Header: b", "\ud800", "имя"])
def test_a_version_that_is_no_header_makes_no_request(etag: str) -> None:
    with pytest.raises(Unavailable):
        Request("PUT", str(VM), "2024-07-01", {}, etag)


def test_a_plan_needs_each_permission_of_its_steps_once() -> None:
    lift = Request("DELETE", f"{VM}/providers/Microsoft.Authorization/locks/l", "2020-05-01")
    join = Permission("Microsoft.Network/networkSecurityGroups/join/action", "/x")
    steps = (Step(verbatim("a"), lift, (join,)), Step(verbatim("b"), lift), Step(verbatim("c"), limit=timedelta(1)))
    plan = Plan(steps, Risk.SAFE, verbatim(""), verbatim(""), verbatim(""))
    assert plan.needs == (Permission("Microsoft.Authorization/locks/delete", lift.path), join)
