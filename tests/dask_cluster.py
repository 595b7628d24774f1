"""A Dask scheduler and workers as somebody begins them by hand: processes of the `dask` command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENT_S = 600.0
"""Only ends what would hang."""
ROOT = Path(__file__).parent
_SCHEDULER = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
"""Its default is 3: a story that kills its worker would do so eight times, and each costs seconds."""


@dataclass
class Cluster:
    """A scheduler, and the workers that joined it since."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def identity(self) -> dict[str, Any]:
        """What the scheduler wrote of itself; it is waited for.

        Dask writes the file in place, so for a moment it is there and empty, or ends in its middle.
        """
        file = self.folder / "scheduler.json"
        while self.processes[0].poll() is None:
            try:
                found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            except (FileNotFoundError, json.JSONDecodeError):
                time.sleep(0.1)
            else:
                return found
        pytest.fail(f"the scheduler ended with code {self.processes[0].returncode}")

    @property
    def address(self) -> str:
        """The scheduler's address."""
        return str(self.identity["address"])

    @property
    def dashboard(self) -> str:
        """Host and port of its dashboard."""
        return f"127.0.0.1:{self.identity['services']['dashboard']}"

    def wait_for(self, workers: int) -> None:
        """Return when so many workers are there; the test fails where they don't come."""
        found, until = -1, time.monotonic() + _PATIENT_S
        while found != workers:
            assert time.monotonic() < until, f"{found} workers and not {workers}"
            time.sleep(0.1)
            with urllib.request.urlopen(f"http://{self.dashboard}/json/counts.json", timeout=120) as page:
                found = json.load(page)["workers"]

    def dismiss(self, worker: subprocess.Popen[bytes], *, left: int) -> None:
        """End a worker; return when the scheduler has missed it, and so many are left."""
        worker.terminate()
        worker.wait()
        self.wait_for(left)

    def begin(self, command: str, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """Begin `dask scheduler` or `dask worker`, which import from `path` before all else."""
        paths = [str(path), str(ROOT / "batch"), *filter(None, [os.environ.get("PYTHONPATH")])]
        file = str(self.folder / "scheduler.json")
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "dask",
                command,
                "--scheduler-file",
                file,
                "--host",
                "127.0.0.1",
                *arguments,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | _SCHEDULER,
            cwd=self.folder,
        )
        self.processes.append(process)
        return process

    def join(self, *, threads: int = 1, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """Begin a worker: its process is a child of the one that is returned, which begins it again."""
        return self.begin("worker", "--nthreads", str(threads), "--no-dashboard", path=path)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Yield a scheduler with its dashboard; all that joins it ends with the block."""
    found = Cluster(folder)
    try:
        found.begin("scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        yield found
    finally:
        for process in reversed(found.processes):
            process.terminate()
        for process in found.processes:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:  # it was told before it could listen, or the machine is busy
                process.kill()
                process.wait()
