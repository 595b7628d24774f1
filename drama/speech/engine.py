"""The protocol of a speech engine, its capabilities, and the speech that it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from drama.model import Gender, Utterance, VoiceInfo
    from drama.settings import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What an engine answers."""

    samples: NDArray[np.float32]
    """Shape (frames,), mono, within [−1, 1]."""
    rate_hz: int
    words: tuple[tuple[float, int, int], ...] = ()
    """Start in seconds, first character and length of each word in the utterance's text; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What an engine can do and how it wants to be used. Nothing outside an engine asks for its name.

    The defaults suit an engine of which nothing is known: one line at a time, and plain words.
    """

    deterministic: bool = False
    """True when the same utterance gives the same samples, whatever was spoken before."""
    parallel: Literal["process", "thread", "serial"] = "serial"
    """How it runs in parallel: one instance a worker process, one shared by threads, or not at all."""
    at_once: int = 0
    """Lines that a server is asked for at once, however many cores there are; 0 to go by the cores."""
    computes_here: bool = False
    """True for one that computes in this process, each line on one core."""
    limit_s: float = 30.0
    """Time limit of an answer from a worker process, to which each character adds 0.2 s."""
    phonemes: bool = False
    """Takes the pronunciations in an utterance's text as IPA (drama.speech.phonemes)."""
    stresses: bool = False
    """Stresses the words that are marked so in an utterance's text (drama.speech.phonemes)."""
    long_consonants: bool = True
    """Holds a consonant that the IPA marks as long; an engine that doesn't is given it three times."""
    reads_as_espeak: bool = False
    """Reads English by espeak-ng's rules, so that espeak-ng can report how it will say a word."""
    own_voices_read: bool = False
    """Its voices are espeak-ng's own, each of which reads in an accent of its own."""
    intonation_lift_st: float | None = None
    """Semitones by which doubling the option `range` raises the median F0; None without that option."""
    whisper_voice: Callable[[str, Gender], str] | None = None
    """Takes a voice and its speaker's gender and returns the voice that whispers for it."""
    instructions: bool = False
    """Its voices may have an option `instructions`, in plain words."""
    acts: bool = False
    """Speaks with people's voices, and applies an utterance's `acting` and `intonation` to them."""
    settings: tuple[Option, ...] = ()
    """What may be set of the engine as a whole, under `engines` in voices.yaml."""
    options: tuple[Option, ...] = ()
    """What may be set of each of its voices, under a part's `options`."""
    packaged: bool = False
    """All that it speaks with comes in Python packages, and changes only with them."""
    charges: bool = False
    """Costs money: it has a method cost(utterances), which returns characters and dollars."""
    get_voices: str = ""
    """How a person gets voices for it: a command, or what to write in voices.yaml."""
    naturalness: float = 0.0
    """Mean opinion score of its takes by a proxy, 1 to 5 (docs/voices-judged.md); 0 if not measured."""
    licence: str = ""
    """The licence of its voices, where all have the same one."""
    origin: str = ""
    """Who made its voices, where all have the same maker."""


UNKNOWN = Capabilities()
"""What is assumed of an engine that says nothing."""


class Engine(Protocol):
    """A speech engine. One instance lives in one process or thread, as its capabilities say.

    An engine that holds memory or processes that are cheap to make again may have a method `rest()`, which
    is called after a recording.
    """

    name: str
    capabilities: Capabilities

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
