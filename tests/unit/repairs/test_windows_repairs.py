"""The Windows repair scripts. No PowerShell is at hand to run them, so a grammar of PowerShell reads them: they parse, each does only what
is listed for it here, none stops the agent that runs it, and each ends with one line of JSON."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
import tree_sitter
import tree_sitter_powershell

from backup_doctor.core.resource_id import VmId
from backup_doctor.core.scripts import run_script, script, script_files

SCRIPTS = [file for file in script_files() if file.endswith(".ps1")]
LANGUAGE = tree_sitter.Language(tree_sitter_powershell.language())
ALL = pytest.mark.parametrize("file", SCRIPTS)


def tree(text: str) -> list[tree_sitter.Node]:
    def walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
        yield node
        for child in node.children:
            yield from walk(child)

    return list(walk(tree_sitter.Parser(LANGUAGE).parse(text.encode()).root_node))


def words(kind: str, text: str) -> set[str]:
    """The text of every node of a kind."""
    return {node.text.decode() for node in tree(text) if node.type == kind and node.text is not None}


@ALL
def test_it_is_powershell(file: str) -> None:
    assert [node.type for node in tree(script(file)) if node.is_error or node.is_missing] == []


def test_what_is_no_powershell_is_noticed() -> None:
    text = script("windows-restart-agent.ps1").replace("} catch {", "catch {", 1)
    assert [node.type for node in tree(text) if node.is_error or node.is_missing] != []


@ALL
def test_run_command_does_not_mangle_it(file: str) -> None:
    """On its way to Windows an ampersand is escaped, and a backslash with an n after it is lost (Run Command for Windows, 2025-08-18)."""
    text = script(file)
    assert text.isascii()
    assert "&" not in text
    assert "\\n" not in text
    assert "\t" not in text
    assert len(text) < 8_000


@ALL
def test_whatever_goes_wrong_it_ends_with_an_answer(file: str) -> None:
    text = script(file)
    assert "$ErrorActionPreference = 'Stop'\n" in text, "or a command that fails would not reach the catch"
    begin = text.index("\ntry {\n")
    assert text.endswith('} catch {\n  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"\n}\n')
    body = text[begin : text.rindex("} catch {")]
    assert re.search(r"Write-(Answer|File)\b", body)
    before = tree(text[:begin])
    calls = {node.text.decode() for node in before if node.type == "command" and node.text and _at_top(node)}
    assert calls == set(), "nothing is done outside of the try"


def _at_top(node: tree_sitter.Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.type in ("function_statement", "script_block_expression"):
            return False
        parent = parent.parent
    return True


def answered(words: str) -> str:
    """What `Write-Answer` makes of words, by the same two steps."""
    return re.sub(r"[^ !#-\[\]-~]", "?", words)[:180]


@ALL
def test_its_answer_is_json_whatever_the_words(file: str) -> None:
    text = script(file)
    assert """-replace '[^ !#-\\[\\]-~]', '?'""" in text
    assert "if ($plain.Length -gt 180) { $plain = $plain.Substring(0, 180) }" in text
    assert answered('He said: "C:\\x" — привет\r\n{}') == "He said: ?C:?x? ? ????????{}"


PLAIN = {"New-Object", "Where-Object", "ForEach-Object", "Sort-Object", "Select-Object", "Write-Answer"}
"""What reads, or belongs to the script itself."""

RUNS = {"Start-Process", "Invoke-Program"}
LATER = {"Start-Later"}
AGENT = {"Get-Service", "Set-Service", "Restart-Service", "Stop-Service", "Start-Service", "Stop-Process", "Start-Sleep"}
WRITERS = {"Read-Writers"}
BYPASS = {"Read-WinHttp", "Read-Own", "Set-WinHttp", "Set-Own", *RUNS}
LOG = {"Hide-Secrets", "Get-Packed", "Write-File", "Read-End"}

ALLOWED = {
    "bypass-proxy-off": BYPASS,
    "bypass-proxy-on": {*BYPASS, "Test-Plain"},
    "close-host": {"Get-NetFirewallRule", "Enable-NetFirewallRule", "Remove-NetFirewallRule"},
    "dhcp-on": {"Get-NetIPInterface", "Get-NetIPAddress", *LATER},
    "host-first-off": set[str](),
    "host-first-on": {"Set-Kept"},
    "installer-off": set[str](),
    "installer-on": {"Set-Kept", *RUNS},
    "log-agent": LOG,
    "log-backup": {*LOG, "Get-ChildItem"},
    "log-installer": LOG,
    "no-threads-off": set[str](),
    "no-threads-on": {"Set-Kept"},
    "open-host": {"Get-NetFirewallRule", "New-NetFirewallRule", "Out-Null", "Get-NetFirewallAddressFilter", "Disable-NetFirewallRule"},
    "reinstall-agent": {
        *("Invoke-RestMethod", "Invoke-WebRequest", "New-Item", "Out-Null", "Get-AuthenticodeSignature", "Remove-Item", "Start-Process"),
        *("Start-Service", *LATER),
    },
    "repair-com": {"Start-Working", "Set-Service", "Start-Service"},
    "repair-msdtc": {"Start-Working", "Set-Service", "Start-Service", "Stop-Service", "Start-Sleep", *RUNS},
    "restart-agent": {*AGENT, *LATER},
    "restart-vss": {"Get-Service", "Set-Service", "Restart-Service", "Start-Service", *WRITERS},
    "restart-writers": {"Get-Service", "Restart-Service", "Start-Sleep", *WRITERS},
    "strong-crypto-off": set[str](),
    "strong-crypto-on": {"Set-Kept"},
}
"""The commands each may use beyond the plain ones. Whoever adds one has to see that the plan's words still say all that happens."""


