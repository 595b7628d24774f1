"""Measures every English voice of espeak-ng again: python -m drama.speech.engines.measure [JOBS].

Run it when the espeak-ng of espeakng-loader changes; it writes voices_pyttsx3.json next to this file. The
figures are described in drama.audio.voice_features, and their use in drama.speech.engines.catalogue.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.resources import files

from drama.audio import voiceprint
from drama.model import Utterance
from drama.speech.engines.catalogue import COLUMNS, FILE, SCHEMA
from drama.speech.engines.pyttsx3 import WORDS_A_MINUTE, Pyttsx3

TEXT = (
    "The old lamp at the end of the quay had burned for eleven years, and nobody in the town remembered "
    "who had lit it, or why. Did you see it go out? I never thought of asking until the following winter!"
)


_PLAIN = (("word_gap_ms", 0.0),)
_RATE = 160 / WORDS_A_MINUTE
"""Espeak-ng's own ordinary speed is near 160 words a minute."""


def measure(engine: Pyttsx3, voice: str) -> list[object]:
    """Return a voice's row of the catalogue, measured on a text of twelve seconds."""
    speech = engine.speak(Utterance(text=TEXT, engine=engine.name, voice=voice, rate=_RATE, options=_PLAIN))
    found = voiceprint(speech.samples, speech.rate_hz)
    figures = [round(float(getattr(found, column)), 2) for column in COLUMNS[:-2]]
    seconds = round(len(speech.samples) / speech.rate_hz, 2)
    return [*figures, seconds, [round(x, 1) for x in found.timbre]]


def main() -> None:
    """Write the catalogue."""
    engine = Pyttsx3({})
    try:
        voices = engine.english()
        with ThreadPoolExecutor(int(sys.argv[1]) if sys.argv[1:] else None) as pool:
            rows = dict(zip(voices, pool.map(lambda voice: measure(engine, voice), voices), strict=True))
    finally:
        engine.close()
    head = {
        "schema": SCHEMA,
        "espeakng_loader": version("espeakng-loader"),
        "text": TEXT,
        "columns": COLUMNS,
    }
    lines = [
        f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in sorted(rows.items())
    ]
    body = json.dumps(head, indent=1)[:-2] + ',\n "voices": {\n' + ",\n".join(lines) + "\n}}\n"
    (files("drama.speech.engines") / FILE).write_text(body, encoding="utf-8")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
