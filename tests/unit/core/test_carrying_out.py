"""A plan carried out, broken off, taken up again and taken back, with an Azure that does what it is told; the journal is a real one."""

from __future__ import annotations

import asyncio
import errno
import json
import stat
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO, cast

import pytest

from backup_doctor.core.carrying_out import LONGEST_WAIT, UNDO_TRIES, Answer, Forgotten, Watched, carry_out
from backup_doctor.core.files import CannotWrite
from backup_doctor.core.journal import Entry
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage, Undertaking
from tests.helpers.diagnoses import evidence
from tests.helpers.fake_azure import (
    ACCEPTED,
    BAD,
    DONE,
    GOOD,
    NOON,
    NOT_YET,
    Bench,
    condition,
    lost,
    never,
    refused,
    request,
    seeing,
    stages,
    step,
)

LOCK_BACK = request("PUT", "lock")
LIFT = step("DELETE lock", undo=LOCK_BACK)
REMOVE = step("DELETE extension")
PUT_BACK = step("PUT lock", restores=0)
RESTART = step("POST restart", repeatable=False)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def forgotten() -> Forgotten:
    return Forgotten(verbatim("no such operation"))


def said(undertaking: Undertaking, index: int = 0) -> str:
    return str(undertaking.steps[index].said)


def test_a_plan_is_done_in_its_order_and_written_down_before_each_request(bench: Bench) -> None:
    written: list[list[str]] = []
    bench.azure.on_send = lambda _name: written.append(stages(bench.journal.undertakings()[0]))
    bench.azure.turns["DELETE extension"] = [ACCEPTED]
    ended = bench.carry_out(LIFT, REMOVE, PUT_BACK)
    assert bench.azure.sent == ["DELETE lock", "DELETE extension", "PUT lock"]
    assert written == [["sending", "planned", "planned"], ["done", "sending", "planned"], ["done", "done", "sending"]]
    assert stages(ended) == ["undone", "done", "done"]
    assert ended.outcome is Outcome.DONE
    assert not ended.undoable


def test_what_azure_answered_is_kept(bench: Bench) -> None:
    bench.azure.turns["POST restart"] = [ACCEPTED]
    bench.azure.turns["follow POST restart"] = [Answer(200, "id-of-a-poll", NOON, {"properties": {"jobId": "job-7"}})]
    record = bench.carry_out(replace(RESTART, keeps="properties.jobId")).steps[0]
    assert (record.status, record.request_id, record.accepted, record.kept) == (202, "id-2", NOON, "job-7")
    assert (record.status_url, record.result_url) == (ACCEPTED.status_url, ACCEPTED.result_url)


@pytest.mark.parametrize("result", [None, {}, {"properties": []}, {"properties": {"jobId": 7}}])
def test_what_is_not_there_to_keep_is_empty(bench: Bench, result: dict[str, object] | None) -> None:
    bench.azure.turns["POST restart"] = [Answer(200, "id", NOON, result)]
    assert bench.carry_out(replace(RESTART, keeps="properties.jobId")).steps[0].kept == ""


