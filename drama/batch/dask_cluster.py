"""A batch on a cluster: the same work, done by Dask workers on this machine or others.

Needs the extra `drama[cluster]`. Dask is imported inside the functions, so that only --cluster loads it.
It isn't fully typed, so its objects are Any here.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import signal
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from drama.errors import EngineError, Problem, UsageError
from drama.system import distribution, fingerprint, processes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

WINDOW = 2
"""Tasks submitted to the scheduler for each worker thread: one running and one queued."""
_CONNECT_S = 15.0
"""A scheduler on a busy machine needs some seconds to answer."""
_SAME = "scheduler, workers and this machine need the same drama and the same Python"


@contextmanager
def connect(address: str, jobs: int) -> Iterator[Any]:
    """Yield a client of the cluster at `address`, or with "local" of one started here with `jobs` processes.

    A cluster started here ends with the block. UsageError when the extra isn't installed, no scheduler
    answers, or a worker has another version of drama than this machine.
    """
    if importlib.util.find_spec("distributed") is None:
        hint = distribution.install_command("cluster")
        raise UsageError(Problem(message="--cluster needs Dask, which is not installed", hint=hint))
    dask, distributed = import_module("dask"), import_module("distributed")
    settings = {
        "distributed.worker.daemon": False,  # a daemonic process can't start the speech engine's process
        "distributed.scheduler.allowed-failures": 0,  # run() counts the deaths and retries itself
        "distributed.admin.tick.limit": "30s",
    }
    with dask.config.set(settings):
        if address != "local":
            _knock(address)
            with distributed.Client(address) as client:
                _check_programs(client)
                yield client
            return
        cluster = distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
            preload=[__name__],
            silence_logs=logging.CRITICAL,  # the story's outcome reports a worker's death
        )
        with cluster, distributed.Client(cluster) as client:
            yield client


def dask_setup(_worker: object) -> None:
    """Ignore SIGINT in a worker: the program that started it also ends it. Dask calls this in each worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _knock(address: str) -> None:
    """Raise UsageError unless a scheduler answers: the client itself may wait for ever on another server."""
    comm, security = import_module("distributed.comm"), import_module("distributed.security").Security()

    async def knock() -> None:
        how = security.get_connection_args("client")
        answered = await asyncio.wait_for(comm.connect(address, timeout=_CONNECT_S, **how), _CONNECT_S + 1)
        answered.abort()

    try:
        with ThreadPoolExecutor(1) as pool:  # a notebook has an event loop in its own thread
            pool.submit(lambda: asyncio.run(knock())).result()
    except Exception as error:
        # A server of another protocol stays silent, or its first bytes are read as the length of a message.
        foreign = isinstance(error, (TimeoutError, MemoryError))
        why = "what is there is no Dask scheduler" if foreign else str(error)
        hint = "start one with `dask scheduler` and give the tcp:// address that it names, or --cluster local"
        raise UsageError(Problem(message=f"no scheduler answers at {address}: {why}", hint=hint)) from error


def _check_programs(client: Any) -> None:
    """Raise UsageError with each machine whose version of drama differs: its episodes could differ, too."""
    answers = {
        f"the worker at {at}": said
        for at, said in client.run(fingerprint.whole_program, on_error="return").items()
    }
    try:
        answers["the scheduler"] = client.run_on_scheduler(fingerprint.whole_program)
    except Exception as error:  # noqa: BLE001 - whatever it raised there, it says what is missing
        answers["the scheduler"] = error
    problems = [
        Problem(message=f"{who} {fault}", hint=_SAME)
        for who, said in sorted(answers.items())
        if (fault := _other_program(said))
    ]
    if problems:
        raise UsageError(*problems)


