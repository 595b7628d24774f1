"""Worker processes: each answers one request at a time, and is ended when it hangs.

In both directions a frame is two little-endian 32-bit lengths, a JSON object and raw bytes. A request carries
no bytes; an answer carries samples. The process ends when its standard input closes, so that none is left
when its owner is killed.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from drama.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_HEAD = struct.Struct("<II")
_OFTEN = 50
"""Answers after which rest() ends an idle worker: it has grown from 13 to 17 MB, a new one takes 50 ms."""
_SAID_BYTES = 2_000
"""How much of a dead worker's last output goes into the error."""


def send(stream: BinaryIO, header: Mapping[str, object], body: bytes = b"") -> None:
    """Write one frame and flush."""
    encoded = json.dumps(header).encode("ascii")
    stream.write(_HEAD.pack(len(encoded), len(body)) + encoded)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one frame; EOFError when the other side is gone."""
    head = _exactly(stream, _HEAD.size)
    header_bytes, body_bytes = _HEAD.unpack(head)
    header: dict[str, Any] = json.loads(_exactly(stream, header_bytes))
    return header, _exactly(stream, body_bytes)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


class Worker:
    """One worker process."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the owner, which ends it."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.overdue = False
        """Whether it was ended because an answer took too long."""
        self._last_words = ""
        self.answers = 0
        """How many requests it has answered."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the engine's own command, as a list
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        except OSError as error:
            self._said.close()
            raise EngineError(Problem(message=f"can't start {command[0]}: {error.strerror}")) from error
        self._stdin = cast("BinaryIO", self._process.stdin)
        self._stdout = cast("BinaryIO", self._process.stdout)

    def ask(self, request: Mapping[str, object], limit_s: float) -> tuple[dict[str, Any], bytes]:
        """Return the answer; when the process dies or takes longer, it is ended and EngineError raised."""
        clock = threading.Timer(limit_s, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            send(self._stdin, request)
            answer = receive(self._stdout)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise EngineError(Problem(message=self._why(limit_s))) from error
        finally:
            clock.cancel()
        self.answers += 1
        return answer

    def _give_up(self) -> None:
        self.overdue = True
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _why(self, limit_s: float) -> str:
        if self.overdue:
            return f"no answer in {limit_s:.0f} s"
        said = f": {self._last_words}" if self._last_words else ""
        return f"its process ended with code {self._process.returncode}{said}"

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self.overdue and self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self._kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout):
            with suppress(OSError):
                stream.close()
        if not self._said.closed:
            self._said.seek(0)
            self._last_words = self._said.read()[-_SAID_BYTES:].decode("utf-8", "replace").strip()
            self._said.close()


class Workers:
    """A pool of workers of one kind: one for each concurrent caller, started when needed and reused."""

    def __init__(self, start: Callable[[], Worker], *, answers_each: int) -> None:
        """Take how a worker is started, and the answers after which it is replaced: libraries leak."""
        self._start = start
        self._answers_each = answers_each
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, request: Mapping[str, object], limit_s: float) -> tuple[dict[str, Any], bytes]:
        """Return a worker's answer; callable from several threads at once. Raises as Worker.ask does."""
        while True:
            worker = self._take()
            used_before = worker.answers > 0
            try:
                return worker.ask(request, limit_s)
            except EngineError:
                # A worker that was idle may have died before, through no fault of this request.
                if not used_before or worker.overdue or self._closed:
                    raise
            finally:
                self._give_back(worker)

    def _take(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
                worker.end()
            if self._closed:
                raise EngineError(Problem(message="the engine is closed"))
            worker = self._start()
            self._all.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed and worker.alive and worker.answers < self._answers_each:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        worker.end()

    def rest(self) -> None:
        """End idle workers whose memory has grown over many answers, since no request may come for long."""
        with self._lock:
            tired = [worker for worker in self._idle if worker.answers >= _OFTEN]
            self._idle = [worker for worker in self._idle if worker.answers < _OFTEN]
            self._all -= set(tired)
        for worker in tired:
            worker.end()

    def close(self) -> None:
        """End all workers, idle and busy; callers that wait get EngineError."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
            self._idle.clear()
        for worker in workers:
            worker.end()
