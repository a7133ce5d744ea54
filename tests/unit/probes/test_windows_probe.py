"""The Windows probe. No PowerShell is at hand to run it, so a grammar of PowerShell reads it: it parses, it only reads, and its answer is short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import tree_sitter
import tree_sitter_powershell

from backup_doctor.arm.guest import LONGEST
from backup_doctor.arm.probes import probe
from backup_doctor.lab.guest import HEALTHY

SCRIPT = probe("Windows")
LANGUAGE = tree_sitter.Language(tree_sitter_powershell.language())


def tree(script: str) -> list[tree_sitter.Node]:
    def walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
        yield node
        for child in node.children:
            yield from walk(child)

    return list(walk(tree_sitter.Parser(LANGUAGE).parse(script.encode()).root_node))


def words(kind: str, script: str = SCRIPT) -> set[str]:
    """The text of every node of a kind."""
    return {node.text.decode() for node in tree(script) if node.type == kind and node.text is not None}


def broken(script: str) -> list[str]:
    return [f"{node.type} in line {node.start_point.row + 1}" for node in tree(script) if node.is_error or node.is_missing]


def test_it_is_powershell() -> None:
    assert broken(SCRIPT) == []
    assert broken(SCRIPT.replace("} finally {", "finally {", 1)) != []


COMMANDS = {"ForEach-Object", "Get-Service", "New-Object", "Select-Object", "Sort-Object", "Where-Object"}
"""The cmdlets it may use: they read, and they belong to every PowerShell since 2.0, not to a module."""

CALLS = {
    "AddSeconds", "BeginConnect", "BeginRead", "Close", "Connect", "ContainsKey", "Create", "CreateInstance", "Dispose", "EndRead", "Exists",
    "Floor", "FromSeconds", "Get", "GetAccessControl", "GetAccessRules", "GetAllNetworkInterfaces", "GetBaseException", "GetDirectories",
    "GetFileName", "GetFiles", "GetIPProperties", "GetIPv4Properties", "GetResponse", "GetString", "GetValue", "GetValueNames", "GetVersionInfo",
    "Kill", "Load", "LoadWithPartialName", "Matches", "Max", "Min", "OpenSubKey", "ReadEvent", "SelectSingleNode", "Start", "Substring", "ToInt32",
    "ToString", "ToXml", "WaitForExit", "WaitOne",
}  # fmt: skip
"""The methods it may call. Whoever adds one has to see that it changes nothing; of these only Start and Kill could, see below."""

OBJECTS = {
    "Diagnostics.Eventing.Reader.EventLogQuery", "Diagnostics.Eventing.Reader.EventLogReader", "Diagnostics.ProcessStartInfo", "IO.DriveInfo",
    "Management.ManagementObjectSearcher", "Microsoft.VisualBasic.Devices.ComputerInfo", "Net.Sockets.TcpClient", "Net.Sockets.UdpClient",
    "Xml.XmlDocument",
}  # fmt: skip

SETTINGS = {
    "$configuration.XmlResolver", "$query.ReverseDirection", "$request.Proxy", "$request.ReadWriteTimeout", "$request.Timeout", "$rights[$who]",
    "$searcher.Options.Timeout", "$start.CreateNoWindow", "$start.RedirectStandardOutput", "$start.UseShellExecute",
}  # fmt: skip
"""Properties of its own objects that it sets."""


def unlisted(script: str) -> set[str]:
    """What a script does beyond what is listed above."""
    commands = words("command_name", script) - words("function_name", script) - COMMANDS
    calls = {
        member.text.decode()
        for node in tree(script)
        if node.type == "invokation_expression"
        for member in node.children
        if member.type == "member_name" and member.text is not None
    } - CALLS
    objects = {word.split()[1] for word in words("command", script) if word.startswith("New-Object")} - OBJECTS
    settings = {word for word in words("left_assignment_expression", script) if not re.fullmatch(r"\$\w+", word)} - SETTINGS
    return commands | calls | objects | settings | words("redirection", script)


def test_it_only_reads() -> None:
    assert unlisted(SCRIPT) == set()


@pytest.mark.parametrize(
    "addition",
    [
        "Restart-Service RdAgent",
        "Set-ItemProperty HKLM:\\x y 1",
        "Get-NetIPInterface",
        "[IO.File]::WriteAllText('c:\\x', 'y')",
        "$rules.SetValue('x', 1)",
        "$x = New-Object Net.WebClient",
        "$item.IsReadOnly = $true",
        "'x' > c:\\x",
    ],
)
def test_what_changes_something_is_noticed(addition: str) -> None:
    assert unlisted(f"{SCRIPT}\n{addition}\n") != set()


def test_the_only_program_it_starts_lists_the_writers() -> None:
    starts = [node.text.decode() for node in tree(SCRIPT) if node.type == "command" and node.text and node.text.startswith(b"Read-Program")]
    assert starts == ["Read-Program \"$env:SystemRoot\\System32\\vssadmin.exe\" 'list writers' 20"]
    assert re.findall(r"\S+::Start\(.*?\)", SCRIPT) == ["[Diagnostics.Process]::Start($start)"]
    assert re.findall(r"\S+\.Kill\(\)", SCRIPT) == ["$process.Kill()"], "its own child"
    assert "RegistryKeyPermissionCheck" not in SCRIPT
    assert ", $true)" not in SCRIPT.partition("OpenSubKey")[2].partition("\n")[0], "no key is opened for writing"


def test_it_runs_on_old_windows() -> None:
    """Server 2008 R2 comes with PowerShell 2.0, 2012 R2 with 4.0; what is newer must not be used."""
    for newer in (
        "ConvertTo-Json",
        "Get-CimInstance",
        "::new(",
        "-in ",
        "-notin ",
        "[pscustomobject]",
        "[ordered]",
        "IsNullOrWhiteSpace",
        "??",
        "?.",
    ):
        assert newer not in SCRIPT


def test_run_command_does_not_mangle_it() -> None:
    """On its way to Windows an ampersand is escaped, and a backslash with an n after it is lost (RC25's known limits)."""
    assert "&" not in SCRIPT
    assert "\\n" not in SCRIPT
    assert SCRIPT.isascii()


def test_no_translated_word_decides() -> None:
    assert "Stable" not in SCRIPT
    assert "DisplayName" not in SCRIPT


FIELDS = re.findall(r"^  '\"(\w+)\":(.*)$", SCRIPT, re.MULTILINE)
"""Name and rest of every field of the answer."""


def longest(name: str, rest: str) -> str:
    """The longest that a field can become; a backslash takes two bytes."""
    if "Format-Text" in rest:
        found = re.search(r" (\d+)\)$", rest)
        assert found is not None, name
        return '"' + "\\\\" * int(found[1]) + '"'
    return "999999999" if "Format-Number" in rest else "false"


def test_the_longest_answer_is_short_enough() -> None:
    names = re.findall(r"'(\w+)'", SCRIPT.partition("$names = ")[2].partition("\n")[0])
    assert names == [service["name"] for service in HEALTHY["Windows"]["services"]]
    cuts = [int(cut) for cut in re.findall(r"Format-Text [^)]*? (\d+)\)", SCRIPT.partition("function Format-Service")[2].partition("\n}")[0])]
    assert len(cuts) == 3
    services = [
        json.dumps({"name": name, "state": "?" * cuts[0], "start": "?" * cuts[1], "account": "\\" * cuts[2], "program": False}, separators=(",", ":"))
        for name in names
    ]
    fields = [f'"{name}":{longest(name, rest)}' for name, rest in FIELDS if name not in ("v", "os", "services")]
    line = "{" + ",".join(['"v":2', '"os":"windows"', f'"services":[{",".join(services)}]', *fields]) + "}"
    json.loads(line)
    assert len(line) < LONGEST


def test_it_answers_with_every_field_that_is_read() -> None:
    assert {name for name, _rest in FIELDS} == {*HEALTHY["Windows"], "clock"}


def test_nothing_takes_long() -> None:
    """Three seconds for each call of the host, and a limit for what may hang."""
    assert SCRIPT.count("WaitOne(3000)") == 1
    assert SCRIPT.count("Timeout = 3000") == 2
    assert "FromSeconds(5)" in SCRIPT
