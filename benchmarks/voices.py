"""Measures voices with a listener's proxies and writes drama/speech/engines/voices_kokoro.json.

    python benchmarks/voices.py RECIPES.json --tools FOLDER [--voices NAME …]

RECIPES.json names voices: {"af_heart": {"language": "en-US", "gender": "female", "age": "adult",
"grade": "A"}, "af_sara": {…, "recipe": "1*af_heart;timbre=1*if_sara"}}. Each speaks TEXT (those that are
made of others its first and third sentence); then

* naturalness: DistillMOS (PyPI distillmos, 1 to 5), the mean of the sentences;
* word_errors: the share of words that Whisper base (faster-whisper, int8, greedy) hears otherwise or not
  at all: a perfect line has 3 to 5 %, for it writes "key" for "quay" and "11" for "eleven";
* surprise, where RECIPES.json gives it: nats a token in talk, which benchmarks/understood.py --talk tells;
* speaker: Resemblyzer's encoder over all sentences, on the 48 axes that hold most of what sets the voices
  apart, so that the product of two is their likeness within 0.02;
* F0, range, timbre, level: drama.audio.voiceprint;
* calibrated level: that of the text that voices are levelled by in the mix, which then needn't be spoken.

FOLDER holds whisper/ (a CTranslate2 model) and speaker.pt (Resemblyzer's weights). About 16 s of one core
a voice. The proxies were trained on recordings of people: trust differences between voices, not values.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from drama.audio import level_lufs, voiceprint
from drama.model import Utterance
from drama.speech.engines.kokoro import Kokoro
from drama.speech.record import CALIBRATION

TEXT = (
    (
        "The old lamp at the end of the quay had burned for eleven years, and nobody in the town "
        "remembered who had lit it."
    ),
    "Did you see it go out, or were you already asleep by then?",
    "I never thought of asking until the following winter, when the boats came home early!",
    "Please put the letters back in the drawer, and lock the kitchen door before you leave.",
)
RATE_HZ = 16_000
AXES = 48
CATALOGUE = Path(__file__).parent.parent / "drama" / "speech" / "engines" / "voices_kokoro.json"


def words(text: str) -> list[str]:
    """Return a text's words in small letters, without marks."""
    return re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'")).split()


def errors(said: list[str], heard: list[str]) -> float:
    """Return the word error rate: edits (Levenshtein's distance) over the words said."""
    row = np.arange(len(heard) + 1)
    for word in said:
        before, row = row, np.empty_like(row)
        row[0] = before[0] + 1
        for at, other in enumerate(heard):
            row[at + 1] = min(before[at] + (word != other), before[at + 1] + 1, row[at] + 1)
    return float(row[-1]) / len(said)


class Proxies:
    """The three listeners, loaded once."""

    def __init__(self, tools: Path) -> None:
        import distillmos  # noqa: PLC0415 - nothing of ours needs them
        import torch  # noqa: PLC0415
        from faster_whisper import WhisperModel  # noqa: PLC0415
        from resemblyzer import VoiceEncoder  # noqa: PLC0415

        self.torch = torch
        self.ears = WhisperModel(str(tools / "whisper"), device="cpu", compute_type="int8", cpu_threads=1)
        self.judge = distillmos.ConvTransformerSQAModel().eval()
        self.encoder = VoiceEncoder("cpu", verbose=False, weights_fpath=tools / "speaker.pt")

    def naturalness(self, sound: np.ndarray) -> float:
        """Return DistillMOS's score of a sound at 16 kHz; it wants 3 s."""
        long = np.tile(sound, max(1, -(-3 * RATE_HZ // len(sound))))
        with self.torch.no_grad():
            return float(self.judge(self.torch.from_numpy(long[None])).reshape(-1)[0])

    def heard(self, sound: np.ndarray, *, one_window: bool = False) -> list[str]:
        """Return the words that Whisper hears; `one_window` for a sound of at most 30 s."""
        found, _ = self.ears.transcribe(
            sound,
            language="en",
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=one_window,
        )
        return words(" ".join(segment.text for segment in found))


def measure(engine: Kokoro, proxies: Proxies, name: str, about: dict[str, Any]) -> dict[str, Any]:
    """Return a voice's entry of the catalogue; `speaker` is still the whole vector."""
    text = TEXT if not about.get("recipe") else TEXT[0:3:2]
    voice = about.get("recipe") or name
    spoken = [engine.speak(Utterance(text=line, engine="kokoro", voice=voice)) for line in text]
    whole = np.concatenate([speech.samples for speech in spoken])
    parts = [soxr.resample(speech.samples, speech.rate_hz, RATE_HZ) for speech in spoken]
    pause = np.zeros(RATE_HZ // 2, np.float32)
    found = voiceprint(whole, spoken[0].rate_hz)
    calibration = engine.speak(Utterance(text=CALIBRATION, engine="kokoro", voice=voice))
    heard = proxies.heard(np.concatenate([x for part in parts for x in (part, pause)]))
    return about | {
        "naturalness": round(float(np.mean([proxies.naturalness(part) for part in parts])), 2),
        "word_errors": round(errors(words(" ".join(text)), heard), 3),
        "f0_hz": round(found.f0_hz, 1),
        "f0_range_st": round(found.f0_range_st, 1),
        "level_lufs": round(found.level_lufs, 1),
        "calibrated_lufs": round(level_lufs(calibration.samples, calibration.rate_hz), 2),
        "seconds": round(len(whole) / spoken[0].rate_hz, 2),
        "timbre": [round(x, 1) for x in found.timbre],
        "speaker": proxies.encoder.embed_utterance(np.concatenate(parts)).tolist(),
    }


def main() -> None:
    """Measure, and write the catalogue."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("recipes", type=Path)
    arguments.add_argument("--tools", type=Path, required=True)
    arguments.add_argument("--voices", nargs="*", default=[])
    asked = arguments.parse_args()
    recipes = json.loads(asked.recipes.read_text(encoding="utf-8"))
    engine, proxies = Kokoro({}), Proxies(asked.tools)
    made = {
        name: measure(engine, proxies, name, about)
        for name, about in recipes.items()
        if not asked.voices or name in asked.voices
    }
    vectors = np.array([entry["speaker"] for entry in made.values()])
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    short = vectors @ axes[:AXES].T
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    for entry, vector in zip(made.values(), short, strict=True):
        entry["speaker"] = [round(float(x), 3) for x in vector]
    head = {"schema": "drama-voices/2", "measured": "python benchmarks/voices.py"}
    rows = [f"{json.dumps(n)}: {json.dumps(e, separators=(',', ':'))}" for n, e in sorted(made.items())]
    body = json.dumps(head, indent=1)[:-2] + ',\n "voices": {\n' + ",\n".join(rows) + "\n}}\n"
    CATALOGUE.write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
