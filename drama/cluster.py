"""A batch on a cluster: the same work, given to Dask workers on this machine or any number of others.

Needs the extra `drama[cluster]`. Dask is imported inside the functions: only --cluster waits for it. It is
not typed throughout, so its objects are Any here.
"""

from __future__ import annotations

import importlib.util
from collections import deque
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from drama.errors import EngineError, Problem, UsageError
from drama.workers import DEATHS_AT_MOST, Outcome, Task, Work, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

WINDOW = 2
"""Tasks handed to the scheduler for each thread of a worker: one that it does and one that it does next."""
_CONNECT_S = 30.0
_SAME = "scheduler, workers and this machine need the same drama and the same Python"


@contextmanager
def connect(address: str, jobs: int) -> Iterator[Any]:
    """Yield a client of the cluster at `address`, or with "local" of one begun here with `jobs` processes.

    What was begun here ends with the block. UsageError when the extra isn't installed or nothing answers.
    """
    if importlib.util.find_spec("distributed") is None:
        hint = "pip install 'drama[cluster]'"
        raise UsageError(Problem(message="--cluster needs Dask, which is not installed", hint=hint))
    dask, distributed = import_module("dask"), import_module("distributed")
    settings = {
        "distributed.worker.daemon": False,  # a daemonic process may not have the speech engine's as a child
        "distributed.scheduler.allowed-failures": DEATHS_AT_MOST - 1,
        "distributed.scheduler.worker-saturation": 1.0,  # what a dying worker only queued isn't blamed for it
        "distributed.admin.tick.limit": "30s",
    }
    with dask.config.set(settings):
        if address != "local":
            with _client(distributed.Client, address) as client:
                yield client
            return
        cluster = distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
        )
        with cluster, _client(distributed.Client, cluster) as client:
            yield client


def _client(kind: Callable[..., Any], address: object) -> Any:
    try:
        return kind(address, timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        hint = "start one with `dask scheduler`, or say --cluster local"
        raise UsageError(Problem(message=f"no scheduler answers at {address}: {error}", hint=hint)) from error


def dashboard(client: Any) -> str:
    """Return the address of the cluster's dashboard, or "" where Bokeh, which draws it, is not installed."""
    return str(client.dashboard_link) if importlib.util.find_spec("bokeh") else ""


def run(tasks: Sequence[Task], work: Work, client: Any) -> Generator[Outcome, None, None]:
    """Yield the outcome of each task as it ends, as workers.run() does; the heaviest are begun first.

    Only a window of the tasks is at the scheduler at any time, so that their number doesn't matter to it;
    workers that come later get their share. A task that killed its worker as often as the scheduler allows is
    set aside with an EngineError. Closing the iterator cancels what is under way.
    """
    distributed = import_module("distributed")
    waiting = deque(sorted(tasks, key=lambda task: (-task.weight, task.key)))
    under_way: dict[Any, Task] = {}
    ended = distributed.as_completed(loop=client.loop)

    def fill() -> None:
        threads = sum(client.nthreads().values()) or 1
        while waiting and len(under_way) < threads * WINDOW:
            task = waiting.popleft()
            future = client.submit(_attempt, work, task, pure=False, retries=0)
            under_way[future] = task
            ended.add(future)

    try:
        fill()
        for future in ended:
            task = under_way.pop(future)
            try:
                outcome = future.result()
            except distributed.KilledWorker as error:
                outcome = Outcome(key=task.key, error=_poison(task.key, error))
            except Exception as error:  # noqa: BLE001 - the batch worker's edge; what Dask raises has no base
                problem = Problem(message=f"the cluster could not do it: {error}", hint=_SAME)
                outcome = Outcome(key=task.key, error=EngineError(problem))
            fill()
            yield outcome
    finally:
        client.cancel(list(under_way))


def _attempt(work: Work, task: Task) -> Outcome:
    return attempt(work, task, 1, lambda _told: None)


def _poison(key: str, error: Exception) -> EngineError:
    message = f"its worker died again and again, and it is set aside: {error}"
    return EngineError(Problem(message=message, hint=f"drama render {key} -v shows where"))