@ALL
def test_it_does_one_thing(file: str) -> None:
    used = words("command_name", script(file)) - PLAIN
    assert used == ALLOWED[file.removeprefix("windows-").removesuffix(".ps1")]
    assert not [name for name in used if "-" not in name], "no aliases, which may stand for something else"


def test_every_script_is_listed() -> None:
    assert [f"windows-{name}.ps1" for name in sorted(ALLOWED)] == sorted(SCRIPTS)


@ALL
def test_it_stops_the_agent_only_where_it_is_not_cut_off(file: str) -> None:
    """What a scheduled task does later stands in a block of its own."""
    text = script(file)
    for block in words("script_block_expression", text):
        if re.search(rf"\$(restart|install) = {re.escape(block)}", text):
            text = text.replace(block, "", 1)
    stops = [line for line in text.splitlines() if re.search(r"(Stop|Restart)-(Service|Process)", line) and re.search(r"RdAgent|GuestAgent", line)]
    assert stops == []
    assert "msiexec.exe" not in text


@pytest.mark.parametrize(("file", "name"), [("windows-restart-agent.ps1", "restart"), ("windows-reinstall-agent.ps1", "install")])
def test_what_is_planned_fits_into_a_task(file: str, name: str) -> None:
    """The Task Scheduler hands PowerShell one line, of which Windows takes 32,767 characters."""
    blocks = [block for block in words("script_block_expression", script(file)) if f"${name} = {block}" in script(file)]
    assert len(blocks) == 1
    planned = blocks[0].strip("{}")
    assert len(base64.b64encode(planned.encode("utf-16-le"))) < 8_000
    assert [node.type for node in tree(planned) if node.is_error or node.is_missing] == []


@ALL
def test_no_translated_word_decides(file: str) -> None:
    text = script(file)
    assert "Stable" not in text
    assert not re.search(r"\.DisplayName|Get-Service -DisplayName|findstr|Select-String", text)
    numbers_only = "[^\\[{]*\\[(\\d+)\\]" in text
    assert ("vssadmin" in text) == numbers_only


@ALL
def test_no_text_of_others_is_part_of_it(file: str) -> None:
    request = run_script(VmId("0", "rg", "$(Restart-Computer)"), file)
    assert request.body == {"commandId": "RunPowerShellScript", "script": script(file).splitlines()}
    assert "Invoke-Expression" not in script(file)
    assert "param(" not in script(file)


def test_what_is_installed_comes_from_the_agents_own_releases_and_is_signed() -> None:
    text = script("windows-reinstall-agent.ps1")
    assert re.findall(r"https?://[^']+", text) == [
        "https://api.github.com/repos/Azure/WindowsVMAgent/releases/latest",
        "https://github.com/Azure/WindowsVMAgent/releases/download/",
    ]
    assert text.index("Get-AuthenticodeSignature") < text.index("Start-Later 'BackupDoctorReinstallAgent'")
    assert """"$($signature.Status)" -ne 'Valid' -or $signature.SignerCertificate.Subject -notmatch '(^|, )O=Microsoft Corporation(,|$)'""" in text
    assert "[Net.SecurityProtocolType]3072" in text, "TLS 1.2"


WRITER_LIST = """Writer name: 'SqlServerWriter'
   Writer Id: {a65faa63-5ea8-4ebc-9dbd-a0c4db26912a}
   Writer Instance Id: {d3faa119-61c1-4ec4-b163-68b43efad58b}
   State: [8] Failed
   Last error: Non-retryable error

Имя компонента записи: "System Writer"
   Код (Id) модуля записи: {E8132975-6F93-4464-A53E-1050253AE220}
   Код экземпляра: {eb6b4c30-aa48-486a-9618-0d1934d180ca}
   Состояние: [1] Стабильный
   Последняя ошибка: Нет ошибок
"""


def test_the_writers_are_told_by_numbers_and_identifiers_in_any_language() -> None:
    text = script("windows-restart-writers.ps1")
    pattern = re.search(r"\$pattern = '(.+)'", text)
    assert pattern is not None
    found = re.findall(pattern[1], WRITER_LIST)
    assert [(kind.lower(), state) for kind, state in found] == [
        ("a65faa63-5ea8-4ebc-9dbd-a0c4db26912a", "8"),
        ("e8132975-6f93-4464-a53e-1050253ae220", "1"),
    ]
    services = dict(re.findall(r"^  '([0-9a-f-]{36})' = '(\w+)'$", text, re.MULTILINE))
    assert (services[found[0][0]], services[found[1][0].lower()]) == ("SQLWriter", "CryptSvc")
    never = ("NTDS", "MSExchange", "ClusSvc", "Schedule")
    assert not [service for service in services.values() if service.startswith(never)]


@pytest.mark.parametrize("name", ["no-threads", "host-first", "strong-crypto", "installer"])
def test_what_was_there_is_kept_where_it_is_looked_for_again(name: str) -> None:
    on, off = script(f"windows-{name}-on.ps1"), script(f"windows-{name}-off.ps1")
    (place,) = set(re.findall(r"'(SOFTWARE\\BackupDoctor\\\w+)'", on))
    assert set(re.findall(r"'(SOFTWARE\\BackupDoctor\\\w+)'", off)) == {place}
    assert "if ($null -eq $keep.GetValue($label))" in on, "a second run must not take our own value for the old one"


PLACES = [re.findall(r"'(SOFTWARE\\BackupDoctor\\\w+)'", script(file)) for file in SCRIPTS if file.endswith("-on.ps1")]


def test_no_two_repairs_keep_in_one_place() -> None:
    found = [places[0] for places in PLACES if places]
    assert len(found) == len(set(found))
