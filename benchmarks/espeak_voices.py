"""Hears the default engine's voices with proxies of a listener: drama/speech/engines/heard_pyttsx3.json.

    python benchmarks/espeak_voices.py --tools FOLDER VOICE …

Word errors are expected ones. A quarter of them is the share of WORDS that Whisper base (int8, greedy,
without timestamps: one window of 30 s) hears otherwise or not at all; 84 words tell two voices apart by 3 in
a hundred at best. The rest is its surprise at the true words of half the windows of benchmarks/understood.py,
brought to the mean and spread of those shares. Naturalness is DistillMOS's of the first and the fourth of
SENTENCES at rate QUICK. The vector is that of Resemblyzer's encoder over all of them, on the AXES axes that
hold most of what sets the voices apart, so that the product of two is their likeness. FOLDER and the
proxies' limits are those of benchmarks/voices.py. About 10 s of one core a voice.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from understood import Listener, windows
from voices import RATE_HZ, Proxies, errors, words

from drama.model import Utterance
from drama.project import Project
from drama.speech.engines.catalogue import STEPS
from drama.speech.engines.pyttsx3 import Pyttsx3

SENTENCES = (
    (
        "The old lamp at the end of the harbour had burned for twenty years, and nobody in the town "
        "remembered who had lit it."
    ),
    "Did you see it go out, or were you already asleep by then?",
    "I never thought of asking until the following winter, when the boats came home early!",
    "Please put the letters back in the drawer, and lock the kitchen door before you leave.",
    "He laughed quietly, pushed his chair away from the table and reached for the bread knife.",
)
WORDS = (
    *(SENTENCES[0], "Come here.", "Who's there?", SENTENCES[1], "Good evening.", SENTENCES[2], "All right."),
    *("Wait for me.", SENTENCES[3], "I think so.", "Never again."),
)
QUICK = 1.1
"""The rate of the sentences for naturalness and vector."""
AXES = 40
WINDOW_S = 29.6
SURPRISE_SHARE = 0.75
"""Of the expected word errors; the halves of its windows order voices alike (correlation 0.97)."""
CATALOGUE = Path(__file__).parent.parent / "drama" / "speech" / "engines" / "heard_pyttsx3.json"


def spoken(engine: Pyttsx3, voice: str, lines: tuple[str, ...], rate: float) -> list[np.ndarray]:
    """Return lines at the proxies' rate, without silence around them, at one level."""
    found = []
    for text in lines:
        asked = Utterance(
            text=text, engine=engine.name, voice=voice, rate=rate, options=(("word_gap_ms", 0.0),)
        )
        speech = engine.speak(asked)
        loud = np.flatnonzero(np.abs(speech.samples) > 1e-3)
        sound = speech.samples[max(0, loud[0] - 200) : loud[-1] + 400]
        sound = sound / np.sqrt(np.mean(sound**2)) * 0.08
        found.append(soxr.resample(sound, speech.rate_hz, RATE_HZ).astype(np.float32))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the proxies say of a voice."""

    naturalness: float
    misheard: float
    """Share of WORDS."""
    surprise: float
    """Nats a token."""
    vector: tuple[float, ...]


def measure(
    engine: Pyttsx3, proxies: Proxies, listener: Listener, texts: list[list[str]], voice: str
) -> Found:
    """Return what the proxies say of a voice; `texts` are the windows for its surprise."""
    lines = spoken(engine, voice, WORDS, 1.0)
    room = (WINDOW_S - sum(map(len, lines)) / RATE_HZ) / len(lines)
    pause = np.zeros(round(min(0.4, max(0.12, room)) * RATE_HZ), np.float32)
    heard = proxies.heard(np.concatenate([part for line in lines for part in (line, pause)]), one_window=True)
    sentences = spoken(engine, voice, SENTENCES, QUICK)
    rated = [proxies.naturalness(sentences[at][: 6 * RATE_HZ]) for at in (0, 3)]
    vector = proxies.encoder.embed_utterance(np.concatenate(sentences))
    return Found(
        naturalness=round(float(np.mean(rated)), 2),
        misheard=errors(words(" ".join(WORDS)), heard),
        surprise=float(listener.surprise(voice, texts).mean()),
        vector=tuple(vector.tolist()),
    )


def expected(misheard: np.ndarray, surprise: np.ndarray) -> np.ndarray:
    """Return the word errors that both measures lead to expect of each voice."""
    like = misheard.mean() + (surprise - surprise.mean()) * misheard.std() / surprise.std()
    return np.maximum(0.0, SURPRISE_SHARE * like + (1.0 - SURPRISE_SHARE) * misheard)


def written(found: dict[str, Found]) -> str:
    """Return the catalogue's text; vectors are cut to AXES axes and steps of 1 / STEPS."""
    vectors = np.array([one.vector for one in found.values()])
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    short = vectors @ axes[:AXES].T
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    misheard, surprise = (
        np.array([getattr(one, key) for one in found.values()]) for key in ("misheard", "surprise")
    )
    wrong = expected(misheard, surprise)
    rows = {
        name: [one.naturalness, round(float(rate), 3), np.rint(vector * STEPS).astype(int).tolist()]
        for (name, one), rate, vector in zip(found.items(), wrong, short, strict=True)
    }
    head = {"schema": "drama-heard/1", "measured": "python benchmarks/espeak_voices.py, see there"}
    lines = [f"{json.dumps(n)}: {json.dumps(r, separators=(',', ':'))}" for n, r in sorted(rows.items())]
    return json.dumps(head, indent=1)[:-2] + ',\n "voices": {\n' + ",\n".join(lines) + "\n}}\n"


def main() -> None:
    """Measure the voices named, and write the catalogue."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("voices", nargs="+")
    arguments.add_argument("--tools", type=Path, required=True)
    asked = arguments.parse_args()
    engine, proxies = Pyttsx3({}), Proxies(asked.tools)
    listener, texts = Listener(asked.tools, engine), windows(Project(root=Path(__file__).parent.parent))
    texts = texts[: (len(texts) + 1) // 2]
    found = {voice: measure(engine, proxies, listener, texts, voice) for voice in asked.voices}
    engine.close()
    CATALOGUE.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
