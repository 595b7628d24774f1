"""What each treatment costs: the words misheard through it, beside the same voices without one.

    python benchmarks/treatments.py --tools FOLDER --engine kokoro --voices am_michael bf_emma

Each voice speaks TEXT of benchmarks/voices.py once. A treatment is done to the lines in a small room, as the
mix does it; Whisper base (int8, greedy, without timestamps, one window of 30 s) hears a voice's lines.
FOLDER/whisper is a CTranslate2 model. About 3 s of one core a voice and treatment.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import soxr
from voices import RATE_HZ, TEXT, errors, words

from drama.mix import treating
from drama.model import Clip, Utterance
from drama.speech.engines import create
from drama.timecode import HOUSE_RATE_HZ
from drama.treatments import TREATMENTS

LEVEL = 0.08
"""Root mean square of what the recogniser gets: it judges words and not level."""


def treated(sound: np.ndarray, name: str) -> np.ndarray:
    """Return a line at HOUSE_RATE_HZ as one channel at RATE_HZ, after a treatment; "" is none."""
    if name:
        clip = Clip(
            cue=1,
            source="take",
            start=0,
            frames=len(sound),
            bus="dialogue",
            treatment=(name,),
            room="small-room",
        )
        sound = treating.placed(sound, clip).mean(axis=1)
    sound = sound / np.sqrt(np.mean(sound**2)) * LEVEL
    return np.asarray(soxr.resample(sound, HOUSE_RATE_HZ, RATE_HZ), np.float32)


def main() -> None:
    """Speak, treat, hear, and print a row a treatment."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 - an extra

    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--tools", type=Path, required=True)
    arguments.add_argument("--engine", default="pyttsx3")
    arguments.add_argument("--voices", nargs="+", required=True)
    arguments.add_argument("--treatments", nargs="*", default=["", *sorted(TREATMENTS)])
    asked = arguments.parse_args()
    ears = WhisperModel(str(asked.tools / "whisper"), device="cpu", compute_type="int8", cpu_threads=1)
    engine = create(asked.engine)
    lines: dict[str, list[np.ndarray]] = {}
    for voice in asked.voices:
        spoken = [engine.speak(Utterance(text=text, engine=asked.engine, voice=voice)) for text in TEXT]
        lines[voice] = [soxr.resample(one.samples, one.rate_hz, HOUSE_RATE_HZ) for one in spoken]
    engine.close()
    pause = np.zeros(RATE_HZ // 3, np.float32)
    for name in asked.treatments:
        wrong = []
        for voice in asked.voices:
            parts = [part for line in lines[voice] for part in (treated(line, name), pause)]
            heard, _ = ears.transcribe(
                np.concatenate(parts),
                language="en",
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
                without_timestamps=True,
            )
            wrong.append(errors(words(" ".join(TEXT)), words(" ".join(part.text for part in heard))))
        each = " ".join(f"{voice} {100 * share:.1f}" for voice, share in zip(lines, wrong, strict=True))
        mean = 100 * float(np.mean(wrong))
        print(f"{name or 'none':10} {mean:5.1f} % of words misheard: {each}", flush=True)


if __name__ == "__main__":
    main()
