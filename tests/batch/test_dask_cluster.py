"""Tasks on real Dask clusters: one begun here, and workers begun by hand."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from dask_cluster import Cluster, cluster

from drama.batch.dask_cluster import _check_programs, connect, run
from drama.errors import EngineError, InputError, UsageError
from drama.system import fingerprint
from drama.system.processes import Task

distributed = pytest.importorskip("distributed")
CommClosedError = pytest.importorskip("distributed.comm").CommClosedError
ClosedClientError = pytest.importorskip("distributed.client").ClosedClientError
pytestmark = [
    pytest.mark.slow,
    # Dask leaves sockets and event loops to the collector when workers are killed under it.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@dataclass(frozen=True)
class Working:
    """Does what a task's key says; keeps a mark a start in a folder."""

    marks: Path

    def __call__(self, task: Task, cores: int, tell: Callable[[object], None]) -> object:
        key = task.key
        starts = len(list(self.marks.glob(f"{key}-*")))
        (self.marks / f"{key}-{starts}").touch()
        if key.startswith("bad"):
            raise InputError("wants mending")
        if key.startswith("killed") or (key.startswith("once") and starts == 0):
            os.kill(os.getpid(), signal.SIGKILL)
        return key


def tasks(*keys: str) -> list[Task]:
    return [Task(key=key) for key in keys]


def test_on_a_cluster_begun_here_every_task_ends_once_whatever_dies(tmp_path: Path) -> None:
    wanted = tasks("killed", "once", "bad", *(f"t{i}" for i in range(20)))
    with connect("local", 2) as client:
        outcomes = list(run(wanted, Working(tmp_path), client))
    assert sorted(outcome.key for outcome in outcomes) == sorted(task.key for task in wanted)
    assert {outcome.key for outcome in outcomes if outcome.error} == {"killed", "bad"}


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path) as found:
        for _ in range(2):
            found.join()
        yield found


def test_on_workers_begun_by_hand_every_task_ends_once_while_there_is_a_scheduler(
    by_hand: Cluster, tmp_path: Path
) -> None:
    with connect(by_hand.address, 2) as client:
        client.wait_for_workers(2, timeout=600)
        client._timeout = 2  # so long it would look for the scheduler that is killed below
        ended = list(run(tasks(*(f"t{i}" for i in range(30))), Working(tmp_path), client))
        assert not [outcome.error for outcome in ended if outcome.error]
        assert sorted(outcome.value for outcome in ended) == sorted(f"t{i}" for i in range(30))
        outcomes = run(tasks(*(f"u{i}" for i in range(999))), Working(tmp_path), client)
        next(outcomes)
        by_hand.processes[0].kill()
        with pytest.raises(EngineError, match="the scheduler is gone"):
            list(outcomes)


class _Closing:
    """A client as it is while it closes, after it has looked for its scheduler in vain."""

    loop = None
    status = "closing"

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def nthreads(self) -> dict[str, int]:
        raise self._fault

    def cancel(self, futures: list[object]) -> None:
        raise ClosedClientError("Client is closed. Can't send cancel-keys message.")


@pytest.mark.parametrize(
    "fault",
    [OSError("ConnectionPool closing."), ClosedClientError("closed"), AttributeError("'NoneType' …")],
    ids=["no connection", "closed", "no scheduler"],
)
def test_a_client_that_closes_in_the_middle_says_that_the_scheduler_is_gone(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "as_completed", lambda loop: iter(()))
    with pytest.raises(EngineError, match="the scheduler is gone"):
        list(run(tasks("a"), Working(tmp_path), _Closing(fault)))


def test_a_scheduler_that_does_not_answer_is_an_error_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drama.batch.dask_cluster._CONNECT_S", 1.0)
    with pytest.raises(UsageError, match="no scheduler answers"), connect("tcp://127.0.0.1:9", 1):
        pass


def test_a_server_that_speaks_something_else_is_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drama.batch.dask_cluster._CONNECT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(UsageError, match="what is there is no Dask scheduler"), connect(address, 1):
            pass


def test_a_program_with_an_event_loop_of_its_own_may_ask_for_a_scheduler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drama.batch.dask_cluster._CONNECT_S", 0.2)

    async def ask(address: str) -> None:
        with pytest.raises(UsageError, match="what is there is no Dask scheduler"), connect(address, 1):
            pass

    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        pool.submit(lambda: asyncio.run(ask(address))).result()  # this thread may have another test's loop


@pytest.mark.parametrize("address", ["nowhere", "http://127.0.0.1:8786", "tcp://", "tcp://127.0.0.1:port"])
def test_an_address_that_can_not_be_one_is_an_error_with_a_hint(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drama.batch.dask_cluster._CONNECT_S", 1.0)
    with pytest.raises(UsageError, match=r"no scheduler answers.*\n.*tcp://"), connect(address, 1):
        pass


def test_a_worker_that_has_left_is_no_worker_of_another_drama() -> None:
    left = CommClosedError("in <TCP (closed)>: Stream is closed")
    ours = fingerprint.whole_program()
    client = SimpleNamespace(
        run=lambda *_, on_error: {"tcp://a": left, "tcp://b": ours}, run_on_scheduler=lambda _: ours
    )
    _check_programs(client)
    client.run_on_scheduler = lambda _: "0.0.1"
    with pytest.raises(UsageError, match=r"the scheduler has drama 0\.0\.1"):
        _check_programs(client)


def test_without_dask_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install .*\[cluster\]"), connect("local", 1):
        pass
