"""Tasks over worker processes: every task ends once, whatever happens to its worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from drama.errors import InputError
from drama.system.processes import BugError, Outcome, Pool, Task, attempt, run_here, unheard


@dataclass(frozen=True)
class Working:
    """Does what a task's key says; keeps a mark a start in a folder."""

    marks: Path

    def __call__(self, task: Task, cores: int, tell: Callable[[object], None]) -> object:
        key = task.key
        starts = len(list(self.marks.glob(f"{key}-*")))
        (self.marks / f"{key}-{os.getpid()}-{time.monotonic_ns()}").touch()
        tell(f"{key} under way")
        if key.startswith("bad"):
            raise InputError("wants mending")
        if key.startswith("bug"):
            raise ZeroDivisionError("by zero")
        if key.startswith("killed") or (key.startswith("once") and starts == 0):
            os.kill(os.getpid(), signal.SIGKILL)
        if key.startswith("slow"):
            time.sleep(30)
            (self.marks / f"{key}-done").touch()
        return key, cores


def run(
    wanted: list[Task],
    work: Working,
    *,
    jobs: int,
    heard: Callable[[str, object], None] = unheard,
    deaths_at_most: int = 3,
) -> list[Outcome]:
    with Pool(deaths_at_most=deaths_at_most) as pool:
        return list(pool.run(wanted, work, jobs=jobs, heard=heard))


def results(outcomes: list[Outcome]) -> dict[str, object]:
    return {outcome.key: outcome.value for outcome in outcomes}


def tasks(*keys: str) -> list[Task]:
    return [Task(key=key) for key in keys]


def test_here_the_heaviest_goes_first_with_all_cores(tmp_path: Path) -> None:
    wanted = [Task(key="a", weight=1), Task(key="b", weight=3)]
    outcomes = list(run_here(wanted, Working(tmp_path), jobs=4))
    assert [outcome.value for outcome in outcomes] == [("b", 4), ("a", 4)]


def test_an_error_of_the_users_is_an_outcome(tmp_path: Path) -> None:
    (outcome,) = run_here(tasks("bad"), Working(tmp_path), jobs=1)
    assert isinstance(outcome.error, InputError)


def refused(task: Task, cores: int, tell: Callable[[object], None]) -> str:
    raise PermissionError(13, "Permission denied", f"/nowhere/{task.key}")


def test_what_the_system_refuses_is_no_bug_and_has_its_place() -> None:
    outcome = attempt(refused, Task(key="a.mp3"), 1, unheard)
    assert isinstance(outcome.error, InputError)
    [problem] = outcome.error.problems
    assert (problem.message, str(problem.place)) == ("can't use it: permission denied", "/nowhere/a.mp3")


def test_a_bug_is_an_outcome_with_its_traceback(tmp_path: Path) -> None:
    (outcome,) = run_here(tasks("bug"), Working(tmp_path), jobs=1)
    assert isinstance(outcome.error, BugError)
    assert "ZeroDivisionError: by zero" in outcome.details


@pytest.mark.slow
def test_every_task_ends_once_and_is_heard(tmp_path: Path) -> None:
    heard = []
    keys = [f"t{i}" for i in range(20)]
    outcomes = run(tasks(*keys), Working(tmp_path), jobs=2, heard=lambda key, told: heard.append((key, told)))
    assert sorted(results(outcomes)) == sorted(keys)
    assert sorted(heard) == sorted((key, f"{key} under way") for key in keys)


@pytest.mark.slow
def test_only_the_last_tasks_and_a_giant_have_more_than_one_core(tmp_path: Path) -> None:
    wanted = [Task(key="giant", weight=100), *tasks("a", "b", "c", "d")]
    cores = {key: value[1] for key, value in results(run(wanted, Working(tmp_path), jobs=2)).items()}  # type: ignore[index]
    assert cores == {"giant": 2, "a": 1, "b": 1, "c": 2, "d": 2}


@pytest.mark.slow
def test_a_task_whose_worker_was_killed_once_is_done_by_another(tmp_path: Path) -> None:
    outcomes = run(tasks("once", "a", "b"), Working(tmp_path), jobs=2)
    assert {key for key, value in results(outcomes).items() if value} == {"once", "a", "b"}


@pytest.mark.slow
def test_a_task_that_kills_its_workers_is_set_aside_and_the_others_end(tmp_path: Path) -> None:
    outcomes = run(tasks("killed", "bad", "a", "b"), Working(tmp_path), jobs=2, deaths_at_most=2)
    assert {outcome.key: str(outcome.error).split(";")[0] for outcome in outcomes if outcome.error} == {
        "killed": "its worker process died 2 times (signal 9)",
        "bad": "wants mending",
    }
    assert len(list(tmp_path.glob("killed-*"))) == 2


@pytest.mark.slow
def test_closing_the_iterator_ends_the_workers_in_the_middle_of_their_tasks(tmp_path: Path) -> None:
    with Pool() as pool:
        outcomes = pool.run(tasks("a", "slow1", "slow2", "slow3"), Working(tmp_path), jobs=2)
        assert next(outcomes).key == "a"
        workers = [worker._process for worker in pool._crew if worker.task]
        outcomes.close()
        assert [worker.exitcode for worker in workers] == [-signal.SIGTERM] * len(workers)
        assert workers
    assert not list(tmp_path.glob("slow*-done"))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="elsewhere no signal is sent")
def test_ctrl_c_while_a_worker_begins_is_left_to_the_program(tmp_path: Path) -> None:
    with Pool(deaths_at_most=1) as pool:
        outcomes = pool.run(tasks("a"), Working(tmp_path), jobs=1)
        start = multiprocessing.context.SpawnProcess.start

        def interrupted(process: multiprocessing.context.SpawnProcess) -> None:
            start(process)
            os.kill(process.pid or 0, signal.SIGINT)  # long before it could say that it wants none

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(multiprocessing.context.SpawnProcess, "start", interrupted)
            assert [outcome.value for outcome in outcomes] == [("a", 1)]


@dataclass(frozen=True)
class Hearing:
    """Tells whether what it starts would hear Ctrl-C."""

    def __call__(self, task: Task, cores: int, tell: Callable[[object], None]) -> object:
        return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="elsewhere there are no signal masks")
def test_what_a_worker_starts_and_the_program_itself_hear_ctrl_c() -> None:
    with Pool() as pool:
        assert [outcome.value for outcome in pool.run(tasks("a"), Hearing(), jobs=1)] == [False]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.slow
def test_the_same_processes_do_a_second_run(tmp_path: Path) -> None:
    with Pool() as pool:
        for keys in (("a", "b"), ("c", "d")):
            assert len(list(pool.run(tasks(*keys), Working(tmp_path), jobs=1))) == 2
    assert len({mark.name.split("-")[1] for mark in tmp_path.iterdir()}) == 1
