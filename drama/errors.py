"""Errors that a user can fix, each with its place and a hint; every one is a DramaError."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a file; line and column count from 1, as editors do; 0 means unknown."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, with its place and a hint for fixing it."""

    message: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place and str(self.place) else ""
        return f"{where}{self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


class DramaError(Exception):
    """The base class of drama's errors; exit_code is the exit code of the command line."""

    exit_code = 1

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(Problem(message=p) if isinstance(p, str) else p for p in problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class InputError(DramaError):
    """A story, a script, voices.yaml or a sound file has an error (exit code 1)."""


class UsageError(DramaError):
    """The command names something that does not exist, or is invalid (exit code 2)."""

    exit_code = 2


class EngineError(DramaError):
    """A speech engine or a tool such as the encoder failed (exit code 4)."""

    exit_code = 4


class BatchError(DramaError):
    """Some stories of a batch failed; the others are done (exit code 5)."""

    exit_code = 5


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean X?" for the known word nearest to this one, or an empty string."""
    lowered = {k.lower(): k for k in sorted(known)}
    near = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return f"did you mean {lowered[near[0]]!r}?" if near else ""
