"""ffmpeg as a process: where it is, and one that runs until it has finished or its time is up.

Its binary comes in the wheel of imageio-ffmpeg; another one is used only when DRAMA_FFMPEG names it.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import threading

import imageio_ffmpeg

from drama.errors import EngineError, Problem

OWN_BINARY = "DRAMA_FFMPEG"
"""Environment variable that names another ffmpeg to use."""
_ADDRESS = re.compile(r"^\[[^\]\n]{1,60} @ 0x[0-9a-f]+\] ?", re.MULTILINE)
"""Before a message: a place in memory, another one in each run."""


def executable() -> str:
    """Return the path of ffmpeg; EngineError when there is none that runs."""
    own = os.environ.get(OWN_BINARY)
    if own:
        return own
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EngineError(
            Problem(
                message=f"there is no ffmpeg for this machine: {error}",
                hint=f"install ffmpeg and set {OWN_BINARY} to its path",
            )
        ) from error


class Process:
    """A running ffmpeg, killed at its time limit; its messages end up in the error."""

    def __init__(self, arguments: list[str], limit_s: float, *, writes: bool, reads: bool) -> None:
        command = [executable(), "-hide_banner", "-v", "error", "-y", *([] if writes else ["-nostdin"])]
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self.process = subprocess.Popen(  # noqa: S603 - list arguments, no shell
                [*command, *arguments],
                stdin=subprocess.PIPE if writes else subprocess.DEVNULL,
                stdout=subprocess.PIPE if reads else subprocess.DEVNULL,
                stderr=self._complaints,
            )
        except OSError as error:
            self._complaints.close()
            hint = f"check {OWN_BINARY}" if os.environ.get(OWN_BINARY) else "install drama again"
            raise EngineError(Problem(message=f"ffmpeg does not start: {error}", hint=hint)) from error
        self._late = False
        self._limit_s = limit_s
        self._timer = threading.Timer(limit_s, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self._late = True
        self.process.kill()

    def finish(self) -> str:
        """Wait for ffmpeg to exit and return its messages; EngineError unless it succeeded."""
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        code = self.process.wait()
        said = _ADDRESS.sub("", self.close())
        if self._late:
            raise EngineError(Problem(message=f"ffmpeg was not done after {self._limit_s:.0f} s", hint=said))
        if code:
            raise EngineError(Problem(message=f"ffmpeg failed (exit code {code})", hint=said))
        return said

    def close(self) -> str:
        """End the process if it still runs and return its messages."""
        self._timer.cancel()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        if self._complaints.closed:
            return ""
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip()
        self._complaints.close()
        return said
