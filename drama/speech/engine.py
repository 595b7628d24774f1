"""What every speech engine must do, what it is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drama.model import Utterance, VoiceInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What an engine answers."""

    samples: NDArray[np.float32]
    """Shape (frames,), mono, within [−1, 1]."""
    rate_hz: int
    words: tuple[tuple[float, int, int], ...] = ()
    """Start in seconds, first character and length of each word in the utterance's text; may be empty."""


class Engine(Protocol):
    """A speech engine. One instance lives in one process or thread, as `parallel` says."""

    name: str
    deterministic: bool
    """True when the same utterance gives the same samples, whatever was spoken before."""
    parallel: Literal["process", "thread", "serial"]
    """How many can work at once: one instance a worker process, one shared by threads, or one alone.

    An engine for threads may have an attribute `at_once`, the number of lines that a server is asked for at
    once whatever the cores, or `computes_here`, true for one that computes in this process, each line on one
    core. One that holds what it can have again cheaply may have a method `rest()`, called after a recording.
    """

    def fingerprint(self, voice: str) -> str:
        """Return what besides the utterance affects the sound: versions and hashes of engine and model."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices on offer here, sorted by name."""
        ...

    def check(self, utterance: Utterance) -> None:
        """Raise InputError, with a hint, when the voice or an option is unknown or out of range."""
        ...

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken; raise EngineError when that fails."""
        ...

    def close(self) -> None:
        """Release what the engine holds; afterwards only close() may be called."""
        ...