class TestRefusals:
    def test_a_refusal_stops_the_plan_and_is_tried_anew(self, bench: Bench) -> None:
        no = refused("no right to")
        no.evidence = (evidence("/x", "AuthorizationFailed"),)
        bench.azure.turns["DELETE extension"] = [no]
        stopped = bench.carry_out(LIFT, REMOVE, PUT_BACK)
        assert stages(stopped) == ["done", "failed", "planned"]
        assert (stopped.steps[1].status, stopped.steps[1].request_id) == (403, evidence("/x", "").request_id)
        assert said(stopped, 1) == "no right to"
        assert stopped.is_open and len(stopped.undoable) == 1
        ended = bench.resume(stopped)
        assert stages(ended) == ["undone", "done", "done"]
        assert bench.azure.sent == ["DELETE lock", "DELETE extension", "DELETE extension", "PUT lock"]

    def test_a_first_step_that_is_refused_leaves_nothing_open(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [refused()]
        stopped = bench.carry_out(LIFT, REMOVE, PUT_BACK)
        assert (stopped.outcome, stages(stopped)) == (Outcome.FAILED, ["failed", "planned", "planned"])
        assert not stopped.undoable

    def test_a_last_step_that_fails_with_nothing_to_take_back_leaves_nothing_open(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused()]
        assert bench.carry_out(REMOVE, RESTART).outcome is Outcome.FAILED

    def test_a_passing_refusal_is_waited_out_as_often_as_the_step_says(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused(status=409, passes=True)] * 2
        assert bench.carry_out(replace(RESTART, tries=3)).outcome is Outcome.DONE
        assert bench.azure.sent == ["POST restart"] * 3
        assert bench.seen[:5] == [["sending"], ["planned"], ["sending"], ["planned"], ["sending"]]

    def test_and_not_oftener(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused(status=409, passes=True)] * 3
        assert stages(bench.carry_out(replace(RESTART, tries=2))) == ["failed"]
        assert bench.azure.sent == ["POST restart"] * 2

    def test_one_that_does_not_pass_is_not_tried_again(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused()]
        bench.carry_out(replace(RESTART, tries=3))
        assert bench.azure.sent == ["POST restart"]

    def test_a_wait_of_half_an_hour_is_for_the_user_to_decide(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused(status=429, passes=True, wait=LONGEST_WAIT + 1)]
        assert stages(bench.carry_out(replace(RESTART, tries=3))) == ["failed"]
        assert bench.azure.sent == ["POST restart"]

    def test_cancelled_between_two_tries_nothing_is_on_its_way(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [refused("busy", status=409, passes=True, wait=60)]
        stopped = bench.carry_out(replace(RESTART, tries=2), cut_short=True)
        assert (stages(stopped), said(stopped)) == (["planned"], "busy")
        assert not stopped.steps[0].may_have_changed
        assert stages(bench.resume(stopped)) == ["done"]
        assert bench.azure.sent == ["POST restart"] * 2

    def test_an_operation_that_fails_and_may_get_further_is_begun_again_unless_that_does_harm(self, bench: Bench) -> None:
        for name in ("DELETE extension", "POST restart"):
            bench.azure.turns[name] = [ACCEPTED, ACCEPTED]
            bench.azure.turns[f"follow {name}"] = [refused("timed out", status=0, passes=True)]
        stopped = bench.carry_out(replace(REMOVE, tries=2), replace(RESTART, tries=2))
        assert stages(stopped) == ["done", "failed"]
        assert bench.azure.sent == ["DELETE extension", "DELETE extension", "POST restart"]
        assert stopped.steps[1].status == 202  # what Azure answered when it took it

    def test_a_tolerant_step_that_azure_took_and_that_failed_is_passed_over(self, bench: Bench) -> None:
        bench.azure.turns["POST backup"] = [ACCEPTED]
        bench.azure.turns["follow POST backup"] = [refused("as expected", status=0)]
        ended = bench.carry_out(step("POST backup", tolerant=True), REMOVE)
        assert (ended.outcome, stages(ended)) == (Outcome.DONE, ["failed", "done"])

    def test_a_tolerant_step_that_azure_refused_is_not(self, bench: Bench) -> None:
        bench.azure.turns["POST backup"] = [refused()]
        assert stages(bench.carry_out(LIFT, step("POST backup", tolerant=True), REMOVE)) == ["done", "failed", "planned"]


class TestLostAnswers:
    def test_a_request_without_an_answer_is_on_its_way_for_all_we_know(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [lost("gone")]
        stopped = bench.carry_out(LIFT, REMOVE)
        assert (stages(stopped), said(stopped)) == (["sending", "planned"], "gone")
        assert stopped.is_open and stopped.undoable

    def test_what_may_be_sent_twice_is_sent_again(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [lost()]
        assert bench.resume(bench.carry_out(LIFT)).outcome is Outcome.DONE
        assert bench.azure.sent == ["DELETE lock"] * 2

    def test_what_may_not_is_left_unknown(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [lost()]
        ended = bench.resume(bench.carry_out(RESTART, REMOVE))
        assert bench.azure.sent == ["POST restart", "DELETE extension"]
        assert (ended.outcome, stages(ended)) == (Outcome.DONE, ["unknown", "done"])

    @pytest.mark.parametrize(("look", "stage"), [(GOOD, "done"), (BAD, "unknown")])
    def test_unless_what_waits_for_its_effect_sees_it(self, bench: Bench, look: Watched, stage: str) -> None:
        bench.watches = {"watch": seeing(NOT_YET, look)}
        bench.azure.turns["POST restart"] = [lost()]
        ended = bench.resume(bench.carry_out(replace(RESTART, watch="watch"), REMOVE))
        assert stages(ended) == [stage, "done"]
        assert bench.azure.sent == ["POST restart", "DELETE extension"]

    def test_and_still_so_when_that_wait_is_broken_off(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [lost()]
        bench.watches = {"watch": seeing(NOT_YET)}
        stopped = bench.carry_out(replace(RESTART, watch="watch"))
        waiting = bench.resume(stopped, cut_short=True)
        assert stages(waiting) == ["watching"]
        bench.watches = {"watch": seeing(BAD)}
        assert stages(bench.resume(waiting)) == ["unknown"]
        assert bench.azure.sent == ["POST restart"]

    def test_a_refusal_afterwards_does_not_hide_that_the_first_may_have_come_through(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [lost(), refused()]
        stopped = bench.resume(bench.carry_out(LIFT))
        assert stages(stopped) == ["failed"]
        assert stopped.is_open, "the lock may be gone"
        assert stages(bench.undo(stopped)) == ["undone"]
        assert bench.azure.sent[-1] == "PUT lock"

    def test_nor_does_a_refusal_after_an_operation_that_failed_half_way(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [ACCEPTED, refused()]
        bench.azure.turns["follow DELETE lock"] = [refused(status=0)]
        stopped = bench.resume(bench.carry_out(LIFT))
        assert stopped.steps[0].accepted is None
        assert stopped.undoable

    def test_azures_own_trouble_is_tried_again_only_where_that_does_no_harm(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [lost(passes=True)]
        bench.azure.turns["POST restart"] = [lost(passes=True)]
        stopped = bench.carry_out(replace(LIFT, tries=2), replace(RESTART, tries=2))
        assert stages(stopped) == ["done", "sending"]
        assert bench.azure.sent == ["DELETE lock", "DELETE lock", "POST restart"]

    def test_cancelled_while_sending_it_may_have_left(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [never]
        stopped = bench.carry_out(RESTART, cut_short=True)
        assert stages(stopped) == ["sending"]
        assert stages(bench.resume(stopped)) == ["unknown"]
        assert bench.azure.sent == ["POST restart"]


class TestLongOperations:
    @pytest.mark.parametrize(("name", "repeatable"), [("DELETE extension", True), ("POST restart", False)])
    def test_one_that_was_broken_off_is_followed_and_not_begun_again(self, bench: Bench, name: str, repeatable: bool) -> None:
        bench.azure.turns[name] = [ACCEPTED]
        bench.azure.turns[f"follow {name}"] = [never]
        stopped = bench.carry_out(step(name, repeatable=repeatable), cut_short=True)
        assert stages(stopped) == ["following"]
        assert bench.resume(stopped).outcome is Outcome.DONE
        assert bench.azure.sent == [name]
        assert bench.azure.followed == [ACCEPTED.status_url] * 2

    def test_one_that_cannot_be_asked_for_at_the_moment_stays_followed(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [ACCEPTED]
        bench.azure.turns["follow POST restart"] = [lost("signed out")]
        stopped = bench.carry_out(RESTART)
        assert (stages(stopped), said(stopped)) == (["following"], "signed out")
        assert stages(bench.resume(stopped)) == ["done"]
        assert bench.azure.sent == ["POST restart"]

    def test_one_that_azure_has_forgotten_is_begun_again_where_that_does_no_harm(self, bench: Bench) -> None:
        bench.azure.turns["DELETE extension"] = [ACCEPTED]
        bench.azure.turns["follow DELETE extension"] = [never, forgotten()]
        stopped = bench.carry_out(REMOVE, cut_short=True)
        ended = bench.resume(stopped)
        assert bench.azure.sent == ["DELETE extension"] * 2
        assert stages(ended) == ["done"]
        assert ended.steps[0].status_url == ""

    def test_and_left_unknown_where_it_does(self, bench: Bench) -> None:
        bench.azure.turns["POST restart"] = [ACCEPTED]
        bench.azure.turns["follow POST restart"] = [never, forgotten()]
        assert stages(bench.resume(bench.carry_out(RESTART, cut_short=True))) == ["unknown"]
        assert bench.azure.sent == ["POST restart"]

    def test_one_that_is_forgotten_at_once_stops_the_plan(self, bench: Bench) -> None:
        bench.azure.turns["DELETE extension"] = [ACCEPTED]
        bench.azure.turns["follow DELETE extension"] = [forgotten()]
        assert stages(bench.carry_out(REMOVE)) == ["following"]
        assert bench.azure.sent == ["DELETE extension"]


class TestWaiting:
    def test_it_looks_until_it_is_over_and_shows_what_it_sees(self, bench: Bench) -> None:
        tasks = (("Take Snapshot", "InProgress"),)
        bench.watches = {"watch": seeing(refused("throttled"), replace(NOT_YET, parts=tasks), GOOD)}
        ended = bench.carry_out(step("", watch="watch"))
        assert (ended.outcome, said(ended)) == (Outcome.DONE, "well")

    def test_what_ends_badly_has_failed(self, bench: Bench) -> None:
        bench.watches = {"watch": seeing(BAD)}
        ended = bench.carry_out(LIFT, step("POST backup", watch="watch", repeatable=False), PUT_BACK)
        assert (stages(ended), said(ended, 1)) == (["done", "failed", "planned"], "badly")

    def test_what_is_waited_for_in_vain_is_waited_for_again(self, bench: Bench) -> None:
        bench.watches = {"watch": seeing(NOT_YET)}
        waiting = step("POST backup", watch="watch", limit=timedelta(0), repeatable=False)
        stopped = bench.carry_out(waiting)
        assert stages(stopped) == ["watching"]
        assert said(stopped).startswith("Not finished within")
        bench.watches = {"watch": seeing(GOOD)}
        assert stages(bench.resume(stopped)) == ["done"]
        assert bench.azure.sent == ["POST backup"]

    def test_a_tolerant_step_is_not(self, bench: Bench) -> None:
        bench.watches = {"watch": seeing(NOT_YET)}
        ended = bench.carry_out(step("", watch="watch", limit=timedelta(0), tolerant=True), REMOVE)
        assert stages(ended) == ["failed", "done"]

    def test_a_wait_that_is_broken_off_is_taken_up_where_it_was(self, bench: Bench) -> None:
        bench.watches = {"watch": seeing(NOT_YET)}
        bench.interval = 60
        stopped = bench.carry_out(step("POST backup", watch="watch", repeatable=False), cut_short=True)
        assert stages(stopped) == ["watching"]
        bench.watches = {"watch": seeing(GOOD)}
        assert stages(bench.resume(stopped)) == ["done"]
        assert bench.azure.sent == ["POST backup"]

    def test_a_wait_that_this_version_does_not_know_is_not_begun(self, bench: Bench) -> None:
        with pytest.raises(CouldNotLook, match="Another version"):
            bench.carry_out(LIFT, step("", watch="unheard-of"))
        assert bench.azure.sent == []


class TestConditions:
    @pytest.mark.parametrize(("holds", "approves", "stage"), [(True, True, "done"), (False, True, "skipped"), (True, False, "skipped")])
    def test_a_last_resort_is_used_only_where_it_is_needed_and_wanted(self, bench: Bench, holds: bool, approves: bool, stage: str) -> None:
        bench.conditions, bench.approves = {"full": condition(holds)}, approves
        ended = bench.carry_out(step("DELETE points", only_if="full", asks=verbatim("Really?")), REMOVE)
        assert stages(ended) == [stage, "done"]

    def test_where_the_need_cannot_be_seen_the_plan_stops(self, bench: Bench) -> None:
        bench.conditions = {"full": condition(refused("cannot see"))}
        stopped = bench.carry_out(LIFT, step("DELETE points", only_if="full"), PUT_BACK)
        assert (stages(stopped), said(stopped, 1)) == (["done", "failed", "planned"], "cannot see")
        assert bench.azure.sent == ["DELETE lock"]
        assert stopped.steps[1].began is None


class TestTakingBack:
    def test_the_last_step_first_and_only_what_was_done(self, bench: Bench) -> None:
        steps = [step(f"PUT rule-{number}", undo=request("DELETE", f"rule-{number}")) for number in range(3)]
        bench.azure.turns["PUT rule-2"] = [refused()]
        stopped = bench.carry_out(*steps)
        ended = bench.undo(stopped)
        assert bench.azure.sent[3:] == ["DELETE rule-1", "DELETE rule-0"]
        assert (ended.outcome, stages(ended)) == (Outcome.UNDONE, ["undone", "undone", "failed"])
        assert ended.steps[0].undo_request_id == "id-1"

    def test_one_that_had_ended_well(self, bench: Bench) -> None:
        ended = bench.undo(bench.carry_out(LIFT, REMOVE))
        assert (ended.outcome, stages(ended)) == (Outcome.UNDONE, ["undone", "done"])

    def test_one_with_nothing_to_take_back_stays_as_it_ended(self, bench: Bench) -> None:
        ended = bench.undo(bench.carry_out(LIFT, REMOVE, PUT_BACK))
        assert (ended.outcome, stages(ended)) == (Outcome.DONE, ["undone", "done", "done"])
        assert bench.azure.sent[3:] == []

    def test_half_way_it_goes_on_and_cannot_be_finished_any_more(self, bench: Bench) -> None:
        steps = [step(f"PUT rule-{number}", undo=request("DELETE", f"rule-{number}")) for number in range(2)]
        done = bench.carry_out(*steps)
        bench.azure.turns["DELETE rule-0"] = [refused("no right to")]
        stopped = bench.undo(done)
        assert (stages(stopped), said(stopped)) == (["undoing", "undone"], "no right to")
        assert (stopped.steps[0].undo_status, stopped.is_open, stopped.undoing) == (403, True, True)
        sent = len(bench.azure.sent)
        assert stages(bench.resume(stopped)) == ["undoing", "undone"]
        assert len(bench.azure.sent) == sent, "what is taken back must not be done again"
        ended = bench.undo(stopped)
        assert (ended.outcome, stages(ended)) == (Outcome.UNDONE, ["undone", "undone"])
        assert bench.azure.sent[sent:] == ["DELETE rule-0"]

    def test_it_waits_for_an_operation_and_for_what_is_still_busy(self, bench: Bench) -> None:
        bench.azure.turns["PUT lock"] = [*[refused(status=409, passes=True)] * (UNDO_TRIES - 1), ACCEPTED]
        assert bench.undo(bench.carry_out(LIFT)).outcome is Outcome.UNDONE
        assert bench.azure.followed == [ACCEPTED.status_url]

    def test_cancelled_while_it_is_sent_it_is_sent_again(self, bench: Bench) -> None:
        bench.azure.turns["PUT lock"] = [never]
        stopped = bench.undo(bench.carry_out(LIFT), cut_short=True)
        assert (stages(stopped), stopped.is_open) == (["undoing"], True)
        assert bench.undo(stopped).outcome is Outcome.UNDONE

    def test_a_step_that_may_be_on_its_way_is_taken_back_too(self, bench: Bench) -> None:
        bench.azure.turns["DELETE lock"] = [lost()]
        assert stages(bench.undo(bench.carry_out(LIFT))) == ["undone"]
        assert bench.azure.sent == ["DELETE lock", "PUT lock"]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_has_ended_is_not_begun_again(bench: Bench, outcome: Outcome) -> None:
    with bench.begin(LIFT, REMOVE) as entry:
        entry.close(outcome)
    ended = bench.resume(entry.undertaking)
    assert (ended.outcome, bench.azure.sent) == (outcome, [])


class FullDisk:
    """The journal's file on a disk that takes so many more bytes."""

    def __init__(self, entry: Entry, bytes_left: int) -> None:
        self._file, self._left = entry._file, bytes_left
        entry._file = cast(IO[bytes], self)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, data: memoryview) -> int:
        if not self._left:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = self._file.write(data[: self._left])
        self._left -= taken
        return taken


LINES = [0, 1, 100, 300, 400, 500, 600, 800]


@pytest.mark.parametrize("bytes_left", LINES)
def test_a_full_disk_lets_nothing_out_that_is_not_written_down(bench: Bench, bytes_left: int) -> None:
    with bench.begin(LIFT, REMOVE, PUT_BACK) as entry:
        disk = FullDisk(entry, bytes_left)
        with pytest.raises(CannotWrite):
            asyncio.run(carry_out(entry, bench.tools()))
        sent = list(bench.azure.sent)
        told = bench.told(entry.undertaking)
        assert stages(told) == stages(entry.undertaking)
        assert [record.stage is not Stage.PLANNED for record in told.steps] == [index < len(sent) for index in range(3)]
        disk._left = 1 << 20  # there is room again, and the half line is gone
        entry.note(entry.undertaking.steps[0], Stage.SENDING, said=verbatim("still whole"))
        assert str(bench.told(entry.undertaking).steps[0].said) == "still whole"
    assert bench.journal.damaged() == []
    assert bench.resume(told).outcome is Outcome.DONE


class TestFiles:
    def test_what_a_script_hands_out_is_saved_privately_before_it_is_called_done(self, bench: Bench) -> None:
        bench.azure.turns["POST runCommand"] = [replace(DONE, output=b"logs")]
        ended = bench.carry_out(step("POST runCommand", saves="guest.log"))
        file = bench.folder / "logs/guest.log"
        assert file.read_bytes() == b"logs"
        assert said(ended) == f"Saved: {file}"
        if sys.platform != "win32":
            assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]

    def test_where_it_cannot_be_saved_the_step_is_not_done(self, bench: Bench) -> None:
        (bench.folder / "logs").write_text("a file is in the way")
        bench.azure.turns["POST runCommand"] = [ACCEPTED]
        with bench.begin(step("POST runCommand", saves="guest.log")) as entry, pytest.raises(CannotWrite):
            asyncio.run(carry_out(entry, bench.tools()))
        (bench.folder / "logs").unlink()
        assert stages(bench.told(entry.undertaking)) == ["following"]
        assert bench.resume(entry.undertaking).outcome is Outcome.DONE
        assert bench.azure.sent == ["POST runCommand"]


def test_two_steps_that_are_alike_are_told_apart(bench: Bench) -> None:
    bench.azure.turns["POST restart"] = [DONE, refused()]
    assert stages(bench.carry_out(LIFT, RESTART, RESTART)) == ["done", "done", "failed"]
    with bench.begin(REMOVE, REMOVE) as entry:
        entry.note(entry.undertaking.steps[1], Stage.SKIPPED)
    assert stages(bench.told(entry.undertaking)) == ["planned", "skipped"]


def test_every_line_of_the_journal_is_plain_json(bench: Bench) -> None:
    bench.carry_out(replace(LIFT, title=verbatim("Zeile mit “Ümläuten” und \ud800")), REMOVE)
    (file,) = bench.journal.folder.glob("*.jsonl")
    assert file.read_bytes().isascii()
    assert [json.loads(line)["event"] for line in file.read_text().splitlines()] == ["begun", *["step"] * 4, "closed"]
