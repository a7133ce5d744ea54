"""A plan to copy: every line of a script is a request or a comment, whatever a name holds."""

from __future__ import annotations

from backup_doctor.core.language import language
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.text import verbatim
from backup_doctor.ui.plan_text import as_az, as_powershell, as_requests, body_of

SAY = language("en").render
PUT = Request("PUT", "/subscriptions/s/resourceGroups/g/providers/N.N/t/n", "2024-05-01", {"a": "b"})


def plan(*steps: Step) -> Plan:
    """A plan with these steps."""
    return Plan(steps, Risk.SAFE, verbatim("None."), verbatim("Nothing."), verbatim("Not needed."))


def test_a_title_with_a_line_of_its_own_cannot_get_into_a_script() -> None:
    hostile = plan(Step(verbatim("Remove x\nrm -rf ~"), PUT))
    assert "rm -rf" not in as_az(hostile, "https://arm", SAY)
    assert "rm -rf" not in as_powershell(hostile, SAY)
    assert "1. Remove x rm -rf ~" in as_requests(hostile, SAY)


def test_what_takes_a_step_back_stays_a_comment_whatever_it_holds() -> None:
    undo = Request("PUT", PUT.path, PUT.api_version, {"a": "one\u2028rm -rf ~\u0085rm"})
    taken_back = plan(Step(verbatim("Do it"), PUT, undo=undo))
    for script in (as_az(taken_back, "https://arm", SAY), as_powershell(taken_back, SAY)):
        sent = [line for line in script.splitlines() if line and not line.startswith("#")]
        assert len(sent) == 1 and "/providers/N.N/t/n" in sent[0]


def test_powershell_says_what_it_cannot_send() -> None:
    conditional = plan(Step(verbatim("Do it"), Request("PUT", PUT.path, PUT.api_version, {}, if_match="tag")))
    assert "If-Match" in as_az(conditional, "https://arm", SAY)
    assert as_powershell(conditional, SAY).startswith("# A condition (If-Match) cannot be sent this way")


def test_a_script_can_be_read_in_full() -> None:
    lines = [f"line {number}" for number in range(500)]
    run = Request("POST", "/subscriptions/s/resourceGroups/g/providers/C/v/n/runCommand", "2024", {"commandId": "RunShellScript", "script": lines})
    assert body_of(run) == "\n".join(lines)
    assert "line 499" in as_requests(plan(Step(verbatim("Do it"), run)), SAY)
