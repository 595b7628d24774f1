"""The queue of renders: one at a time, each in a process of its own, told of to every page, cancellable."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from drama.web.events import Events

State = Literal["waiting", "running", "done", "failed", "cancelled"]
_SHARES = {"adapt": 0.02, "record": 0.45, "mix": 0.35, "master": 0.18}
"""Roughly what each stage takes of a render from nothing: only for the bar and the time left."""
_TOLD_EVERY_S = 0.2
_END_S = 8.0
_ENDED = 50
"""So many jobs that ended are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One render, waiting, under way or ended."""

    id: int
    key: str
    title: str
    preset: str = ""
    """Empty for the episode itself."""
    format: str = ""
    """What it is published as; empty for none."""
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    part: float = 0.0
    """How much of the whole is done, 0 to 1."""
    left_s: float = 0.0
    """Seconds that it will take yet, by what it took so far; 0 when nothing can be said."""
    said: str = ""
    """Why it failed."""

    def as_json(self) -> dict[str, Any]:
        """Return it for the page."""
        return asdict(self)


class Jobs:
    """The queue of one page."""

    def __init__(self, project: Path, events: Events) -> None:
        self._project = project
        self._events = events
        self._jobs: dict[int, Job] = {}
        self._waiting: deque[int] = deque()
        self._process: subprocess.Popen[str] | None = None
        self._began = self._told = 0.0
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether anything waits or is under way."""
        return any(job.state in ("waiting", "running") for job in self.all())

    def all(self) -> tuple[Job, ...]:
        """Return the jobs in the order in which they were asked for."""
        return tuple(self._jobs.values())

    def add(self, key: str, title: str, preset: str = "", form: str = "") -> Job:
        """Return a new job at the end of the queue, or the one that waits there for the same already."""
        with self._wake:
            for waiting in self._waiting:
                same = self._jobs[waiting]
                if (same.key, same.preset, same.format) == (key, preset, form):
                    return same
            job = Job(id=max(self._jobs, default=0) + 1, key=key, title=title, preset=preset, format=form)
            self._jobs[job.id] = job
            self._waiting.append(job.id)
            self._forget()
            self._wake.notify()
        self._events.tell("job", job.as_json())
        return job

    def cancel(self, number: int) -> Job | None:
        """Cancel a job that waits or is under way; None when there is none of this number."""
        with self._wake:
            job = self._jobs.get(number)
            if job is None:
                return None
            if number in self._waiting:
                self._waiting.remove(number)
            elif job.state == "running" and self._process is not None:
                self._jobs[number] = replace(job, state="cancelled")
                self._process.terminate()
            if job.state in ("waiting", "running"):
                self._tell(number, state="cancelled")
            return self._jobs[number]

    def close(self) -> None:
        """Cancel everything and wait until the process under way has ended."""
        with self._wake:
            self._closed = True
            self._waiting.clear()
            process = self._process
            self._wake.notify()
        if process is not None:
            process.terminate()
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(_END_S)

    def _forget(self) -> None:
        ended = [job.id for job in self._jobs.values() if job.state in ("done", "failed", "cancelled")]
        for number in ended[:-_ENDED]:
            del self._jobs[number]

    def _tell(self, number: int, **changes: Any) -> None:
        self._jobs[number] = replace(self._jobs[number], **changes)
        self._events.tell("job", self._jobs[number].as_json())

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                number = self._waiting.popleft()
                job = self._jobs[number]
                command = [sys.executable, "-m", "drama.web.worker", str(self._project)]
                command += [job.key, job.preset, job.format]
                self._process = subprocess.Popen(  # noqa: S603 - our own module, as a list, without a shell
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    text=True, encoding="utf-8",
                )  # fmt: skip
                self._began = time.monotonic()
                self._tell(number, state="running")
            self._follow(number, self._process)

    def _follow(self, number: int, process: subprocess.Popen[str]) -> None:
        """Pass on what a process says until it ends."""
        failed = ""
        errors: list[str] = []
        with process:  # which closes its pipes at the end
            about = process.stderr
            reader = threading.Thread(target=lambda: errors.append(about.read() if about else ""))
            reader.start()
            for line in process.stdout or ():
                try:
                    said = json.loads(line)
                except ValueError:
                    continue
                failed = said.get("failed", failed)
                if "stage" in said:
                    self._advance(number, said)
            reader.join()
        code = process.returncode
        with self._wake:
            self._process = None
            if self._jobs[number].state != "running":
                return
            if code == 0:
                self._tell(number, state="done", part=1.0, left_s=0.0)
            else:
                last = "".join(errors).strip().rpartition("\n")[2]
                self._tell(number, state="failed", said=failed or last or f"it ended with code {code}")

    def _advance(self, number: int, said: Mapping[str, Any]) -> None:
        stage, done, total = str(said["stage"]), int(said["done"]), int(said["total"])
        now = time.monotonic()
        if done and done < total and now - self._told < _TOLD_EVERY_S:
            return
        self._told = now
        before = 0.0
        for name, share in _SHARES.items():
            if name == stage:
                break
            before += share
        part = min(0.99, before + _SHARES.get(stage, 0.0) * (done / total if total else 0.0))
        spent_s = now - self._began
        left_s = spent_s * (1.0 - part) / part if part > 0.05 and spent_s > 2.0 else 0.0
        with self._wake:
            if self._jobs[number].state == "running":
                self._tell(
                    number, stage=stage, done=done, total=total, part=round(part, 3), left_s=round(left_s)
                )
