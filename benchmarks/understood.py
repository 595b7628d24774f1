"""Compares how well voices are understood, by a recogniser's surprise at what they truly say.

    python benchmarks/understood.py --tools FOLDER "en-us+klatt3 treatment=robot" "en-us+Mario rate=0.9" …
    python benchmarks/understood.py --tools FOLDER --engine kokoro --talk 000 001 002 -- am_michael am_xi

Voices speak the same lines of the samples, four to a story, in windows of at most 55 words. Whisper base
(int8) is told the true words and answers how probable it found each token (teacher forcing). Surprise is
the mean of −ln p over the tokens, p at least 1 %, in nats. Every voice is paired with the first one, token by
token, so that the mean difference has a small standard error: 0.03 nats between two voices, where the words
misheard of as many lines differ by chance by 3 in a hundred. With --talk the lines are three short ones of
dialogue of each story named: there voices differ more than in narration. FOLDER/whisper is a CTranslate2
model. About 8 s of one core a voice; a minute with Kokoro.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr
from treatments import treated
from voices import RATE_HZ

from drama.model import Utterance
from drama.project import Project
from drama.project import script_file as script
from drama.speech.engine import Engine
from drama.speech.engines import create
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES, WORDS_A_LINE, WORDS_A_WINDOW = 4, 40, 55
TALK_LINES, TALK_FROM, TALK_WORDS = 3, 4, range(3, 15)
LEAST_P = 0.01
PAUSE_S = 0.35
FRAMES = 3_000
"""Frames of 10 ms in the recogniser's window."""


def windows(project: Project, talk: Sequence[str] = ()) -> list[list[str]]:
    """Return the lines in windows: from a third of each script on, or talk of the stories of these keys."""
    found: list[list[str]] = [[]]
    for story in project.stories():
        if talk and story.key not in talk:
            continue
        cues = script.read(project.script(story.key)).cues
        if talk:
            said = [cue.text for cue in cues if cue.kind == "line" and len(cue.text.split()) in TALK_WORDS]
            lines = said[TALK_FROM :: max(1, len(said) // TALK_LINES)][:TALK_LINES]
        else:
            spoken = [cue.text for cue in cues if cue.is_speech and len(cue.text.split()) <= WORDS_A_LINE]
            lines = spoken[len(spoken) // 3 :][:LINES]
        for text in lines:
            if len(" ".join([*found[-1], text]).split()) > WORDS_A_WINDOW:
                found.append([])
            found[-1].append(text.replace("*", "").replace("_", ""))
    return found


class Listener:
    """The recogniser, and the engine whose voices it hears."""

    def __init__(self, tools: Path, engine: Engine) -> None:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - an extra
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

        self.engine = engine
        self.ears = WhisperModel(str(tools / "whisper"), device="cpu", compute_type="int8", cpu_threads=1)
        self.tokens = Tokenizer(self.ears.hf_tokenizer, True, task="transcribe", language="en")

    def surprise(self, asked: str, lines: list[list[str]]) -> np.ndarray:
        """Return −ln p of each token of the lines as a voice says them; `asked` is as on the command line."""
        voice, *settings = asked.split()
        given = dict(setting.split("=") for setting in settings)
        found = [self._window(voice, given, window) for window in lines]
        surprise: np.ndarray = -np.log(np.maximum(np.concatenate(found), LEAST_P))
        return surprise

    def _window(self, voice: str, given: dict[str, str], lines: list[str]) -> np.ndarray:
        from faster_whisper.audio import pad_or_trim  # noqa: PLC0415

        numbers = {name: float(value) for name, value in given.items() if name != "treatment"}
        rate, pitch = numbers.pop("rate", 1.0), numbers.pop("pitch", 0.0)
        options: Any = tuple(sorted(numbers.items()))
        parts = [np.zeros(RATE_HZ // 5, np.float32)]
        for text in lines:
            asked = Utterance(
                text=text, engine=self.engine.name, voice=voice, rate=rate, pitch=pitch, options=options
            )
            speech = self.engine.speak(asked)
            sound = soxr.resample(speech.samples, speech.rate_hz, HOUSE_RATE_HZ)
            loud = np.flatnonzero(np.abs(sound) > 1e-3)
            parts.append(treated(sound[loud[0] : loud[-1]], given.get("treatment", "")))
            parts.append(np.zeros(round(PAUSE_S * RATE_HZ), np.float32))
        features = self.ears.feature_extractor(np.concatenate(parts))[:, :FRAMES]
        tokens = self.tokens.encode(" " + " ".join(lines))
        encoded = self.ears.encode(pad_or_trim(features))
        answer = self.ears.model.align(encoded, self.tokens.sot_sequence, [tokens], FRAMES)
        return np.array(answer[0].text_token_probs)


def main() -> None:
    """Hear, compare, and print a row a voice."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("voices", nargs="+")
    arguments.add_argument("--tools", type=Path, required=True)
    arguments.add_argument("--engine", default="pyttsx3")
    arguments.add_argument("--talk", nargs="+", default=[], metavar="KEY")
    arguments.add_argument("--project", type=Path, default=Path(__file__).parent.parent)
    asked = arguments.parse_args()
    lines = windows(Project(root=asked.project), asked.talk)
    engine = create(asked.engine)
    listener = Listener(asked.tools, engine)
    first: np.ndarray | None = None
    for voice in asked.voices:
        found = listener.surprise(voice, lines)
        first = found if first is None else first
        off = found - first
        error = off.std() / len(off) ** 0.5
        print(f"{voice:40} {found.mean():.3f}, {off.mean():+.3f} ± {error:.3f}", flush=True)
    engine.close()


if __name__ == "__main__":
    main()
