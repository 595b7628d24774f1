"""Small plays, their cast and takes, and a sound shaped like speech: for the tests of mix, master and qc."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from drama.model import Cast, Character, Cue, Scene, Script, Take, Voice
from drama.settings import Levels, Settings, Timing

RATE_HZ = 44_100
TIMING = Timing()
STEADY = Settings(timing=replace(TIMING, jitter=0.0), levels=Levels(room_tone_dbfs=-120))


def narration(text: str = "The rain had stopped by then.", **other: object) -> Cue:
    return Cue(number=0, kind="narrator", text=text, **other)  # type: ignore[arg-type]


def line(speaker: str, text: str = "I saw a light on the far side of the bay.", **other: object) -> Cue:
    return Cue(number=0, kind="line", speaker=speaker, text=text, **other)  # type: ignore[arg-type]


def pause(seconds: float) -> Cue:
    return Cue(number=0, kind="pause", settings=(("seconds", seconds),))


def script(*scenes: tuple[Cue, ...], characters: tuple[Character, ...] = ()) -> Script:
    number = iter(range(1, 1000))
    return Script(
        key="042",
        title="The Bay",
        author="",
        sha256="",
        characters=characters or (Character(name="Ada"), Character(name="Bo")),
        scenes=tuple(
            Scene(cues=tuple(replace(cue, number=next(number)) for cue in scene)) for scene in scenes
        ),
    )


CAST = Cast(
    narrator=Voice(engine="tone", name="n"),
    voices=(
        ("Ada", Voice(engine="tone", name="a", seat=-0.4, volume_db=1.5)),
        ("Bo", Voice(engine="tone", name="b", seat=0.4)),
    ),
)


def takes(play: Script, lufs: float = -20.0, voice_lufs: float = -20.0) -> tuple[Take | None, ...]:
    return tuple(
        Take(key=str(cue.number), frames=44_100, lufs=lufs, voice_lufs=voice_lufs, lead=1_000, trail=5_000)
        if cue.is_spoken
        else None
        for cue in play.cues
    )


def syllables(seconds: float) -> np.ndarray:
    """Return something with the crest and the pauses of speech: pulses through formants, in syllables."""
    count = round(seconds * RATE_HZ)
    time_s = np.arange(count) / RATE_HZ
    rng = np.random.default_rng(4)
    pulses = np.zeros(count)
    pulses[:: RATE_HZ // 110] = 1.0
    decay = np.arange(2_000) / RATE_HZ
    mouth = sum(
        np.exp(-decay * 300) * np.sin(2 * np.pi * hz * decay) / (i + 1)
        for i, hz in enumerate((500, 1500, 2500))
    )
    voice = np.convolve(pulses, mouth)[:count]
    loud = np.repeat(rng.uniform(0, 1, count // 6_000 + 1), 6_000)[:count] ** 2
    sentence = (time_s % 5.0) < 4.2
    return (0.25 * voice * loud * sentence / np.abs(voice).max()).astype(np.float32)


def manifest(duration_s: float, spans_s: Mapping[int, tuple[float, float]], size: int = 0) -> str:
    """Return the manifest of an episode whose cues are heard from and to these seconds."""
    episode = {"file": "001.mp3", "duration_s": duration_s, "bytes": size, "sha256": ""}
    episode |= {"integrated_lufs": -16.0, "range_lu": 5.0, "true_peak_dbtp": -1.5}
    cues = [
        {"number": n, "kind": "line", "speaker": "Nora", "start_s": start, "end_s": end, "take": "x"}
        for n, (start, end) in spans_s.items()
    ]
    return json.dumps({"episode": episode, "inputs": {}, "files": {}, "cues": cues})