def _other_program(said: object) -> str:
    """Return what is wrong with a machine's version of drama, from its answer; "" when it is the same.

    One that left before it answered does no work; should it come back, its first task tells its version.
    """
    ours = fingerprint.whole_program()
    if isinstance(said, OSError):
        return ""
    if isinstance(said, Exception):
        return f"can't run drama {ours}, which this machine has: {said}"
    return "" if said == ours else f"has drama {said}, and this machine {ours}"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A summary of a cluster for people."""

    workers: int
    threads: int
    dashboard: str
    """Its URL; "" where there is none, because Bokeh is missing or the scheduler was started without it."""


def about(client: Any) -> About:
    """Return the present summary of a cluster."""
    threads = client.nthreads()

    def draws(dask_scheduler: Any) -> bool:
        """Return whether there is a dashboard: its URL exists without Bokeh, too, and then says so."""
        return bool(getattr(dask_scheduler.http_application, "applications", ()))

    return About(
        workers=len(threads),
        threads=sum(threads.values()),
        dashboard=str(client.dashboard_link) if client.run_on_scheduler(draws) else "",
    )


def run(
    tasks: Sequence[processes.Task], work: processes.Work, client: Any
) -> Generator[processes.Outcome, None, None]:
    """Yield the outcome of each task as it ends, as workers.run() does, by LPT scheduling: heaviest first.

    Only a window of the tasks is submitted at any time, so that their number doesn't burden the scheduler;
    workers that join later get their share. When a worker dies, all its tasks are suspects. Suspects are
    retried at the end, one at a time; one that then kills its worker ends with an EngineError after
    DEATHS_AT_MOST deaths in all. Closing the iterator cancels running tasks. EngineError when the scheduler
    is gone for good.
    """
    distributed = import_module("distributed")
    waiting = deque(sorted(tasks, key=lambda task: (-task.weight, task.key)))
    suspects: deque[processes.Task] = deque()
    alone: set[str] = set()
    deaths: Counter[str] = Counter()
    under_way: dict[Any, processes.Task] = {}
    ended = distributed.as_completed(loop=client.loop)

    def begin(task: processes.Task) -> None:
        future = client.submit(_attempt, work, task, fingerprint.whole_program(), pure=False, retries=0)
        under_way[future] = task
        ended.add(future)

    def fill() -> None:
        threads = sum(client.nthreads().values()) or 1
        while waiting and len(under_way) < threads * WINDOW:
            begin(waiting.popleft())
        if suspects and not under_way:
            alone.add(suspects[0].key)
            begin(suspects.popleft())

    with _while_there_is_a_scheduler(client, under_way):
        fill()
        for future in ended:
            task = under_way.pop(future)
            outcome = _outcome(task, future)
            if isinstance(outcome, int):
                deaths[task.key] += outcome
                if task.key in alone and deaths[task.key] >= processes.DEATHS_AT_MOST:
                    outcome = processes.Outcome(key=task.key, error=_poison(task.key, deaths[task.key]))
                else:
                    suspects.append(task)
            fill()
            if isinstance(outcome, processes.Outcome):
                yield outcome


@contextmanager
def _while_there_is_a_scheduler(client: Any, under_way: Mapping[Any, processes.Task]) -> Iterator[None]:
    """Cancel at the end what is under way; EngineError when the client has lost its scheduler for good."""
    closed: type[Exception] = import_module("distributed.client").ClosedClientError
    try:
        yield
    except Exception as error:
        # A client that has looked for its scheduler in vain fails in several ways while it closes.
        if not isinstance(error, OSError) and client.status == "running":
            raise
        hint = "what is finished is kept: begin the scheduler again, and then the batch"
        raise EngineError(Problem(message=f"the scheduler is gone: {error}", hint=hint)) from error
    finally:
        with suppress(OSError, closed):
            client.cancel(list(under_way))


def _outcome(task: processes.Task, future: Any) -> processes.Outcome | int:
    """Return how a task ended, or the number of workers that died while they had it."""
    killed: type[Exception] = import_module("distributed").KilledWorker
    try:
        outcome: processes.Outcome = future.result()
    except killed as error:
        return int(error.args[2]) + 1  # the failures that the scheduler allows
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - the batch worker's edge
        problem = Problem(message=f"the cluster could not do it: {error}", hint=_SAME)
        return processes.Outcome(key=task.key, error=EngineError(problem))
    return outcome


def _attempt(work: processes.Work, task: processes.Task, ours: str) -> processes.Outcome:
    """Return how a task ended on a worker; a worker that joined with another version of drama fails it."""
    if fingerprint.whole_program() != ours:
        message = f"the worker has drama {fingerprint.whole_program()}, and it was given work by drama {ours}"
        return processes.Outcome(key=task.key, error=EngineError(Problem(message=message, hint=_SAME)))
    return processes.attempt(work, task, 1, lambda _told: None)


def _poison(key: str, deaths: int) -> EngineError:
    message = f"its worker died {deaths} times; it is set aside"
    return EngineError(
        Problem(message=message, hint=f"drama render {key} -v shows where, and so may the worker's log")
    )
