"""What a person sees: results on stdout, all else on stderr; bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from drama.errors import DramaError

LOG_EVERY_S = 5.0
"""Seconds between two plain lines of one stage, where there is no terminal to draw a bar on."""
BYTES_FROM = 10_000_000
"""A stage of so many steps counts bytes, which are shown in megabytes."""
STEPS_FOR_A_PACE = 10
"""Steps after which a stage's plain lines say how long the rest takes."""
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys rather than shows, and halves of characters, which no encoding has."""
_NEAREST = {
    "▶": ">", "→": "->", "←": "<-", "–": "-", "—": "--", "…": "...", "×": "x", "−": "-", "·": ".", "•": "*",
    "“": '"', "”": '"', "‘": "'", "’": "'", "∞": "endless", "≥": ">=", "≤": "<=", "±": "+-", "♪": "*",
}  # fmt: skip
"""What stands for our own signs where the output's encoding lacks them."""


def visible(text: str) -> str:
    """Return a text as it may go to a terminal: escape sequences and other controls written out, not sent."""
    return _OBEYED.sub(_written_out, text)


def _written_out(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def use_streams() -> None:
    """Let standard output and error take any text, whatever their encoding; where one is closed, drop it.

    Where Python runs on Windows with its output in a pipe, the encoding is the system's code page.
    """
    codecs.register_error("drama", _nearest)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # started with it closed: `drama voices >&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="drama")


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what to write for characters that an encoding lacks, as codecs.register_error asks for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    said = "".join(_NEAREST.get(c, c.encode("ascii", "backslashreplace").decode("ascii")) for c in lacking)
    return said, error.end


class Console:
    """The one place that prints; it is also the Progress that the stages report to."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, as_json: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.as_json = as_json
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._lines: dict[str, TaskID] = {}
        self._stage = ""
        self._done = 0
        self._total = 0
        self._unit, self._unit_name = 1, ""
        self._said_at = 0.0
        self._began_s = 0.0
        self._answer: dict[str, object] = {}

    def result(self, text: str) -> None:
        """Write a result to stdout, unless a program is reading (then only `data` does)."""
        if not self.as_json:
            shown = visible(text)
            sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")
            sys.stdout.flush()

    def data(self, value: Mapping[str, object]) -> None:
        """Keep what a program is to read; answer() writes it."""
        self._answer.update(value)

    def answer(self) -> None:
        """Write one JSON document to stdout, when a program is reading: the data, and errors if any."""
        if self.as_json:
            document = json.dumps(self._answer, ensure_ascii=False, indent=1, sort_keys=True, default=str)
            sys.stdout.write(_OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", document) + "\n")
            sys.stdout.flush()

    def say(self, text: str) -> None:
        """Tell a person something on stderr, unless quiet."""
        if not self.quiet:
            self._write(text)

    def detail(self, text: str) -> None:
        """Tell a person something on stderr that only -v asks for."""
        if self.verbose:
            self._write(text)

    def error(self, error: DramaError) -> None:
        """Tell of an error, with place and hint; as JSON too when a program is reading."""
        self.close()
        self.data(
            {
                "error": [
                    {
                        "message": p.message,
                        "path": p.place.path if p.place else "",
                        "line": p.place.line if p.place else 0,
                        "column": p.place.column if p.place else 0,
                        "hint": p.hint,
                    }
                    for p in error.problems
                ]
            }
        )
        for problem in error.problems:
            sys.stderr.write(visible(f"drama: {problem}\n"))

    def start(self, stage: str, total: int) -> None:
        """Begin a stage: a bar with the time left on a terminal, a plain line elsewhere."""
        self._stage, self._total, self._done = stage, total, 0
        self._said_at = self._began_s = time.monotonic()
        if self.quiet:
            return
        self._unit, self._unit_name = (1_000_000, " MB") if total >= BYTES_FROM else (1, "")
        if not sys.stderr.isatty():
            self._write(f"{stage}: {self._shown(total)}" if total else stage)
            return
        bars = self._open_bars()
        if self._task is not None:
            bars.remove_task(self._task)
        self._task = bars.add_task(stage + self._unit_name, total=total / self._unit or None)

    def step(self, count: int = 1) -> None:
        """Advance the stage under way."""
        self._done += count
        if self.quiet:
            return
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, count / self._unit)
        elif time.monotonic() - self._said_at >= LOG_EVERY_S:
            self._said_at = time.monotonic()
            self._write(
                f"{self._stage}: {self._shown(self._done)}"
                + (f" of {self._shown(self._total)}" if self._total else "")
                + self._left()
            )

    def _shown(self, steps: int) -> str:
        return f"{round(steps / self._unit)}{self._unit_name}"

    def _left(self) -> str:
        """Return the time that a stage still takes at its pace so far; empty while that is a guess."""
        if not self._total or self._done < STEPS_FOR_A_PACE:
            return ""
        spent_s = time.monotonic() - self._began_s
        return f", about {clock(spent_s / self._done * (self._total - self._done))} left"

    def line(self, name: str, stage: str, done: int, total: int) -> None:
        """Draw how far one of several things under way is: a bar of its own, on a terminal only."""
        if self.quiet or not sys.stderr.isatty():
            return
        bars = self._open_bars()
        if name not in self._lines:
            self._lines[name] = bars.add_task(visible(name), total=None)
        bars.update(
            self._lines[name], description=visible(f"  {name} {stage}"), completed=done, total=total or None
        )

    def end_line(self, name: str) -> None:
        """Take the bar of a thing that has ended away."""
        task = self._lines.pop(name, None)
        if self._bars is not None and task is not None:
            self._bars.remove_task(task)

    def ask(self, question: str) -> str:
        """Return a person's answer, empty for a bare Enter; nobody is asked where none can answer."""
        asked = sys.stdin.isatty() and sys.stderr.isatty() and not self.quiet and not self.as_json
        if not asked:
            return ""
        self.close()
        sys.stderr.write(f"{visible(question)} ")
        sys.stderr.flush()
        return sys.stdin.readline().strip()

    def note(self, message: str) -> None:
        """Pass a stage's remark on."""
        self.say(message)

    def close(self) -> None:
        """Take the bars away; what was said stays."""
        bars, self._bars, self._task = self._bars, None, None
        self._lines.clear()
        if bars is not None:
            with suppress(OSError):  # the terminal was closed
                bars.stop()

    def _write(self, text: str) -> None:
        if self._bars is not None:
            self._bars.console.print(visible(text), markup=False, highlight=False)
        else:
            sys.stderr.write(visible(text) + "\n")
            sys.stderr.flush()

    def _open_bars(self) -> Bars:
        if self._bars is None:
            # rich takes 60 ms to import: only a terminal pays for it.
            from rich.console import Console as RichConsole  # noqa: PLC0415
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            self._bars = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=RichConsole(stderr=True),
                transient=True,
            )
            self._bars.start()
        return self._bars
